"""What is uncertain is drawn within its honest range, and the same seed gives the same figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import triang

from scoring.areas import summarise
from scoring.arrays import BoolArray
from scoring.catchment import cover_range
from scoring.ranking import Intervals, intervals
from scoring.rescoring import Rescoring
from scoring.shapes import Areas, Demand, Rooms
from scoring.uncertainty import DECAY_SCALES, Draws, assumptions_of, draw, triangular
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, hand_made, towns


def draws_for(town: Town, seed: int = 7, n_draws: int = 40) -> Draws:
    groups, sites = named("group", len(town.norm_hours)), named("site", town.walk_m.shape[1])
    return draw(seed, groups=groups, sites=sites, kinds=named("kind", 2), n_draws=n_draws)


def named(what: str, n: int) -> list[str]:
    return [f"{what} {i}" for i in range(n)]


def rankable(town: Town) -> BoolArray:
    """Areas where someone of the group lives."""
    lives = np.array([town.persons[town.areas.area_index == a].sum(axis=0) > 0 for a in range(town.areas.n_areas)])
    return np.column_stack([lives, lives.any(axis=1)])


def appraised(town: Town, draws: Draws) -> Intervals:
    catchment = town.catchment()
    kinds = np.arange(len(town.room)) % 2
    assumed = assumptions_of(draws, town.rooms, catchment.offers, kinds)
    [coverage] = Rescoring(catchment, town.demand, [town.areas]).coverage(assumed)
    return intervals(coverage, rankable(town))


def assert_same(found: Intervals, expected: Intervals) -> None:
    for figure, value in vars(expected).items():
        assert_array_equal(getattr(found, figure), value, err_msg=figure)


def test_everything_is_drawn_within_its_bounds() -> None:
    found = draw(1, groups=named("group", 6), sites=named("site", 50), kinds=named("kind", 20))
    assert set(found.decay_scale) == set(DECAY_SCALES)
    for factor, shape in ((found.norm_factor, (1000, 6)), (found.kind_factor, (1000, 20))):
        assert factor.shape == shape
        assert 0.5 <= factor.min() < 0.6
        assert 1.4 < factor.max() <= 1.5
        assert factor.mean() == pytest.approx(1, abs=0.01)
    assert found.demand_shift.shape == (1000, 6)
    assert -1 <= found.demand_shift.min() < -0.9
    assert 0.9 < found.demand_shift.max() <= 1
    assert found.room_quantile.shape == (1000, 50)


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    # Room that varies: in this town the interval is not a point.
    town = hand_made().but(rooms=Rooms(np.zeros(3), hand_made().room, hand_made().room * 2, np.zeros(3, dtype=bool)))
    assert_same(appraised(town, draws_for(town)), appraised(town, draws_for(town)))
    assert (appraised(town, draws_for(town)).low != appraised(town, draws_for(town, seed=8)).low)[:, 1].all()


def test_one_place_more_leaves_the_draws_of_the_others_as_they_were() -> None:
    few = draw(1, groups=["youth"], sites=["b", "c"], kinds=["library"])
    more = draw(1, groups=["older", "youth"], sites=["a", "b", "c"], kinds=["cafe", "library"])
    assert_array_equal(more.decay_scale, few.decay_scale)
    assert_array_equal(more.room_quantile[:, 1:], few.room_quantile)
    assert_array_equal(more.norm_factor[:, 1:], few.norm_factor)
    assert_array_equal(more.kind_factor[:, 1:], few.kind_factor)
    assert draw(1, groups=[], sites=[], kinds=[]).room_quantile.shape == (1000, 0)


def test_all_that_is_held_at_one_door_is_high_or_low_together() -> None:
    town = hand_made()
    rooms = Rooms(np.zeros(2), np.full(2, 10.0), np.full(2, 20.0), np.zeros(2, dtype=np.bool_))
    offers = replace(town.catchment().offers, site_index=np.array([1, 1]), suitability=np.ones((2, 2)))
    room = assumptions_of(draws_for(town), rooms, offers, np.array([0, 0])).room
    assert_array_equal(room[:, 0], room[:, 1])


def test_recorded_room_varies_with_its_type_alone() -> None:
    town = hand_made()
    draws = draws_for(town)
    room = assumptions_of(draws, town.rooms, town.catchment().offers, np.array([0, 1, 1])).room
    assert_close(room / town.room, draws.kind_factor[:, [0, 1, 1]])


@given(town=towns(), seed=st.integers(0, 100))
def test_where_nothing_is_uncertain_the_interval_is_the_best_estimate(town: Town, seed: int) -> None:
    certain = town.but(rooms=Rooms.certain(town.room), demand=Demand.certain(town.persons))
    drawn = draws_for(town, seed, n_draws=4)
    sure = replace(
        drawn,
        decay_scale=np.ones(4),
        norm_factor=np.ones_like(drawn.norm_factor),
        kind_factor=np.ones_like(drawn.kind_factor),
    )
    found = appraised(certain, sure)
    catchment = certain.catchment()
    at_points = cover_range(catchment, certain.rooms, certain.demand)
    best = summarise(catchment, at_points, certain.persons, certain.areas).coverage
    assert_close(found.low, best)
    assert_close(found.high, best)
    assert_array_equal(found.rank_low, found.rank_high)


@given(town=towns(), data=st.data())
def test_the_order_of_the_areas_does_not_matter(town: Town, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(town.areas.n_areas))))
    inside = town.areas.area_index >= 0
    moved = np.where(inside, np.argsort(order)[town.areas.area_index], -1)
    usual = appraised(town, draws_for(town))
    shuffled = appraised(town.but(areas=Areas(moved, town.areas.n_areas)), draws_for(town))
    for figure, value in vars(usual).items():
        assert_close(getattr(shuffled, figure), value[order])


@given(
    corners=st.lists(st.sampled_from([0.0, 10.0, 10.5, 300.0]) | st.floats(0, 5000), min_size=3, max_size=3),
    quantile=st.floats(0, 1),
)
def test_room_is_drawn_from_a_triangle(corners: list[float], quantile: float) -> None:
    low, best, high = sorted(corners)
    rooms = Rooms(np.array([low]), np.array([best]), np.array([high]), np.array([False]))
    [[found]] = triangular(np.array([[quantile]]), rooms)
    assert low <= found <= high
    if high > low:
        expected = triang.ppf(quantile, (best - low) / (high - low), loc=low, scale=high - low)
        assert_close(found, expected, within=1e-6)
    else:
        assert found == best


def test_draws_of_another_town_are_refused() -> None:
    town = hand_made()
    offers, draws = town.catchment().offers, draws_for(town)
    with pytest.raises(ValueError, match="kind_index at \\[2\\] is 2: it must lie from 0 to 1"):
        assumptions_of(draws, town.rooms, offers, np.arange(3))
    with pytest.raises(ValueError, match="room, place-hours a week has shape 1"):
        assumptions_of(draws, Rooms.certain([1.0]), offers, np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match="site_index at \\[2\\] is 2"):
        assumptions_of(replace(draws, room_quantile=np.zeros((40, 2))), town.rooms, offers, np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match=r"quantile at \[0, 0\] is 1\.5"):
        triangular(np.array([[1.5]]), Rooms.certain([1.0]))
