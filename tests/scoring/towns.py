"""Small towns to score: one made by hand, and any that hypothesis can think of."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.catchment import Catchment, prepare
from scoring.decay import Stepwise
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks


def steps(scale: float = 1.0) -> Stepwise:
    return Stepwise.of([400, 800, 1200], [1, 0.68, 0.22], scale=scale)


@dataclass(frozen=True)
class Town:
    """All that is scored, written out densely: metres are points × sites, inf = no path."""

    walk_m: FloatArray
    site_index: IntArray
    suitability: FloatArray
    norm_hours: FloatArray
    decays: tuple[Stepwise, ...]
    demand: Demand
    rooms: Rooms
    unhosted: BoolArray
    areas: Areas

    @property
    def persons(self) -> FloatArray:
        return self.demand.best

    @property
    def room(self) -> FloatArray:
        return self.rooms.best

    def catchment(self) -> Catchment:
        points, sites = np.nonzero(np.isfinite(self.walk_m))
        walks = Walks(points, sites, self.walk_m[points, sites], *self.walk_m.shape)
        return prepare(walks, Offers(self.site_index, self.suitability), Groups(self.norm_hours, self.decays))

    def but(self, **changes: Any) -> "Town":
        return replace(self, **changes)


def hand_made() -> Town:
    """The town whose figures were worked out by hand: docs/scoring.md."""
    return Town(
        walk_m=np.array([[300, 900, 1300], [700, 350, 200], [1100, 500, np.inf]]),
        site_index=np.arange(3),
        suitability=np.array([[1, 0.5], [1, 1], [0, 1]]),
        norm_hours=np.array([2.0, 3.0]),
        decays=(steps(), steps(0.625)),
        demand=Demand.certain([[100, 40], [60, 10], [0, 80]]),
        rooms=Rooms.certain([300, 120, 60]),
        unhosted=np.zeros(3, dtype=np.bool_),
        areas=Areas(np.array([0, 0, 1]), 2),
    )


def split_offer(town: Town, k: int, share: float) -> Town:
    """The same town with offer k written as two at one place: the second is added at the end."""
    room = np.append(town.room, town.room[k] * (1 - share))
    room[k] *= share
    return town.but(
        site_index=np.append(town.site_index, town.site_index[k]),
        suitability=np.vstack([town.suitability, town.suitability[k]]),
        rooms=Rooms.certain(room),
    )


def split_point(town: Town, i: int, share: float) -> Town:
    """The same town with the people of point i written as two points at one address."""
    persons = np.vstack([town.persons, town.persons[i] * (1 - share)])
    persons[i] *= share
    return town.but(
        walk_m=np.vstack([town.walk_m, town.walk_m[i]]),
        demand=Demand.certain(persons),
        areas=Areas(np.append(town.areas.area_index, town.areas.area_index[i]), town.areas.n_areas),
    )


def _amounts(shape: tuple[int, ...], largest: float) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float64, shape, elements=st.just(0.0) | st.floats(0.5, largest), fill=st.nothing())


@st.composite
def towns(draw: st.DrawFn, *, one_group: bool = False, everyone_lives: bool = False) -> Town:
    """Any small town, with points outside all areas, offers that share a site, and places that nobody reaches."""
    n_points = draw(st.integers(1, 6))
    n_sites = draw(st.integers(1, 4))
    n_offers = draw(st.integers(1, 6))
    n_groups = 1 if one_group else draw(st.integers(1, 3))
    n_areas = draw(st.integers(1, 3))
    metres = st.sampled_from([0.0, 250.0, 400.0, 400.5, 800.0, 1200.0, np.inf]) | st.floats(0, 1600)
    persons = draw(_amounts((n_points, n_groups), 500.0)) + (1.0 if everyone_lives else 0.0)
    room = draw(_amounts((n_offers,), 5000.0))
    shares = st.floats(0, 1)
    widen = st.floats(1, 3)
    return Town(
        walk_m=draw(arrays(np.float64, (n_points, n_sites), elements=metres, fill=st.nothing())),
        site_index=draw(arrays(np.int64, n_offers, elements=st.integers(0, n_sites - 1))),
        suitability=draw(arrays(np.float64, (n_offers, n_groups), elements=st.sampled_from([0, 0.2, 0.5, 0.9, 1.0]))),
        norm_hours=draw(arrays(np.float64, n_groups, elements=st.floats(0.25, 4))),
        decays=tuple(steps(scale) for scale in draw(st.tuples(*[st.sampled_from([1.0, 0.625])] * n_groups))),
        demand=Demand(
            persons * draw(arrays(np.float64, persons.shape, elements=shares.filter(lambda x: x == 0 or x > 0.01))),
            persons,
            persons * draw(arrays(np.float64, persons.shape, elements=widen)) + draw(st.sampled_from([0.0, 5.0])),
        ),
        rooms=Rooms(
            room * draw(arrays(np.float64, n_offers, elements=shares)),
            room,
            room * draw(arrays(np.float64, n_offers, elements=widen)),
            draw(arrays(np.bool_, n_offers)),
        ),
        unhosted=draw(arrays(np.bool_, n_offers)),
        areas=Areas(draw(arrays(np.int64, n_points, elements=st.integers(-1, n_areas - 1))), n_areas),
    )
