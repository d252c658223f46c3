"""A sample of pairs of homes: drawn where people live, the same every time, and walked over the streets."""

from dataclasses import replace

import numpy as np
import pytest

from tests.venues.walking.towns import network_of
from venues.walking.detours import Draw, Pairs, draw_pairs, furthest_from_street_m, walk_pairs

DRAW = Draw(starts=30, ends=4, up_to_m=300, seed=7)
RNG = np.random.default_rng(3)
XY = RNG.uniform(0, 1000, (200, 2))
PERSONS = np.where(RNG.random(200) < 0.3, 0.0, RNG.uniform(1, 50, 200))
# A street on either bank, and one bridge at the western end.
RIVER = network_of(
    (1, 2, 1000, [(0, 0), (1000, 0)]), (3, 4, 1000, [(0, 400), (1000, 400)]), (1, 3, 400, [(0, 0), (0, 400)])
)


def pairs_of(xy, *pairs: tuple[int, int]) -> Pairs:
    start, end = np.array(pairs).T
    return Pairs(start, end, np.hypot(*(xy[end] - xy[start]).T))


def test_the_same_seed_draws_the_same_pairs_and_another_draws_others():
    first, again = draw_pairs(XY, PERSONS, DRAW), draw_pairs(XY, PERSONS, DRAW)
    other = draw_pairs(XY, PERSONS, replace(DRAW, seed=8))
    assert (first.start.tolist(), first.end.tolist()) == (again.start.tolist(), again.end.tolist())
    assert first.end.tolist() != other.end.tolist()


def test_pairs_are_two_lived_in_places_within_reach():
    pairs = draw_pairs(XY, PERSONS, DRAW)
    assert len(np.unique(pairs.start)) == 30
    assert len(pairs.start) == len(set(zip(pairs.start.tolist(), pairs.end.tolist(), strict=True))) > 90
    assert (pairs.start != pairs.end).all()
    assert (PERSONS[pairs.start] > 0).all()
    assert (PERSONS[pairs.end] > 0).all()
    assert (pairs.straight_m <= 300).all()
    assert pairs.straight_m == pytest.approx(np.hypot(*(XY[pairs.end] - XY[pairs.start]).T))


def test_more_people_are_drawn_more_often():
    xy = np.column_stack([np.arange(100.0), np.zeros(100)])
    persons = np.where(np.arange(100) < 50, 100.0, 1.0)
    pairs = draw_pairs(xy, persons, Draw(starts=20, ends=5, up_to_m=1000, seed=1))
    assert (pairs.end < 50).mean() > 0.9


def test_homes_on_one_spot_and_lonely_homes_make_no_pair():
    xy = np.array([(0.0, 0.0), (0.0, 0.0), (5000.0, 0.0)])
    assert len(draw_pairs(xy, np.ones(3), DRAW).start) == 0


def test_where_nobody_lives_nothing_is_drawn():
    assert len(draw_pairs(XY, np.zeros(200), DRAW).start) == 0


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_number_of_persons_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="must be 0 or more"):
        draw_pairs(XY, np.where(np.arange(200) == 3, wrong, 1.0), DRAW)


def test_pairs_are_walked_over_the_streets_round_by_the_bridge():
    xy = np.array([(900.0, 0.0), (900.0, 400.0), (100.0, 0.0)])
    pairs = pairs_of(xy, (0, 1), (0, 2), (2, 1))
    assert walk_pairs(RIVER, RIVER.attach(xy, 2), pairs).tolist() == [900 + 400 + 900, 800, 100 + 400 + 900]


def test_a_pair_without_a_path_is_infinitely_far():
    xy = np.array([(500.0, 0.0), (500.0, 60.0)])
    banks = network_of((1, 2, 1000, [(0, 0), (1000, 0)]), (8, 9, 1000, [(0, 60), (1000, 60)]))
    assert walk_pairs(banks, banks.attach(xy, 2), pairs_of(xy, (0, 1))).tolist() == [np.inf]


def test_a_line_across_the_river_comes_furthest_from_the_streets_in_the_middle():
    xy = np.array([(900.0, 0.0), (900.0, 400.0), (100.0, 0.0), (0.0, 395.0), (0.0, 5.0)])
    found = furthest_from_street_m(RIVER, xy, pairs_of(xy, (0, 1), (0, 2), (3, 4)))
    assert found[0] == pytest.approx(200, abs=12.5)
    assert found[1:].tolist() == [0, 0]
