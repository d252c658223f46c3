"""Vector tiles of areas, streets, water, parks and built-up area, made by the database and kept by their version."""

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.api.kept_tiles import TILES, ZOOMS, Place, Wanted, tile_answer, wanted_tile
from venues.models import RD, Level, Municipality
from venues.walking.drawn import PATHS, drawn_version, main_streets

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
_AREAS = """
    SELECT area.code, area.name, area.level, ST_Simplify(area.boundary, %(pixel_m)s / 2, true) AS shape
    FROM venues_area area JOIN venues_edition edition ON edition.id = area.edition_id, box
    WHERE edition.is_active AND edition.municipality_id = ANY(%(codes)s) AND level = %(level)s AND boundary && around
"""
_LAYER = """
    WITH box AS MATERIALIZED (
        SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS tile,
               ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.0625), %(rd)s) AS around
    ), found AS ({found}), cut AS (
        SELECT {members}, ST_AsMVTGeom(ST_Transform(shape, 3857), tile, %(extent)s, %(extent)s / 16) AS geom
        FROM found, box
    )
    SELECT ST_AsMVT(cut, '{name}', %(extent)s, 'geom') FROM cut WHERE geom IS NOT NULL
"""


_AREAS_VERSION = """
    SELECT md5(concat_ws(' ',
        (SELECT string_agg(area.id || area.name, ',' ORDER BY area.id) FROM venues_area area
            JOIN venues_edition edition ON edition.id = area.edition_id AND edition.is_active
            WHERE edition.municipality_id = ANY(%s)),
        (SELECT concat_ws(' ', count(*), max(id), max(activated_at)) FROM venues_edition),
        (SELECT max(finished_at) FROM venues_importrun WHERE status = 'done')
    ))
"""


@dataclass(frozen=True)
class Layer:
    """One layer inside a tile.

    Attributes:
        name: What it is called there.
        found: SQL that selects the members and `shape`, in RD, around the tile.
        from_zoom: Where it begins.
        members: What each feature says, column by column.
    """

    name: str
    found: str
    from_zoom: int = ZOOMS[0]
    members: str = "kind"


@dataclass(frozen=True)
class TileSet:
    """What is asked for together.

    Attributes:
        layers: The layers inside each of its tiles.
        version: Changes when anything does that tiles of some municipalities are made from.
    """

    layers: tuple[Layer, ...]
    version: Callable[[tuple[str, ...]], str]


def areas_version(codes: Sequence[str]) -> str:
    """Changes when boundaries of some municipalities come, change or are activated, or an area gets another name."""
    with connection.cursor() as cursor:
        # In one question, as it is asked for every tile.
        cursor.execute(_AREAS_VERSION, [list(codes)])
        return str(cursor.fetchone()[0])


TILE_SETS = {
    "areas": TileSet((Layer("area", _AREAS, members="code, name, level"),), areas_version),
    "backdrop": TileSet(
        (
            Layer("built", _BACKDROP.format(kind="built")),
            Layer("park", _BACKDROP.format(kind="park")),
            Layer("water", _BACKDROP.format(kind="water")),
            Layer("main-street", _STREETS.format(which=_MAIN)),
        ),
        drawn_version,
    ),
    "streets": TileSet((Layer("street", _STREETS.format(which=_LOCAL), CITY_ZOOM),), drawn_version),
}


@require_safe
def tile(request: HttpRequest, layer: str, z: int, x: int, y: int) -> HttpResponseBase:
    """One tile, of one `municipality` or of all that are real; of areas the neighbourhoods, or those of a `level`.

    Its address may carry `v`, the version of what it was made from: then it may be kept without asking again.
    """
    wanted = wanted_tile(request, layer, Place(z, x, y))
    if layer not in TILE_SETS or wanted.level not in Level.values or not wanted.place.exists:
        raise Http404(_("There is no such tile."))
    codes = _municipalities(wanted.municipality)
    version = TILE_SETS[layer].version(codes)
    body = TILES.get((wanted, version))
    if body is None:
        body = TILES.keep((wanted, version), _made(wanted, codes, version))
    return tile_answer(request, body, version)


def _made(wanted: Wanted, codes: Sequence[str], version: str) -> bytes:
    """A tile as gzip; empty where nothing is drawn."""
    place = wanted.place
    parameters: dict[str, Any] = {
        **place._asdict(),
        "level": wanted.level,
        "rd": RD,
        "codes": list(codes),
        "pixel_m": PIXEL_M / 2**place.z,
        "extent": 4096 if place.z >= CITY_ZOOM else 1024,
    }
    if wanted.layer != "areas":
        parameters["main"] = main_streets(codes, version, LONGER_THAN_M.get(place.z, FURTHER_IN_M))
        parameters["paths"] = list(PATHS)
    body = b""
    with connection.cursor() as cursor:
        for part in TILE_SETS[wanted.layer].layers:
            if place.z >= part.from_zoom:
                cursor.execute(_LAYER.format(found=part.found, name=part.name, members=part.members), parameters)
                body += bytes(cursor.fetchone()[0])
    return gzip.compress(body, mtime=0) if body else b""


def _municipalities(code: str) -> tuple[str, ...]:
    """The one that was asked for, or all but the fictional ones: these may lie on the same ground."""
    if not code:
        return tuple(Municipality.objects.filter(is_fictional=False).order_by("code").values_list("code", flat=True))
    if not re.fullmatch(r"GM\d{4}", code, re.ASCII) or not Municipality.objects.filter(code=code).exists():
        raise Http404(_("There is no municipality “%(code)s”.") % {"code": code[:40]})
    return (code,)
