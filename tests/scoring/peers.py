"""One group and one offer a place, as others publish their cases, and PySAL `access` on the same figures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from access.fca import two_stage_fca

from scoring.arrays import FloatArray
from scoring.catchment import Catchment, cover, prepare
from scoring.decay import Decay
from scoring.pressure import measure_pressure
from scoring.shapes import Groups, Offers, Walks


@dataclass(frozen=True)
class Gravity:
    """1/d up to a bound. The unit of distance is the caller's: the published case counts minutes."""

    reach_m: float

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        return np.where(walk_m <= self.reach_m, 1 / walk_m, 0.0)


@dataclass(frozen=True)
class Gaussian:
    """exp(−d² / 2σ²), as PySAL `access.weights.gaussian` has it: not divided by its area, so 1 at the door."""

    sigma: float
    reach_m: float = np.inf

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        return np.where(walk_m <= self.reach_m, np.exp(-(walk_m**2) / (2 * self.sigma**2)), 0.0)


@dataclass(frozen=True)
class Exponential:
    """exp(-rate · d), in the unit of the published case."""

    rate: float
    reach_m: float = np.inf

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        return np.exp(-self.rate * walk_m)


def catchment_of(distance: FloatArray, decay: Decay) -> Catchment:
    points, sites = np.nonzero(np.isfinite(distance))
    walks = Walks(points, sites, distance[points, sites], *distance.shape)
    offers = Offers(np.arange(distance.shape[1]), np.ones((distance.shape[1], 1)))
    return prepare(walks, offers, Groups(np.ones(1), (decay,)))


def covered(distance: FloatArray, persons: list[float], room: list[float], decay: Decay) -> FloatArray:
    people = np.array(persons, dtype=float)[:, None]
    return cover(catchment_of(distance, decay), np.array(room, dtype=float), people).by_point[:, 0]


def pressed(distance: FloatArray, persons: list[float], room: list[float], decay: Decay) -> FloatArray:
    people = np.array(persons, dtype=float)[:, None]
    return measure_pressure(catchment_of(distance, decay), np.array(room, dtype=float), people).pressure


def tables(
    distance: FloatArray, persons: list[float], room: list[float], up_to: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """People, places, and pairs of origin and destination, as PySAL takes them."""
    points, sites = np.nonzero(distance <= up_to)
    return (
        pd.DataFrame({"demand": persons}, index=pd.RangeIndex(len(persons), name="geoid")),
        pd.DataFrame({"supply": room}, index=pd.RangeIndex(len(room), name="geoid")),
        pd.DataFrame({"origin": points, "dest": sites, "cost": distance[points, sites]}),
    )


def at_points(found: pd.Series, n_points: int) -> FloatArray:
    """PySAL leaves out whom nothing reaches."""
    return np.array(found.reindex(range(n_points), fill_value=0.0), dtype=np.float64)


def one_by_one(decay: Decay) -> Callable[[float], float]:
    """A decay as PySAL takes it."""
    return lambda distance: float(decay(np.array([distance]))[0])


def by_pysal(distance: FloatArray, persons: list[float], room: list[float], decay: Decay) -> FloatArray:
    demand, supply, cost = tables(distance, persons, room, decay.reach_m)
    found = two_stage_fca(demand_df=demand, supply_df=supply, cost_df=cost, weight_fn=one_by_one(decay))
    return at_points(found, len(persons))
