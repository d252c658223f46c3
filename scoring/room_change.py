"""Room before and after, told apart: hours that were really won or lost, and hours that were only written down.

What is recorded of an offer is followed from one stretch of time to the next. At each step the new hours are measured
as they would have been with no more and no less known of them than before: that difference is real, the rest is
record-keeping. docs/scoring.md tells the rules in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from scoring.room import Assumed, Closure, HeldInside, Record, hours_rest_on, measure_room
from scoring.week import Host, Interval

ROUNDING = 1e-10
"""A change of fewer place-hours than this is a hair of rounding, and none."""


@dataclass(frozen=True)
class RoomChange:
    """The best room of one offer between two dates on which it is there, with the same places on both.

    Attributes:
        before: Place-hours a week with the hours of the first date.
        real: What was won or lost of it in hosted hours.
        recorded: What differs because more, or less, is recorded of the hours. The three add up to the room after.
    """

    before: float
    real: float
    recorded: float


def as_known_before(old: Record, new: Record) -> Record:
    """The new hours and hosts, with no more and no less known of them than of the old ones.

    A slot that overlaps an old one in time has the host of that one where only one of the two is recorded. Where only
    one record has slots at all, or staffing at all, it is that of the old.

    Returns:
        `new` itself where nothing came to be known, nor ceased to be.
    """
    slots, host_hours = new.slots, new.host_hours
    if bool(old.slots) != bool(new.slots):
        slots = old.slots
    elif old.slots != new.slots:
        slots = tuple(part for slot in new.slots for part in _labelled_as(slot, old.slots))
    if (old.host_hours is None) != (new.host_hours is None):
        host_hours = old.host_hours
    if (slots, host_hours) == (new.slots, new.host_hours):
        return new
    return replace(new, slots=slots, host_hours=host_hours)


def compare_room(
    records: Sequence[Record], assumed: Assumed, held_inside: tuple[HeldInside, ...], places_of: Record
) -> RoomChange:
    """Tell apart what of the change of an offer's room is real, and what record-keeping.

    Args:
        records: What the register says of it, in order of time: on the first date, whenever it changed, on the last.
        assumed: What the method assumes where nothing is recorded.
        held_inside: The activities that take places out of it, throughout.
        places_of: The record whose closures limit the places, throughout.
    """
    few = tuple(Closure(places_remaining=each) for each in _limits(places_of, "places_remaining"))

    def room(record: Record) -> float:
        return measure_room(replace(record, held_inside=held_inside, closures=few), assumed).best

    ends = records[0], records[-1]
    seats = measure_room(replace(ends[0], held_inside=(), closures=few), assumed).places
    cap = [min(_limits(record, "hours_remaining"), default=inf) for record in ends]
    most = [hours * seats if seats > 0 else 0.0 for hours in cap]
    whole = [room(record) for record in ends]
    real = sum(room(as_known_before(old, new)) - room(old) for old, new in pairwise(records))
    written = whole[1] - whole[0] - real
    # What a closure takes is told by the date of which more is known.
    basis = [hours_rest_on(record) for record in ends]
    best_known = [
        whole[0] if basis[0] >= basis[1] else max(0.0, whole[0] + written),
        whole[1] if basis[1] >= basis[0] else max(0.0, whole[1] - written),
    ]
    taken = [max(0.0, known - limit) for known, limit in zip(best_known, most, strict=True)]
    real -= taken[1] - taken[0]
    before, after = (min(each, limit) for each, limit in zip(whole, most, strict=True))
    return RoomChange(before, _unless_rounding(real), _unless_rounding(after - before - real))


def _unless_rounding(value: float) -> float:
    return value if abs(value) > ROUNDING else 0.0


def _limits(record: Record, what: str) -> list[float]:
    limits = (getattr(closure, what) for closure in record.closures)
    return [limit for limit in limits if limit is not None]


def _labelled_as(slot: Interval, old: Sequence[Interval]) -> Iterator[Interval]:
    """The slot in parts, each with the host of the old slots at that time where only one of the two is recorded."""
    if slot in old:
        yield slot
        return
    ends = {minute for each in old for minute in (each.start_min, each.end_min)}
    cuts = [slot.start_min, *sorted(m for m in ends if slot.start_min < m < slot.end_min), slot.end_min]
    parts = [replace(slot, start_min=start, end_min=end) for start, end in pairwise(cuts)]
    relabelled = [replace(part, host=_host_of(part, old)) for part in parts]
    yield from relabelled if any(part.host != slot.host for part in relabelled) else [slot]


def _host_of(part: Interval, old: Sequence[Interval]) -> Host:
    """That of the old slots at that time where only one of the two is recorded."""
    hosts = {slot.host for slot in old if slot.start_min <= part.start_min < slot.end_min}
    before = next((host for host in (Host.HOSTED, Host.UNKNOWN, Host.UNHOSTED) if host in hosts), part.host)
    return before if (before == Host.UNKNOWN) != (part.host == Host.UNKNOWN) else part.host
