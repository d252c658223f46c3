"""Spreadsheets: the values as they were last computed, after a look at what unpacking them would take."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from venues.importing.base import FileRefused
from venues.importing.uploads.limits import MAX_CELL, MAX_CELLS, MAX_ROWS, MAX_UNPACKED

CELL = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
UNCOMPUTED = re.compile(rb"<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
CHUNK = 1 << 20
OVERLAP = 4096
"""What two looks at a stream share, so that nothing is missed between them."""


def xlsx_lines(data: bytes, name: str, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Read the lines of the first sheet that has any.

    Args:
        data: The whole file.
        name: For the messages.
        notes: Gets what was found out: macros, formulas without a value, other sheets.

    Returns:
        Number and cells of each line, as text.

    Raises:
        FileRefused: If it is no spreadsheet, locked, or would take too much memory.
    """
    if data.startswith(b"PK"):
        _check_parts(data, name, notes)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        for sheet_name in names:
            sheet = workbook.get_sheet_by_name(sheet_name)
            if sheet.height:
                break
        else:
            raise FileRefused(_("%(file)s has no rows.") % {"file": name}, _("Save your table in the first sheet."))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise _no_sheet(name) from None
    if sheet.total_height > MAX_ROWS + 100 or sheet.total_height * max(sheet.total_width, 1) > MAX_CELLS:
        raise _too_much(name)
    if len(names) > 1:
        notes.append(
            _("The file has %(count)d sheets; “%(sheet)s” was read.") % {"count": len(names), "sheet": sheet_name}
        )
    return ((number, [_text(value)[:MAX_CELL] for value in cells]) for number, cells in enumerate(sheet.iter_rows(), 1))


def _check_parts(data: bytes, name: str, notes: list[str]) -> None:
    """Look at every part of the zip as a stream: what it says of its size may be a lie."""
    unpacked = uncomputed = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > 2000:
                raise _too_much(name)
            if not any(entry.filename in {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} for entry in entries):
                raise _no_sheet(name)
            if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
                notes.append(_("The file has macros. They were not run."))
            for entry in entries:
                with parts.open(entry) as stream:
                    before = b""
                    for chunk in iter(lambda: stream.read(CHUNK), b""):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise _too_much(name)
                        if b"<!ENTITY" in before + chunk:
                            raise _no_sheet(name)
                        if entry.filename.startswith("xl/worksheets/"):
                            _check_cells(before + chunk, name)
                            uncomputed += len(UNCOMPUTED.findall(before[-200:] + chunk))
                        before = chunk[-OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        # An encrypted part is a RuntimeError, an unknown way of packing a NotImplementedError.
        raise _no_sheet(name) from None
    if uncomputed:
        notes.append(
            _("Some formulas have no computed value; those cells were read as empty. Open and save the file in Excel.")
        )


def _check_cells(xml: bytes, name: str) -> None:
    """A single cell far away makes a sheet of millions: the corner of the last cells says how large it is."""
    found = CELL.findall(xml)
    if not found:
        return
    rows = max(int(row) for _column, row in found)
    columns = max(_number_of(column) for column, _row in found)
    if rows > MAX_ROWS + 100 or rows * columns > MAX_CELLS:
        raise _too_much(name)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Any) -> str:
    """A value as a person would type it: whole numbers without .0, decimal commas, days as 2026-05-01."""
    write = next((write for kind, write in WRITERS if isinstance(value, kind)), str)
    return write(value).strip()


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")


def _clock(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "ja" if value else "nee"),
    (
        float,
        lambda value: str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ","),
    ),
    (datetime, lambda value: value.isoformat(" ", "minutes").removesuffix(" 00:00")),
    (date, lambda value: value.isoformat()),
    (time, lambda value: value.isoformat("minutes")),
    (timedelta, _clock),
)
"""By kind of value, the first that fits: a bool is a number too, and a datetime a date."""


def _no_sheet(name: str) -> FileRefused:
    return FileRefused(
        _("%(file)s is not a spreadsheet that can be read: it is damaged, locked with a password, or something else.")
        % {"file": name},
        _("Open it in your spreadsheet, take the password off, and save it as XLSX or CSV."),
    )


def _too_much(name: str) -> FileRefused:
    return FileRefused(
        _("%(file)s holds far more than it seems: unpacked it is too large to read safely.") % {"file": name},
        _("Copy the table alone into a new file, and save that."),
    )
