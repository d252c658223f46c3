"""Printed parts add up to the printed total."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues.reports.rounding import largest_remainder


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
