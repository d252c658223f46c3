"""CSV tables as Dutch offices write them: `;` or `,`, BOM, Windows-1252, decimal comma, gzip."""

import csv
import gzip
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, RowRefused

SUPPRESSED = {"", ".", "-", "x"}
"""How CBS writes a figure that it withholds: unknown, never zero."""

MAX_FIELD = 1_000_000
"""A cell longer than this many characters is rubbish, not a table."""


@dataclass(frozen=True)
class Row:
    """One line of a table; every reader of a cell names the column and the value where it is wrong."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The text of a cell without surrounding space; empty where unknown."""
        return self.cells[column].strip()

    def required(self, column: str) -> str:
        """The text of a cell that may not be empty."""
        if not (text := self.text(column)):
            raise RowRefused(_("this cell is empty."), _("Fill it in."), column, line=self.line)
        return text

    def number(self, column: str) -> float | None:
        """A number with a decimal comma or point; None where suppressed or unknown."""
        text = self.text(column)
        if text in SUPPRESSED:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not math.isfinite(value):
            raise RowRefused(
                _("this is not a number."),
                _("Write a number such as 12,5, or leave it empty."),
                column,
                text,
                self.line,
            )
        return value

    def whole(self, column: str) -> int | None:
        """A whole number; None where unknown."""
        value = self.number(column)
        if value is None:
            return None
        if value != int(value):
            raise RowRefused(
                _("this is not a whole number."), _("Write it without decimals."), column, self.text(column), self.line
            )
        return int(value)

    def day(self, column: str) -> date | None:
        """A date as 2026-05-01 or 1-5-2026; None where unknown."""
        text = self.text(column)
        if not text:
            return None
        parts = text.replace("/", "-").split("-")
        try:
            numbers = [int(part) for part in parts]
            if len(parts[0]) == 4:
                return date(numbers[0], numbers[1], numbers[2])
            return date(numbers[2], numbers[1], numbers[0])
        except (ValueError, IndexError):
            raise RowRefused(
                _("this is not a date."), _("Write it as 2026-05-01 or 1-5-2026."), column, text, self.line
            ) from None

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


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Read a CSV file row by row.

    Args:
        path: The file, gzipped or not.
        columns: The columns that must be there.

    Yields:
        Rows with the line number in the file.

    Raises:
        FileRefused: If it is no table, a column is missing, or a header stands twice.
        RowRefused: If a row has more cells than the header.
    """
    with _open_text(path) as file:
        delimiter = _delimiter(file, path)
        csv.field_size_limit(MAX_FIELD)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            header = [name.strip().strip('"') for name in next(reader)]
        except (csv.Error, StopIteration):
            raise _no_table(path) from None
        _check_header(path, header, columns)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileRefused(
                    _("line %(line)d cannot be read as a table (%(reason)s).")
                    % {"line": reader.line_num, "reason": error},
                    _("Save the file as CSV from your spreadsheet and load that."),
                ) from None
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise FileRefused(
                    _("line %(line)d has %(cells)d cells where the header has %(columns)d.")
                    % {"line": reader.line_num, "cells": len(cells), "columns": len(header)},
                    _("Look for a separator inside a text, or a file that was cut off; put quotes round the text."),
                    line=reader.line_num,
                )
            yield Row(reader.line_num, dict(zip(header, cells, strict=True)))


def _open_text(path: Path) -> io.TextIOBase:
    opener = gzip.open if path.suffix == ".gz" else open
    encoding = "utf-8-sig"
    try:
        with opener(path, "rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                if b"\0" in chunk:
                    raise _no_table(path)
    except (gzip.BadGzipFile, EOFError):
        raise FileRefused(_("%(file)s is no complete gzip file.") % {"file": path.name}, _("Fetch it again.")) from None
    try:
        with opener(path, "rt", encoding=encoding, newline="") as file:
            for _chunk in iter(lambda: file.read(1 << 20), ""):
                pass
    except UnicodeDecodeError:
        encoding = "cp1252"
    return opener(path, "rt", encoding=encoding, errors="strict" if encoding == "utf-8-sig" else "replace", newline="")


def _delimiter(file: io.TextIOBase, path: Path) -> str:
    first = file.readline(MAX_FIELD)
    file.seek(0)
    delimiter = max(";,\t", key=first.count)
    if not first.count(delimiter):
        raise _no_table(path)
    return delimiter


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if missing := [name for name in columns if name not in header]:
        raise FileRefused(
            _("%(file)s has no column “%(column)s”.") % {"file": path.name, "column": "”, “".join(missing)},
            _("It has: %(columns)s. Correct the header, or the column names in the manifest.")
            % {"columns": ", ".join(header[:40])},
            line=1,
        )
    if clash := [name for name in twice if name in columns]:
        raise FileRefused(
            _("%(file)s has the column “%(column)s” twice.") % {"file": path.name, "column": clash[0]},
            _("Rename one of them."),
            line=1,
        )


def _no_table(path: Path) -> FileRefused:
    return FileRefused(
        _("%(file)s is not a table.") % {"file": path.name},
        _("Give a CSV file with a header in the first line and “;”, “,” or a tab between the cells."),
    )
