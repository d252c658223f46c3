"""Where a row says that it lies: metres of the Dutch grid or degrees, in either order."""

from collections.abc import Iterator

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from venues.importing.base import RowRefused
from venues.importing.reading.projection import to_rd
from venues.importing.reading.surroundings import Surroundings, point
from venues.importing.uploads.cells import number

RD_X, RD_Y = (5_000, 290_000), (300_000, 629_000)
"""Where the Netherlands lie on the Dutch grid, in metres: no x can be a y."""

LON, LAT = (3.0, 7.5), (50.0, 54.0)
"""The Netherlands in degrees."""


def read_location(x_text: str, y_text: str, around: Surroundings | None, line: int) -> tuple[Point, bool]:
    """Read a point from two cells.

    The two ranges of the grid do not meet, nor do those of the degrees: which is which is certain, whatever column they
    stand in.

    Args:
        x_text: The cell of x or longitude.
        y_text: The cell of y or latitude.
        around: Where it may lie.
        line: For the message.

    Returns:
        The point, and whether the two stood in each other's column.

    Raises:
        RowRefused: If they are no coordinates of the Netherlands, or lie outside the surroundings.
    """
    for column, text in (("lon", x_text), ("lat", y_text)):
        if not text:
            raise RowRefused(_("this cell is empty."), _("Fill it in."), column, text, line)
    for first in _readings(x_text):
        for second in _readings(y_text):
            for x, y, swapped in ((first, second, False), (second, first, True)):
                if _within(x, RD_X) and _within(y, RD_Y):
                    return _checked(round(x, 2), round(y, 2), around, f"{x_text}, {y_text}", line), swapped
                if _within(x, LON) and _within(y, LAT):
                    east, north = to_rd(x, y)
                    return _checked(float(east), float(north), around, f"{x_text}, {y_text}", line), swapped
    raise RowRefused(
        _("these are no coordinates in the Netherlands."),
        _("Write metres of the Dutch grid, such as 121687 and 487484, or degrees, such as 4,9005 and 52,3741."),
        "lon",
        f"{x_text}, {y_text}",
        line,
    )


def _readings(text: str) -> Iterator[float]:
    """What a text may mean as a number: 121.687 is either."""
    for reading in dict.fromkeys((text.replace(",", "."), number(text))):
        try:
            yield float(reading)
        except ValueError:
            continue


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _checked(x: float, y: float, around: Surroundings | None, value: str, line: int) -> Point:
    if around is not None:
        around.check(x, y, "lon", value, line)
    return point(x, y)
