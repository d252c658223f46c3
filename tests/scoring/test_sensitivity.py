"""Which assumption moves the ranks most."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_array_equal

from scoring.arrays import BoolArray, FloatArray
from scoring.catchment import cover, prepare
from scoring.decay import Scaled
from scoring.ranking import rank_correlation
from scoring.rescoring import Rescoring
from scoring.sensitivity import Assumed, Change, Shift, changes_of, shift_ranks
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks
from tests.scoring import naive
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, steps, towns


def row_town() -> Town:
    """Four streets in a row, each an area of one group, with a place of another type at either end."""
    walk_m = np.array([[100.0, 900], [300, 700], [700, 300], [900, 100]])
    rooms = Rooms(np.array([0.0, 40]), np.array([50.0, 40]), np.array([100.0, 40]), np.array([False, True]))
    return Town(
        walk_m=walk_m,
        site_index=np.arange(2),
        suitability=np.ones((2, 1)),
        norm_hours=np.ones(1),
        decays=(steps(),),
        demand=Demand.certain([[10.0], [20], [30], [40]]),
        rooms=rooms,
        unhosted=np.zeros(2, dtype=np.bool_),
        areas=Areas(np.arange(4), 4),
    )


def all_areas(town: Town) -> BoolArray:
    lives = np.array([town.persons[town.areas.area_index == a].sum(axis=0) > 0 for a in range(town.areas.n_areas)])
    return np.column_stack([lives, lives.any(axis=1)])


def shifted(town: Town) -> list[Shift]:
    rescoring = Rescoring(town.catchment(), town.demand, [town.areas])
    return shift_ranks(rescoring, town.rooms, np.arange(len(town.room)), all_areas(town))


def rescored(town: Town, change: Change) -> FloatArray:
    """The town with one assumption changed, scored from scratch."""
    if change.assumed == Assumed.NORM:
        norm = town.norm_hours.copy()
        norm[change.index] *= change.to
        town = town.but(norm_hours=norm)
    if change.assumed == Assumed.DEMAND:
        persons = town.persons.copy()
        end = town.demand.low if change.to < 0 else town.demand.high
        persons[:, change.index] = end[:, change.index]
        town = town.but(demand=Demand.certain(persons))
    room = town.room.copy()
    if change.assumed == Assumed.TYPE_DEFAULT:
        room[change.index] *= change.to
    if change.assumed == Assumed.UNKNOWN_ROOM:
        room = np.where(town.rooms.known, room, town.rooms.low if change.to < 0 else town.rooms.high)
    scale = change.to if change.assumed == Assumed.DECAY else 1.0
    points, sites = np.nonzero(np.isfinite(town.walk_m))
    walks = Walks(points, sites, town.walk_m[points, sites], *town.walk_m.shape)
    decays = tuple(Scaled(decay, scale) for decay in town.decays)
    catchment = prepare(walks, Offers(town.site_index, town.suitability), Groups(town.norm_hours, decays))
    return naive.area_mean(town, cover(catchment, room, town.persons).by_point)


def test_every_assumption_is_changed_both_ways() -> None:
    changes = changes_of(2, [3])
    assert len(changes) == len(set(changes)) == 4 + 2 + 4 + 2 + 2
    assert {change.assumed for change in changes} == set(Assumed)


@given(town=towns())
def test_each_row_is_the_town_scored_with_that_one_change(town: Town) -> None:
    # A place that is recorded has no range.
    rooms = town.rooms
    low, high = (np.where(rooms.known, rooms.best, end) for end in (rooms.low, rooms.high))
    town = town.but(rooms=replace(rooms, low=low, high=high))
    headline = rescored(town, Change(Assumed.DECAY, None, 1.0))
    for shift in shifted(town):
        expected = rank_correlation(headline, rescored(town, shift.change), all_areas(town))
        assert_close(shift.correlation, expected[-1])
        if shift.worst_group is None:
            assert np.isnan(expected[:-1]).all()
        else:
            assert_close(shift.worst_correlation, np.nanmin(expected[:-1]))


def test_a_norm_that_is_twice_as_high_for_all_who_there_are_moves_no_rank() -> None:
    norms = [shift for shift in shifted(row_town()) if shift.change.assumed == Assumed.NORM]
    assert [(shift.correlation, shift.largest_shift) for shift in norms] == [(1, 0), (1, 0)]


def test_the_largest_mover_comes_first() -> None:
    found = [shift.correlation for shift in shifted(row_town())]
    assert found == sorted(found)
    assert found[0] < 1


def test_half_of_the_default_of_the_unknown_place_turns_its_end_of_the_row_around() -> None:
    [half] = [shift for shift in shifted(row_town()) if shift.change == Change(Assumed.TYPE_DEFAULT, 0, 0.5)]
    assert half.worst_group == 0
    assert half.correlation == pytest.approx(half.worst_correlation)
    assert half.largest_shift >= half.median_shift > 0


def test_defaults_of_types_of_which_all_is_recorded_are_not_changed() -> None:
    types = {shift.change.index for shift in shifted(row_town()) if shift.change.assumed == Assumed.TYPE_DEFAULT}
    assert types == {0}


def test_a_change_that_leaves_nothing_to_rank_comes_ahead_of_all() -> None:
    town = row_town()
    empty = Rooms(np.zeros(2), town.room, town.room * 2, np.zeros(2, dtype=np.bool_))
    first = shifted(town.but(rooms=empty))[0]
    assert first.change == Change(Assumed.UNKNOWN_ROOM, None, -1.0)
    assert first.worst_group is None
    assert_array_equal(
        [first.correlation, first.worst_correlation, first.median_shift, first.largest_shift], [np.nan] * 4
    )


def test_in_a_town_without_places_nothing_is_left_to_rank() -> None:
    none = np.empty(0)
    bare = row_town().but(site_index=none.astype(int), suitability=np.empty((0, 1)), rooms=Rooms.certain(none))
    assert all(np.isnan(shift.correlation) for shift in shifted(bare))


def test_types_that_cannot_be_are_refused() -> None:
    town = row_town()
    rescoring = Rescoring(town.catchment(), town.demand, [town.areas])
    with pytest.raises(ValueError, match="kind_index has shape 1: expected 2"):
        shift_ranks(rescoring, town.rooms, np.array([0]), all_areas(town))
