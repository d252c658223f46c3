"""A file as rows of text, whatever program wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused
from venues.importing.uploads.csv_lines import csv_lines
from venues.importing.uploads.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from venues.importing.uploads.xlsx_lines import xlsx_lines

Line = tuple[int, list[str]]
"""The number of a line, from 1, and its cells."""

LOOKED_AT = 25
"""The header is looked for in so many lines."""


@dataclass
class Sheet:
    """A table with its header found; `lines` can be run through once."""

    header: list[str]
    header_line: int
    lines: Iterator[Line]
    notes: list[str] = field(default_factory=list)


def open_sheet(data: bytes, file_name: str, known: frozenset[str]) -> Sheet:
    """Open a CSV or spreadsheet file.

    Args:
        data: The whole file; its first bytes say what it is, not its name.
        file_name: For the messages.
        known: Names of columns, simplified, that a header is recognised by.

    Returns:
        The header and what follows it, without empty lines.

    Raises:
        FileRefused: If it is too large, unsafe, or no table; also while its lines are read.
    """
    name = PurePath(file_name).name[:80]
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf;,"):
        raise FileRefused(_("%(file)s is empty.") % {"file": name}, _("Save your table and choose the file again."))
    if len(data) > MAX_BYTES:
        raise FileRefused(
            _("%(file)s is larger than %(size)d MB.") % {"file": name, "size": MAX_BYTES // 2**20},
            _("Split the table into several files."),
        )
    notes: list[str] = []
    is_zip_or_ole = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    lines = xlsx_lines(data, name, notes) if is_zip_or_ole else csv_lines(data, name, notes)
    filled = ((number, cells) for number, cells in lines if any(cells))
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise FileRefused(_("%(file)s has no rows.") % {"file": name}, _("Save your table and choose the file again."))
    at = _header_at([cells for _number, cells in first], known)
    header_line, header = first[at]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise FileRefused(
            _("%(file)s has more than %(count)d columns.") % {"file": name, "count": MAX_COLUMNS},
            _("Keep the columns that the register asks for."),
        )
    if at:
        notes.append(
            _("The header was found in line %(line)d; what stands above it was not read.") % {"line": header_line}
        )
    return Sheet(header, header_line, _counted(first[at + 1 :], filled, name), notes)


def simple(name: str) -> str:
    """A name without capitals, accents of layout and signs, to recognise a column by."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _header_at(lines: Sequence[Sequence[str]], known: frozenset[str]) -> int:
    """The line that names most columns that we know; without any, the first that is nearly as wide as the widest."""
    named = [sum(simple(cell) in known for cell in cells if cell) for cells in lines]
    if max(named) >= 2:
        return named.index(max(named))
    widths = [sum(bool(cell) for cell in cells) for cells in lines]
    return next(place for place, width in enumerate(widths) if width >= 0.6 * max(widths))


def _counted(first: Sequence[Line], rest: Iterator[Line], name: str) -> Iterator[Line]:
    count = 0
    for lines in (first, rest):
        for line in lines:
            count += 1
            if count > MAX_ROWS:
                raise FileRefused(
                    _("%(file)s has more than %(count)d rows.") % {"file": name, "count": MAX_ROWS},
                    _("Split the table into several files."),
                )
            yield line
