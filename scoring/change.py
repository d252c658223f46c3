"""Why coverage changed between two dates: exact Shapley shares of five factors.

S = presence × hosted hours × places. Each factor is put at its value of one of the two dates, in all 32 combinations;
a factor's part is its effect, averaged over the orders in which the five can change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import factorial

import numpy as np

from scoring.areas import mean_of_areas
from scoring.arrays import BoolArray, FloatArray, IntArray, checked_flags, checked_floats
from scoring.catchment import Catchment, cover
from scoring.shapes import Areas


class Factor(IntEnum):
    """What can have changed, in the order of the parts."""

    PRESENCE = 0
    HOSTED_HOURS = 1
    PLACES = 2
    DEMAND = 3
    RECORD_KEEPING = 4


@dataclass(frozen=True, eq=False)
class State:
    """What is on offer and who lives where on one date. K offers, P points, G groups.

    Args:
        is_present: Whether the offer exists and is not wholly closed, shape (K,). Where it is not, the other four
            figures of the offer are not read.
        room: Best room, place-hours per week, shape (K,).
        hosted_hours: Best hosted hours per week, shape (K,).
        places: How many can be there at once, before activities inside take theirs, shape (K,).
        hours_basis: A number for what the hours rest on, shape (K,); a change counts as real only if both dates have
            the same.
        places_basis: The same for the places.
        persons: P[i,g], shape (P, G).

    Raises:
        ValueError: If shapes differ, a value is not a number of 0 or more, or there is room without hours and places.
    """

    is_present: BoolArray
    room: FloatArray
    hosted_hours: FloatArray
    places: FloatArray
    hours_basis: IntArray
    places_basis: IntArray
    persons: FloatArray

    def __post_init__(self) -> None:
        room = checked_floats("room, place-hours a week", self.room, (None,))
        n_offers = len(room)
        checked_flags("is_present", self.is_present, n_offers)
        hours = checked_floats("hosted hours a week", self.hosted_hours, room.shape)
        places = checked_floats("places", self.places, room.shape)
        checked_floats("persons", self.persons, (None, None))
        for name, basis in (("hours_basis", self.hours_basis), ("places_basis", self.places_basis)):
            if np.shape(basis) != (n_offers,):
                raise ValueError(f"{name} has shape {np.shape(basis)}: expected one number for each of {n_offers}.")
        lost = (room > 0) & (hours == 0) & (places == 0)
        if lost.any():
            k = int(np.argmax(lost))
            raise ValueError(f"Offer {k} has room {room[k]} without hosted hours or places: one of them must be known.")


@dataclass(frozen=True, eq=False)
class Change:
    """Why the coverage of areas changed; figures of shape (A, G + 1), the last column all groups together.

    Attributes:
        before, after: Coverage on the two dates; NaN where there is none.
        parts: Of each `Factor`, shape (5, A, G + 1): they add up to after − before. NaN where either has no coverage.
    """

    before: FloatArray
    after: FloatArray
    parts: FloatArray


@dataclass(frozen=True, eq=False)
class Mixtures:
    """Coverage at the points with each factor at either date.

    Attributes:
        by_point: Of each of the 32 combinations, shape (P, G); bit f is set where factor f is that of the second date.
        persons: On the two dates, shape (P, G).
    """

    by_point: tuple[FloatArray, ...]
    persons: tuple[FloatArray, FloatArray]


def mix(catchment: Catchment, before: State, after: State) -> Mixtures:
    """Score a town with each of the five factors at its value of either date.

    Where an offer is absent on one date, its hours and places are those of the other. Places are those that are left
    by the activities inside: room / hosted hours. So none and all of the factors are the two towns as they are scored.

    Args:
        catchment: From `prepare`, with the offers of both dates.
        before: The first date.
        after: The second date.

    Raises:
        ValueError: If the shapes are not those of the catchment.
    """
    hours, places = _hours_and_places(before, after)
    is_real = (before.hours_basis == after.hours_basis, before.places_basis == after.places_basis)
    by_point = []
    for combination in range(2 ** len(Factor)):
        later = {factor: bool(combination >> factor & 1) for factor in Factor}
        recorded = later[Factor.RECORD_KEEPING]
        is_there = (before, after)[later[Factor.PRESENCE]].is_present
        at_hours = np.where(is_real[0], later[Factor.HOSTED_HOURS], recorded)
        at_places = np.where(is_real[1], later[Factor.PLACES], recorded)
        room = np.where(at_hours, hours[1], hours[0]) * np.where(at_places, places[1], places[0])
        persons = (before, after)[later[Factor.DEMAND]].persons
        by_point.append(cover(catchment, np.where(is_there, room, 0.0), persons).by_point)
    return Mixtures(tuple(by_point), (before.persons, after.persons))


def attribute_change(catchment: Catchment, mixtures: Mixtures, areas: Areas, told: BoolArray | None = None) -> Change:
    """Share the change of coverage of the areas of one level out over the five factors.

    Args:
        catchment: As for `mix`.
        mixtures: From `mix`.
        areas: Membership of the points.
        told: As for `summarise`: which groups make up all groups together, at both dates the same ones.

    Returns:
        The parts: they add up to the change, a factor that does not differ has 0, and to swap the dates turns signs.

    Raises:
        ValueError: If a shape differs.

    Source:
        Shapley (1953), a value for n-person games; all 2⁵ combinations are scored, so nothing is sampled.
    """
    worth = np.stack(
        [
            mean_of_areas(catchment, by_point, mixtures.persons[combination >> Factor.DEMAND & 1], areas, told)
            for combination, by_point in enumerate(mixtures.by_point)
        ]
    )
    return Change(before=worth[0], after=worth[-1], parts=share_out(worth))


def share_out(worth: FloatArray) -> FloatArray:
    """Shapley values of n players from the worth of every coalition.

    Args:
        worth: Shape (2ⁿ, …): at [z] that of the coalition in which bit f of z says whether player f takes part.

    Returns:
        Shape (n, …): each player's mean gain over all orders of joining; they add up to worth[-1] − worth[0].
    """
    n = len(worth).bit_length() - 1
    parts = np.zeros((n, *worth.shape[1:]))
    for player in range(n):
        for without, size in _coalitions_without(player, n):
            orders = factorial(size) * factorial(n - size - 1) / factorial(n)
            parts[player] += orders * (worth[without | 1 << player] - worth[without])
    return parts


def _coalitions_without(player: int, n: int) -> Iterator[tuple[int, int]]:
    for coalition in range(2**n):
        if not coalition >> player & 1:
            yield coalition, coalition.bit_count()


def _hours_and_places(before: State, after: State) -> tuple[list[FloatArray], list[FloatArray]]:
    """Hosted hours and places on the two dates: their product is the room wherever the offer is present."""
    hours, places = (list(each) for each in zip(_factors(before), _factors(after), strict=True))
    found_hours, found_places = [], []
    for this, other, (here, there) in ((before, after, (0, 1)), (after, before, (1, 0))):
        # Without hosted hours it cannot be seen how many places the activities inside would leave.
        is_unseen = (hours[here] == 0) & (this.places == other.places) & other.is_present
        found_hours.append(np.where(this.is_present, hours[here], hours[there]))
        found_places.append(np.where(this.is_present & ~is_unseen, places[here], places[there]))
    return found_hours, found_places


def _factors(state: State) -> tuple[FloatArray, FloatArray]:
    """Hours and places whose product is the room; room without hosted hours counts as hours in which all places are."""
    unhosted = np.divide(state.room, state.places, out=np.zeros_like(state.room), where=state.places > 0)
    hours: FloatArray = np.where(state.hosted_hours > 0, state.hosted_hours, unhosted)
    left = np.divide(state.room, hours, out=np.array(state.places, dtype=np.float64), where=hours > 0)
    # A hair of rounding would read as a change of places.
    return hours, np.where(np.isclose(left, state.places, rtol=1e-12, atol=0), state.places, left)
