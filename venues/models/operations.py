"""What keeps a place going and what ends it: dated staffing, funding and closures, and who came."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from venues.models.activity import Activity, OfferFact
from venues.models.dated import Dated, DatedQuerySet
from venues.models.demand import DemandGroup
from venues.models.organisation import Organisation, Sector
from venues.models.venue import Venue


class StaffingQuerySet(DatedQuerySet["Staffing"]):
    """Questions about staffing."""


class Staffing(OfferFact, Dated):
    """Hours a week that a role hosts people. Roles and hours, never names."""

    class Kind(models.TextChoices):
        """Who fills the hours."""

        PROFESSIONAL = "professional", _("professional")
        VOLUNTEER = "volunteer", _("volunteer")
        VACANCY = "vacancy", _("vacancy")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    role = models.CharField(_("role"), max_length=80, blank=True)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staffings",
        verbose_name=_("policy sector"),
    )

    objects = StaffingQuerySet.as_manager()

    class Meta:
        verbose_name = _("staffing")
        verbose_name_plural = _("staffing")
        ordering = ["-starts_on", "role"]
        constraints = [
            *OfferFact.Meta.constraints,
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(hours_per_week__gte=0), name="staffing_hours_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=["professional", "volunteer", "vacancy"]), name="staffing_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role or self.kind} {self.hours_per_week}"


class FundingQuerySet(DatedQuerySet["Funding"]):
    """Questions about funding."""


class Funding(Dated):
    """Money for a venue, an activity or a whole organisation, by policy sector."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="fundings")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="fundings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="fundings"
    )
    funder = models.CharField(_("funder"), max_length=200)
    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fundings",
        verbose_name=_("policy sector"),
    )
    amount_eur = models.DecimalField(
        _("EUR a year"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_structural = models.BooleanField(
        _("structural"), null=True, blank=True, help_text=_("Off for one-off money; empty for unknown.")
    )
    is_public = models.BooleanField(_("amount is public"), default=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_key = models.CharField(_("key in the source"), max_length=100, blank=True)
    policy_field = models.CharField(
        _("policy field in the source"),
        max_length=120,
        blank=True,
        help_text=_("As the subsidy register names it; the policy sector is ours."),
    )

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["-starts_on", "funder"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(venue__isnull=False, activity=None, organisation=None)
                | Q(venue=None, activity__isnull=False, organisation=None)
                | Q(venue=None, activity=None, organisation__isnull=False),
                name="funding_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(amount_eur__gte=0), name="funding_not_negative"),
            models.UniqueConstraint(
                fields=["organisation", "source", "source_key"],
                condition=~Q(source_key=""),
                name="funding_source_key_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} {self.amount_eur}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Closures hold on `[starts_on, reopens_on)`."""

    def on(self, day: date) -> Self:
        """The closures that hold on a day."""
        return self.filter(Q(reopens_on=None) | Q(reopens_on__gt=day), starts_on__lte=day)


class Closure(OfferFact):
    """A place or activity that is closed, wholly or partly, from a day until it reopens.

    A closed venue takes its activities along.
    """

    class Extent(models.TextChoices):
        """How much is closed."""

        WHOLE = "whole", _("wholly closed")
        PARTIAL = "partial", _("partly closed")

    class Reason(models.TextChoices):
        """Why."""

        FUNDING = "funding", _("funding ended or cut")
        STAFFING = "staffing", _("no hosts")
        BUILDING = "building", _("state of the building")
        LEASE = "lease", _("lease ended or building sold")
        MERGER = "merger", _("merged or moved")
        RENOVATION = "renovation", _("renovation")
        OTHER = "other", _("other")
        UNKNOWN = "unknown", _("unknown")

    extent = models.CharField(_("extent"), max_length=7, choices=Extent, default=Extent.WHOLE)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, default=Reason.UNKNOWN)
    starts_on = models.DateField(_("closed from"))
    reopens_on = models.DateField(_("reopens on"), null=True, blank=True)
    hours_remaining = models.DecimalField(
        _("hosted hours a week that remain"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    places_remaining = models.PositiveIntegerField(_("places that remain"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["-starts_on"]
        constraints = [
            *OfferFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(reopens_on=None) | Q(reopens_on__gt=F("starts_on")),
                name="closure_reopens_after_start",
                violation_error_message=_("The day on which it reopens must lie after the day on which it closes."),
            ),
            models.CheckConstraint(condition=Q(extent__in=["whole", "partial"]), name="closure_extent_known"),
            models.CheckConstraint(
                condition=Q(extent="whole", hours_remaining=None, places_remaining=None)
                | (Q(extent="partial") & (Q(hours_remaining__isnull=False) | Q(places_remaining__isnull=False))),
                name="closure_partial_says_what_remains",
                violation_error_message=_("Say of a partial closure what remains, and of a whole one nothing."),
            ),
            models.CheckConstraint(
                condition=Q(hours_remaining=None) | Q(hours_remaining__gte=0), name="closure_hours_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_extent_display()} {self.starts_on}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Questions about attendance."""

    def counted_by(self, day: date) -> Self:
        """Of each offer the rows of its last count on or before a day."""
        same = Q(venue=OuterRef("venue")) | Q(activity=OuterRef("activity"))
        later = Attendance.objects.filter(same, counted_on__gt=OuterRef("counted_on"), counted_on__lte=day)
        return self.filter(~Exists(later), counted_on__lte=day)


class Attendance(OfferFact):
    """How many persons of a group came, by count: totals a week, never names."""

    group = models.ForeignKey(DemandGroup, on_delete=models.CASCADE, related_name="attendances")
    persons_per_week = models.FloatField(_("persons a week"), validators=[MinValueValidator(0)])
    counted_on = models.DateField(_("counted on"), help_text=_("The last day of the count."))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["-counted_on", "group"]
        constraints = [
            *OfferFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["venue", "activity", "group", "counted_on"],
                nulls_distinct=False,
                name="attendance_once_a_count",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(condition=Q(persons_per_week__gte=0), name="attendance_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.persons_per_week} ({self.counted_on})"
