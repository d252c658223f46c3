"""How coverage is scored: norms, decay and defaults, in versions."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality
from venues.models.demand import DemandGroup
from venues.models.method_problems import (
    HOURS_IN_WEEK,
    metres_problem,
    norm_problem,
    suitability_problem,
    weights_problem,
)
from venues.models.venue import VenueType


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
    """Norms, decay and defaults in one version. A change makes a new one: see `venues.register.methods`.

    Once a run or a history used it, the database itself refuses to change it (migration 0003).
    """

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
    # Set by the database when the first run or history refers to it; a live run that used it may be gone by now.
    used_at = models.DateTimeField(_("first used at"), null=True, editable=False)

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

    @property
    def family(self) -> models.QuerySet["Method"]:
        """All versions for the same municipality, or for all, this one included."""
        return Method.objects.filter(municipality=self.municipality_id)


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
            models.CheckConstraint(
                condition=Q(norm_hours__gt=0, norm_hours__lte=HOURS_IN_WEEK), name="group_rule_norm_within_week"
            ),
            models.CheckConstraint(
                condition=Q(reach_m__len__gte=1) & Q(reach_m__len=F("reach_weights__len")),
                name="group_rule_steps_aligned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.norm_hours}"

    def clean(self) -> None:
        """Refuse a norm or steps that no coverage can be computed with.

        Raises:
            ValidationError: By field, with the value and what to write instead.
        """
        problems = {
            "norm_hours": norm_problem(self.norm_hours),
            "reach_m": metres_problem(self.reach_m or []),
            "reach_weights": weights_problem(self.reach_weights or [], len(self.reach_m or [])),
        }
        if found := {field: problem for field, problem in problems.items() if problem}:
            raise ValidationError(found)


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
        _("suitability by group"), default=dict, blank=True, help_text=_('{"youth": 0.8, …}, each 0 to 1.')
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

    def clean(self) -> None:
        """Refuse a suitability of a group that does not exist, or outside 0 to 1.

        Raises:
            ValidationError: With the group, the value and what to write instead.
        """
        if problem := suitability_problem(self.suitability):
            raise ValidationError({"suitability": problem})
