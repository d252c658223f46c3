"""Hours, hosting and places to room, with an honest range: unknown is not zero.

Room is place-hours a week: hosted hours × places. Three cases of hours, best first: slots recorded; no slots but host
hours recorded; nothing recorded, so that the default of the type stands in. docs/scoring.md tells them in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from scoring.shapes import HOURS_IN_WEEK, Rooms
from scoring.week import Host, Interval, Stretch, stretches


@dataclass(frozen=True)
class Closure:
    """A closure that holds on the scored day. A whole one leaves nothing; a partial one states what remains.

    Args:
        hours_remaining: Hosted hours a week that remain; None = not limited.
        places_remaining: Places that remain; None = not limited. Both None = wholly closed.

    Raises:
        ValueError: If a value is negative or not a number.
    """

    hours_remaining: float | None = None
    places_remaining: float | None = None

    def __post_init__(self) -> None:
        _check("hours that remain", self.hours_remaining)
        _check("places that remain", self.places_remaining)

    @property
    def is_whole(self) -> bool:
        """Whether nothing remains."""
        return self.hours_remaining is None and self.places_remaining is None


@dataclass(frozen=True)
class HeldInside:
    """An activity in the room of the venue, which takes its places out of the venue's room while it lasts.

    Args:
        slots: When it is held, hosted or not.
        places: Places that it takes, best estimate.

    Raises:
        ValueError: If the places are negative or not a number.
    """

    slots: tuple[Interval, ...]
    places: float

    def __post_init__(self) -> None:
        _check("places of an activity", self.places)


@dataclass(frozen=True)
class Record:
    """What the register says of one offer on the scored day. None = not recorded.

    Args:
        slots: Opening or activity slots; empty = not recorded.
        host_hours: Σ of the host hours per week in the staffing; None = no staffing recorded.
        places: How many people can be there at once.
        closures: Those that hold on the day.
        held_inside: Activities in its room, without those that have a space of their own or are closed.

    Raises:
        ValueError: If a number is negative or not a number.
    """

    slots: tuple[Interval, ...] = ()
    host_hours: float | None = None
    places: float | None = None
    closures: tuple[Closure, ...] = ()
    held_inside: tuple[HeldInside, ...] = ()

    def __post_init__(self) -> None:
        _check("host hours a week", self.host_hours)
        _check("places", self.places)


@dataclass(frozen=True)
class Assumed:
    """What a method assumes where nothing is recorded.

    Args:
        hosted_hours: Hosted hours per week.
        places: How many people can be there at once.
        high_needs_host: The high is above the best only where a host is recorded (commercial places).
        unhosted_weight: Weight of an hour without a host, 0..1.

    Raises:
        ValueError: If a value is negative, not a number, more than a week has hours, or a weight above 1.
    """

    hosted_hours: float
    places: float
    high_needs_host: bool = False
    unhosted_weight: float = 0.0

    def __post_init__(self) -> None:
        _check("default hosted hours a week", self.hosted_hours, HOURS_IN_WEEK)
        _check("default places", self.places)
        _check("weight of unhosted hours", self.unhosted_weight, 1.0)


class HoursBasis(IntEnum):
    """What the best estimate of the hosted hours rests on."""

    NOTHING = 0
    STAFFING = 1
    SLOTS = 2
    SLOTS_AND_STAFFING = 3
    HOSTED_SLOTS = 4


class Room(NamedTuple):
    """The room of one offer.

    Attributes:
        low, best, high: Place-hours per week, low ≤ best ≤ high.
        known: Hours, hosting and places are all recorded.
        hosted_hours: Best estimate of the hosted hours per week, after closures.
        places: Best estimate of the places, after closures.
        is_unhosted: It is open and nobody hosts it, as recorded, so that it may stand beside the score.
    """

    low: float
    best: float
    high: float
    known: bool
    hosted_hours: float
    places: float
    is_unhosted: bool


def measure_room(record: Record, assumed: Assumed) -> Room:
    """Measure the room of one offer.

    Args:
        record: What the register says on the scored day.
        assumed: What the method assumes where the register says nothing.

    Returns:
        Room with low ≤ best ≤ high.
    """
    week = stretches(record.slots, [inside.slots for inside in record.held_inside])
    hours = _hosted_hours(record, assumed, week)
    places = _places(record, assumed)
    is_closed = any(closure.is_whole for closure in record.closures)
    hours_left = 0.0 if is_closed else _least([closure.hours_remaining for closure in record.closures])
    low, best, high = (
        min(_room(record, assumed, week, hosted, seats), hours_left * seats)
        for hosted, seats in zip(hours, places, strict=True)
    )
    has_host = bool(record.host_hours) or any(part.hosted for part in week)
    return Room(
        low=low,
        best=best,
        high=best if assumed.high_needs_host and not has_host else high,
        known=bool(week) and hours.low == hours.high and record.places is not None,
        hosted_hours=min(hours.best, hours_left),
        places=places.best,
        is_unhosted=bool(week) and hours.high == 0 and not is_closed,
    )


def hours_rest_on(record: Record) -> HoursBasis:
    """What the best estimate of the hosted hours rests on; the higher, the more is known."""
    has_staffing = record.host_hours is not None
    if not record.slots:
        return HoursBasis.STAFFING if has_staffing else HoursBasis.NOTHING
    if all(slot.host != Host.UNKNOWN for slot in record.slots):
        return HoursBasis.HOSTED_SLOTS
    return HoursBasis.SLOTS_AND_STAFFING if has_staffing else HoursBasis.SLOTS


def stack(rooms: Sequence[Room]) -> Rooms:
    """Line up the rooms of all offers."""
    return Rooms(
        low=np.array([room.low for room in rooms], dtype=np.float64),
        best=np.array([room.best for room in rooms], dtype=np.float64),
        high=np.array([room.high for room in rooms], dtype=np.float64),
        known=np.array([room.known for room in rooms], dtype=np.bool_),
    )


class _Range(NamedTuple):
    low: float
    best: float
    high: float


def _hosted_hours(record: Record, assumed: Assumed, week: Sequence[Stretch]) -> _Range:
    hosted = sum(part.hours * part.hosted for part in week)
    perhaps = sum(part.hours * part.perhaps for part in week)
    if record.slots:
        likely = assumed.hosted_hours if record.host_hours is None else record.host_hours
        return _Range(hosted, min(max(hosted, likely), perhaps), perhaps)
    if record.host_hours is not None:
        # Hosts may sit in the same slot, so their hours together are the most that can be hosted.
        most = min(record.host_hours, HOURS_IN_WEEK)
        return _Range(0.0, min(assumed.hosted_hours, most), most)
    return _Range(0.0, assumed.hosted_hours, 2 * assumed.hosted_hours)


def _places(record: Record, assumed: Assumed) -> _Range:
    left = _least([closure.places_remaining for closure in record.closures])
    if record.places is not None:
        return _Range(*[min(record.places, left)] * 3)
    # Nothing recorded at all: twice the default room, not twice the hours times twice the places.
    is_doubled_already = not record.slots and record.host_hours is None
    high = assumed.places if is_doubled_already else 2 * assumed.places
    return _Range(0.0, min(assumed.places, left), min(high, left))


def _room(record: Record, assumed: Assumed, week: Sequence[Stretch], hosted_hours: float, seats: float) -> float:
    if not week:
        return hosted_hours * seats
    taken = [inside.places for inside in record.held_inside]
    hosted, perhaps, opened = (
        sum(
            part.hours * _seats_left(seats, share, taken, part.others) for part, share in zip(week, shares, strict=True)
        )
        for shares in ([p.hosted for p in week], [p.perhaps for p in week], [p.open for p in week])
    )
    hours = _hosted_hours(record, assumed, week)
    # Of the slots whose host is not recorded, this part is taken to be hosted.
    part = (hosted_hours - hours.low) / (hours.high - hours.low) if hours.high > hours.low else 0.0
    room = hosted + part * (perhaps - hosted)
    return room + assumed.unhosted_weight * (opened - room)


def _seats_left(seats: float, share: float, taken: Sequence[float], held: Sequence[float]) -> float:
    """Seats left by the activities inside, averaged over the weeks; never below 0."""
    return max(0.0, share * seats - sum(places * min(share, other) for places, other in zip(taken, held, strict=True)))


def _least(limits: Sequence[float | None]) -> float:
    return min((limit for limit in limits if limit is not None), default=inf)


def _check(name: str, value: float | None, at_most: float = inf) -> None:
    if value is not None and not (isfinite(value) and 0 <= value <= at_most):
        bounds = "0 or more" if at_most == inf else f"from 0 to {at_most:g}"
        raise ValueError(f"{name}: {value} is not possible, it must be a number {bounds}.")
