"""Cases that others published, and PySAL `access` itself on random towns.

Sources: PySAL `access` 1.1.10: `access.fca.two_stage_fca`, and scenario 0 of its hospital example (gravity with power
-1, at most 61 minutes). R `accessibility`: its example of spatial availability (Soukhov et al. 2023), which is the room
that the people of a point get: persons × coverage.
"""

import numpy as np
from access import weights
from hypothesis import given

from tests.scoring.closeness import assert_close, assert_six_decimals
from tests.scoring.peers import Exponential, Gaussian, Gravity, by_pysal, covered, pressed
from tests.scoring.towns import Town, steps, towns


def test_the_hospital_example_of_pysal() -> None:
    minutes = np.array([[1.0, 80, 40], [80, 1, 40], [40, 40, 1]])
    case = minutes, [100.0, 50, 10], [15.0, 20, 100], Gravity(61)
    assert_six_decimals(covered(*case), [0.331444, 0.579828, 7.286418])
    assert_six_decimals(by_pysal(*case), [0.331444, 0.579828, 7.286418])


def test_the_spatial_availability_of_r_accessibility_is_the_room_that_people_get() -> None:
    minutes = np.array([[15.0, 30, 100], [30, 15, 100], [100, 100, 15]])
    persons = [50_000.0, 150_000, 10_000]
    coverage = covered(minutes, persons, [100_000.0, 100_000, 10_000], Exponential(0.1))
    assert np.rint(np.array(persons) * coverage).tolist() == [66_833, 133_203, 9_963]


def test_pressure_in_the_hospital_example_is_coverage_with_people_and_beds_in_each_others_place() -> None:
    minutes = np.array([[1.0, 80, 40], [80, 1, 40], [40, 40, 1]])
    found = pressed(minutes, [100.0, 50, 10], [15.0, 20, 100], Gravity(61))
    # By hand, for the third hospital: (100 / 17.5 + 50 / 22.5) / 40 + 10 / 100.875.
    assert_six_decimals(found, [5.716764, 2.224701, 0.297545])
    assert_six_decimals(by_pysal(minutes.T, [15.0, 20, 100], [100.0, 50, 10], Gravity(61)), found)


@given(town=towns(one_group=True))
def test_pressure_equals_pysal_access_with_supply_and_demand_swapped(town: Town) -> None:
    distance = town.walk_m[:, town.site_index]
    # Where nobody could be asked for, PySAL divides by 0: each offer gets some room.
    persons, room = town.persons[:, 0].tolist(), (town.room + 1).tolist()
    assert_close(pressed(distance, persons, room, steps()), by_pysal(distance.T, room, persons, steps()))


@given(town=towns(one_group=True, everyone_lives=True))
def test_coverage_equals_pysal_access(town: Town) -> None:
    distance = town.walk_m[:, town.site_index]
    case = distance, town.persons[:, 0].tolist(), town.room.tolist(), steps()
    assert_close(covered(*case), by_pysal(*case))


def test_the_gaussian_weights_of_pysal() -> None:
    assert_six_decimals(Gaussian(1)(np.array([0.0, 1, 2])), [1, 0.606531, 0.135335])
    metres = np.array([0.0, 250, 500, 1200])
    assert_close(Gaussian(400)(metres), weights.gaussian(400)(metres))


@given(town=towns(one_group=True, everyone_lives=True))
def test_coverage_with_a_decay_that_has_no_steps_equals_pysal_access(town: Town) -> None:
    distance = town.walk_m[:, town.site_index]
    case = distance, town.persons[:, 0].tolist(), town.room.tolist(), Gaussian(400, reach_m=1200)
    assert_close(covered(*case), by_pysal(*case))


def test_where_pysal_gives_infinity_for_a_place_without_people_ours_lists_it() -> None:
    distance = np.array([[100.0, np.inf], [np.inf, 100.0]])
    persons, room = [0.0, 50.0], [30.0, 20.0]
    assert np.isinf(by_pysal(distance, persons, room, steps())[0])
    assert covered(distance, persons, room, steps()).tolist() == [0.0, 0.4]
