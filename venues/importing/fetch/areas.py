"""Neighbourhoods and districts from PDOK: CBS wijken en buurten, as OGC API Features."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from venues.importing.fetch.folder import Folder
from venues.importing.fetch.services import Services
from venues.importing.fetch.web import FetchFailed, Web

PAGE = 1000
KEPT = ("buurtcode", "buurtnaam", "gemeentecode", "gemeentenaam")


def fetch_neighbourhoods(web: Web, services: Services, folder: Folder, year: int, codes: Sequence[str]) -> int:
    """Write `areas.geojson` with the neighbourhoods on land, in lon/lat.

    Raises:
        FetchFailed: If the service fails, or has no neighbourhoods of a municipality.
    """
    features = [
        {
            "type": "Feature",
            "properties": {name: feature["properties"].get(name) for name in KEPT},
            "geometry": feature.get("geometry"),
        }
        for code in codes
        for feature in _of_municipality(web, services, "buurten", year, code)
    ]
    document = {"type": "FeatureCollection", "features": features}
    folder.write("areas.geojson", json.dumps(document, ensure_ascii=False).encode())
    return len(features)


def fetch_districts(web: Web, services: Services, folder: Folder, year: int, codes: Sequence[str]) -> int:
    """Write `districts.csv` with code and name."""
    rows = [
        (feature["properties"].get("wijkcode"), feature["properties"].get("wijknaam"))
        for code in codes
        for feature in _of_municipality(web, services, "wijken", year, code)
    ]
    folder.write_table("districts.csv", ["code", "name"], rows)
    return len(rows)


def municipality_names(folder: Folder) -> dict[str, str]:
    """Names of the municipalities in `areas.geojson`, by code."""
    document = json.loads((folder.path / "areas.geojson").read_text(encoding="utf-8"))
    properties = [feature["properties"] for feature in document["features"]]
    return {each["gemeentecode"]: each["gemeentenaam"] for each in properties}


def _of_municipality(web: Web, services: Services, collection: str, year: int, code: str) -> list[dict[str, Any]]:
    address = f"{services.pdok_features}/wijken-en-buurten-{year}/ogc/v1/collections/{collection}/items"
    found = [
        feature
        for feature in _items(web, address, {"f": "json", "limit": PAGE, "gemeentecode": code})
        # The areas of open water have codes of their own; nobody lives there.
        if feature["properties"].get("gemeentecode") == code and feature["properties"].get("water") != "JA"
    ]
    if not found:
        raise FetchFailed(
            _("%(address)s has no %(collection)s of %(code)s. Check the code of the municipality and the year.")
            % {"address": address, "collection": collection, "code": code}
        )
    return found


def _items(web: Web, address: str, parameters: dict[str, str | int]) -> Iterator[dict[str, Any]]:
    """Every feature, page after page by the `next` links."""
    page = web.json(address, parameters)
    seen: set[str] = set()
    while True:
        features = page.get("features")
        returned = page.get("numberReturned")
        if not isinstance(features, list) or (isinstance(returned, int) and returned != len(features)):
            raise FetchFailed(
                _("%(address)s gave no list of features, or not as many as it says.") % {"address": address}
            )
        yield from features
        links = [link["href"] for link in page.get("links", []) if link.get("rel") == "next"]
        if not links:
            return
        following = urljoin(address, links[0])
        if following in seen:
            raise FetchFailed(_("%(address)s gives the same page again and again.") % {"address": following})
        seen.add(following)
        page = web.json(following)
