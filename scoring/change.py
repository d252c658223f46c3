"""Why coverage changed between two dates: exact Shapley shares of five factors.

Each factor is put at its value of one of the two dates, in all 32 combinations; a factor's part is its effect, averaged
over the orders in which the five can change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import factorial

import numpy as np

from scoring.areas import mean_of_areas
from scoring.arrays import BoolArray, FloatArray, checked_flags, checked_floats
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
class Shift:
    """A town on two dates, told apart by what changed. K offers, P points, G groups.

    Room is that of four versions of the places, at [places][record-keeping]: [0, 0] are those of the first date, [1, 1]
    those of the second. Where an offer is absent on one date, its hours and places are those of the other.

    Args:
        is_present: Whether each offer exists and is not wholly closed, on the two dates, shape (2, K).
        before: Place-hours a week with the hours of the first date, shape (2, 2, K).
        real: What the hosted hours add to it that were really won or lost, shape (2, 2, K).
        recorded: What the hours add that came to be recorded, or ceased to be, shape (2, 2, K).
        persons: P[i,g] on the two dates, shape (2, P, G).
        persons_recorded: Whether persons differ because they were not known on one of the dates, shape (P, G).

    Raises:
        ValueError: If shapes differ, or a value is not a number; persons and room must be 0 or more.
    """

    is_present: BoolArray
    before: FloatArray
    real: FloatArray
    recorded: FloatArray
    persons: FloatArray
    persons_recorded: BoolArray

    def __post_init__(self) -> None:
        n_offers = np.shape(self.is_present)[-1]
        for when, flags in zip(("before", "after"), self.is_present, strict=True):
            checked_flags(f"is_present {when}", flags, n_offers)
        checked_floats("room before, place-hours a week", self.before, (2, 2, n_offers))
        for name, values in (("really", self.real), ("by record-keeping", self.recorded)):
            # Gains and losses: only their size has a bound.
            checked_floats(f"room changed {name}, place-hours a week", np.abs(values), (2, 2, n_offers))
        checked_floats("persons", self.persons, (2, None, None))
        if np.shape(self.persons_recorded) != np.shape(self.persons)[1:]:
            raise ValueError(
                f"persons_recorded has shape {np.shape(self.persons_recorded)}: expected {np.shape(self.persons)[1:]}."
            )

    def room(self, later: frozenset[Factor]) -> FloatArray:
        """Place-hours a week with some factors as on the second date, shape (K,)."""
        recorded = Factor.RECORD_KEEPING in later
        places = (int(Factor.PLACES in later), int(recorded))
        hours = (Factor.HOSTED_HOURS in later) * self.real[places] + recorded * self.recorded[places]
        is_there = self.is_present[int(Factor.PRESENCE in later)]
        # More may really have gone than the record of the one date knew of.
        room: FloatArray = np.where(is_there, np.maximum(0.0, self.before[places] + hours), 0.0)
        return room

    def people(self, later: frozenset[Factor]) -> FloatArray:
        """P[i,g] with some factors as on the second date, shape (P, G)."""
        is_later = np.where(self.persons_recorded, Factor.RECORD_KEEPING in later, Factor.DEMAND in later)
        found: FloatArray = np.where(is_later, self.persons[1], self.persons[0])
        return found


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
    """Coverage at the points with each factor at either date; bit f of z is set where factor f is that of the second.

    Attributes:
        by_point: Of each of the 32 combinations z, shape (P, G).
        persons: Of each combination, shape (P, G).
    """

    by_point: tuple[FloatArray, ...]
    persons: tuple[FloatArray, ...]


def mix(catchment: Catchment, shift: Shift) -> Mixtures:
    """Score a town with each of the five factors at its value of either date.

    Args:
        catchment: From `prepare`, with the offers of both dates.
        shift: The two dates. None and all of the factors are the two towns as they are scored.

    Raises:
        ValueError: If the shapes are not those of the catchment.
    """
    combinations = [frozenset(factor for factor in Factor if z >> factor & 1) for z in range(2 ** len(Factor))]
    persons = tuple(shift.people(later) for later in combinations)
    by_point = (
        cover(catchment, shift.room(later), people).by_point
        for later, people in zip(combinations, persons, strict=True)
    )
    return Mixtures(tuple(by_point), persons)


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
            mean_of_areas(catchment, by_point, persons, areas, told)
            for by_point, persons in zip(mixtures.by_point, mixtures.persons, strict=True)
        ]
    )
    # Some gone and the others not yet known: nobody is left to weigh with, though both dates have people.
    for z in np.flatnonzero((np.isnan(worth) & ~np.isnan(worth[0] + worth[-1])).any(axis=(1, 2))):
        of_both = mixtures.persons[0] + mixtures.persons[-1]
        weighed = mean_of_areas(catchment, mixtures.by_point[z], of_both, areas, told)
        worth[z] = np.where(np.isnan(worth[z]), weighed, worth[z])
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
