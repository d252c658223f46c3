"""Cases that others published, and PySAL `access` itself on random towns.

Sources: PySAL `access` 1.1.10: `access.fca.two_stage_fca`, and scenario 0 of its hospital example (gravity with power
-1, at most 61 minutes).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from access.fca import two_stage_fca
from hypothesis import given

from scoring.arrays import FloatArray
from scoring.catchment import cover, prepare
from scoring.decay import Decay
from scoring.shapes import Groups, Offers, Walks
from tests.scoring.closeness import assert_close, assert_six_decimals
from tests.scoring.towns import Town, steps, towns


@dataclass(frozen=True)
class Gravity:
    """1/d up to a bound. The unit of distance is the caller's: the published case counts minutes."""

    reach_m: float

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        return np.where(walk_m <= self.reach_m, 1 / walk_m, 0.0)


def covered(distance: FloatArray, persons: list[float], room: list[float], decay: Decay) -> FloatArray:
    points, sites = np.nonzero(np.isfinite(distance))
    walks = Walks(points, sites, distance[points, sites], *distance.shape)
    offers = Offers(np.arange(len(room)), np.ones((len(room), 1)))
    catchment = prepare(walks, offers, Groups(np.ones(1), (decay,)))
    return cover(catchment, np.array(room, dtype=float), np.array(persons, dtype=float)[:, None]).by_point[:, 0]


def by_pysal(distance: FloatArray, persons: list[float], room: list[float], decay: Decay) -> FloatArray:
    points, sites = np.nonzero(distance <= decay.reach_m)
    found = two_stage_fca(
        demand_df=pd.DataFrame({"demand": persons}, index=pd.RangeIndex(len(persons), name="geoid")),
        supply_df=pd.DataFrame({"supply": room}, index=pd.RangeIndex(len(room), name="geoid")),
        cost_df=pd.DataFrame({"origin": points, "dest": sites, "cost": distance[points, sites]}),
        weight_fn=lambda d: float(decay(np.array([d]))[0]),
    )
    return np.array(found.reindex(range(len(persons)), fill_value=0.0), dtype=np.float64)


def test_the_hospital_example_of_pysal() -> None:
    minutes = np.array([[1.0, 80, 40], [80, 1, 40], [40, 40, 1]])
    case = minutes, [100.0, 50, 10], [15.0, 20, 100], Gravity(61)
    assert_six_decimals(covered(*case), [0.331444, 0.579828, 7.286418])
    assert_six_decimals(by_pysal(*case), [0.331444, 0.579828, 7.286418])


@given(town=towns(one_group=True, everyone_lives=True))
def test_coverage_equals_pysal_access(town: Town) -> None:
    distance = town.walk_m[:, town.site_index]
    case = distance, town.persons[:, 0].tolist(), town.room.tolist(), steps()
    assert_close(covered(*case), by_pysal(*case))


def test_where_pysal_gives_infinity_for_a_place_without_people_ours_lists_it() -> None:
    distance = np.array([[100.0, np.inf], [np.inf, 100.0]])
    persons, room = [0.0, 50.0], [30.0, 20.0]
    assert np.isinf(by_pysal(distance, persons, room, steps())[0])
    assert covered(distance, persons, room, steps()).tolist() == [0.0, 0.4]
