"""CSV tables as Dutch offices write them: `;` or `,`, BOM, Windows-1252, decimal comma, gzip."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused
from venues.importing.reading.row import SUPPRESSED, Row

__all__ = ["SUPPRESSED", "Row", "read_table"]

MAX_FIELD = 1_000_000
"""A cell longer than this many characters is rubbish, not a table."""

MAX_BYTES = 600 * 2**20
"""More than this, unpacked, is no table of one country."""


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Read a CSV file row by row.

    Args:
        path: The file, gzipped or not.
        columns: The columns that must be there.

    Yields:
        Rows with the line number in the file.

    Raises:
        FileRefused: If it is no table, a column is missing or stands twice, or a row has other cells than the header.
        OSError: If it cannot be opened.
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
    """Open as UTF-8, or as Windows-1252 where the bytes are no UTF-8, after one look at the whole file."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04":
        raise FileRefused(
            _("%(file)s is a spreadsheet or zip file, not a CSV file.") % {"file": path.name},
            _("Unpack it, or save it as CSV from your spreadsheet, and load that."),
        )
    opener = gzip.open if start.startswith(b"\x1f\x8b") else open
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, size = "utf-8-sig", 0
    try:
        with opener(path, "rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise FileRefused(
                        _("%(file)s is larger than %(size)d MB.") % {"file": path.name, "size": MAX_BYTES // 2**20},
                        _("Keep the rows of the municipality and its surroundings, and load that."),
                    )
                if b"\0" in chunk:
                    raise _no_table(path)
                if encoding == "utf-8-sig":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        encoding = "cp1252"
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FileRefused(_("%(file)s is no complete gzip file.") % {"file": path.name}, _("Fetch it again.")) from None
    return opener(path, "rt", encoding=encoding, errors="replace", newline="")


def _delimiter(file: io.TextIOBase, path: Path) -> str:
    first = file.readline(MAX_FIELD)
    file.seek(0)
    delimiter = max(";,\t", key=first.count)
    if not first.count(delimiter) or len(first) == MAX_FIELD:
        raise _no_table(path)
    return delimiter


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if missing := [name for name in columns if name not in header]:
        raise FileRefused(
            _("%(file)s has no column “%(column)s”.") % {"file": path.name, "column": "”, “".join(missing)},
            _("It has: %(columns)s. Correct the header, or the column names in the manifest.")
            % {"columns": ", ".join(name[:40] for name in header[:40])},
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
