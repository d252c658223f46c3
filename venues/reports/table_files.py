"""Rows as a file that Dutch spreadsheets open well, and in which no text becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

NUMBER = re.compile(r"[+-]?\d[\d.,]*")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The files that can be written, with their media type."""


def write_table(kind: str, rows: Iterable[Sequence[Any]], explanation: Iterable[Sequence[Any]] = ()) -> bytes:
    """Write rows as a file.

    Args:
        kind: One of KINDS.
        rows: The header first; None is an empty cell.
        explanation: Rows of a second sheet; a CSV file has none.

    Raises:
        KeyError: If the kind is not known.
    """
    return {"csv": _csv, "xlsx": _xlsx}[kind](rows, explanation)


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def _csv(rows: Iterable[Sequence[Any]], _explanation: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_dutch(safe(value)) for value in row])
    # Excel takes a file without this mark for Windows-1252.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[Sequence[Any]], explanation: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append([_printable(safe(value)) for value in row])
    if lines := list(explanation):
        sheet = book.create_sheet("i")
        for row in lines:
            sheet.append([_printable(safe(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dutch(value: Any) -> Any:
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _printable(value: Any) -> Any:
    """Without the control characters that a workbook cannot hold."""
    return (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
    )
