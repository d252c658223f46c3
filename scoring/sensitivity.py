"""Which assumption moves the ranks most: each changed alone, all else as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scoring.arrays import BoolArray, FloatArray, IntArray, checked_indexes
from scoring.ranking import rank_correlation, ranks
from scoring.rescoring import Assumptions, Rescoring
from scoring.shapes import Rooms

NORM_FACTORS = (0.5, 1.5)
DECAY_SCALES = (0.75, 1.25)
DEFAULT_FACTORS = (0.5, 1.5)


class Assumed(StrEnum):
    """What is assumed."""

    NORM = "norm"
    DECAY = "decay"
    DEMAND = "demand"
    TYPE_DEFAULT = "type-default"
    UNKNOWN_ROOM = "unknown-room"


@dataclass(frozen=True)
class Change:
    """One assumption, changed.

    Attributes:
        assumed: What is changed.
        index: Of which group (norm, demand) or type of place (type default); None where it is one for all.
        to: By what norm, decay or default room is multiplied; for demand and unknown room -1 = low, 1 = high.
    """

    assumed: Assumed
    index: int | None
    to: float


@dataclass(frozen=True, eq=False)
class Shift:
    """What one change does to the ranks of areas.

    Attributes:
        change: The change.
        correlation: Of ranks with the headline, all groups together; NaN where nothing is left to rank.
        worst_group: The group with the lowest correlation; None where it can be told of no group.
        worst_correlation: Its correlation; NaN likewise.
        median_shift: Places that half of the areas move at most, all groups together; NaN as the correlation.
        largest_shift: Places that one area moves at most; NaN likewise.
    """

    change: Change
    correlation: float
    worst_group: int | None
    worst_correlation: float
    median_shift: float
    largest_shift: float


def changes_of(n_groups: int, kinds_assumed: Sequence[int]) -> list[Change]:
    """Every assumption, changed both ways.

    Args:
        n_groups: Number of groups.
        kinds_assumed: The types of place of which some room is not known.
    """
    return [
        *(Change(Assumed.NORM, g, factor) for g in range(n_groups) for factor in NORM_FACTORS),
        *(Change(Assumed.DECAY, None, scale) for scale in DECAY_SCALES),
        *(Change(Assumed.DEMAND, g, end) for g in range(n_groups) for end in (-1.0, 1.0)),
        *(Change(Assumed.TYPE_DEFAULT, kind, factor) for kind in kinds_assumed for factor in DEFAULT_FACTORS),
        *(Change(Assumed.UNKNOWN_ROOM, None, end) for end in (-1.0, 1.0)),
    ]


def shift_ranks(
    rescoring: Rescoring, rooms: Rooms, kind_index: IntArray, rankable: BoolArray, level: int = 0
) -> list[Shift]:
    """Change each assumption alone and see how far the ranks move; the largest mover first.

    Args:
        rescoring: The town.
        rooms: Room of each offer, shape (K,).
        kind_index: Type of place of each offer, shape (K,). Its default is behind the room that is not known.
        rankable: The areas that are ranked for each group, shape (A, G + 1).
        level: Which level of the rescoring is ranked.

    Returns:
        One row a change; by the correlation of all groups together, then by that of the worst group. Ahead of all
        comes a change that leaves nothing to rank.

    Raises:
        ValueError: If a shape differs, or a type is negative.
    """
    kinds = checked_indexes("kind_index", kind_index, np.iinfo(np.int64).max, length=len(rooms.best))
    changes = changes_of(rankable.shape[1] - 1, np.unique(kinds[~rooms.known & (rooms.high > 0)]).tolist())
    # The headline is a rescoring too, so that nothing moves by rounding.
    coverage = rescoring.coverage(_assumptions(changes, rooms, kinds, rankable.shape[1] - 1))[level]
    shifts = [_shift(change, coverage[:, :, -1], coverage[:, :, n], rankable) for n, change in enumerate(changes)]
    return sorted(
        shifts, key=lambda shift: np.nan_to_num([shift.correlation, shift.worst_correlation], nan=-2).tolist()
    )


def _shift(change: Change, headline: FloatArray, other: FloatArray, rankable: BoolArray) -> Shift:
    correlation = rank_correlation(headline, other, rankable)
    of_groups = correlation[:-1]
    worst = None if np.isnan(of_groups).all() else int(np.nanargmin(of_groups))
    is_ranked = not np.isnan(correlation[-1])
    # By the low estimate nobody may live in an area.
    those = rankable[:, -1] & ~np.isnan(other[:, -1])
    places = np.abs(ranks(other[those, -1:]) - ranks(headline[those, -1:]))
    return Shift(
        change=change,
        correlation=float(correlation[-1]),
        worst_group=worst,
        worst_correlation=np.nan if worst is None else float(of_groups[worst]),
        median_shift=float(np.median(places)) if is_ranked else np.nan,
        largest_shift=float(places.max()) if is_ranked else np.nan,
    )


def _assumptions(changes: Sequence[Change], rooms: Rooms, kinds: IntArray, n_groups: int) -> Assumptions:
    """What each change assumes, and last the headline."""
    n = len(changes) + 1
    decay, norm, demand = np.ones(n), np.ones((n, n_groups)), np.zeros((n, n_groups))
    room = np.repeat(rooms.best[None], n, axis=0)
    for row, change in enumerate(changes):
        match change.assumed:
            case Assumed.NORM:
                norm[row, change.index] = change.to
            case Assumed.DECAY:
                decay[row] = change.to
            case Assumed.DEMAND:
                demand[row, change.index] = change.to
            case Assumed.TYPE_DEFAULT:
                room[row, ~rooms.known & (kinds == change.index)] *= change.to
            case _:
                room[row] = np.where(rooms.known, rooms.best, rooms.low if change.to < 0 else rooms.high)
    return Assumptions(decay, norm, demand, room)
