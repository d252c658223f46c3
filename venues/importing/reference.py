"""Metres that others publish for areas, to hold ours against: a CSV table whose columns the manifest names."""

import math
from pathlib import Path

from django.utils.translation import gettext as _

from venues.importing.base import RowRefused
from venues.importing.reading.checked import Once
from venues.importing.reading.table import read_table
from venues.importing.storing.figure_store import WITHHELD


def read_reference(path: Path, code: str, value: str, unit_m: float) -> dict[str, float]:
    """Read one distance for each area.

    Args:
        path: The CSV file, gzipped or not.
        code: Its column with the CBS code.
        value: Its column with the distance; `.`, an empty cell and CBS's −99997 mean unknown.
        unit_m: What 1 in that column stands for: 1000 for kilometres.

    Returns:
        Metres by code; NaN = unknown.

    Raises:
        FileRefused: If it is no table or lacks a column.
        RowRefused: If an area stands there twice, or a cell is no number of 0 or more.
        OSError: If it cannot be opened.
    """
    once = Once([code])
    metres: dict[str, float] = {}
    for row in read_table(path, [code, value]):
        area = row.required(code)
        once.check(area, row.line, row.line)
        number = row.number(value)
        if number is None or number in WITHHELD:
            number = math.nan
        elif number < 0:
            raise RowRefused(
                _("this number is negative."), _("Correct it, or leave it empty."), value, row.text(value), row.line
            )
        metres[area] = number * unit_m
    return metres
