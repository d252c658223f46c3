"""Shapes for the map: simplified without opening gaps, in WGS84, rounded to what a screen can show."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from venues.models import RD, Area, Edition

TOLERANCE_M = {"municipality": 10.0, "district": 8.0, "neighbourhood": 5.0}
DECIMALS = 5
"""Of a degree: about a metre."""
WRITTEN = 2
"""Which way shapes are written; another one gives them other addresses, as browsers keep what they have."""
Geometries = NDArray[np.object_]
_TO_WGS84 = pyproj.Transformer.from_crs(RD, 4326, always_xy=True)


@lru_cache(maxsize=64)
def area_shapes(edition_id: int, level: str, version: str) -> bytes:
    """The areas of one level as GeoJSON with `code` and `name`.

    Args:
        edition_id: Of which boundaries.
        level: A value of `Level`.
        version: Changes when the boundaries do; it is part of the address, so that browsers may keep the answer.

    Returns:
        A FeatureCollection with its bbox; neighbours keep sharing their border after simplification.
    """
    areas = list(Area.objects.filter(edition_id=edition_id, level=level).order_by("code"))
    shapes = from_models(area.boundary for area in areas)
    simple = simplified(shapes, TOLERANCE_M[level])
    properties = [{"code": area.code, "name": area.name} for area in areas]
    return feature_collection(simple, properties)


def simplified(shapes: Geometries, tolerance_m: float) -> Geometries:
    """Polygons of one level with fewer corners; a border between two of them stays one border."""
    if not len(shapes):
        return shapes
    return np.asarray(shapely.coverage_simplify(shapes, tolerance_m), dtype=object)


def edition_version(edition: Edition) -> str:
    """A mark that changes when other boundaries come into use, or when they are written otherwise."""
    moment = f"{edition.activated_at.timestamp():.0f}" if edition.activated_at else "0"
    return f"{WRITTEN}-{edition.pk}-{moment}"


def points_wgs84(xy_m: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Rounded longitude and latitude of points of the Dutch grid, in metres."""
    found: list[list[float]] = _project(np.array(xy_m, dtype=float).reshape(-1, 2)).tolist()
    return found


def _project(xy_m: NDArray[np.float64], decimals: int = DECIMALS) -> NDArray[np.float64]:
    lon, lat = _TO_WGS84.transform(xy_m[:, 0], xy_m[:, 1])
    return np.round(np.column_stack([lon, lat]), decimals)


def from_models(geometries: Iterable[Any]) -> Geometries:
    """Geometries of rows as an array."""
    return np.asarray(shapely.from_wkb([bytes(geometry.wkb) for geometry in geometries]), dtype=object)


def feature_collection(shapes: Geometries, properties: Sequence[dict[str, str]], decimals: int = DECIMALS) -> bytes:
    """Shapes in metres of the Dutch grid with their properties, as GeoJSON in so many decimals of a degree."""
    in_degrees = shapely.transform(shapes, partial(_project, decimals=decimals))
    features = [
        {"type": "Feature", "properties": known, "geometry": shapely.geometry.mapping(shape)}
        for shape, known in zip(in_degrees, properties, strict=True)
    ]
    drawn: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if len(shapes):
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        # By its four corners: a rectangle of the Dutch grid stands askew.
        corners = _project(np.array([[west, south], [west, north], [east, south], [east, north]]))
        drawn["bbox"] = [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]
    return json.dumps(drawn, separators=(",", ":")).encode()
