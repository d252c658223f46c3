"""Vector tiles of our own streets, water, parks and built-up area, made by the database and kept by their version."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import RD, Municipality
from venues.walking.drawn import PATHS, drawn_version, main_streets

WEEK_S = 7 * 24 * 3600
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
ZOOMS = range(8, 17)
PIXEL_M = 48_200
"""Metres on Dutch ground of a pixel at zoom 0, in tiles that are drawn 512 pixels wide."""
CITY_ZOOM = 13
"""Below it, a tile holds a grid of half pixels and no small shapes; from it on, local streets are drawn."""
LONGER_THAN_M = {8: 4000.0, 9: 2500.0, 10: 1600.0, 11: 1200.0, 12: 900.0}
"""By zoom, how long a street without a class goes straight on to be drawn as a main street."""
FURTHER_IN_M = 700.0

_BACKDROP = """
    SELECT kind, ST_Simplify(shape, %(pixel_m)s / 2) AS shape FROM venues_backdrop, box
    WHERE municipality_id = ANY(%(codes)s) AND kind = '{kind}' AND shape && around AND ST_Area(shape) > %(pixel_m)s ^ 2
"""
_STREETS = """
    SELECT street_class AS kind, ST_Simplify(ST_LineMerge(ST_Collect(path)), %(pixel_m)s / 2) AS shape
    FROM venues_street, box
    WHERE municipality_id = ANY(%(codes)s) AND path && around AND {which} GROUP BY street_class
"""
_MAIN = "id = ANY(%(main)s::bigint[])"
_LOCAL = "id <> ALL(%(main)s::bigint[]) AND street_class <> ALL(%(paths)s)"
_LAYER = """
    WITH box AS MATERIALIZED (
        SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS tile,
               ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.0625), %(rd)s) AS around
    ), found AS ({found}), cut AS (
        SELECT kind, ST_AsMVTGeom(ST_Transform(shape, 3857), tile, %(extent)s, %(extent)s / 16) AS geom FROM found, box
    )
    SELECT ST_AsMVT(cut, '{name}', %(extent)s, 'geom') FROM cut WHERE geom IS NOT NULL
"""


class Place(NamedTuple):
    """Which tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether there are tiles there."""
        side = 2**self.z if self.z in ZOOMS else 0
        return 0 <= self.x < side and 0 <= self.y < side


@dataclass(frozen=True)
class Layer:
    """One layer inside a tile.

    Attributes:
        name: What it is called there; each feature says its `kind`.
        found: SQL that selects `kind` and `shape`, in RD, around the tile.
        from_zoom: Where it begins.
    """

    name: str
    found: str
    from_zoom: int = ZOOMS[0]


LAYERS = {
    "backdrop": (
        Layer("built", _BACKDROP.format(kind="built")),
        Layer("park", _BACKDROP.format(kind="park")),
        Layer("water", _BACKDROP.format(kind="water")),
        Layer("main-street", _STREETS.format(which=_MAIN)),
    ),
    "streets": (
        Layer(
            "street",
            _STREETS.format(which="id <> ALL(%(main)s::bigint[]) AND street_class <> ALL(%(paths)s)"),
            CITY_ZOOM,
        ),
    ),
}


@require_safe
def tile(request: HttpRequest, layer: str, z: int, x: int, y: int) -> HttpResponseBase:
    """One tile, of one `municipality` or of all that are real.

    Its address may carry `v`, the version of what it was made from: then it may be kept without asking again.
    """
    place = Place(z, x, y)
    if layer not in LAYERS or not place.exists:
        raise Http404(_("There is no such tile."))
    codes = _municipalities(request.GET.get("municipality", ""))
    version = drawn_version(codes)
    etag = f'W/"{version}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _answer(request, tile_body(layer, place, codes, version))
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.GET.get("v") == version:
        patch_cache_control(response, public=True, max_age=WEEK_S, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


@lru_cache(maxsize=512)
def tile_body(layer: str, place: Place, codes: tuple[str, ...], version: str) -> bytes:
    """A tile as gzip; empty where nothing is drawn.

    Args:
        layer: A key of `LAYERS`.
        place: Which tile.
        codes: Of which municipalities.
        version: Of `drawn_version`.
    """
    parameters = {
        **place._asdict(),
        "rd": RD,
        "codes": list(codes),
        "pixel_m": PIXEL_M / 2**place.z,
        "extent": 4096 if place.z >= CITY_ZOOM else 1024,
        "main": main_streets(codes, version, LONGER_THAN_M.get(place.z, FURTHER_IN_M)),
        "paths": list(PATHS),
    }
    body = b""
    with connection.cursor() as cursor:
        for part in LAYERS[layer]:
            if place.z >= part.from_zoom:
                cursor.execute(_LAYER.format(found=part.found, name=part.name), parameters)
                body += bytes(cursor.fetchone()[0])
    return gzip.compress(body, mtime=0) if body else b""


def _municipalities(code: str) -> tuple[str, ...]:
    """The one that was asked for, or all but the fictional ones: these may lie on the same ground."""
    if not code:
        return tuple(Municipality.objects.filter(is_fictional=False).order_by("code").values_list("code", flat=True))
    if not Municipality.objects.filter(code=code).exists():
        raise Http404(_("There is no municipality “%(code)s”.") % {"code": code})
    return (code,)


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    if not body:
        return HttpResponse(status=204)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(body), content_type=MEDIA_TYPE)
    return HttpResponse(body, content_type=MEDIA_TYPE, headers={"Content-Encoding": "gzip"})
