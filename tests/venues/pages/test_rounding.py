"""Printed parts add up to the printed total."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues.reports.rounding import largest_remainder, round_to_total


def test_three_thirds_add_up_to_a_whole():
    assert largest_remainder([1 / 3, 1 / 3, 1 / 3], 2) == [0.34, 0.33, 0.33]


def test_the_part_that_lost_most_gets_the_missing_unit():
    assert largest_remainder([0.6, 1.7, 2.7]) == [0, 2, 3]


def test_a_part_that_is_exact_stays_as_it_is():
    assert largest_remainder([0.25, 0.5, 0.25], 2) == [0.25, 0.5, 0.25]


def test_nothing_adds_up_to_nothing():
    assert largest_remainder([]) == []


@pytest.mark.parametrize("wrong", [-0.1, math.nan, math.inf])
def test_a_part_that_is_no_share_is_refused(wrong):
    with pytest.raises(ValueError, match="finite and not negative"):
        largest_remainder([0.5, wrong])


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(0, 4))
def test_parts_add_up_to_the_rounded_sum_and_move_less_than_a_unit(parts, decimals):
    rounded = largest_remainder(parts, decimals)
    unit = 10**-decimals

    assert abs(sum(rounded) - math.fsum(parts)) <= unit / 2 + 1e-6
    assert round(sum(rounded) / unit) * unit == pytest.approx(sum(rounded), abs=1e-9)
    assert all(abs(a - b) < unit + 1e-6 for a, b in zip(rounded, parts, strict=True))


def test_gains_and_losses_add_up_to_the_printed_change():
    assert round_to_total([-0.6694, -0.1503, 0.0, -0.0618, 0.0004], -0.881, 3) == [-0.669, -0.15, 0.0, -0.062, 0.0]


def test_a_unit_too_many_comes_from_the_part_nearest_to_the_next():
    assert round_to_total([0.5, 0.5, -0.4], 1) == [0.0, 1.0, 0.0]
    assert round_to_total([1.4, 1.4, 1.4], 4) == [2.0, 1.0, 1.0]


@given(
    parts=st.lists(st.just(0.0) | st.floats(-3, 3), min_size=1, max_size=6),
    start=st.floats(0, 3),
)
def test_printed_gains_and_losses_lead_from_one_printed_figure_to_the_other(parts, start):
    before, after = round(start, 3), round(start + math.fsum(parts), 3)
    printed = round_to_total(parts, after - before, 3)
    assert round(before + math.fsum(printed), 6) == round(after, 6)
    for part, figure in zip(parts, printed, strict=True):
        assert abs(figure - part) < 0.0015 + 1e-9
        assert part != 0 or figure == 0


@pytest.mark.parametrize(
    ("parts", "total", "said"), [([math.nan], 0, "must be finite"), ([1.0, 2.0], 5, r"add up to 3.0, not to 5")]
)
def test_parts_that_are_no_parts_of_the_total_are_refused(parts, total, said):
    with pytest.raises(ValueError, match=said):
        round_to_total(parts, total)
