"""Tagged objects to venues."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from venues.importing.osm.extract import Thing
from venues.importing.osm.tags import Tags
from venues.importing.reading.projection import to_rd
from venues.importing.reading.surroundings import point
from venues.models import Municipality, Venue

SOURCE = "osm"
CARRIED = [
    "name",
    "venue_type_id",
    "location",
    "address",
    "postcode",
    "website",
    "opening_hours",
    "wheelchair",
    "source_kind",
]
WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
POSTCODE = re.compile(r"(\d{4})\s?([A-Z]{2})", re.IGNORECASE)


def venue(municipality: Municipality, type_code: str, made_by: Tags, thing: Thing) -> Venue:
    """The venue that an object is; what its tags do not say stays empty.

    Args:
        municipality: Whose it is.
        type_code: Of the venue type.
        made_by: The tags that made it that type.
        thing: With a name, in degrees.
    """
    tags = thing.tags
    inside = thing.shape.representative_point()
    return Venue(
        municipality=municipality,
        name=tags["name"][:200],
        venue_type_id=type_code,
        location=point(*to_rd(inside.x, inside.y)),
        address=" ".join(tags[key] for key in ("addr:street", "addr:housenumber") if key in tags)[:200],
        postcode=_postcode(tags.get("addr:postcode", "")),
        website=_website(tags.get("website") or tags.get("contact:website", "")),
        opening_hours=tags.get("opening_hours", ""),
        wheelchair=WHEELCHAIR.get(tags.get("wheelchair", ""), ""),
        source=SOURCE,
        source_key=thing.key,
        source_kind=", ".join(f"{key}={value}" for key, value in made_by.items())[:120],
    )


def _postcode(text: str) -> str:
    found = POSTCODE.fullmatch(text.strip())
    return f"{found[1]} {found[2].upper()}" if found else text.strip()[:7]


def _website(text: str) -> str:
    """An address that a browser can open, else nothing: mappers write all sorts."""
    try:
        URLValidator(["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= 500 else ""
