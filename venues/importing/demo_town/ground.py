"""The ground before a street is drawn: outline, water, parks and the railway."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import plan
from venues.importing.demo_town.curves import FloatArray, line, on_raster, polygons, region, union, within, without

QUAY_M = 7.0
"""Streets stay this far from the water."""

RAIL_M = 20.0
"""Streets stay this far from the railway."""


@dataclass(frozen=True)
class Named:
    """A piece of ground with a name, in metres from the centre."""

    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Ground:
    """What streets and neighbourhoods have to go round."""

    outline: Polygon
    waters: tuple[Named, ...]
    parks: tuple[Named, ...]
    railway: LineString
    dividers: tuple[LineString, ...]
    """Lines of water and rail at which neighbourhoods end."""
    singel_road: LineString
    water: BaseGeometry
    park: BaseGeometry

    @cached_property
    def no_streets(self) -> BaseGeometry:
        """Water with its quays and the railway with its verges: streets only cross them on a bridge."""
        return union([self.water.buffer(QUAY_M, quad_segs=3), self.railway.buffer(RAIL_M)])

    @cached_property
    def by_the_water(self) -> BaseGeometry:
        """Where a street would be a quay."""
        return self.water.buffer(QUAY_M + 2, quad_segs=3)

    @cached_property
    def by_the_park(self) -> BaseGeometry:
        """Where a street would look out on a park."""
        return self.park.buffer(3, quad_segs=2)

    @cached_property
    def by_the_railway(self) -> BaseGeometry:
        """Where a street would run along the railway."""
        return self.railway.buffer(RAIL_M + 3)


def lay_ground() -> Ground:
    """Draw outline, water, parks and railway from the plan."""
    outline = Polygon(on_raster(np.asarray(plan.OUTLINE, dtype=np.float64)))
    ring = moat(0.0)
    waters: list[Named] = [Named("Stadssingel", LineString(ring).buffer(15, join_style="mitre"))]
    dividers: list[LineString] = [LineString(ring)]
    gracht = line(plan.OUDE_GRACHT)
    waters.append(Named("Oude Gracht", gracht.buffer(6)))
    for waterway in plan.WATERWAYS:
        if waterway.width_m:
            course = line(waterway.points)
            waters.append(Named(waterway.name, course.buffer(waterway.width_m / 2)))
            if waterway.divides:
                dividers.append(course)
        else:
            shore = region(waterway.points)
            waters.append(Named(waterway.name, shore))
            if waterway.divides:
                dividers.append(LineString(shore.exterior))
    waters += [Named(basin.name, Polygon(basin.points)) for basin in plan.BASINS]
    railway = line(plan.RAILWAY)
    dividers.append(railway)
    inside = [Named(water.name, within(water.shape, outline)) for water in waters]
    water = union(named.shape for named in inside)
    rampart = (
        Polygon(around_town(76.0))
        .difference(Polygon(moat(0.0)).buffer(22))
        .intersection(Polygon([(-700, -150), (-600, 400), (420, 300), (120, 0), (-150, -250)]))
    )  # The old rampart became a strip of green, as in many Dutch towns.
    parks = [Named(park.name, region(park.points)) for park in plan.PARKS] + [Named("Bolwerk", rampart)]
    dry = [Named(park.name, within(without(park.shape, water.buffer(2)), outline)) for park in parks]
    return Ground(
        outline=outline,
        waters=tuple(inside),
        parks=tuple(dry),
        railway=railway,
        dividers=tuple(dividers),
        singel_road=LineString(around_town(88.0)),
        water=water,
        park=union(named.shape for named in dry),
    )


def moat(outwards_m: float) -> FloatArray:
    """The star-shaped moat round the old town, or a line parallel to it."""
    corners: list[tuple[float, float]] = []
    step = 2 * np.pi / plan.BASTIONS
    radius = plan.SINGEL_RADIUS_M + outwards_m
    for bastion in range(plan.BASTIONS):
        at = bastion * step + 0.2
        for turn, reach in ((-0.17, 34.0), (0.0, 52.0), (0.17, 34.0), (0.27, -8.0), (0.73, -8.0)):
            angle = at + turn * step
            corners.append(_polar(angle, radius + reach))
    corners.append(corners[0])
    return on_raster(np.asarray(corners))


def around_town(outwards_m: float) -> FloatArray:
    """The smooth road outside the moat."""
    angles = np.linspace(0, 2 * np.pi, 61)[:-1]
    wave = 6 * np.cos(plan.BASTIONS * (angles - 0.2))
    ring = [_polar(float(a), plan.SINGEL_RADIUS_M + outwards_m + float(w)) for a, w in zip(angles, wave, strict=True)]
    return on_raster(np.asarray([*ring, ring[0]]))


def _polar(angle: float, radius: float) -> tuple[float, float]:
    # Slightly wider than high and askew: no old town is a circle.
    stretch = 1 + 0.10 * np.cos(2 * angle + 0.5)
    x, y = plan.SINGEL_CENTRE
    return x + radius * stretch * float(np.cos(angle)), y + radius * stretch * float(np.sin(angle))


def dry_land(face: Polygon, ground: Ground) -> list[Polygon]:
    """The pieces of a face on which streets can be laid."""
    return polygons(without(without(face, ground.no_streets), ground.park), least_m2=1500)
