"""The town as drawn, with everything that people and places are put into."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town.areas import Neighbourhood, draw_main_roads, draw_neighbourhoods
from venues.importing.demo_town.curves import XY, union, within, without
from venues.importing.demo_town.graph import Network, connect
from venues.importing.demo_town.ground import Ground, Named, lay_ground
from venues.importing.demo_town.streets import draw_streets


@dataclass(frozen=True)
class Town:
    """Ground, neighbourhoods and streets; metres from the centre."""

    ground: Ground
    neighbourhoods: tuple[Neighbourhood, ...]
    network: Network
    waters: tuple[Named, ...]
    parks: tuple[Named, ...]
    """Parks first, then the smaller strips and fields."""

    @cached_property
    def water(self) -> BaseGeometry:
        """All water: river, canals and ditches."""
        return union(named.shape for named in self.waters)

    @cached_property
    def shore(self) -> BaseGeometry:
        """Water with the six metres along it, where nothing is built."""
        return self.water.buffer(6, quad_segs=2)

    @cached_property
    def green(self) -> BaseGeometry:
        """All parks, strips and fields."""
        return union(named.shape for named in self.parks)

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree([neighbourhood.shape for neighbourhood in self.neighbourhoods])

    def neighbourhood_at(self, at: XY) -> int | None:
        """Which neighbourhood holds a point; none outside the municipality."""
        found = sorted(int(number) for number in self._tree.query(Point(at), predicate="intersects"))
        return found[0] if found else None


def draw_town(rng: np.random.Generator) -> Town:
    """Draw ground, neighbourhoods and streets."""
    ground = lay_ground()
    roads = draw_main_roads(ground)
    neighbourhoods, roads = draw_neighbourhoods(ground, roads, rng)
    drawing = draw_streets(ground, neighbourhoods, roads, rng)
    dug = [*ground.waters, *(Named(canal.name, within(canal.shape, ground.outline)) for canal in drawing.canals)]
    water = union(named.shape for named in dug)
    green = [Named(strip.name, without(strip.shape, water)) for strip in drawing.greens]
    return Town(
        ground=ground,
        neighbourhoods=tuple(neighbourhoods),
        network=connect(drawing.streets, rng),
        waters=tuple(named for named in dug if not named.shape.is_empty),
        parks=(*ground.parks, *(named for named in green if not named.shape.is_empty)),
    )
