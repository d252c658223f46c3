"""Input that cannot be scored is refused at the door, with the place and the value."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from scoring.catchment import cover, cover_range, prepare
from scoring.decay import Stepwise
from scoring.reach import count_unhosted, places_in_reach
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks
from tests.scoring.towns import hand_made, steps


def walks(point: Any = (0, 1), site: Any = (0, 0), walk_m: Any = (100.0, 200.0)) -> Walks:
    return Walks(np.array(point), np.array(site), np.array(walk_m), n_points=2, n_sites=1)


ONE = np.ones(1)
SUIT_ALL = np.ones((1, 1))
FIRST = np.array([0])

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("walk_m at [1] is nan: it must be a number 0 or more", lambda: walks(walk_m=[1.0, np.nan])),
    ("walk_m at [0] is inf", lambda: walks(walk_m=[np.inf, 1.0])),
    ("walk_m at [0] is -1.0", lambda: walks(walk_m=[-1.0, 1.0])),
    ("walk_m has shape 1 × 1: expected any", lambda: walks(walk_m=[[1.0]])),
    ("walk_m has shape one number", lambda: walks(walk_m=1.0)),
    ("point_index has shape 1: expected 2", lambda: walks(point=[0])),
    ("point_index at [1] is 2: it must lie from 0 to 1", lambda: walks(point=[0, 2])),
    ("site_index at [0] is -1: it must lie from 0 to 0", lambda: walks(site=[-1, 0])),
    ("point_index must hold whole numbers, not float64", lambda: walks(point=[0.0, 1.0])),
    ("1 rows of points but 2 rows of metres", lambda: Walks.by_site([[0]], [[1.0], [2.0]], 1)),
    ("suitability at [0, 0] is 80.0: it must be a number from 0 to 1", lambda: Offers(FIRST, SUIT_ALL * 80)),
    ("site_index has shape 1: expected 2", lambda: Offers(FIRST, np.ones((2, 1)))),
    ("norm_hours at [0] is 200.0: it must be a number from 0 to 168", lambda: Groups(ONE * 200, (steps(),))),
    ("norm_hours has shape 1: expected 2", lambda: Groups(ONE, (steps(), steps()))),
    ("persons at [0, 0] is nan", lambda: Demand.certain([[np.nan]])),
    ("persons (low) has shape 2 × 1: expected 1 × 1", lambda: Demand(np.ones((2, 1)), SUIT_ALL, SUIT_ALL)),
    ("persons at [0, 0]: low 2.0, best 1.0, high 1.0", lambda: Demand(SUIT_ALL * 2, SUIT_ALL, SUIT_ALL)),
    ("persons at [0, 0]: low 1.0, best 1.0, high 0.5", lambda: Demand(SUIT_ALL, SUIT_ALL, SUIT_ALL / 2)),
    ("room, place-hours a week at [0] is -5.0", lambda: Rooms.certain([-5.0])),
    ("room at [0]: low 2.0, best 1.0", lambda: Rooms(ONE * 2, ONE, ONE, np.array([True]))),
    ("known must hold true or false, not float64", lambda: Rooms(ONE, ONE, ONE, ONE)),  # type: ignore[arg-type]
    ("known has shape 2: expected 1", lambda: Rooms(ONE, ONE, ONE, np.array([True, True]))),
    ("area_index at [0] is -2: it must lie from -1 to 0", lambda: Areas(np.array([-2]), 1)),
    ("area_index at [0] is 1: it must lie from -1 to 0", lambda: Areas(np.array([1]), 1)),
]


@pytest.mark.parametrize(("message", "build"), WRONG, ids=[message for message, _ in WRONG])
def test_input_that_makes_no_sense_names_its_place(message: str, build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        build()


def test_the_same_walk_twice_is_refused() -> None:
    twice = walks(point=[0, 0])
    with pytest.raises(ValueError, match="1 pairs of point and site occur more than once"):
        prepare(twice, Offers(FIRST, SUIT_ALL), Groups(ONE, (steps(),)))


def test_an_offer_at_a_place_without_walks_is_refused() -> None:
    with pytest.raises(ValueError, match="held at site 1, but there are 1 sites"):
        prepare(walks(), Offers(np.array([1]), SUIT_ALL), Groups(ONE, (steps(),)))


def test_suitability_for_other_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="suitability has 1 groups but there are 2 norms"):
        prepare(walks(), Offers(FIRST, SUIT_ALL), Groups(np.ones(2), (steps(), steps())))


def test_persons_and_room_of_another_town_are_refused() -> None:
    town = hand_made()
    catchment = town.catchment()
    with pytest.raises(ValueError, match="persons has shape 1 × 2: expected 3 × 2"):
        cover(catchment, town.room, np.ones((1, 2)))
    with pytest.raises(ValueError, match="room, place-hours a week has shape 2: expected 3"):
        cover_range(catchment, Rooms.certain([1.0, 2.0]), town.demand)
    with pytest.raises(ValueError, match="room, place-hours a week has shape 2: expected 3"):
        places_in_reach(catchment, np.ones(2))
    with pytest.raises(ValueError, match="unhosted has shape 2: expected 3"):
        count_unhosted(catchment, town.room, np.zeros(2, dtype=np.bool_), town.persons, town.areas)


def test_input_cannot_be_changed_behind_the_score() -> None:
    persons = np.ones((1, 1))
    demand = Demand.certain(persons)
    with pytest.raises(ValueError, match="read-only"):
        demand.best[0, 0] = 5
    persons[0, 0] = 5  # the caller's own array stays the caller's


def test_walks_found_from_each_door_are_joined() -> None:
    joined = Walks.by_site([[0, 2], [], [1]], [[10.0, 20.0], [], [30.0]], n_points=3)
    assert_array_equal(joined.point_index, [0, 2, 1])
    assert_array_equal(joined.site_index, [0, 0, 2])
    assert_array_equal(joined.walk_m, [10, 20, 30])
    assert joined.n_sites == 3


def test_a_town_without_places_has_no_coverage_and_no_error() -> None:
    nowhere = prepare(
        Walks.by_site([], [], n_points=2),
        Offers(np.empty(0, dtype=np.int64), np.empty((0, 1))),
        Groups(ONE, (Stepwise.of([400], [1]),)),
    )
    found = cover(nowhere, np.empty(0), np.ones((2, 1)))
    assert_array_equal(found.by_point, [[0], [0]])
    assert_array_equal(places_in_reach(nowhere, np.empty(0)).n_places, [[0], [0]])
