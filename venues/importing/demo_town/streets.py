"""All streets and paths of the town, from main road to footpath, as lines that still cross each other."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import plan
from venues.importing.demo_town.areas import MainRoad, Neighbourhood
from venues.importing.demo_town.curves import lines, plain, polygons, snapped, spline, union, within, without
from venues.importing.demo_town.fabric import BLOCKS, arcs, farm_lanes, loops, play_greens, strips, subdivide
from venues.importing.demo_town.ground import Ground, Named, dry_land

SQUARES = (
    ((95, -140), (165, -128), (178, -45), (108, -58)),
    ((-318, -150), (-246, -160), (-236, -92), (-306, -80)),
)
"""Market and church square: the town was built round them."""

QUAY_CLASS = {"strips": "footway", "loops": "footway", "polder": "", "village": "", "industry": ""}
"""What runs along the water; elsewhere a street with houses."""


@dataclass(frozen=True)
class Drawn:
    """A line as drawn, before it is cut at crossings."""

    path: LineString
    street_class: str
    left_out: float = 0.0
    """Chance that a piece between two crossings is left out, where it can be missed."""


@dataclass
class Drawing:
    """Everything drawn: streets, and the canals, ditches and strips of green that came with them."""

    streets: list[Drawn] = field(default_factory=list)
    canals: list[Named] = field(default_factory=list)
    greens: list[Named] = field(default_factory=list)


def draw_streets(
    ground: Ground, neighbourhoods: list[Neighbourhood], roads: list[MainRoad], rng: np.random.Generator
) -> Drawing:
    """Draw the main roads, then the streets of every neighbourhood in its own pattern, then the paths in the parks."""
    drawing = Drawing([Drawn(road.path, road.street_class) for road in roads])
    for neighbourhood in neighbourhoods:
        for face in neighbourhood.faces:
            for land in dry_land(face, ground):
                _draw_land(land, neighbourhood, ground, drawing, rng)
    for park in ground.parks:
        for piece in polygons(park.shape, least_m2=4000):
            drawing.streets += _park_paths(piece, ground, rng)
    return drawing


def _draw_land(
    land: Polygon, neighbourhood: Neighbourhood, ground: Ground, drawing: Drawing, rng: np.random.Generator
) -> None:
    quarter = neighbourhood.quarter
    fabric = quarter.fabric
    if fabric in {"polder", "village"}:
        if fabric == "village":
            village = Polygon(spline(plan.VILLAGE, closed=True))
            for core in polygons(within(land, village), least_m2=4000):
                _draw_blocks(core, "village", drawing, rng)
            land = max(polygons(without(land, village.buffer(30))), key=lambda part: part.area, default=land)
        lanes, ditches = farm_lanes(land, quarter.angle_deg, rng)
        drawing.streets += [Drawn(lane, "unclassified") for lane in lanes]
        drawing.canals += [Named("Poldersloot", snapped(ditch.buffer(2.5))) for ditch in ditches]
        return
    if fabric == "strips":
        streets, open_gaps = strips(land, quarter.angle_deg, rng)
        drawing.streets += [Drawn(path, "residential", 0.10) for path in streets]
        drawing.streets += _green_strips(land, quarter.angle_deg, rng)
        drawing.greens += [Named("Groenstrook", snapped(green.buffer(13, cap_style="flat"))) for green in open_gaps]
    elif fabric == "loops":
        greens = play_greens(land, rng)
        drawing.greens += [Named("Speelveld", green) for green in greens]
        for piece in polygons(without(land, union(greens)), least_m2=1500):
            drawing.streets += [Drawn(path, kind) for path, kind in loops(piece, rng)]
    elif fabric == "arcs":
        streets, courses = arcs(land, quarter.angle_deg, rng)
        drawing.streets += [Drawn(path, "residential", 0.12) for path in streets]
        drawing.canals += [Named("Oevergracht", snapped(course.buffer(6, cap_style="flat"))) for course in courses]
    else:
        pieces = [land]
        if fabric == "core":
            for corners in SQUARES:
                square = Polygon(corners)
                if land.contains(square.centroid):
                    drawing.streets.append(Drawn(LineString(square.exterior), "pedestrian"))
                    pieces = polygons(without(land, square))
        for piece in pieces:
            _draw_blocks(piece, fabric, drawing, rng)
    drawing.streets += _edges(land, fabric, ground)


def _draw_blocks(land: Polygon, fabric: str, drawing: Drawing, rng: np.random.Generator) -> None:
    blocks = BLOCKS[fabric]
    drawing.streets += [Drawn(path, "residential", blocks.left_out) for path in subdivide(land, blocks, rng)]


def _edges(land: Polygon, fabric: str, ground: Ground) -> list[Drawn]:
    """Quays along the water, and streets along park and railway."""
    rim = land.boundary
    quay = QUAY_CLASS.get(fabric, "residential")
    drawn = []
    for near, kind in ((ground.by_the_water, quay), (ground.by_the_park, "residential")):
        if kind:
            looking = lines(shapely.line_merge(rim.intersection(near)), least_m=25)
            drawn += [Drawn(plain(part, 1.5), kind) for part in looking]
    if fabric in {"ring", "arcs", "thirties"}:
        track = rim.intersection(ground.by_the_railway)
        drawn += [Drawn(plain(part, 1.5), "residential") for part in lines(shapely.line_merge(track), least_m=40)]
    return drawn


def _green_strips(land: Polygon, angle_deg: float, rng: np.random.Generator) -> list[Drawn]:
    """Footpaths that run across the open strips between the flats."""
    middle = np.asarray(land.centroid.coords[0])
    angle = np.radians(angle_deg + 90)
    unit = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-unit[1], unit[0]])
    drawn: list[Drawn] = []
    for offset in np.arange(-1500, 1500, 118.0):
        at = middle + across * (offset + rng.uniform(-20, 20))
        path = LineString(np.round([at - unit * 2000, at + unit * 2000]))
        drawn += [Drawn(part, "footway", 0.7) for part in lines(path.intersection(land), least_m=30)]
    return drawn


def _park_paths(park: Polygon, ground: Ground, rng: np.random.Generator) -> list[Drawn]:
    """A round along the edge of a park, and winding paths across it."""
    paths: list[LineString] = []
    for inner in polygons(park.buffer(-16).buffer(-8).buffer(8), least_m2=2500):
        paths.append(plain(inner.exterior, 3))
        paths += [plain(hole, 3) for hole in inner.interiors]
    ring = park.exterior
    crossings = min(6, max(2, round(park.area / 40_000)))
    heart = np.asarray(park.representative_point().coords[0])
    for number in range(crossings):
        ends = [
            np.asarray(ring.interpolate(share, normalized=True).coords[0])
            for share in (
                (number + rng.uniform(0, 0.6)) / crossings / 2,
                0.5 + (number + rng.uniform(0, 0.6)) / crossings / 2,
            )
        ]
        bend = (ends[0] + ends[1]) / 4 + heart / 2 + rng.uniform(-45, 45, 2)
        paths.append(LineString(spline([tuple(ends[0]), tuple(bend), tuple(ends[1])])))
    allowed: BaseGeometry = without(park.buffer(22), ground.no_streets)
    return [Drawn(part, "footway") for path in paths for part in lines(path.intersection(allowed), least_m=15)]
