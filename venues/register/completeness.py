"""How much of a place is known: which facts are recorded, and between what its room may lie until they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from venues.models import (
    Activity,
    Audience,
    Funding,
    Inspection,
    OfferScore,
    Run,
    Slot,
    Staffing,
    Venue,
)

Place = Venue | Activity


class Fact(TextChoices):
    """What can be known of a place, in the order in which it helps most."""

    HOURS = "hours", _("hours")
    HOSTS = "hosts", _("hosts")
    PLACES = "places", _("places")
    AUDIENCES = "audiences", _("for whom")
    STAFFING = "staffing", _("staffing")
    MONEY = "money", _("money")
    CONDITION = "condition", _("state of the building")
    OPENED = "opened", _("opening date")
    ORGANISATION = "organisation", _("organisation")
    LOW_THRESHOLD = "low-threshold", _("low threshold")
    WHEELCHAIR = "wheelchair", _("wheelchair")
    ADDRESS = "address", _("address")


ROOM = (Fact.HOURS, Fact.HOSTS, Fact.PLACES)
"""What the room of a place follows from: while one of them is unknown, it has a range."""
_OF_ACTIVITIES = (*ROOM, Fact.AUDIENCES, Fact.STAFFING, Fact.MONEY, Fact.OPENED, Fact.ORGANISATION)
_WITHOUT_ROOM = (Fact.AUDIENCES, Fact.ORGANISATION, Fact.WHEELCHAIR, Fact.ADDRESS)


@dataclass(frozen=True)
class Completeness:
    """What is recorded of one place.

    Attributes:
        known: The facts that are recorded.
        missing: Those that are not.
        room: The least and the most that its room may be in the figures of today, place-hours a week; None where it
            has no figures.
    """

    known: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    room: tuple[float, float] | None


def completeness_of(places: Sequence[Place], today: date) -> dict[UUID, Completeness]:
    """What is recorded of each of some places; the number of queries does not grow with them.

    Args:
        places: Venues with their type, and activities.
        today: Facts that ended by then do not count.
    """
    rows = {
        **_rows_of("venue", [place.pk for place in places if isinstance(place, Venue)], today),
        **_rows_of("activity", [place.pk for place in places if isinstance(place, Activity)], today),
    }
    ranges = _ranges(places)
    return {place.pk: _of(place, rows[place.pk], ranges.get(place.pk)) for place in places}


def _of(place: Place, rows: dict[str, int], room: tuple[float, float] | None) -> Completeness:
    recorded = {
        Fact.HOURS: rows["slots"] > 0,
        Fact.HOSTS: rows["slots"] > 0 and rows["hostless"] == 0,
        Fact.PLACES: place.places is not None,
        Fact.AUDIENCES: rows["audiences"] > 0,
        Fact.STAFFING: rows["staffings"] > 0,
        Fact.MONEY: rows["fundings"] > 0,
        Fact.CONDITION: rows["inspections"] > 0,
        Fact.ORGANISATION: place.organisation_id is not None,
    }
    if isinstance(place, Venue):
        asked = tuple(Fact) if place.venue_type.has_room else _WITHOUT_ROOM
        recorded |= {
            Fact.OPENED: place.opened_on is not None,
            Fact.LOW_THRESHOLD: place.low_threshold is not None,
            Fact.WHEELCHAIR: bool(place.wheelchair),
            Fact.ADDRESS: bool(place.address),
        }
    else:
        asked = _OF_ACTIVITIES
        recorded[Fact.OPENED] = place.starts_on is not None
    return Completeness(
        tuple(fact for fact in asked if recorded[fact]), tuple(fact for fact in asked if not recorded[fact]), room
    )


def _rows_of(owner: str, keys: list[UUID], today: date) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {
        key: dict.fromkeys(("slots", "hostless", "audiences", "staffings", "fundings", "inspections"), 0)
        for key in keys
    }
    lasting = Q(ends_on=None) | Q(ends_on__gt=today)
    tables: list[tuple[str, Any]] = [
        ("slots", Slot.objects.filter(lasting)),
        ("hostless", Slot.objects.filter(lasting, host="")),
        ("audiences", Audience.objects),
        ("staffings", Staffing.objects.filter(lasting)),
        ("fundings", Funding.objects.filter(lasting)),
        *([("inspections", Inspection.objects)] if owner == "venue" else []),
    ]
    for name, table in tables if keys else []:
        found = table.filter(**{f"{owner}__in": keys}).order_by().values_list(owner).annotate(Count("pk"))
        for key, number in found:
            counts[key][name] = number
    return counts


def _ranges(places: Sequence[Place]) -> dict[UUID, tuple[float, float]]:
    """Between what the room of each offer lies in the live figures."""
    venues = [place.pk for place in places if isinstance(place, Venue)]
    activities = [place.pk for place in places if isinstance(place, Activity)]
    offers = OfferScore.objects.filter(
        Q(venue__in=venues, activity=None) | Q(activity__in=activities),
        run__kind=Run.Kind.LIVE,
        run__municipality__in={place.municipality_id for place in places},
    )
    ranges = {}
    for offer in offers:
        key = offer.activity_id or offer.venue_id
        if key:
            ranges[key] = (offer.room_low, offer.room_high)
    return ranges
