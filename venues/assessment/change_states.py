"""A municipality on two dates told apart by what changed, and what of it people can walk to on either."""

from collections.abc import Collection, Sequence
from itertools import product

import numpy as np

from scoring.areas import membership
from scoring.change import Shift
from scoring.room import HeldInside, Record
from scoring.room_change import compare_room
from scoring.shapes import Areas
from venues.assessment.people import People
from venues.assessment.register import Registered
from venues.assessment.rooms import Measured
from venues.assessment.span import Span
from venues.models import Area


def shift_of(span: Span, people: tuple[People, People]) -> Shift:
    """The offers and people of the first and the last day of a span, told apart by what changed."""
    register = span.register
    measured = span.measured_on(register.first), span.measured_on(register.last)
    rooms = np.zeros((3, 2, 2, len(register.entries)))
    for k, (entry, first, last) in enumerate(zip(register.entries, *measured, strict=True)):
        for really, recorded in product((0, 1), repeat=2):
            rooms[:, really, recorded, k] = _room_of(span, entry, first, last, (really, recorded))
    return Shift(
        is_present=np.array([[each is not None for each in row] for row in measured], dtype=np.bool_),
        before=rooms[0],
        real=rooms[1],
        recorded=rooms[2],
        persons=np.stack([each.demand.best for each in people]),
        persons_recorded=people[0].is_known != people[1].is_known,
    )


def _room_of(
    span: Span, entry: Registered, first: Measured | None, last: Measured | None, places: tuple[int, int]
) -> tuple[float, float, float]:
    """Room before, what was really won or lost, and what was recorded, with one of the four versions of the places."""
    if first is None or last is None or first is last:
        there = first or last
        return (there.room.best if there else 0.0, 0.0, 0.0)
    records = _records(span, entry)
    really, by_record = places
    held = _held(first, last, really=bool(really), recorded=bool(by_record))
    found = compare_room(records, last.assumed, held, (first, last)[really].record)
    return found.before, found.real, found.recorded


def _records(span: Span, entry: Registered) -> list[Record]:
    """What was recorded of an offer on the first day of a span, whenever that changed, and on the last."""
    days = [span.register.first, *(day for day in entry.turns if span.register.first < day <= span.register.last)]
    measured = (span.measured(entry, day) for day in days)
    return [each.record for each in measured if each]


def _held(first: Measured, last: Measured, *, really: bool, recorded: bool) -> tuple[HeldInside, ...]:
    """The activities inside, of either date; of those that only got hours recorded, or lost them, apart from that."""
    both = first.held.keys() & last.held.keys()
    by_record = {key for key in both if bool(first.held[key].slots) != bool(last.held[key].slots)}
    real = (first, last)[really].held
    return tuple(
        [each for key, each in real.items() if key not in by_record]
        + [(first, last)[recorded].held[key] for key in sorted(by_record, key=str)]
    )


def sites_reached(
    span: Span, areas: Sequence[Area], members: Areas, people: tuple[People, People], sites: Collection[int]
) -> dict[tuple[str, str | None], frozenset[int]]:
    """Which of some sites suit and lie within reach of somebody of each group of each area, on either date."""
    inside = membership(span.catchment, members)
    lived_in = people[0].demand.best + people[1].demand.best > 0
    wanted = np.array(sorted(sites), dtype=np.int64)
    suits = np.zeros((span.catchment.n_sites, span.catchment.n_groups), dtype=np.bool_)
    np.logical_or.at(suits, span.catchment.offers.site_index, span.catchment.offers.suitability > 0)
    result: dict[tuple[str, str | None], frozenset[int]] = {}
    together: dict[str, set[int]] = {area.code: set() for area in areas}
    for weights, columns in zip(span.catchment.weights, span.catchment.columns, strict=True):
        near = weights[:, wanted]
        for g in columns:
            reach = ((inside * lived_in[:, g]) @ near).toarray() > 0
            for a, area in enumerate(areas):
                found = frozenset(wanted[reach[a] & suits[wanted, g]].tolist())
                result[area.code, span.groups[g].code] = found
                together[area.code] |= found
    return result | {(code, None): frozenset(found) for code, found in together.items()}
