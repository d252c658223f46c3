"""A still map beside an area's figures: the area among its neighbours, and the places that its coverage comes from.

Drawn on the server as SVG, in the classes of the big map: it prints, and needs no JavaScript.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from numpy.typing import NDArray

from venues.assessment.result import Assessment, Contribution
from venues.models import RD, Area, Backdrop, Level, Score, Venue
from venues.pages.classes import NO_FIGURE, css_class
from venues.pages.shapes import Geometries, from_models, simplified

MARGIN = 0.35
"""Of the area's own size, shown around it."""
LEAST_SIZE_M = 2_500
"""What is shown of a small area's surroundings: as far as people walk."""
WIDTH = 400
"""Of the picture, in its own units: about the pixels it gets, so that patterns look as they do on the big map."""
LEAST_RATIO, MOST_RATIO = 0.6, 1.1
"""Of height to width."""
LARGEST_DOT = 9.0
"""Radius of the circle of the place that adds most."""
UNKNOWN = NO_FIGURE[Score.Status.UNKNOWN].css
DOTS_AT_MOST = 60
"""More places than this hide the map."""


@dataclass(frozen=True)
class Outline:
    """An area as the `d` of an SVG path."""

    css: str
    path: str
    name: str


@dataclass(frozen=True)
class Dot:
    """A place that adds to the coverage; the surface of its circle is what it adds."""

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True)
class AreaMap:
    """Everything in units of the picture from its north-west corner, y downwards."""

    width: int
    height: int
    areas: list[Outline]
    water: str
    focus: str
    dots: list[Dot]


@dataclass(frozen=True)
class _Frame:
    """A rectangle of the Dutch grid that fills the picture."""

    west: float
    north: float
    width_m: float
    height_m: float

    @property
    def scale(self) -> float:
        """Units of the picture a metre."""
        return WIDTH / self.width_m

    def polygon(self) -> Polygon:
        """The rectangle, to look up what lies in it."""
        box = Polygon.from_bbox((self.west, self.north - self.height_m, self.west + self.width_m, self.north))
        box.srid = RD
        return box

    def place(self, xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """From metres of the grid to units of the picture."""
        return np.column_stack([xy_m[:, 0] - self.west, self.north - xy_m[:, 1]]) * self.scale


def _frame(extent: tuple[float, float, float, float]) -> _Frame:
    west, south, east, north = extent
    width = max(LEAST_SIZE_M, (east - west) * (1 + MARGIN))
    height = max(LEAST_SIZE_M, (north - south) * (1 + MARGIN))
    width, height = max(width, height / MOST_RATIO), max(height, width * LEAST_RATIO)
    return _Frame((west + east - width) / 2, (south + north + height) / 2, width, height)


def area_map(area: Area, assessment: Assessment, group_code: str | None, parts: Sequence[Contribution]) -> AreaMap:
    """Draw an area among the others of its level, or, for a higher area, the areas one level below it.

    Args:
        area: With its boundary.
        assessment: Whose classes are painted.
        group_code: Of which group; None for all together.
        parts: What makes up the coverage; places without a location are left out.
    """
    level = Level.DISTRICT if area.level == Level.MUNICIPALITY else Level.NEIGHBOURHOOD
    frame = _frame(area.boundary.extent)
    box = frame.polygon()
    detail_m = 0.5 / frame.scale
    shown = list(Area.objects.filter(edition=area.edition, level=level, boundary__bboverlaps=box).order_by("code"))
    shapes = simplified(from_models(neighbour.boundary for neighbour in shown), detail_m)
    water = Backdrop.objects.filter(
        municipality=area.edition.municipality_id, kind=Backdrop.Kind.WATER, shape__bboverlaps=box
    ).values_list("shape", flat=True)
    return AreaMap(
        width=WIDTH,
        height=round(frame.height_m * frame.scale),
        areas=[
            Outline(css_class(score) if score else UNKNOWN, _path(np.array([shape]), frame), neighbour.name)
            for neighbour, shape in zip(shown, shapes, strict=True)
            for score in [assessment.score(neighbour.code, group_code)]
        ],
        water=_path(shapely.simplify(from_models(water), detail_m), frame),
        focus=_path(simplified(from_models([area.boundary]), detail_m), frame),
        dots=_dots(parts, frame),
    )


def _dots(parts: Sequence[Contribution], frame: _Frame) -> list[Dot]:
    added: dict[Any, float] = {}
    for part in parts:
        if part.venue_id:
            added[part.venue_id] = added.get(part.venue_id, 0.0) + part.coverage
    if not added or len(added) > DOTS_AT_MOST:
        return []
    largest = max(added.values()) or 1.0
    places = Venue.everything.in_bulk(list(added))
    at = frame.place(np.array([[place.location.x, place.location.y] for place in places.values()]))
    found = [
        Dot(round(x, 1), round(y, 1), round(LARGEST_DOT * (added[key] / largest) ** 0.5, 1), place.name)
        for (key, place), (x, y) in zip(places.items(), at.tolist(), strict=True)
    ]
    return sorted((dot for dot in found if 0 <= dot.x <= WIDTH and dot.y >= 0), key=lambda dot: -dot.radius)


def _path(shapes: Geometries, frame: _Frame) -> str:
    """Polygons as one SVG path."""
    drawn = []
    for ring in shapely.get_rings(shapely.get_parts(shapes)):
        corners = frame.place(shapely.get_coordinates(ring)[:-1]).tolist()
        drawn.append("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in corners) + "Z")
    return "".join(drawn)
