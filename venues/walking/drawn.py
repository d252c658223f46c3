"""Which streets a map draws when it shows a whole town, and the mark by which others may keep what was drawn."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Max

from venues.models import Backdrop, Street
from venues.walking.network import FloatArray, IntArray
from venues.walking.through import through_length_m

MAIN_CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")
PATHS = ("footway", "cycleway", "path", "steps", "service", "track", "bridleway")
"""Left out of the map: they are many, and a town is known by its streets."""


def drawn_version(codes: Sequence[str]) -> str:
    """A mark that changes when streets, water, parks or built-up area of these municipalities are loaded anew."""
    street, backdrop = (
        model.objects.filter(municipality__in=codes).aggregate(last=Max("pk"))["last"] or 0
        for model in (Street, Backdrop)
    )
    return f"{backdrop}-{street}"


def main_streets(codes: Sequence[str], version: str, longer_than_m: float) -> list[int]:
    """Streets to draw where there is no room for all.

    Args:
        codes: Of which municipalities.
        version: Of `drawn_version`.
        longer_than_m: What goes straight on for longer counts as a main street where streets have no class.

    Returns:
        Keys of streets: those of a main class and, in a municipality where no street has a class, the long ones.
    """
    found = list(
        Street.objects.filter(municipality__in=codes, street_class__in=MAIN_CLASSES).values_list("pk", flat=True)
    )
    for code in codes:
        pk, length_m = _without_class(code, version)
        found += pk[length_m > longer_than_m].tolist()
    return found


@lru_cache(maxsize=16)
def _without_class(code: str, version: str) -> tuple[IntArray, FloatArray]:
    """Keys and through lengths of all streets of a municipality where none has a class; nothing elsewhere."""
    streets = Street.objects.filter(municipality=code)
    if streets.exclude(street_class="").exists():
        return np.zeros(0, np.int64), np.zeros(0)
    # As bytes: a GEOS object of Django for each street would take seconds in a city.
    rows = list(streets.order_by("pk").values_list("pk", "from_node", "to_node", AsWKB("path")))
    pk, from_node, to_node = (np.array([row[i] for row in rows], dtype=np.int64) for i in range(3))
    paths = shapely.from_wkb(np.array([bytes(row[3]) for row in rows], dtype=object))
    return pk, through_length_m(from_node, to_node, paths)
