"""The town worked out by hand, to six digits."""

import numpy as np
import pytest

from scoring.areas import explain, summarise
from scoring.arrays import FloatArray
from scoring.catchment import cover, cover_range
from scoring.results import ALL_GROUPS, AreaCoverage, Contributions
from scoring.shapes import Areas, Rooms
from tests.scoring.closeness import assert_close, assert_six_decimals
from tests.scoring.towns import Town, hand_made


def figures(town: Town) -> AreaCoverage:
    catchment = town.catchment()
    return summarise(catchment, cover_range(catchment, town.rooms, town.demand), town.persons, town.areas)


def contributions(town: Town) -> Contributions:
    catchment = town.catchment()
    return explain(catchment, cover(catchment, town.room, town.persons), town.persons, town.areas)


def parts(found: Contributions, area: int, group: int, n_offers: int) -> FloatArray:
    those = (found.area_index == area) & (found.group_index == group)
    written_out = np.zeros(n_offers)
    written_out[found.offer_index[those]] = found.coverage[those]
    return written_out


def test_room_is_divided_over_all_groups_that_compete_for_it() -> None:
    town = hand_made()
    found = cover(town.catchment(), town.room, town.persons)
    assert_six_decimals(found.room_per_need, [0.921093, 0.345224, 2])
    assert_six_decimals(found.by_point, [[0.997042, 0.313172], [0.971568, 2.336073], [0.437393, 0.234753]])
    assert found.is_reached.all()


def test_an_area_is_the_need_weighted_mean_of_its_points() -> None:
    found = figures(hand_made())
    assert_six_decimals(found.coverage[:, :ALL_GROUPS], [[0.987489, 0.717752], [np.nan, 0.234753]])
    assert_close(found.need_hours, [[320, 150, 470], [0, 240, 240]])
    assert_close(found.persons, [[160, 50, np.nan], [0, 80, np.nan]])


def test_all_groups_together_weigh_by_need() -> None:
    found = figures(hand_made())
    together = (320 * 0.987489 + 150 * 0.717752) / 470
    assert_six_decimals(found.coverage[:, ALL_GROUPS], [together, 0.234753])


def test_a_group_that_does_not_live_there_is_not_applicable() -> None:
    found = figures(hand_made())
    for figure in (found.coverage, found.low, found.high, found.need_met, found.known_share):
        assert np.isnan(figure[1, 0])


def test_surplus_next_door_does_not_hide_shortage() -> None:
    found = figures(hand_made())
    assert_six_decimals(found.need_met[:, :ALL_GROUPS], [[0.987489, 0.450537], [np.nan, 0.234753]])


def test_coverage_breaks_down_to_the_offers_that_make_it_up() -> None:
    found = contributions(hand_made())
    assert_six_decimals(parts(found, 0, 0, 3), [0.810562, 0.176928, 0])
    assert_six_decimals(parts(found, 0, 1, 3), [0.270801, 0.046951, 0.4])
    assert_six_decimals(parts(found, 1, 1, 3), [0, 0.234753, 0])
    assert not parts(found, 1, 0, 3).any()


def test_contributions_come_sorted_by_area_group_and_offer() -> None:
    found = contributions(hand_made())
    rows = list(zip(found.area_index, found.group_index, found.offer_index, strict=True))
    assert rows == sorted(rows)


def test_closing_the_only_place_in_reach_uncovers_its_neighbours() -> None:
    town = hand_made()
    found = figures(town.but(rooms=Rooms.certain([300, 0, 60])))
    assert_six_decimals(found.coverage[:, :ALL_GROUPS], [[0.810562, 0.670801], [np.nan, 0]])
    assert np.isnan(found.known_share[1, 1])


def test_points_outside_the_municipality_compete_for_room_and_have_no_row() -> None:
    town = hand_made()
    found = figures(town.but(areas=Areas(np.array([0, 0, -1]), 1)))
    assert found.coverage.shape == (1, 3)
    assert_six_decimals(found.coverage[0, :ALL_GROUPS], [0.987489, 0.717752])


def test_membership_of_other_points_is_refused() -> None:
    with pytest.raises(ValueError, match="area_index has 2 points: expected 3"):
        contributions(hand_made().but(areas=Areas(np.array([0, 0]), 1)))
