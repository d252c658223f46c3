"""What the map module fetches: shapes that browsers may keep, under addresses that change when the shapes do."""

import gzip
import json
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Edition, Level, Municipality
from venues.pages.place_points import place_points
from venues.pages.query import read_query
from venues.pages.shapes import area_shapes, edition_version, points_wgs84
from venues.reports.versioned import versioned
from venues.walking.drawn import drawn_version


def areas_url(edition: Edition, level: Level) -> str:
    """Where the areas of a level are fetched."""
    path = reverse("map-areas", args=[edition.municipality_id, edition.year, level.value])
    return f"{path}?v={edition_version(edition)}"


def backdrop_sources(municipality: Municipality) -> dict[str, str]:
    """Where the vector tiles of water, parks and streets are fetched, and what draws them."""
    named = urlencode({"municipality": municipality.code, "v": drawn_version([municipality.code])})
    tiles = {
        name: reverse("tile", args=[layer, 0, 0, 0]).replace("/0/0/0.", "/{z}/{x}/{y}.")
        for name, layer in (("backdropUrl", "backdrop"), ("streetsUrl", "streets"))
    }
    return {
        **{name: f"{path}?{named}" for name, path in tiles.items()},
        "rendererUrl": static("vendor/protomaps-leaflet/protomaps-leaflet.js"),
    }


def map_setting(municipality: Municipality) -> dict[str, Any]:
    """What every map of a municipality has: what lies under the areas, its sources, and its words."""
    basemap = {"url": settings.BASEMAP_URL, "attribution": settings.BASEMAP_ATTRIBUTION}
    return {
        **backdrop_sources(municipality),
        "basemap": basemap if settings.BASEMAP_URL else None,
        "attribution": municipality.attribution,
        "words": {
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "open": _("Open the area page"),
            "noFigure": _("unknown"),
            "country": _("All municipalities"),
            "levels": {
                Level.DISTRICT: _("Districts. Zoom in for neighbourhoods."),
                Level.MUNICIPALITY: _("The municipality as a whole. Zoom in for districts."),
            },
            "above": _("more than 200%"),
            "matching": _("%(n)s of %(all)s areas") % {"n": "{n}", "all": "{all}"},
            "failed": _("The map could not be loaded. The table has the same figures."),
        },
    }


def places_sources(municipality: Municipality, day: date | None) -> dict[str, str]:
    """Where the places of the register are fetched, as of a day, and what draws them."""
    path = reverse("map-venues", args=[municipality.code])
    return {
        "venuesUrl": f"{path}?date={day.isoformat()}" if day else path,
        "clustersUrl": static("vendor/leaflet.markercluster/leaflet.markercluster.js"),
        "iconsUrl": static("img/icons.svg"),
    }


@require_safe
def areas(request: HttpRequest, municipality: str, year: int, level: str) -> HttpResponseBase:
    """The areas of one level of one edition as GeoJSON; under the address of this version they may be kept."""
    if level not in Level.values:
        raise Http404(_("There is no level “%(level)s”.") % {"level": level})
    edition = get_object_or_404(Edition, municipality=municipality, year=year)
    version = edition_version(edition)
    return versioned(request, version, lambda: _shapes(request, (edition.pk, level, version)))


@require_safe
def venues(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The places and the activities without a building of a municipality as GeoJSON points, as of `date` or today."""
    found = get_object_or_404(Municipality, code=municipality)
    as_of = read_query({"date": request.GET.get("date", "")}, found).day
    points = list(place_points(found, as_of or timezone.localdate(), as_of))
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": point.properties()}
        for point, at in zip(points, points_wgs84([point.xy for point in points]), strict=True)
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
    # Asked anew each time, and sent only where something changed.
    etag = f'W/"{sha256(body).hexdigest()[:16]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type="application/geo+json")
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _shapes(request: HttpRequest, which: tuple[int, str, str]) -> HttpResponse:
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(area_shapes(*which), content_type="application/geo+json")
    return HttpResponse(
        _packed_shapes(*which), content_type="application/geo+json", headers={"Content-Encoding": "gzip"}
    )


@lru_cache(maxsize=64)
def _packed_shapes(edition_id: int, level: str, version: str) -> bytes:
    return gzip.compress(area_shapes(edition_id, level, version), mtime=0)
