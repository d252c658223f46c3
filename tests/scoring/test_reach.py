"""How many places people can walk to, and how far the nearest is."""

import numpy as np
from numpy.testing import assert_array_equal

from scoring.reach import count_unhosted, places_in_reach, summarise_reach
from scoring.results import ALL_GROUPS, AreaReach
from scoring.shapes import Areas, Demand, Rooms
from tests.scoring.towns import Town, hand_made


def of_areas(town: Town) -> AreaReach:
    catchment = town.catchment()
    return summarise_reach(catchment, places_in_reach(catchment, town.room), town.persons, town.areas)


def test_people_are_counted_by_the_number_of_places_in_their_reach() -> None:
    found = of_areas(hand_made())
    # Group B reaches 750 m: one place for the 40 persons of point 1, three for the 10 of point 2, one for point 3.
    assert_array_equal(found.none[:, 1], [0, 0])
    assert_array_equal(found.one[:, 1], [0.8, 1])
    assert_array_equal(found.two_plus[:, 1], [0.2, 0])
    # Group A reaches 1,200 m: two places each.
    assert_array_equal(found.two_plus[0, 0], 1)


def test_a_place_at_the_end_of_the_last_step_is_in_reach() -> None:
    town = hand_made().but(walk_m=np.full((3, 3), 1200.0))
    assert_array_equal(places_in_reach(town.catchment(), town.room).n_places, [[2, 0]] * 3)


def test_two_offers_at_one_venue_count_as_one_place() -> None:
    town = hand_made().but(site_index=np.array([0, 0, 1]))
    found = places_in_reach(town.catchment(), town.room)
    assert_array_equal(found.n_places[:, 0], [1, 1, 1])


def test_a_place_without_room_is_not_in_reach() -> None:
    town = hand_made().but(rooms=Rooms.certain([0, 120, 60]))
    assert_array_equal(places_in_reach(town.catchment(), town.room).n_places[:, 0], [1, 1, 1])


def test_a_place_that_hardly_suits_the_group_is_not_in_reach() -> None:
    town = hand_made()
    suitability = town.suitability.copy()
    suitability[0, 1] = 0.49
    found = places_in_reach(town.but(suitability=suitability).catchment(), town.room)
    assert_array_equal(found.n_places[:, 1], [0, 2, 1])


def test_the_nearest_is_the_distance_within_which_half_of_the_people_have_one() -> None:
    town = hand_made().but(
        demand=Demand.certain([[50, 0], [30, 0], [20, 0]]), areas=Areas(np.zeros(3, dtype=np.int64), 1)
    )
    # Nearest: 300 m for 50 persons, 350 m for 30, 500 m for 20.
    assert of_areas(town).nearest_m[0, 0] == 300
    assert of_areas(town.but(demand=Demand.certain([[49, 0], [31, 0], [20, 0]]))).nearest_m[0, 0] == 350


def test_beyond_reach_there_is_no_distance() -> None:
    town = hand_made().but(walk_m=np.full((3, 3), 1300.0))
    found = of_areas(town)
    assert_array_equal(found.none[0, :ALL_GROUPS], [1, 1])
    assert np.isnan(found.nearest_m).all()


def test_reach_of_nobody_and_of_all_groups_together_is_not_applicable() -> None:
    found = of_areas(hand_made())
    for figure in (found.none, found.one, found.two_plus, found.nearest_m):
        assert np.isnan(figure[1, 0])
        assert np.isnan(figure[:, ALL_GROUPS]).all()


def test_a_square_without_a_host_stands_beside_the_score() -> None:
    town = hand_made().but(rooms=Rooms.certain([300, 120, 0]))
    unhosted = np.array([False, False, True])
    found = count_unhosted(town.catchment(), town.room, unhosted, town.persons, town.areas)
    # The third offer suits group B only; of area 1 only point 2 reaches it, and area 2 not at all.
    assert_array_equal(found, [[0, 1, 1], [0, 0, 0]])


def test_a_place_with_hosted_hours_too_is_not_counted_as_unhosted() -> None:
    town = hand_made().but(site_index=np.array([0, 1, 1]), rooms=Rooms.certain([300, 120, 0]))
    unhosted = np.array([False, False, True])
    found = count_unhosted(town.catchment(), town.room, unhosted, town.persons, town.areas)
    assert_array_equal(found, np.zeros((2, 3)))


def test_an_unhosted_place_that_only_other_groups_can_reach_is_not_theirs() -> None:
    town = hand_made().but(rooms=Rooms.certain([0, 0, 0]), demand=Demand.certain([[100, 0], [0, 0], [0, 80]]))
    found = count_unhosted(town.catchment(), town.room, np.ones(3, dtype=np.bool_), town.persons, town.areas)
    # Point 1 alone houses group A in area 1; it walks 300 and 900 m. Group B of point 3 reaches one place at 500 m.
    assert_array_equal(found, [[2, 0, 2], [0, 1, 1]])
