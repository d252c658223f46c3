"""What is held where and when: activities, and the weekly slots and audiences of places and activities."""

import uuid

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import RD, Municipality
from venues.models.dated import Dated, DatedQuerySet
from venues.models.demand import DemandGroup
from venues.models.kept import InUse, Kept
from venues.models.organisation import Organisation
from venues.models.venue import Venue


class ActivityQuerySet(DatedQuerySet["Activity"]):
    """Questions about activities."""


class Activity(Kept, Dated):
    """Something held at fixed hours, in a venue or without a building: supply of its own."""

    class MixingAim(models.TextChoices):
        """Whether the host mixes groups on purpose. Shown, never scored."""

        YES = "yes", _("mixes groups on purpose")
        NO = "no", _("for one group")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField(_("name"), max_length=200)
    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="activities", verbose_name=_("venue")
    )
    location = models.PointField(_("location"), srid=RD, null=True, blank=True, help_text=_("Where it has no venue."))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("organisation"),
    )
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, validators=[MinValueValidator(1)])
    has_own_space = models.BooleanField(
        _("has a space of its own"),
        default=False,
        help_text=_("Off: it takes its places out of the venue's room while it lasts."),
    )
    mixing_aim = models.CharField(_("mixing aim"), max_length=3, choices=MixingAim, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_key = models.CharField(_("key in the source"), max_length=100, blank=True)

    objects = InUse.from_queryset(ActivityQuerySet)()
    everything = ActivityQuerySet.as_manager()

    class Meta(Dated.Meta):
        base_manager_name = "everything"
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["name", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | Q(location__isnull=False),
                name="activity_has_venue_or_location",
                violation_error_message=_("Say where it is held: in a place, or at a point on the map."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="activity_named"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="activity_places_positive"),
            models.CheckConstraint(condition=Q(mixing_aim__in=["", "yes", "no"]), name="activity_mixing_aim_known"),
            models.UniqueConstraint(
                fields=["municipality", "source", "source_key"],
                condition=~Q(source_key=""),
                name="activity_source_key_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferFact(models.Model):
    """A fact about one offer: a venue's own opening, or an activity."""

    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("venue")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("activity")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(venue__isnull=False, activity=None) | Q(venue=None, activity__isnull=False),
                name="%(class)s_of_venue_or_activity",
            )
        ]


class SlotQuerySet(DatedQuerySet["Slot"]):
    """Questions about slots."""


class Slot(OfferFact, Dated):
    """Hours in the week at which a place is open or an activity is held.

    Past midnight is two slots; midnight ends as 00:00.
    """

    class Host(models.TextChoices):
        """Who receives people. Empty means not recorded."""

        NONE = "none", _("nobody")
        VOLUNTEER = "volunteer", _("a volunteer")
        PROFESSIONAL = "professional", _("a professional")

    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MinValueValidator(1), MaxValueValidator(7)])
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    host = models.CharField(_("host"), max_length=12, choices=Host, blank=True)
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=1, validators=[MinValueValidator(1)]
    )
    in_school_holidays = models.BooleanField(_("also in school holidays"), null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["weekday", "starts"]
        constraints = [
            *OfferFact.Meta.constraints,
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="slot_weekday"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends="00:00"),
                name="slot_to_after_from",
                violation_error_message=_("It must end later than it begins."),
            ),
            models.CheckConstraint(condition=Q(every_weeks__gte=1), name="slot_every_weeks_positive"),
            models.CheckConstraint(
                condition=Q(host__in=["", "none", "volunteer", "professional"]), name="slot_host_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Audience(OfferFact):
    """How well a place or activity suits a group, where it departs from the default of its type."""

    group = models.ForeignKey(DemandGroup, on_delete=models.CASCADE, related_name="audiences", verbose_name=_("group"))
    suitability = models.FloatField(
        _("suitability"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 not meant for them, 1 made for them."),
    )

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["group"]
        constraints = [
            *OfferFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["venue", "activity", "group"],
                nulls_distinct=False,
                name="audience_once_a_group",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(suitability__gte=0, suitability__lte=1), name="audience_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.suitability}"
