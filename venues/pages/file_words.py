"""What the page of an uploaded file says: its columns, how far it is, and what is wrong with which row."""

from itertools import islice
from typing import Any

from django.utils import timezone

from venues.importing.base import FileRefused
from venues.importing.uploads.columns import asked_columns, known_names
from venues.importing.uploads.sheet import open_sheet
from venues.models import Upload
from venues.pages.waiting import PATIENCE
from venues.reports.upload_files import in_words

SHOWN = 50
"""Refused rows on the page; the file to download has all."""

SAMPLE = 5
"""Rows shown where columns are pointed out."""


def preview_of(upload: Upload) -> dict[str, Any]:
    """The columns to point out, each with what the file has, and the first rows of the file."""
    sample: list[list[str]] = []
    try:
        sheet = open_sheet(bytes(upload.content.data), upload.file_name, known_names(upload.table))
        sample = [cells for _line, cells in islice(sheet.lines, SAMPLE)]
    except FileRefused:
        # It was read to its end when it came in; the page can do without a sample.
        sample = []
    choices = [
        {"place": place, "name": name, "example": next((row[place] for row in sample if any(row[place:])), "")[:40]}
        for place, name in enumerate(upload.header)
        if name
    ]
    return {
        "asked": [
            {"column": asked, "place": upload.mapping.get(asked.name), "id": f"column-{asked.name}"}
            for asked in asked_columns(upload.table)
        ],
        "choices": choices,
        "unused": [each["name"] for each in choices if each["place"] not in upload.mapping.values()],
        "sample": sample,
    }


def problems_of(upload: Upload) -> dict[str, Any]:
    """The first refused rows in words."""
    rows = list(upload.refused.order_by("line")[:SHOWN])
    return {
        "refused": [{"line": row.line, "said": [in_words(problem) for problem in row.problems]} for row in rows],
        "more": max(upload.rows_refused - len(rows), 0),
    }


def is_stuck(upload: Upload) -> bool:
    """Whether nobody worked on a file for so long that the background worker must be down, or busy with another."""
    return upload.is_busy and timezone.now() - upload.worked_at > PATIENCE


def progress_of(upload: Upload) -> int:
    """How much of the rows is done, in percent."""
    return 100 * upload.rows_done // upload.rows_total if upload.rows_total else 0
