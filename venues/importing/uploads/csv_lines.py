"""CSV as Dutch offices write it: UTF-8, UTF-16 or Windows-1252, and any separator."""

import csv
import io
from collections.abc import Iterator
from statistics import mode

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused
from venues.importing.uploads.limits import MAX_CELL

SEPARATORS = ";\t|,"
"""Tried in this order where two divide the lines equally well: a comma may be a decimal comma."""


def csv_lines(data: bytes, name: str, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Read the lines of a CSV file.

    Args:
        data: The whole file.
        name: For the messages.
        notes: Gets what was found out.

    Returns:
        Number and cells of each line, stripped.

    Raises:
        FileRefused: If it is no text, or has no separator; also while its lines are read.
    """
    text = _decoded(data, name, notes)
    told = text[:6].casefold()
    separator = text[4] if told.startswith("sep=") and text[4:5] in SEPARATORS else _separator(text, name)
    skipped = 1 if told.startswith("sep=") else 0
    return _lines(text, separator, skipped, name)


def _decoded(data: bytes, name: str, notes: list[str]) -> str:
    start = data[:4000]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in start:
        # Text in UTF-16 without a mark: each second byte of plain letters is 0.
        encoding = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        if max(start[1::2].count(0), start[::2].count(0)) < 0.3 * len(start) / 2:
            raise _no_table(name)
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise _no_table(name) from None
        text = data.decode("cp1252", errors="replace")
        notes.append(_("The file is not in UTF-8; it was read as Windows-1252."))
    if "\0" in text:
        raise _no_table(name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str, name: str) -> str:
    """The separator that divides most lines alike, into most cells."""
    sample = text[:20_000].split("\n")[:40]
    best, score = "", 0.0
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if any(row)]
        except csv.Error:
            continue
        divided = [width for width in widths if width > 1]
        if divided:
            usual = mode(divided)
            here = divided.count(usual) / len(widths) * min(usual, 6) ** 0.5
            if here > score + 1e-9:
                best, score = separator, here
    if not best:
        raise _no_table(name)
    return best


def _lines(text: str, separator: str, skipped: int, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                _("line %(line)d of %(file)s cannot be read as a table (%(reason)s).")
                % {"line": number, "file": name, "reason": error},
                _("Look there for a quotation mark without its partner, or save the table as XLSX."),
            ) from None
        if number > skipped:
            yield number, [cell.strip() for cell in cells]


def _no_table(name: str) -> FileRefused:
    return FileRefused(
        _("%(file)s is not a table.") % {"file": name},
        _("Save it from your spreadsheet as XLSX, or as CSV with “;” between the cells."),
    )
