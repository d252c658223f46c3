"""CBS squares of 100 m from PDOK, by WFS: one tile of 5 km after the other."""

import math
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.fetch.extent import Extent
from venues.importing.fetch.folder import Folder
from venues.importing.fetch.services import Services
from venues.importing.fetch.web import FetchFailed, Web

PAGE = 1000
"""Squares an answer: more are not given at once."""

TILE_M = 5000
LAYER = "vierkantstatistieken100m:vierkant_100m"
SQUARE = re.compile(r"E(\d{4})(?:00)?N(\d{4})(?:00)?")


def fetch_squares(web: Web, services: Services, folder: Folder, year: int, extent: Extent) -> int:
    """Write `squares.csv` with the residents of each square in the extent.

    Raises:
        FetchFailed: If the service fails, or gives squares in another form.
    """
    address = f"{services.pdok_wfs}/vierkantstatistieken100m/{year}/wfs/v1_0"
    residents: dict[str, float | None] = {}
    west, south, east, north = extent.rd
    for x in _steps(west, east):
        for y in _steps(south, north):
            for properties in _tile(web, address, x, y):
                square = _square(str(properties.get("crs28992res100m", "")), address)
                residents[square] = _residents(properties, address)
    if not residents:
        raise FetchFailed(_("%(address)s has no squares here. Check the year.") % {"address": address})
    folder.write_table("squares.csv", ["square", "residents"], sorted(residents.items()))
    return len(residents)


def _steps(low: float, high: float) -> Iterator[int]:
    return iter(range(math.floor(low / TILE_M) * TILE_M, math.ceil(high), TILE_M))


def _tile(web: Web, address: str, x: int, y: int) -> Iterator[dict[str, Any]]:
    start = 0
    while True:
        answer = web.json(
            address,
            {
                "service": "WFS",
                "version": "2.0.0",
                "request": "GetFeature",
                "typeNames": LAYER,
                "outputFormat": "application/json",
                "srsName": "EPSG:28992",
                "bbox": f"{x},{y},{x + TILE_M},{y + TILE_M},urn:ogc:def:crs:EPSG::28992",
                "count": PAGE,
                "startIndex": start,
            },
        )
        features = answer.get("features")
        if not isinstance(features, list):
            raise FetchFailed(_("%(address)s gave no list of squares.") % {"address": address})
        yield from (feature["properties"] for feature in features)
        start += len(features)
        if len(features) < PAGE:
            return


def _square(name: str, address: str) -> str:
    """The square as E0892N4383, in hectometres; some years write metres."""
    match = SQUARE.fullmatch(name)
    if match is None:
        raise FetchFailed(
            _("%(address)s names a square “%(name)s”; this version cannot read that.")
            % {"address": address, "name": name}
        )
    return f"E{match[1]}N{match[2]}"


def _residents(properties: dict[str, Any], address: str) -> float | None:
    """Residents; None where withheld, which CBS writes as a large negative number."""
    for name in ("aantalInwoners", "aantal_inwoners"):
        if name in properties:
            value = properties[name]
            return None if value is None or value < 0 else value
    raise FetchFailed(
        _("%(address)s has no column %(column)s any more; this version cannot read it.")
        % {"address": address, "column": "aantalInwoners"}
    )
