"""The reference systems that are served, and geometry as text in one of them. PostGIS does the transforming."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from rest_framework.request import Request

from venues.api.errors import BodyCrsUnknown, CrsNotAcceptable
from venues.models import RD

Rows = TypeVar("Rows", bound="QuerySet[Any]")
Corners = tuple[float, float, float, float]


@dataclass(frozen=True)
class Crs:
    """A coordinate reference system that a client may ask for."""

    name: str
    uri: str
    srid: int
    decimals: int
    is_latitude_first: bool = False

    @property
    def header(self) -> str:
        """As `Content-Crs` says it."""
        return f"<{self.uri}>"


_OGC = "http://www.opengis.net/def/crs"
CRS84 = Crs("CRS84", f"{_OGC}/OGC/1.3/CRS84", 4326, 7)
AMERSFOORT_RD = Crs("EPSG:28992", f"{_OGC}/EPSG/0/28992", RD, 3)
# Officially latitude comes first here, and clients that know the code expect so.
ETRS89 = Crs("EPSG:4258", f"{_OGC}/EPSG/0/4258", 4258, 7, is_latitude_first=True)
SERVED = (CRS84, AMERSFOORT_RD, ETRS89)
NAMES = [name for crs in SERVED for name in (crs.name, crs.uri)]

# West, south, east, north in degrees. Further out the Dutch grid has no meaning, and PostGIS refuses to transform.
AROUND_NETHERLANDS = (2.0, 50.0, 8.5, 54.5)
# The same in metres, generously: with larger numbers no ring can be drawn.
AROUND_IN_METRES = (-1e6, -1e6, 2e6, 2e6)
STEPS_A_SIDE = 16


def crs_named(name: str) -> Crs | None:
    """The reference system of a name or URI, also in angle brackets or as a bare EPSG number; None if not served."""
    wanted = name.strip().strip("<>").casefold()
    for crs in SERVED:
        if wanted in {crs.name.casefold(), crs.uri.casefold(), crs.name.removeprefix("EPSG:").casefold()}:
            return crs
    return None


def crs_of_header(request: Request) -> Crs:
    """The reference system of `Accept-Crs`, CRS84 without one.

    Raises:
        CrsNotAcceptable: If it is not served.
    """
    header = request.headers.get("Accept-Crs", CRS84.name)
    crs = crs_named(header)
    if crs is None:
        raise CrsNotAcceptable(f"{header[:100]!r} is not served here. Ask for one of: {', '.join(NAMES)}.")
    return crs


def crs_of_body(request: Request, asked: Crs | None) -> Crs:
    """The reference system of a body: that of `Content-Crs`, else the one that the address asks for, else CRS84.

    Raises:
        BodyCrsUnknown: If it is not known.
    """
    header = request.headers.get("Content-Crs", "")
    crs = crs_named(header) if header else asked or CRS84
    if crs is None:
        raise BodyCrsUnknown(f"{header[:100]!r} is not known here. Write one of: {', '.join(NAMES)}.")
    return crs


def as_geojson(field: str, crs: Crs) -> Combinable:
    """A geometry column as GeoJSON text in a reference system, rings counter-clockwise as RFC 7946 asks."""
    shape: Combinable = F(field)
    if crs.srid != RD:
        shape = Func(shape, Value(crs.srid), function="ST_Transform")
    shape = Func(shape, function="ST_ForcePolygonCCW")
    if crs.is_latitude_first:
        shape = Func(shape, function="ST_FlipCoordinates")
    return Func(shape, Value(crs.decimals), Value(0), function="ST_AsGeoJSON", output_field=TextField())


def point_columns(crs: Crs) -> tuple[str, str]:
    """What the two columns of a point are called in a table, in the order of its coordinates."""
    if crs == AMERSFOORT_RD:
        return "x", "y"
    return ("latitude", "longitude") if crs.is_latitude_first else ("longitude", "latitude")


def meeting(rows: Rows, field: str, query: dict[str, Any]) -> Rows:
    """The rows whose shape meets the box of a checked query; all of them without one."""
    if "bbox" not in query:
        return rows
    shape = box(query["bbox"], query.get("bbox_crs", CRS84))
    return rows.filter(**{f"{field}__intersects": shape}) if shape else rows.none()


def sides(corners: Corners, crs: Crs) -> Corners:
    """West, south, east and north of a box."""
    if crs.is_latitude_first:
        south, west, north, east = corners
        return west, south, east, north
    return corners


def box(corners: Corners, crs: Crs) -> Polygon | MultiPolygon | None:
    """A box as a polygon in its reference system, cut to where the Dutch grid has meaning; None where nothing is left.

    Its sides have corners on the way, since a parallel is no straight line in the Dutch grid. In degrees, a box whose
    west lies east of its east goes around by the meridian of 180°.
    """
    west, south, east, north = sides(corners, crs)
    if crs.srid != RD and west > east:
        parts = [_polygon(part, crs) for part in ((west, south, 180.0, north), (-180.0, south, east, north))]
        return MultiPolygon([part for part in parts if part], srid=crs.srid) if any(parts) else None
    return _polygon((west, south, east, north), crs)


def _polygon(around: Corners, crs: Crs) -> Polygon | None:
    west, south, east, north = around
    limit_west, limit_south, limit_east, limit_north = AROUND_IN_METRES if crs.srid == RD else AROUND_NETHERLANDS
    west, south = max(west, limit_west), max(south, limit_south)
    east, north = min(east, limit_east), min(north, limit_north)
    if west > east or south > north:
        return None
    xs = [west + (east - west) * step / STEPS_A_SIDE for step in range(STEPS_A_SIDE + 1)]
    ring: list[Any] = [(x, south) for x in xs] + [(x, north) for x in reversed(xs)]
    return Polygon([*ring, ring[0]], srid=crs.srid)
