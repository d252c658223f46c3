"""One line of a table, read cell by cell; every reader names the line, the column and the value where it is wrong."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from venues.importing.base import RowRefused

SUPPRESSED = {"", ".", "-", "x"}
"""How CBS writes a figure that it withholds: unknown, never zero."""

NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(:00)?", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One line of a table; every reader of a cell names the column and the value where it is wrong."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The text of a cell without surrounding space; empty where unknown, or where the table lacks the column."""
        return self.cells.get(column, "").strip()

    def required(self, column: str) -> str:
        """The text of a cell that may not be empty."""
        if not (text := self.text(column)):
            raise self._empty(column)
        return text

    def number(self, column: str) -> float | None:
        """A number with a decimal comma or point; None where suppressed or unknown."""
        text = self.text(column)
        if text in SUPPRESSED:
            return None
        value = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            raise RowRefused(
                _("this is not a number."),
                _("Write a number such as 12,5, or leave it empty."),
                column,
                text,
                self.line,
            )
        return value

    def required_number(self, column: str) -> float:
        """A number that may not be unknown."""
        if (value := self.number(column)) is None:
            raise self._empty(column)
        return value

    def whole(self, column: str) -> int | None:
        """A whole number; None where unknown."""
        text = self.text(column)
        if WHOLE.fullmatch(text):
            return int(text)
        value = self.number(column)
        if value is None:
            return None
        if value != int(value):
            raise RowRefused(_("this is not a whole number."), _("Write it without decimals."), column, text, self.line)
        return int(value)

    def required_whole(self, column: str) -> int:
        """A whole number that may not be unknown."""
        if (value := self.whole(column)) is None:
            raise self._empty(column)
        return value

    def day(self, column: str) -> date | None:
        """A date as 2026-05-01 or 1-5-2026; None where unknown."""
        text = self.text(column)
        if not text:
            return None
        parts = text.replace("/", "-").split("-")
        try:
            first, month, last = (int(part) for part in parts if WHOLE.fullmatch(part))
            year, day = (first, last) if len(parts[0]) == 4 else (last, first)
            if not 1000 <= year <= 9999:
                raise ValueError
            return date(year, month, day)
        except ValueError:
            raise RowRefused(
                _("this is not a date."), _("Write it as 2026-05-01 or 1-5-2026."), column, text, self.line
            ) from None

    def clock(self, column: str) -> time | None:
        """A time of day as 9:30 or 09.30; 24:00 is midnight, 00:00; None where unknown."""
        text = self.text(column)
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2])) if found else (-1, -1)
        if (hour, minute) == (24, 0):
            return time(0)
        if not (0 <= hour <= 23 and 0 <= minute <= 59):
            raise RowRefused(_("this is not a time."), _("Write it as 09:30."), column, text, self.line)
        return time(hour, minute)

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """One of the allowed words, or empty where unknown."""
        text = self.text(column).lower()
        if text and text not in allowed:
            raise RowRefused(
                _("this word is not known here."),
                _("Write one of: %(words)s.") % {"words": ", ".join(allowed)},
                column,
                text,
                self.line,
            )
        return text

    def yes_or_no(self, column: str) -> bool | None:
        """True, False, or None where unknown."""
        text = self.choice(column, ["yes", "no", "ja", "nee"])
        return None if not text else text in {"yes", "ja"}

    def _empty(self, column: str) -> RowRefused:
        return RowRefused(_("this cell is empty."), _("Fill it in."), column, self.text(column), self.line)
