"""A municipality on two dates as states that can be mixed, and what of it people can walk to on either."""

from collections.abc import Collection, Sequence

import numpy as np

from scoring.areas import membership
from scoring.arrays import IntArray
from scoring.change import State
from scoring.shapes import Areas
from venues.assessment.people import People
from venues.assessment.rooms import Measured
from venues.assessment.span import Span
from venues.models import Area


def states_of(span: Span, people: tuple[People, People]) -> tuple[State, State]:
    """The offers and people of the first and the last day of a span.

    The numbers of what hours and places rest on differ where a default made way for a record, or the other way round.
    """
    measured = span.measured_on(span.register.first), span.measured_on(span.register.last)
    pairs = list(zip(*measured, strict=True))
    hours = [bool(a and b and not a.hours_rest_on_the_same(b)) for a, b in pairs]
    places = [bool(a and b and not a.places_rest_on_the_same(b, span.method)) for a, b in pairs]
    none = np.zeros(len(pairs), dtype=np.int64)
    first = _state(measured[0], people[0], none, none)
    return first, _state(measured[1], people[1], np.array(hours, dtype=np.int64), np.array(places, dtype=np.int64))


def _state(measured: Sequence[Measured | None], people: People, hours_basis: IntArray, places_basis: IntArray) -> State:
    rooms = [
        (each.room.best, each.room.hosted_hours, each.room.places) if each else (0.0, 0.0, 0.0) for each in measured
    ]
    room, hours, places = np.array(rooms, dtype=np.float64).reshape(-1, 3).T
    return State(
        is_present=np.array([each is not None for each in measured], dtype=np.bool_),
        room=room,
        hosted_hours=hours,
        places=places,
        hours_basis=hours_basis,
        places_basis=places_basis,
        persons=people.demand.best,
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
