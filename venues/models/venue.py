"""The register of places: venue types and venues."""

import uuid
from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from venues.models.area import RD, Municipality
from venues.models.kept import InUse, Kept, LowThreshold
from venues.models.naming import Term
from venues.models.organisation import Organisation


class VenueType(Term):
    """What a place is. Its defaults for hours, places and suitability belong to the method."""

    osm_tags = models.JSONField(
        _("OpenStreetMap tags"),
        default=list,
        blank=True,
        help_text=_('Any of these sets, such as [{"amenity": "library"}].'),
    )
    is_commercial = models.BooleanField(_("commercial"), default=False)
    has_room = models.BooleanField(
        _("has room of its own"), default=True, help_text=_("Off for a park or school: activities can be held there.")
    )

    class Meta(Term.Meta):
        verbose_name = _("venue type")
        verbose_name_plural = _("venue types")


class VenueQuerySet(models.QuerySet["Venue"]):
    """Questions about places."""

    def existing(self, on: date) -> Self:
        """Places that had been founded by a date, as far as recorded, open or closed."""
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=on))

    def closed(self, on: date, extent: str = "whole") -> Self:
        """Places that are closed on a date, wholly or (`extent="partial"`) partly."""
        return self.filter(
            Q(closures__reopens_on=None) | Q(closures__reopens_on__gt=on),
            closures__extent=extent,
            closures__starts_on__lte=on,
        ).distinct()

    def open(self, on: date) -> Self:
        """Places that exist and are not wholly closed on a date."""
        return self.existing(on).exclude(pk__in=Venue.objects.closed(on).values("pk"))

    def with_status(self, on: date) -> Self:
        """All places, closed ones too, each with its `status` on a date: open, closed, partly-closed or planned."""
        this = OuterRef("pk")
        return self.annotate(
            status=Case(
                When(opened_on__gt=on, then=Value("planned")),
                When(Exists(Venue.objects.closed(on).filter(pk=this)), then=Value("closed")),
                When(Exists(Venue.objects.closed(on, "partial").filter(pk=this)), then=Value("partly-closed")),
                default=Value("open"),
            )
        )


class Venue(Kept):
    """A place where people meet. Everything but name, place and type may stay unknown, and then says so."""

    class Wheelchair(models.TextChoices):
        """Whether a wheelchair gets in."""

        YES = "yes", _("accessible")
        LIMITED = "limited", _("partly accessible")
        NO = "no", _("not accessible")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(_("name"), max_length=200)
    venue_type = models.ForeignKey(VenueType, on_delete=models.PROTECT, related_name="venues", verbose_name=_("type"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name=_("organisation"),
    )
    location = models.PointField(_("location"), srid=RD)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    website = models.URLField(_("website"), blank=True, max_length=500)
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many people can be there at once."),
    )
    opening_hours = models.TextField(
        _("opening hours"), blank=True, help_text=_("OpenStreetMap text as the source gave it; the slots below count.")
    )
    wheelchair = models.CharField(_("wheelchair"), max_length=7, choices=Wheelchair, blank=True)
    budget_needed_eur = models.DecimalField(
        _("budget needed, EUR a year"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_key = models.CharField(_("key in the source"), max_length=100, blank=True)
    source_kind = models.CharField(_("kind in the source"), max_length=120, blank=True)
    low_threshold = ArrayField(
        models.CharField(max_length=20, choices=LowThreshold),
        verbose_name=_("low threshold"),
        null=True,
        blank=True,
        help_text=_("What makes it easy to come in; empty for unknown."),
    )

    objects = InUse.from_queryset(VenueQuerySet)()
    everything = VenueQuerySet.as_manager()

    class Meta:
        base_manager_name = "everything"
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "source_key"],
                condition=~Q(source_key=""),
                name="venue_source_key_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="venue_named"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="venue_places_positive"),
            models.CheckConstraint(
                condition=Q(wheelchair__in=["", "yes", "limited", "no"]), name="venue_wheelchair_known"
            ),
            models.CheckConstraint(
                condition=Q(budget_needed_eur=None) | Q(budget_needed_eur__gte=0), name="venue_budget_not_negative"
            ),
        ]
        indexes = [GinIndex(fields=["name"], name="venue_name_trigram", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name


class Inspection(models.Model):
    """The condition of a building as inspected on a date (NEN 2767: 1 excellent to 6 very bad)."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="inspections")
    condition = models.PositiveSmallIntegerField(
        _("condition"),
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("NEN 2767: 1 excellent to 6 very bad."),
    )
    inspected_on = models.DateField(_("inspected on"))

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["venue", "-inspected_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "inspected_on"], name="inspection_once_a_day", deferrable=models.Deferrable.IMMEDIATE
            ),
            models.CheckConstraint(condition=Q(condition__gte=1, condition__lte=6), name="inspection_nen_2767"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.condition}"
