"""Shapes for the map: simplified without opening gaps, in WGS84, rounded to what a screen can show."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely
from django.contrib.gis.geos import Polygon
from numpy.typing import NDArray

from venues.models import RD, Area, Backdrop, Edition, Municipality, Street

TOLERANCE_M = {"municipality": 10.0, "district": 8.0, "neighbourhood": 5.0}
DECIMALS = 5
"""Of a degree: about a metre."""
MAIN_STREETS = ("motorway", "trunk", "primary", "secondary", "tertiary")
PATHS = ("footway", "cycleway", "path", "steps", "service", "track", "bridleway")
"""Left out of the map: they are many, and a town is known by its streets."""

Geometries = NDArray[np.object_]
STREETS_ZOOM = 14
"""The zoom of the tiles that local streets come in, and from which they are drawn."""
MERCATOR_HALF_M = 20_037_508.342789244
_FROM_MERCATOR = pyproj.Transformer.from_crs(3857, RD, always_xy=True)
_TO_WGS84 = pyproj.Transformer.from_crs(RD, 4326, always_xy=True)


@lru_cache(maxsize=64)
def area_shapes(edition_id: int, level: str, version: str) -> bytes:
    """The areas of one level as GeoJSON with `code` and `name`.

    Args:
        edition_id: Of which boundaries.
        level: A value of `Level`.
        version: Changes when the boundaries do; it is part of the address, so that browsers may keep the answer.

    Returns:
        A FeatureCollection; neighbours keep sharing their border after simplification.
    """
    areas = list(Area.objects.filter(edition_id=edition_id, level=level).order_by("code"))
    shapes = from_models(area.boundary for area in areas)
    simple = simplified(shapes, TOLERANCE_M[level])
    properties = [{"code": area.code, "name": area.name} for area in areas]
    return _feature_collection(simple, properties)


def simplified(shapes: Geometries, tolerance_m: float) -> Geometries:
    """Polygons of one level with fewer corners; a border between two of them stays one border."""
    if not len(shapes):
        return shapes
    return np.asarray(shapely.coverage_simplify(shapes, tolerance_m), dtype=object)


@lru_cache(maxsize=16)
def backdrop_shapes(municipality_code: str, version: str) -> bytes:
    """Water, parks, built-up area and main streets as GeoJSON, one feature a kind.

    Args:
        municipality_code: Of which municipality.
        version: Changes when the backdrop does.
    """
    kinds: list[str] = []
    shapes: list[shapely.Geometry] = []
    for kind in (Backdrop.Kind.BUILT, Backdrop.Kind.PARK, Backdrop.Kind.WATER):
        found = from_models(
            backdrop.shape for backdrop in Backdrop.objects.filter(municipality_id=municipality_code, kind=kind)
        )
        if len(found):
            kinds.append(kind.value)
            shapes.append(shapely.unary_union(shapely.simplify(found, 4.0)))
    main = from_models(
        Street.objects.filter(municipality_id=municipality_code, street_class__in=MAIN_STREETS).values_list(
            "path", flat=True
        )
    )
    if len(main):
        kinds.append("main-street")
        shapes.append(_joined(main))
    array = np.array(shapes, dtype=object)
    return _feature_collection(array, [{"kind": kind} for kind in kinds])


@lru_cache(maxsize=512)
def street_shapes(municipality_code: str, x: int, y: int, version: str) -> bytes:
    """The other streets in one map tile at zoom `STREETS_ZOOM`, as GeoJSON.

    Args:
        municipality_code: Of which municipality.
        x: Column of the tile, from the west.
        y: Row of the tile, from the north.
        version: Changes when the streets do.
    """
    streets = Street.objects.filter(municipality_id=municipality_code, path__bboverlaps=_tile_rd(x, y)).exclude(
        street_class__in=(*MAIN_STREETS, *PATHS)
    )
    found = from_models(streets.values_list("path", flat=True))
    if not len(found):
        return _feature_collection(found, [])
    return _feature_collection(np.array([_joined(found)], dtype=object), [{"kind": "street"}])


def _joined(streets: Geometries) -> Any:
    """Pieces of street as few long lines, with fewer corners."""
    together: Any = shapely.simplify(shapely.line_merge(shapely.multilinestrings(streets)), 3.0)
    return together


def _tile_rd(x: int, y: int) -> Polygon:
    """The bounds of a tile in the Dutch grid."""
    side = 2 * MERCATOR_HALF_M / 2**STREETS_ZOOM
    west, north = x * side - MERCATOR_HALF_M, MERCATOR_HALF_M - y * side
    return Polygon.from_bbox(_FROM_MERCATOR.transform_bounds(west, north - side, west + side, north))


def backdrop_version(municipality: Municipality) -> str:
    """A mark that changes when the backdrop or the streets are loaded anew."""
    backdrop = Backdrop.objects.filter(municipality=municipality).order_by("-pk").values_list("pk", flat=True).first()
    street = Street.objects.filter(municipality=municipality).order_by("-pk").values_list("pk", flat=True).first()
    return f"{backdrop or 0}-{street or 0}"


def edition_version(edition: Edition) -> str:
    """A mark that changes when other boundaries come into use."""
    return f"{edition.pk}-{edition.activated_at.timestamp():.0f}" if edition.activated_at else str(edition.pk)


def points_wgs84(xy_m: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Rounded longitude and latitude of points of the Dutch grid, in metres."""
    found: list[list[float]] = _project(np.array(xy_m, dtype=float).reshape(-1, 2)).tolist()
    return found


def _project(xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = _TO_WGS84.transform(xy_m[:, 0], xy_m[:, 1])
    return np.round(np.column_stack([lon, lat]), DECIMALS)


def from_models(geometries: Iterable[Any]) -> Geometries:
    """Geometries of rows as an array."""
    return np.asarray(shapely.from_wkb([bytes(geometry.wkb) for geometry in geometries]), dtype=object)


def _feature_collection(shapes: Geometries, properties: Sequence[dict[str, str]]) -> bytes:
    features = [
        {"type": "Feature", "properties": known, "geometry": shapely.geometry.mapping(shape)}
        for shape, known in zip(shapely.transform(shapes, _project), properties, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
