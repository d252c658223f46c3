"""The register to room: what is recorded of each offer, and what the method assumes of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from scoring.room import (
    Assumed,
    Closure,
    HeldInside,
    HoursBasis,
    Record,
    Room,
    hours_by_record,
    hours_rest_on,
    measure_room,
)
from scoring.week import Host, Interval
from venues.assessment.offers import Key, Offer
from venues.models import Closure as ClosureRow
from venues.models import Method, Slot, Staffing

MIDNIGHT = time(0)
MINUTES_IN_DAY = 24 * 60
ROUNDING = 1e-9
HOSTS = {
    Slot.Host.PROFESSIONAL: Host.HOSTED,
    Slot.Host.VOLUNTEER: Host.HOSTED,
    Slot.Host.NONE: Host.UNHOSTED,
    "": Host.UNKNOWN,
}


@dataclass(frozen=True)
class Measured:
    """The room of an offer, and what it rests on.

    Attributes:
        room: From `measure_room`.
        hours_basis: What its hours rest on.
        recorded_hours, unrecorded_hours: Open hours a week of which it is recorded whether somebody hosts, and not.
        held: What the hours rest on of each activity that takes places out of it.
    """

    room: Room
    hours_basis: HoursBasis
    recorded_hours: float
    unrecorded_hours: float
    held: dict[Key, HoursBasis]

    def hours_rest_on_the_same(self, other: "Measured") -> bool:
        """Whether hours of two dates may be compared: none of them is a default that a record took the place of."""
        if self.hours_basis != other.hours_basis:
            return False
        # A slot whose host was recorded at last went from the one heap to the other; one that was cut did not.
        recorded = other.recorded_hours - self.recorded_hours
        unrecorded = other.unrecorded_hours - self.unrecorded_hours
        return recorded * unrecorded > -ROUNDING

    def places_rest_on_the_same(self, other: "Measured", method: Method) -> bool:
        """The same of the places that are left by the activities inside, which are seen in recorded hours only.

        How many places there are is recorded without a date, so that it rests on the same on all of them.
        """
        if any(self.held[key] != other.held[key] for key in self.held.keys() & other.held.keys()):
            return False
        are_left = bool(self.held or other.held or method.unhosted_weight)
        return not are_left or self.hours_rest_on_the_same(other)


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
    inside = [each for each in offer.during if each.activity and not each.activity.has_own_space]
    record = _record(offer, [HeldInside(_intervals(each.slots), by_key[each.key].room.places) for each in inside])
    return Measured(
        measure_room(record, _assumed(offer, method)),
        hours_rest_on(record),
        *hours_by_record(record),
        {each.key: by_key[each.key].hours_basis for each in inside},
    )


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


def _record(offer: Offer, inside: Sequence[HeldInside]) -> Record:
    return Record(
        slots=_intervals(offer.slots),
        host_hours=_host_hours(offer.staffing),
        places=_places(offer),
        closures=tuple(_closure(row) for row in offer.closures),
        held_inside=tuple(inside),
    )


def _places(offer: Offer) -> float | None:
    thing = offer.activity or offer.venue
    return float(thing.places) if thing and thing.places is not None else None


def _host_hours(staffing: Sequence[Staffing]) -> float | None:
    """Hours a week of everyone who hosts, paid or not; a vacancy hosts nobody. None where nothing is recorded."""
    if not staffing:
        return None
    return sum(float(row.hours_per_week) for row in staffing if row.kind != Staffing.Kind.VACANCY)


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
