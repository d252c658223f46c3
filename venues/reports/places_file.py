"""The places of a filter as a table, under names by which the file can be changed and brought in again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from venues.importing.reading.projection import to_lon_lat
from venues.importing.uploads.columns import NAMES
from venues.models import Area, Venue

COLUMNS = (
    *("key", "name", "type", "lon", "lat", "address", "postcode", "website", "places", "opening_hours"),
    *("wheelchair", "opened_on"),
)
"""Ours, as a file that is brought in has them; the key is the place's id."""


@dataclass(frozen=True)
class PlaceFilter:
    """Which places; what is empty does not choose."""

    municipality: str = ""
    area: str = ""
    type: str = ""
    organisation: str = ""
    text: str = ""

    def places(self) -> QuerySet[Venue]:
        """The places that it lets through, by name."""
        rows = Venue.objects.select_related("venue_type", "organisation")
        if self.municipality:
            rows = rows.filter(municipality=self.municipality)
        if self.type:
            rows = rows.filter(venue_type=self.type)
        if self.organisation:
            rows = rows.filter(organisation__name__iexact=self.organisation)
        if self.text:
            rows = rows.filter(Q(name__icontains=self.text) | Q(address__icontains=self.text))
        if self.area:
            area = Area.objects.active().filter(code=self.area).first()
            rows = rows.filter(location__coveredby=area.boundary) if area else rows.none()
        return rows.order_by("name", "pk")


def places_table(chosen: PlaceFilter, day: date) -> Iterator[Sequence[Any]]:
    """The header, then a row a place: metres of the Dutch grid, and degrees beside them."""
    yield [
        *(str(NAMES[name][0]) for name in COLUMNS),
        *(_("organisation"), _("status"), _("WGS84 longitude"), _("WGS84 latitude"), _("verified by a person on")),
    ]
    for venue in chosen.places().with_status(day):  # type: ignore[attr-defined]
        x, y = venue.location.coords
        lon, lat = to_lon_lat(x, y)
        yield [
            str(venue.pk),
            venue.name,
            venue.venue_type.name,
            round(x, 2),
            round(y, 2),
            venue.address,
            venue.postcode,
            venue.website,
            venue.places,
            venue.opening_hours,
            venue.get_wheelchair_display(),
            venue.opened_on and venue.opened_on.isoformat(),
            venue.organisation.name if venue.organisation else None,
            venue.status,
            round(float(lon), 6),
            round(float(lat), 6),
            venue.verified_on and venue.verified_on.isoformat(),
        ]
