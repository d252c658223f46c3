"""Who lives where, and what they need: figures, demand groups, estimates and demand points."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import RD, Area
from venues.models.naming import Term, in_language


class DemandGroup(Term):
    """A group of residents whose need should be met. Being present is demand, never a bad mark."""

    explanation_nl = models.TextField(_("who is counted, in Dutch"), blank=True)
    explanation_en = models.TextField(_("who is counted, in English"), blank=True)
    is_everyone = models.BooleanField(
        _("all residents"),
        default=False,
        help_text=_("The base norm for all, on which the norms of the other groups come on top."),
    )

    class Meta(Term.Meta):
        verbose_name = _("demand group")
        verbose_name_plural = _("demand groups")
        constraints = [
            models.UniqueConstraint(fields=["is_everyone"], condition=Q(is_everyone=True), name="group_one_everyone")
        ]

    @property
    def explanation(self) -> str:
        """Who is counted, in the language in use."""
        return in_language(self.explanation_nl, self.explanation_en)


class Indicator(models.TextChoices):
    """What a figure counts. Counts are persons; shares are percentages of the persons named."""

    RESIDENTS = "residents", _("residents")
    AGE_0_15 = "age_0_15", _("residents aged 0 to 15")
    AGE_15_25 = "age_15_25", _("residents aged 15 to 25")
    AGE_25_45 = "age_25_45", _("residents aged 25 to 45")
    AGE_45_65 = "age_45_65", _("residents aged 45 to 65")
    AGE_65_PLUS = "age_65_plus", _("residents aged 65 and over")
    BORN_OUTSIDE_EUROPE_PCT = "born_outside_europe_pct", _("% of residents born outside Europe")
    LONELY_65_PCT = "lonely_65_pct", _("% of those aged 65 and over who are lonely")
    VERY_LONELY_65_PCT = "very_lonely_65_pct", _("% of those aged 65 and over who are (very) severely lonely")
    ANXIETY_DEPRESSION_18_PCT = "anxiety_depression_18_pct", _("% of adults at high risk of anxiety or depression")


class Figure(models.Model):
    """A published figure of an area on a date. An empty value means suppressed by the source: unknown, never zero."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(_("indicator"), max_length=30, choices=Indicator)
    reference_on = models.DateField(_("reference date"))
    value = models.FloatField(_("value"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)
    import_run = models.ForeignKey(
        "venues.ImportRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["area", "indicator", "-reference_on"]
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator", "reference_on"], name="figure_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(condition=Q(indicator__in=Indicator.values), name="figure_indicator_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator} {self.reference_on}"


class DemandEstimate(models.Model):
    """How many persons of a group live in an area, from a date on, with an honest range.

    `is_suppressed`: the source withheld it. The persons then are an inference that competes for room; the area's own
    row is shown as unknown.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="estimates")
    group = models.ForeignKey(DemandGroup, on_delete=models.PROTECT, related_name="estimates")
    reference_on = models.DateField(_("reference date"))
    persons_low = models.FloatField(_("persons, low"))
    persons = models.FloatField(_("persons"))
    persons_high = models.FloatField(_("persons, high"))
    is_suppressed = models.BooleanField(_("suppressed by the source"), default=False)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("demand estimate")
        verbose_name_plural = _("demand estimates")
        ordering = ["area", "group", "-reference_on"]
        constraints = [
            models.UniqueConstraint(fields=["area", "group", "reference_on"], name="estimate_once"),
            models.CheckConstraint(
                condition=Q(persons_low__gte=0, persons__gte=F("persons_low"), persons_high__gte=F("persons")),
                name="estimate_low_best_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.group_id} {self.reference_on}"


class DemandPoint(models.Model):
    """A place where residents live, from which they walk."""

    class Kind(models.TextChoices):
        """Where the point comes from, best first."""

        SQUARE = "square", _("100 m square")
        STREET = "street", _("points on the street network")
        CENTRE = "centre", _("one point for the whole area")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    location = models.PointField(_("location"), srid=RD)
    weight = models.FloatField(
        _("weight"), help_text=_("Share of the area's people by weight: residents of the square, or street nodes.")
    )

    class Meta:
        verbose_name = _("demand point")
        verbose_name_plural = _("demand points")
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="point_weight_positive"),
            models.CheckConstraint(condition=Q(kind__in=["square", "street", "centre"]), name="point_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} #{self.pk}"
