"""How the cells of a register table become the fields of a model."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from venues.importing.reading.projection import to_rd
from venues.importing.reading.row import Row
from venues.importing.reading.surroundings import point
from venues.importing.register_tables.known import Known

Reader = Callable[[Row, str, Known], Any]


@dataclass(frozen=True)
class Column:
    """A column of the file, the field (attname) that it fills, and how it is read."""

    name: str
    field: str
    read: Reader
    is_needed: bool = False
    """Whether the file must have the column at all."""


@dataclass(frozen=True)
class Table:
    """One table of the register."""

    model: type[models.Model]
    columns: tuple[Column, ...]
    checks: tuple[Callable[[Row, Any], None], ...] = ()
    """What must hold between the fields of a row."""
    once: tuple[str, ...] = ()
    """The columns that together may stand in the file once; none: rows may repeat."""


def text(row: Row, column: str, _known: Known) -> str:
    """The text as it stands."""
    return row.text(column)


def needed_text(row: Row, column: str, _known: Known) -> str:
    """A text that may not be empty."""
    return row.required(column)


def whole(row: Row, column: str, _known: Known) -> int | None:
    """A whole number."""
    return row.whole(column)


def needed_whole(row: Row, column: str, _known: Known) -> int:
    """A whole number that may not be unknown."""
    return row.required_whole(column)


def needed_number(row: Row, column: str, _known: Known) -> float:
    """A number that may not be unknown."""
    return row.required_number(column)


def exact(row: Row, column: str, _known: Known) -> Decimal | None:
    """A number kept to the last digit, for money and hours."""
    return None if row.number(column) is None else Decimal(row.text(column).replace(",", "."))


def needed_exact(row: Row, column: str, known: Known) -> Decimal | None:
    """An exact number that may not be unknown."""
    row.required_number(column)
    return exact(row, column, known)


def day(row: Row, column: str, _known: Known) -> Any:
    """A date."""
    return row.day(column)


def needed_day(row: Row, column: str, _known: Known) -> Any:
    """A date that may not be unknown."""
    row.required(column)
    return row.day(column)


def needed_clock(row: Row, column: str, _known: Known) -> Any:
    """A time of day that may not be unknown."""
    row.required(column)
    return row.clock(column)


def yes_or_no(row: Row, column: str, _known: Known) -> bool | None:
    """True, False or None where unknown."""
    return row.yes_or_no(column)


def key(row: Row, column: str, known: Known) -> Any:
    """The primary key of an organisation, venue or activity."""
    return known.key(row, column)


def code(row: Row, column: str, known: Known) -> str | None:
    """The code of a sector."""
    return known.code(row, column)


def needed_code(row: Row, column: str, known: Known) -> str | None:
    """A code that may not be unknown."""
    row.required(column)
    return known.code(row, column)


def one_of(choices: type[models.TextChoices], *, is_needed: bool = False) -> Reader:
    """One of the words of a model's choices."""

    def read(row: Row, column: str, _known: Known) -> str:
        if is_needed:
            row.required(column)
        return row.choice(column, choices.values)

    return read


def unless_empty(read: Reader, default: Any) -> Reader:
    """What the model takes where a cell is empty."""

    def read_or_default(row: Row, column: str, known: Known) -> Any:
        value = read(row, column, known)
        return default if value is None or value == "" else value

    return read_or_default


def location(row: Row, column: str, known: Known) -> Any:
    """A point from the columns lon and lat; None where both are empty."""
    if not row.text("lon") and not row.text("lat"):
        return None
    x, y = to_rd(row.required_number("lon"), row.required_number("lat"))
    if known.around is not None:
        known.around.check(float(x), float(y), "lon, lat", f"{row.text('lon')}, {row.text('lat')}", row.line)
    return point(x, y)


def needed_location(row: Row, column: str, known: Known) -> Any:
    """A point that may not be unknown."""
    row.required("lon")
    return location(row, column, known)
