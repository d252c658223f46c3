"""The register to room: what is recorded of each offer, and what the method assumes of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from scoring.room import (
    Assumed,
    Closure,
    HeldInside,
    Record,
    Room,
    measure_room,
)
from scoring.week import Host, Interval
from venues.assessment.offers import Key, Offer
from venues.models import Closure as ClosureRow
from venues.models import Method, Slot, Staffing

MIDNIGHT = time(0)
MINUTES_IN_DAY = 24 * 60
HOSTS = {
    Slot.Host.PROFESSIONAL: Host.HOSTED,
    Slot.Host.VOLUNTEER: Host.HOSTED,
    Slot.Host.NONE: Host.UNHOSTED,
    "": Host.UNKNOWN,
}


@dataclass(frozen=True)
class Measured:
    """The room of an offer, and what it follows from.

    Attributes:
        room: From `measure_room`.
        record, assumed: What it was measured from.
        held: The activities that take places out of it.
    """

    room: Room
    record: Record
    assumed: Assumed
    held: dict[Key, HeldInside]


def rooms_of(offers: Sequence[Offer], method: Method) -> list[Room]:
    """Measure the room of each offer, in their order."""
    return [each.room for each in measure_rooms(offers, method, {})]


def measure_rooms(offers: Sequence[Offer], method: Method, known: dict[Offer, Measured]) -> list[Measured]:
    """Measure the room of each offer, in their order.

    Args:
        offers: The offers of a date, with those that are held inside them.
        method: What is assumed where nothing is recorded.
        known: Those that were measured before; the new ones are added. An offer is the same as long as nothing about
            it changes, so a span of dates measures each only once.
    """
    by_key: dict[Key, Measured] = {}
    # A venue's room needs the places of the activities in it.
    for offer in sorted(offers, key=lambda offer: offer.activity is None):
        if offer not in known:
            known[offer] = _measure(offer, by_key, method)
        by_key[offer.key] = known[offer]
    return [known[offer] for offer in offers]


def _measure(offer: Offer, by_key: dict[Key, Measured], method: Method) -> Measured:
    held = {
        each.key: HeldInside(_intervals(each.slots), by_key[each.key].room.places)
        for each in offer.during
        if each.activity and not each.activity.has_own_space
    }
    record, assumed = _record(offer, tuple(held.values())), _assumed(offer, method)
    return Measured(measure_room(record, assumed), record, assumed, held)


def _assumed(offer: Offer, method: Method) -> Assumed:
    if offer.activity:
        return Assumed(method.activity_hosted_hours, method.activity_places, unhosted_weight=method.unhosted_weight)
    default = offer.type_default
    return Assumed(
        hosted_hours=default.hosted_hours if default else 0.0,
        places=default.places if default else 0.0,
        high_needs_host=bool(default and default.high_needs_host),
        unhosted_weight=method.unhosted_weight,
    )


def _record(offer: Offer, inside: tuple[HeldInside, ...]) -> Record:
    return Record(
        slots=_intervals(offer.slots),
        host_hours=_host_hours(offer),
        places=_places(offer),
        closures=tuple(_closure(row) for row in offer.closures),
        held_inside=inside,
    )


def _places(offer: Offer) -> float | None:
    thing = offer.activity or offer.venue
    return float(thing.places) if thing and thing.places is not None else None


def _host_hours(offer: Offer) -> float | None:
    """Hours a week of everyone who hosts, paid or not; a vacancy hosts nobody, nor do those who left.

    None where nothing is recorded, and before the first staffing that is.
    """
    if not offer.staffing and not offer.staffing_ended:
        return None
    return sum(float(row.hours_per_week) for row in offer.staffing if row.kind != Staffing.Kind.VACANCY)


def _intervals(slots: Sequence[Slot]) -> tuple[Interval, ...]:
    return tuple(
        Interval(
            start_min=_minute(slot.weekday, slot.starts),
            # An end at 00:00 is the midnight that ends the day.
            end_min=_minute(slot.weekday, slot.ends) if slot.ends != MIDNIGHT else slot.weekday * MINUTES_IN_DAY,
            host=HOSTS[slot.host],
            every_weeks=slot.every_weeks,
        )
        for slot in slots
    )


def _minute(weekday: int, at: time) -> int:
    """Minutes since Monday 00:00."""
    return (weekday - 1) * MINUTES_IN_DAY + at.hour * 60 + at.minute


def _closure(row: ClosureRow) -> Closure:
    return Closure(
        hours_remaining=None if row.hours_remaining is None else float(row.hours_remaining),
        places_remaining=None if row.places_remaining is None else float(row.places_remaining),
    )
