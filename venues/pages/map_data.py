"""What the map module fetches: shapes that browsers may keep, under addresses that change when the shapes do."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Edition, Level, Municipality, Venue
from venues.pages.query import read_query
from venues.pages.shapes import area_shapes, edition_version, points_wgs84
from venues.walking.drawn import drawn_version

WEEK_S = 7 * 24 * 3600


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


def venues_url(municipality: Municipality, day: date | None) -> str:
    """Where the places of the register are fetched, as of a day."""
    path = reverse("map-venues", args=[municipality.code])
    return f"{path}?date={day.isoformat()}" if day else path


@require_safe
def areas(request: HttpRequest, municipality: str, year: int, level: str) -> HttpResponse:
    """The areas of one level of one edition as GeoJSON."""
    if level not in Level.values:
        raise Http404(_("There is no level “%(level)s”.") % {"level": level})
    edition = get_object_or_404(Edition, municipality=municipality, year=year)
    return _kept(area_shapes(edition.pk, level, edition_version(edition)))


@require_safe
def venues(request: HttpRequest, municipality: str) -> HttpResponse:
    """The places of a municipality with room of their own as GeoJSON points, as of `date` or today."""
    found = get_object_or_404(Municipality, code=municipality)
    day = read_query({"date": request.GET.get("date", "")}, found).day or timezone.localdate()
    places = Venue.objects.existing(day).filter(municipality=found, venue_type__has_room=True)
    closed = set(places.closed(day).values_list("pk", flat=True))
    found_places = list(places.select_related("venue_type"))
    where = points_wgs84([(place.location.x, place.location.y) for place in found_places])
    features = [_point(place, at, place.pk in closed) for place, at in zip(found_places, where, strict=True)]
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
    return HttpResponse(body, content_type="application/geo+json")


def _kept(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=WEEK_S)
    return response


def _point(place: Venue, at: list[float], is_closed: bool) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": at},
        "properties": {
            "name": place.name,
            "type": place.venue_type.name,
            "closed": is_closed,
            "url": reverse("venue", args=[place.pk]),
        },
    }
