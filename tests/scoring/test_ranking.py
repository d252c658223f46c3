"""Who is covered worst, said only as far as it is sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from scipy.stats import spearmanr

from scoring.arrays import BoolArray, FloatArray
from scoring.ranking import intervals, rank_correlation, ranks, surely_worse
from tests.scoring.closeness import assert_close


@st.composite
def drawn(draw: st.DrawFn) -> tuple[FloatArray, BoolArray]:
    """Coverage (A, G + 1, N) with many ties, and which areas are rankable."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(1, 45)))
    coverage = draw(arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.2, 0.5, 1.0]) | st.floats(0, 2)))
    rankable = draw(arrays(np.bool_, shape[:2]))
    coverage[~rankable] = np.nan
    return coverage, rankable


def one_group(*rows: list[float]) -> tuple[FloatArray, BoolArray]:
    return np.array(rows)[:, None, :], np.ones((len(rows), 1), dtype=np.bool_)


def test_the_worst_covered_ranks_first_and_ties_share_the_lower_number() -> None:
    assert ranks(np.array([[0.3], [0.1], [0.3], [0.9]])).tolist() == [[2], [1], [2], [4]]


def test_areas_that_differ_by_rounding_alone_share_a_rank() -> None:
    coverage, rankable = one_group([0.3] * 20, [0.1 + 0.2] * 20)
    assert intervals(coverage, rankable).rank_high.tolist() == [[1], [1]]
    assert not surely_worse(coverage, rankable, 0).any()


def test_five_percent_of_the_draws_lie_below_the_interval_and_five_above() -> None:
    coverage, rankable = one_group(np.random.default_rng(1).permutation(1000).tolist())
    found = intervals(coverage, rankable)
    assert (found.low[0, 0], found.high[0, 0]) == (50, 949)


def test_an_area_is_called_worse_only_where_it_is_so_in_95_percent_of_the_draws() -> None:
    better = np.full(20, 0.5)
    once, twice = np.full(20, 0.4), np.full(20, 0.4)
    once[0] = 0.6
    twice[:2] = 0.6
    assert surely_worse(*one_group(once.tolist(), better.tolist()), 0).tolist() == [[False, True], [False, False]]
    assert not surely_worse(*one_group(twice.tolist(), better.tolist()), 0).any()


def test_a_draw_in_which_two_are_alike_does_not_make_one_worse() -> None:
    better, alike = [0.5] * 20, [0.4] * 18 + [0.5] * 2
    assert not surely_worse(*one_group(alike, better), 0).any()


@given(case=drawn())
def test_intervals_and_ranks_are_in_order_and_within_bounds(case: tuple[FloatArray, BoolArray]) -> None:
    coverage, rankable = case
    found = intervals(coverage, rankable)
    number = np.broadcast_to(rankable.sum(axis=0), rankable.shape)
    assert (found.low[rankable] <= found.high[rankable]).all()
    assert (found.rank_low[rankable] >= 1).all()
    assert (found.rank_low <= found.rank_high).all()
    assert (found.rank_high <= number)[rankable].all()
    assert (found.surely_worse + found.surely_better < np.maximum(number, 1))[rankable].all()
    assert np.isnan(found.low[~rankable]).all()
    assert np.isnan(found.high[~rankable]).all()
    for count in (found.rank_low, found.rank_high, found.surely_worse, found.surely_better):
        assert not count[~rankable].any()


@given(case=drawn())
def test_pairs_are_as_counted_one_by_one_and_never_both_ways(case: tuple[FloatArray, BoolArray]) -> None:
    coverage, rankable = case
    found = intervals(coverage, rankable)
    for g in range(rankable.shape[1]):
        pairs = surely_worse(coverage, rankable, g)
        for a, b in np.ndindex(*pairs.shape):
            times = (np.round(coverage[b, g], 9) > np.round(coverage[a, g], 9)).sum()
            assert pairs[a, b] == (rankable[a, g] and rankable[b, g] and times >= 0.95 * coverage.shape[2])
        assert not (pairs & pairs.T).any()
        assert_array_equal(found.surely_worse[:, g], pairs.sum(axis=1))
        assert_array_equal(found.surely_better[:, g], pairs.sum(axis=0))


@given(case=drawn(), data=st.data())
def test_the_order_of_the_areas_does_not_matter(case: tuple[FloatArray, BoolArray], data: st.DataObject) -> None:
    coverage, rankable = case
    order = data.draw(st.permutations(range(len(rankable))))
    usual, shuffled = intervals(coverage, rankable), intervals(coverage[order], rankable[order])
    for figure in ("low", "high", "rank_low", "rank_high", "surely_worse", "surely_better"):
        assert_array_equal(getattr(shuffled, figure), getattr(usual, figure)[order])


def test_what_cannot_be_ranked_is_refused() -> None:
    coverage, rankable = one_group([0.3, np.nan])
    with pytest.raises(ValueError, match="Area 0 has no coverage for group 0"):
        intervals(coverage, rankable)
    with pytest.raises(ValueError, match="expected \\(2, 1\\)"):
        surely_worse(coverage, np.ones((2, 1), dtype=np.bool_), 0)
    with pytest.raises(ValueError, match="at least one rescoring"):
        intervals(coverage[:, :, :0], rankable)


figures = arrays(np.float64, (6, 2), elements=st.sampled_from([0.0, 0.25, 0.5, np.inf]) | st.floats(0, 2))


@given(headline=figures, other=figures)
def test_the_correlation_of_ranks_is_that_of_scipy(headline: FloatArray, other: FloatArray) -> None:
    found = rank_correlation(headline, other, np.ones((6, 2), dtype=np.bool_))
    for g in range(2):
        a, b = np.round(headline[:, g], 9), np.round(other[:, g], 9)
        if len(set(a)) > 1 and len(set(b)) > 1:
            assert_close(found[g], spearmanr(a, b).statistic)
        else:
            assert np.isnan(found[g])


def test_areas_without_a_figure_do_not_count_and_two_are_too_few() -> None:
    headline = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [0.0, np.nan]])
    other = np.array([[1.0, 1.0], [4.0, np.nan], [9.0, 3.0], [100.0, 4.0]])
    rankable = np.array([[True, True]] * 3 + [[False, True]])
    assert_close(rank_correlation(headline, other, rankable), [1, np.nan])


def test_measures_of_other_areas_are_refused() -> None:
    with pytest.raises(ValueError, match="must align"):
        rank_correlation(np.ones((2, 1)), np.ones((3, 1)), np.ones((2, 1), dtype=np.bool_))
