"""Who is covered worst, and how sure that is: ranks, intervals and pairs over many rescorings of one town."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from scoring.arrays import BoolArray, FloatArray, IntArray

DECIMALS = 9
"""Coverage is compared to so many decimals: areas that share all their places must not differ by rounding."""
ONE_IN = 20
"""One draw in twenty, 5 %, lies below an interval, and one above; a pair is sure if at most one in twenty denies it."""
FEWEST_RANKED = 3
"""With fewer areas than this a correlation of ranks says nothing."""


_Number = TypeVar("_Number", np.float64, np.int64)


@dataclass(frozen=True, eq=False)
class Intervals:
    """What many rescorings say of areas, each of shape (A, G + 1); NaN and 0 where an area is not rankable.

    Attributes:
        low, high: Coverage that 5 % of the rescorings lie below, and 5 % above.
        rank_low, rank_high: The same of the rank: 1 = covered worst, ties share the lower number.
        surely_worse: How many areas are better covered in at least 95 % of the rescorings.
        surely_better: How many areas are worse covered in at least 95 % of them.
    """

    low: FloatArray
    high: FloatArray
    rank_low: IntArray
    rank_high: IntArray
    surely_worse: IntArray
    surely_better: IntArray


def ranks(coverage: FloatArray) -> IntArray:
    """Rank areas in each rescoring: 1 = covered worst, ties share the lower number.

    Args:
        coverage: Shape (A, N), without NaN.

    Returns:
        Shape (A, N), 1..A.
    """
    rank: IntArray = rankdata(np.round(coverage, DECIMALS), method="min", axis=0).astype(np.int64)
    return rank


def intervals(coverage: FloatArray, rankable: BoolArray, between: Callable[[], object] | None = None) -> Intervals:
    """What many rescorings say of the areas of one level.

    Args:
        coverage: From `Rescoring.coverage`, shape (A, G + 1, N).
        rankable: The areas that are ranked for each group, shape (A, G + 1): those whose figure may be shown.
        between: Called before each group; what it raises ends the work.

    Raises:
        ValueError: If the shapes differ, there are no rescorings, or a rankable area has no coverage.
    """
    _check(coverage, rankable)
    shape = rankable.shape
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    rank_low, rank_high, worse, better = (np.zeros(shape, dtype=np.int64) for _figure in range(4))
    for g in range(shape[1]):
        if between:
            between()
        those = np.flatnonzero(rankable[:, g])
        drawn = coverage[those, g]
        rank = ranks(drawn)
        low[those, g], high[those, g] = _middle(drawn)
        rank_low[those, g], rank_high[those, g] = _middle(rank)
        sure = _surely_worse(rank)
        worse[those, g], better[those, g] = sure.sum(axis=1), sure.sum(axis=0)
    return Intervals(low, high, rank_low, rank_high, worse, better)


def surely_worse(coverage: FloatArray, rankable: BoolArray, group: int) -> BoolArray:
    """Which areas may be called worse covered than which others.

    Args:
        coverage: From `Rescoring.coverage`, shape (A, G + 1, N).
        rankable: The areas that are ranked for each group, shape (A, G + 1).
        group: Column; the last is all groups together.

    Returns:
        Shape (A, A): [a, b] if b is better covered than a in at least 95 % of the rescorings, both being rankable.

    Raises:
        ValueError: As for `intervals`.
    """
    _check(coverage, rankable)
    those = np.flatnonzero(rankable[:, group])
    found = np.zeros((len(rankable), len(rankable)), dtype=np.bool_)
    found[np.ix_(those, those)] = _surely_worse(ranks(coverage[those, group]))
    return found


def rank_correlation(headline: FloatArray, other: FloatArray, rankable: BoolArray) -> FloatArray:
    """Whether two measures put areas in the same order: 1 = the same, 0 = unrelated, -1 = the reverse.

    Args:
        headline: Shape (A, G + 1).
        other: The other measure, where more is better too, shape (A, G + 1). Infinity is a figure like any other.
        rankable: The areas that count for each group, shape (A, G + 1); those where a measure is NaN do not.

    Returns:
        Per column, shape (G + 1,); NaN with fewer than three areas, or where a measure is the same everywhere.

    Raises:
        ValueError: If the shapes differ.

    Source:
        Spearman (1904), rank correlation; ties share their mean rank.
    """
    if not headline.shape == other.shape == rankable.shape:
        raise ValueError(f"headline {headline.shape}, other {other.shape} and rankable {rankable.shape} must align.")
    found = np.full(headline.shape[1], np.nan)
    for g in range(headline.shape[1]):
        those = rankable[:, g] & ~np.isnan(headline[:, g]) & ~np.isnan(other[:, g])
        if those.sum() >= FEWEST_RANKED:
            a, b = (rankdata(np.round(each[those, g], DECIMALS)) for each in (headline, other))
            a, b = a - a.mean(), b - b.mean()
            spread = np.sqrt((a @ a) * (b @ b))
            found[g] = a @ b / spread if spread > 0 else np.nan
    return found


def _surely_worse(rank: IntArray) -> BoolArray:
    """[a, b] if b ranks above a in at least 95 % of the columns."""
    n_areas, n = rank.shape
    # In few bytes, row by row, packed into bits: a city has a hundred thousand pairs, each compared a thousand times.
    rank = np.ascontiguousarray(rank, dtype=np.min_scalar_type(n_areas))
    found = np.zeros((n_areas, n_areas), dtype=np.bool_)
    for a in range(n_areas):
        times = np.bitwise_count(np.packbits(rank > rank[a], axis=1)).sum(axis=1, dtype=np.int64)
        found[a] = times * ONE_IN >= n * (ONE_IN - 1)
    return found


def _middle(drawn: npt.NDArray[_Number]) -> tuple[npt.NDArray[_Number], npt.NDArray[_Number]]:
    """The values that 5 % of each row lies below, and 5 % above."""
    n = drawn.shape[1]
    first, last = n // ONE_IN, n - 1 - n // ONE_IN
    parted = np.partition(drawn, (first, last), axis=1)
    return parted[:, first], parted[:, last]


def _check(coverage: FloatArray, rankable: BoolArray) -> None:
    if coverage.ndim != 3 or coverage.shape[:2] != rankable.shape or not coverage.shape[2]:
        raise ValueError(f"coverage has shape {coverage.shape}: expected {rankable.shape} and at least one rescoring.")
    bad = np.isnan(coverage).any(axis=2) & rankable
    if bad.any():
        area, group = np.argwhere(bad)[0]
        raise ValueError(f"Area {area} has no coverage for group {group} in some rescoring: it cannot be ranked.")
