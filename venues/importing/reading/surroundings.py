"""Where rows of a municipality may lie: inside its boundary or at most 5 km outside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from venues.importing.base import FileRefused, RowRefused, Source
from venues.importing.reading.projection import to_lon_lat, to_rd
from venues.models import RD, Area, Level

MARGIN_M = 5000
"""How far outside the boundary a row may lie: people walk across it, nobody walks 5 km."""


@dataclass(frozen=True)
class Surroundings:
    """The zone of one municipality, in EPSG:28992."""

    name: str
    zone: BaseGeometry

    @cached_property
    def _prepared(self) -> BaseGeometry:
        shapely.prepare(self.zone)
        return self.zone

    def hold(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which points, in metres, lie in the zone."""
        inside: NDArray[np.bool_] = shapely.contains_xy(self._prepared, x, y)
        return inside

    def would_hold_swapped(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which points, in metres, would lie in the zone if their longitude and latitude changed places."""
        lon, lat = to_lon_lat(x, y)
        return self.hold(*to_rd(lat, lon))

    def bounds_in_degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of a box in degrees that holds the zone."""
        west, south, east, north = self.zone.bounds
        # The grid is turned a little against the meridians: all four corners count.
        lon, lat = to_lon_lat([west, west, east, east], [south, north, south, north])
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def check(self, x: float, y: float, column: str = "", value: object = "", line: int | None = None) -> None:
        """Refuse a point that cannot be right.

        Args:
            x: Metres east, EPSG:28992.
            y: Metres north.
            column: Column to name in the message.
            value: Value to name in the message.
            line: Line to name in the message.

        Raises:
            RowRefused: If the point lies outside the zone; it says so where swapping would help.
        """
        xs, ys = np.array([x]), np.array([y])
        if self.hold(xs, ys)[0]:
            return
        if self.would_hold_swapped(xs, ys)[0]:
            raise RowRefused(
                _("this looks like swapped longitude and latitude."),
                _("Write the longitude (about 5) as x and the latitude (about 52) as y."),
                column,
                value,
                line,
            )
        raise RowRefused(
            _("this lies more than %(km)d km outside %(municipality)s.")
            % {"km": MARGIN_M // 1000, "municipality": self.name},
            _("Correct the coordinates, or leave the row out."),
            column,
            value,
            line,
        )


def surroundings(source: Source) -> Surroundings:
    """The zone of a source's municipality, from the boundary of its edition or else of the newest one.

    Raises:
        FileRefused: If no boundary is loaded yet.
    """
    boundaries = Area.objects.filter(edition__municipality=source.municipality, level=Level.MUNICIPALITY)
    area = boundaries.filter(edition__year=source.edition_year).first() or boundaries.order_by("-edition__year").first()
    if area is None:
        raise FileRefused(
            _("no boundary of %(municipality)s is loaded, so coordinates cannot be checked.")
            % {"municipality": source.municipality},
            _("Load its areas first: put that [[source]] above this one."),
        )
    boundary = shapely.from_wkb(bytes(area.boundary.wkb))
    return Surroundings(source.municipality.name, boundary.buffer(MARGIN_M))


def point(x: Any, y: Any) -> Point:
    """A stored point from metres in EPSG:28992."""
    return Point(float(x), float(y), srid=RD)
