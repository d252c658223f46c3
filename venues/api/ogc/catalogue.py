"""The three collections: what they are called, where they lie, and the views that give them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.db.models import Aggregate, Func, QuerySet, TextField, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from venues.api.crs import CRS84
from venues.api.ogc.coverage import CoverageItem, CoverageItems
from venues.api.ogc.items import Item, Items
from venues.api.ogc.register import AreaItem, AreaItems, VenueItem, VenueItems
from venues.models import RD, Area, Venue

STEP_M = 1_000
"""How finely the sides of an extent are followed: a straight line in the Dutch grid is none in degrees."""
DECIMALS = 4
"""Of an extent; rounded outwards."""


@dataclass(frozen=True)
class Collection:
    """A collection of features."""

    id: str
    title: str | Promise
    description: str | Promise
    items: type[Items]
    item: type[Item]
    rows: Callable[[], QuerySet[Any]]
    """What tells how far the collection reaches, by its column `shape`."""
    shape: str
    has_time: bool

    def extent(self) -> dict[str, Any]:
        """How far it reaches, in CRS84, and in time; without features in time only."""
        around = Func(Extents(self.shape), Value(RD), function="ST_SetSRID")
        around = Func(Func(around, Value(STEP_M), function="ST_Segmentize"), Value(4326), function="ST_Transform")
        text = Func(around, Value(7), Value(1), function="ST_AsGeoJSON", output_field=TextField())
        found = self.rows().aggregate(text=text)["text"]
        spatial = {"spatial": {"bbox": [_outwards(json.loads(found)["bbox"])], "crs": CRS84.uri}} if found else {}
        return spatial | ({"temporal": {"interval": [[None, None]]}} if self.has_time else {})


class Extents(Aggregate):
    """The box around all shapes."""

    function = "ST_Extent"
    template = "%(function)s(%(expressions)s)::geometry"
    output_field = TextField()


def _outwards(corners: list[float]) -> list[float]:
    """The low corner rounded down, the high one up."""
    scale = 10**DECIMALS
    low, high = corners[:2], corners[2:]
    return [floor(each * scale) / scale for each in low] + [ceil(each * scale) / scale for each in high]


COLLECTIONS = {
    each.id: each
    for each in (
        Collection(
            "areas",
            _("Areas"),
            _("Municipalities, districts and neighbourhoods of the boundaries in use."),
            AreaItems,
            AreaItem,
            Area.objects.active,
            "boundary",
            has_time=False,
        ),
        Collection(
            "venues",
            _("Meeting places"),
            _("Places where people meet, with their status on a day. What is closed stays."),
            VenueItems,
            VenueItem,
            Venue.objects.all,
            "location",
            has_time=True,
        ),
        Collection(
            "coverage",
            _("Coverage"),
            _(
                "How well the need of each group is covered in each neighbourhood: one feature a group and area. Null "
                "is unknown or withheld, never zero; `status` says which."
            ),
            CoverageItems,
            CoverageItem,
            lambda: Area.objects.active().filter(edition__municipality__is_scored=True),
            "boundary",
            has_time=True,
        ),
    )
}
