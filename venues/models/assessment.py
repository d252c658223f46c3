"""How coverage is scored, and what came out: methods, runs and scores."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venues.models.activity import Activity
from venues.models.area import Area, Edition, Municipality
from venues.models.demand import DemandGroup, DemandPoint
from venues.models.venue import Venue, VenueType


class MethodQuerySet(models.QuerySet["Method"]):
    """Questions about methods."""

    def current_for(self, municipality: Municipality) -> "Method":
        """The method in use for a municipality: its own, else the one for all.

        Raises:
            Method.DoesNotExist: If not even the defaults were loaded.
        """
        current = self.filter(Q(municipality=municipality) | Q(municipality=None), is_current=True)
        method = current.order_by(F("municipality").asc(nulls_last=True)).first()
        if method is None:
            raise Method.DoesNotExist("No method is in use: run `manage.py load_defaults` first.")
        return method


class Method(models.Model):
    """Norms, decay and defaults in one version; once a run used it, a change makes a new version."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="methods",
        help_text=_("Empty: for all who have none of their own."),
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use"), default=True)
    unhosted_weight = models.FloatField(
        _("weight of unhosted hours"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    activity_hosted_hours = models.FloatField(
        _("hosted hours of an activity where none are recorded"),
        default=2,
        validators=[MinValueValidator(0), MaxValueValidator(168)],
    )
    activity_places = models.FloatField(
        _("places of an activity where none are recorded"), default=12, validators=[MinValueValidator(0)]
    )
    activity_suitability = models.FloatField(
        _("suitability of an activity for which no group is recorded"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Used where the activity has no venue whose type says more."),
    )
    note = models.TextField(_("what changed"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering = ["municipality", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "version"], nulls_distinct=False, name="method_version_once"
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(is_current=True), nulls_distinct=False, name="method_one_current"
            ),
            models.CheckConstraint(
                condition=Q(unhosted_weight__gte=0, unhosted_weight__lte=1),
                name="method_unhosted_weight_between_0_and_1",
            ),
            models.CheckConstraint(
                condition=Q(
                    activity_hosted_hours__gte=0,
                    activity_hosted_hours__lte=168,
                    activity_places__gte=0,
                    activity_suitability__gte=0,
                    activity_suitability__lte=1,
                ),
                name="method_activity_defaults_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id or 'default'} v{self.version}"


class GroupRule(models.Model):
    """The norm and the distance decay of a group under a method."""

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="group_rules")
    group = models.ForeignKey(DemandGroup, on_delete=models.PROTECT, related_name="rules")
    norm_hours = models.FloatField(_("norm, hosted hours a person a week"), validators=[MinValueValidator(0)])
    norm_source = models.CharField(_("source of the norm"), max_length=300)
    reach_m = ArrayField(models.FloatField(), verbose_name=_("steps, metres"))
    reach_weights = ArrayField(models.FloatField(), verbose_name=_("weight of each step"))
    reach_source = models.CharField(_("source of the steps"), max_length=300)

    class Meta:
        verbose_name = _("rule for a group")
        verbose_name_plural = _("rules for groups")
        ordering = ["group__position"]
        constraints = [
            models.UniqueConstraint(fields=["method", "group"], name="group_rule_once"),
            models.CheckConstraint(condition=Q(norm_hours__gt=0), name="group_rule_norm_positive"),
            models.CheckConstraint(
                condition=Q(reach_m__len__gte=1) & Q(reach_m__len=F("reach_weights__len")),
                name="group_rule_steps_aligned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.norm_hours}"


class TypeDefault(models.Model):
    """What is assumed of a venue type where nothing is recorded, and how well it suits each group."""

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="type_defaults")
    venue_type = models.ForeignKey(VenueType, on_delete=models.PROTECT, related_name="defaults")
    hosted_hours = models.FloatField(
        _("hosted hours a week"), validators=[MinValueValidator(0), MaxValueValidator(168)]
    )
    places = models.FloatField(_("places"), validators=[MinValueValidator(0)])
    high_needs_host = models.BooleanField(
        _("high only where a host is recorded"),
        default=False,
        help_text=_("For commercial places: the range does not widen on a guess."),
    )
    suitability = models.JSONField(
        _("suitability by group"), default=dict, help_text=_('{"youth": 0.8, …}, each 0 to 1.')
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("default of a venue type")
        verbose_name_plural = _("defaults of venue types")
        ordering = ["venue_type__position"]
        constraints = [
            models.UniqueConstraint(fields=["method", "venue_type"], name="type_default_once"),
            models.CheckConstraint(
                condition=Q(hosted_hours__gte=0, hosted_hours__lte=168, places__gte=0), name="type_default_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_type_id} {self.hosted_hours} × {self.places}"


class Run(models.Model):
    """One scoring of a municipality as of a date. Immutable, but for the one live run, which is replaced whole."""

    class Kind(models.TextChoices):
        """Whether it follows the register or is kept."""

        LIVE = "live", _("live")
        SEALED = "sealed", _("sealed")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="runs")
    edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="runs")
    method = models.ForeignKey(Method, on_delete=models.RESTRICT, related_name="runs")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    as_of = models.DateField(_("as of"))
    created_at = models.DateTimeField(_("scored at"), auto_now_add=True)
    seconds = models.FloatField(_("seconds taken"), default=0)
    fingerprint = models.CharField(_("fingerprint of the data read"), max_length=64)
    register_loaded = models.BooleanField(_("a venue register was loaded"))
    demand_reference_on = models.DateField(_("figures as of"), null=True)
    points_kind = models.CharField(_("demand points"), max_length=6, choices=DemandPoint.Kind)
    has_streets = models.BooleanField(_("walked over streets"), help_text=_("Off: straight lines × 1.3."))
    counts = models.JSONField(
        _("counts"), default=dict, help_text=_("Points, offers, pairs, suppressed and unknown areas.")
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-as_of", "-created_at"]
        indexes = [models.Index(fields=["municipality", "kind", "as_of"])]
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=Q(kind="live"), name="run_one_live"),
            models.CheckConstraint(condition=Q(kind__in=["live", "sealed"]), name="run_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.as_of} {self.kind}"


class Score(models.Model):
    """The coverage of one group in one area; no group means all groups together."""

    class Status(models.TextChoices):
        """Whether there is a figure, and if not, why."""

        OK = "ok", _("scored")
        NO_NEED = "no-need", _("nobody of this group")
        SUPPRESSED = "suppressed", _("fewer than 10 persons")
        UNKNOWN = "unknown", _("unknown")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="scores")
    area = models.ForeignKey(Area, on_delete=models.RESTRICT, related_name="scores")
    group = models.ForeignKey(DemandGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="scores")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    persons = models.FloatField(_("persons"), null=True)
    need_hours = models.FloatField(_("need, hours a week"), null=True)
    coverage = models.FloatField(_("coverage"), null=True)
    coverage_low = models.FloatField(_("coverage, low"), null=True)
    coverage_high = models.FloatField(_("coverage, high"), null=True)
    need_met = models.FloatField(_("need met"), null=True)
    known_share = models.FloatField(_("share from recorded room"), null=True)
    reach_none = models.FloatField(_("share with no place in reach"), null=True)
    reach_one = models.FloatField(_("share with one place in reach"), null=True)
    reach_two_plus = models.FloatField(_("share with two or more places in reach"), null=True)
    nearest_m = models.FloatField(_("metres to the nearest place, median"), null=True)
    unhosted_places = models.PositiveIntegerField(_("unhosted places within reach"), null=True)
    is_edge = models.BooleanField(_("reach leaves the loaded data"), default=False)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["run", "area", "group"], nulls_distinct=False, name="score_once"),
            models.CheckConstraint(
                condition=Q(coverage=None) | Q(coverage_low__lte=F("coverage"), coverage__lte=F("coverage_high")),
                name="score_low_best_high",
            ),
            models.CheckConstraint(
                condition=Q(status="ok", coverage__isnull=False) | (~Q(status="ok") & Q(coverage=None)),
                name="score_only_when_ok",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.group_id or 'all'} {self.coverage}"


class Explanation(models.Model):
    """The offers that make up one score: aligned arrays that add up to its coverage. Only for status ok."""

    score = models.OneToOneField(Score, on_delete=models.CASCADE, primary_key=True, related_name="explanation")
    venues = ArrayField(models.UUIDField(null=True), verbose_name=_("venues"))
    activities = ArrayField(models.UUIDField(null=True), verbose_name=_("activities"))
    coverage = ArrayField(models.FloatField(), verbose_name=_("parts of the coverage"))

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.CheckConstraint(
                condition=Q(venues__len=F("coverage__len")) & Q(activities__len=F("coverage__len")),
                name="explanation_aligned",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_id}: {len(self.coverage)}"


class OfferScore(models.Model):
    """The room of one offer in a run, and whether any need reaches it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="offer_scores")
    # A place that was ever scored is closed, not deleted.
    venue = models.ForeignKey(Venue, on_delete=models.RESTRICT, null=True, related_name="offer_scores")
    activity = models.ForeignKey(Activity, on_delete=models.RESTRICT, null=True, related_name="offer_scores")
    room_low = models.FloatField(_("room, low, place-hours a week"))
    room = models.FloatField(_("room, place-hours a week"))
    room_high = models.FloatField(_("room, high, place-hours a week"))
    is_known = models.BooleanField(_("hours, hosting and places are recorded"))
    is_reached = models.BooleanField(_("need reaches it"))

    class Meta:
        verbose_name = _("scored offer")
        verbose_name_plural = _("scored offers")
        constraints = [
            models.UniqueConstraint(fields=["run", "venue", "activity"], nulls_distinct=False, name="offer_score_once"),
            models.CheckConstraint(
                condition=Q(room_low__gte=0, room__gte=F("room_low"), room_high__gte=F("room")),
                name="offer_score_low_best_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id or self.activity_id} {self.room}"
