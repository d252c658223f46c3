"""A place as schema.org tells it, for search engines and other programs that read pages."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from venues.importing.reading.projection import to_lon_lat
from venues.models import Slot, Venue
from venues.register.opening_text import specification

KINDS = {
    "library": "Library",
    "cafe": "CafeOrCoffeeShop",
    "worship": "PlaceOfWorship",
    "sports-hall": "SportsActivityLocation",
    "gym": "ExerciseGym",
    "park": "Park",
    "school": "School",
}
"""Our types that schema.org has a name for; the others are a `Place`."""

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""Within a script element these would end it, or be read as HTML."""


def structured_data(request: HttpRequest, venue: Venue, slots: Sequence[Slot], *, is_open: bool) -> SafeString:
    """JSON-LD of a place, safe within a script element.

    Args:
        request: Whose host the address of the page is on.
        venue: The place, with its municipality.
        slots: Its own, as of today.
        is_open: Of a place that is closed or only announced no hours are told.
    """
    with translation.override("nl"):
        # One id in every language: the address without a prefix.
        address = reverse("venue", args=[venue.pk])
    longitude, latitude = to_lon_lat(venue.location.x, venue.location.y)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": KINDS.get(venue.venue_type_id, "Place"),
        "@id": request.build_absolute_uri(address),
        "name": venue.name,
        "address": _address(venue),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": round(float(latitude), 6),
            "longitude": round(float(longitude), 6),
        },
    }
    if venue.website:
        told["url"] = venue.website
    if venue.places:
        told["maximumAttendeeCapacity"] = venue.places
    if is_open and slots:
        told["openingHoursSpecification"] = specification(slots)
    return SafeString(json.dumps(told, ensure_ascii=False).translate(ESCAPES))


def _address(venue: Venue) -> dict[str, str]:
    told = {"@type": "PostalAddress", "addressLocality": venue.municipality.name, "addressCountry": "NL"}
    given = {"streetAddress": venue.address, "postalCode": venue.postcode}
    return told | {name: value for name, value in given.items() if value}
