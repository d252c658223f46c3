"""Tiles that were made before, by what was asked for and the version of what they are made from."""

import gzip
import re
from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from venues.api.kept import Kept
from venues.models import Level
from venues.reports.versioned import versioned

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
ZOOMS = range(8, 17)
TILES = Kept(most_bytes=16_000_000)
"""Bodies as gzip, empty where nothing is drawn; keys are what was wanted and its version."""
_ADDRESS = re.compile(r"/tiles/([a-z]{1,20})/([0-9]{1,2})/([0-9]{1,6})/([0-9]{1,6})\.mvt")


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


class Wanted(NamedTuple):
    """What a tile is asked of: a set of layers, where, of which municipality or all, and for areas the level."""

    layer: str
    place: Place
    municipality: str
    level: str


def wanted_tile(request: HttpRequest, layer: str, place: Place) -> Wanted:
    """What an address asks for, not yet whether there is such a tile."""
    level = request.GET.get("level", Level.NEIGHBOURHOOD.value)
    return Wanted(layer, place, request.GET.get("municipality", ""), level)


def tile_answer(request: HttpRequest, body: bytes, version: str) -> HttpResponseBase:
    """A tile, or that the client has it already; under the address of its version it may be kept without asking."""
    return versioned(request, version, lambda: _response(request, body))


class KeptTileMiddleware:
    """Answers a kept tile under the address of its version.

    Under that address it is always the same, whoever asks and of whichever host: nothing is asked of the database. The
    layers of a page (session, language, account) would take longer than the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        body = None
        found = _ADDRESS.fullmatch(request.path_info)
        if found and request.method in {"GET", "HEAD"}:
            layer, *place = found.groups()
            version = request.GET.get("v", "")
            body = TILES.get((wanted_tile(request, layer, Place(*map(int, place))), version))
        return self.get_response(request) if body is None else tile_answer(request, body, version)


def _response(request: HttpRequest, body: bytes) -> HttpResponse:
    if not body:
        return HttpResponse(status=204)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(body), content_type=MEDIA_TYPE)
    return HttpResponse(body, content_type=MEDIA_TYPE, headers={"Content-Encoding": "gzip"})
