"""Finding where a place is: a map to put a pin on, and spots that a text may mean."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.utils.translation import gettext as _

from venues.importing.fetch.addresses import find_addresses
from venues.importing.fetch.web import FetchFailed
from venues.models import Area, Municipality, Venue
from venues.pages.map_data import backdrop_sources
from venues.pages.record_words import place_text
from venues.pages.shapes import points_wgs84

logger = logging.getLogger(__name__)
SHORTEST, MOST = 3, 8
ALIKE = 0.45


@dataclass(frozen=True)
class Spot:
    """A place on the map that a text may mean."""

    label: str
    coordinates: str
    """As the form's field takes them."""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Found:
    """What a search gave, and what went wrong with it in words."""

    spots: list[Spot]
    remark: str = ""


def find_spots(text: str, municipality: Municipality) -> Found:
    """Addresses, places and areas of a municipality that a text may mean, the likest first.

    The address service is asked where the setting ADDRESS_SEARCH_URL names one; the register itself always.
    """
    text = text.strip()[:200]
    if len(text) < SHORTEST:
        return Found([], _("Write at least three letters."))
    spots, remark = [], ""
    if settings.ADDRESS_SEARCH_URL:
        try:
            found = find_addresses(settings.ADDRESS_SEARCH_URL, text, municipality.code)
            spots += [Spot(each.label, place_text([each.x, each.y]), each.address, each.postcode) for each in found]
        except FetchFailed as error:
            logger.warning("%s", error)
            remark = _("The address service does not answer; these are from the register itself.")
    spots += _known(text, municipality)
    if not spots and not remark:
        remark = _("Nothing found. Move the pin, or write coordinates.")
    return Found(spots[:MOST], remark)


def _known(text: str, municipality: Municipality) -> list[Spot]:
    """Places by name and address, and areas by name."""
    like = TrigramWordSimilarity(text, "address"), TrigramWordSimilarity(text, "name")
    places = Venue.objects.filter(municipality=municipality).annotate(by_address=like[0], by_name=like[1])
    places = places.filter(Q(by_address__gte=ALIKE) | Q(by_name__gte=ALIKE)).order_by("-by_address", "-by_name")
    spots = [
        Spot(
            f"{place.name}, {place.address}" if place.address else place.name,
            place_text([place.location.x, place.location.y]),
            place.address,
            place.postcode,
        )
        for place in places[:MOST]
    ]
    areas = Area.objects.active().filter(edition__municipality=municipality, name__icontains=text).order_by("code")
    return spots + [
        Spot(f"{area.name} ({area.get_level_display()})", place_text([area.centre.x, area.centre.y]))
        for area in areas.defer("boundary")[:3]
        if area.centre
    ]


def map_around(municipality: Municipality) -> dict[str, Any]:
    """What the map with the pin reads."""
    areas = Area.objects.active().filter(edition__municipality=municipality)
    west, south, east, north = areas.aggregate(all=Extent("boundary"))["all"] or (0, 0, 0, 0)
    (left, low), (right, high) = points_wgs84([(west, south), (east, north)])
    return {
        "bounds": [[low, left], [high, right]],
        **backdrop_sources(municipality),
        "basemap": {"url": settings.BASEMAP_URL, "attribution": settings.BASEMAP_ATTRIBUTION}
        if settings.BASEMAP_URL
        else None,
        "attribution": municipality.attribution,
        "words": {
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "pin": _("The place. Move it with the arrow keys, in smaller steps with Shift."),
            "noPosition": _("This device does not tell where it is."),
        },
    }
