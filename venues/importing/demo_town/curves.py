"""Curves of the hand-drawn plan: splines, blobs and the bent lines between them, in metres."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon, set_precision
from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]
XY = tuple[float, float]

GRID_M = 0.5
"""Everything is drawn on this raster, so that neighbours share vertices exactly and machines agree."""


def spline(points: Sequence[XY], *, closed: bool = False, step_m: float = 25.0) -> FloatArray:
    """Draw a smooth line through points (Catmull-Rom).

    Args:
        points: At least two points, metres.
        closed: Whether the line returns to its first point.
        step_m: About how far the drawn vertices lie apart, metres.

    Returns:
        Vertices (n, 2) on the raster; of a closed line the first is repeated at the end.
    """
    through = np.asarray(points, dtype=np.float64)
    if closed:
        padded = np.vstack([through[-1], through, through[0], through[1]])
    else:
        padded = np.vstack([2 * through[0] - through[1], through, 2 * through[-1] - through[-2]])
    pieces: list[FloatArray] = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(2, round(float(np.hypot(*(end - start))) / step_m))
        t = (np.arange(count) / count)[:, None]
        pieces.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    last = through[0] if closed else through[-1]
    return on_raster(np.vstack([*pieces, last[None, :]]))


def on_raster(points: FloatArray) -> FloatArray:
    """Round metres to the raster."""
    rounded: FloatArray = np.round(points / GRID_M) * GRID_M
    return rounded


def plain(path: BaseGeometry, tolerance_m: float) -> LineString:
    """A line without the vertices that hardly bend it."""
    return LineString(shapely.get_coordinates(path.simplify(tolerance_m)))


def line(points: Sequence[XY], *, closed: bool = False, step_m: float = 25.0) -> LineString:
    """A smooth line as geometry; see `spline`."""
    return LineString(spline(points, closed=closed, step_m=step_m))


def region(points: Sequence[XY], *, step_m: float = 25.0) -> Polygon:
    """A smooth closed shape through points."""
    return Polygon(spline(points, closed=True, step_m=step_m))


def snapped(shape: BaseGeometry) -> BaseGeometry:
    """The shape with its vertices on the raster, valid."""
    return set_precision(shape, GRID_M)


def union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """All shapes as one, on the raster: overlays in floating point fail now and then."""
    return _areal(shapely.union_all(list(shapes), grid_size=GRID_M))


def without(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """A shape less another, on the raster."""
    return _areal(shapely.difference(shape, other, grid_size=GRID_M))


def within(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The part of a shape in another, on the raster."""
    return _areal(shapely.intersection(shape, other, grid_size=GRID_M))


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """Without the lines and points to which slivers shrink on the raster."""
    parts = polygons(shape)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def polygons(shape: BaseGeometry, least_m2: float = 0.0) -> list[Polygon]:
    """The polygons in a shape above a size, in a fixed order."""
    parts = [shape] if isinstance(shape, Polygon) else list(getattr(shape, "geoms", []))
    found = [part for part in parts if isinstance(part, Polygon) and part.area > least_m2]
    return sorted(found, key=lambda part: part.bounds)


def lines(shape: BaseGeometry, least_m: float = 0.0) -> list[LineString]:
    """The lines in a shape above a length, in a fixed order."""
    if isinstance(shape, LineString):
        parts: list[BaseGeometry] = [shape]
    else:
        parts = [inner for part in getattr(shape, "geoms", []) for inner in lines(part)]
    found = [part for part in parts if isinstance(part, LineString) and part.length > least_m]
    return sorted(found, key=lambda part: (part.bounds, part.length))


def bent(start: FloatArray, end: FloatArray, sag_m: float, *, beyond_m: float = 0.0) -> LineString:
    """A line between two points that sags sideways in its middle, drawn a little beyond both ends."""
    along = end - start
    length = float(np.hypot(*along)) or 1.0
    unit = along / length
    t = np.linspace(0, 1, max(2, round(length / 30) + 1))[:, None]
    path = start + along * t + np.array([-unit[1], unit[0]]) * (4 * sag_m * t * (1 - t))
    path[0] -= unit * beyond_m
    path[-1] += unit * beyond_m
    return LineString(on_raster(path))
