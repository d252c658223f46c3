"""Files that belong to bringing in a file: the rows to mend, and an empty table to begin with."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.uploads.columns import asked_columns, table_of
from venues.models import Sector, Upload, VenueType


def refused_table(upload: Upload) -> Iterator[Sequence[Any]]:
    """The refused rows with the file's own columns, and what is wrong with each in one column more."""
    yield [*upload.header, _("What is wrong")]
    width = len(upload.header)
    for row in upload.refused.order_by("line").iterator():
        cells = [*row.cells, *[""] * width][: max(width, len(row.cells))]
        yield [*cells, " ".join(in_words(problem) for problem in row.problems)]


def in_words(problem: dict[str, str]) -> str:
    """One problem as a sentence: the column, the value, what is wrong, what to write instead."""
    place = ", ".join(
        part
        for part in (
            _("column “%(column)s”") % {"column": problem["column"]} if problem["column"] else "",
            _("value “%(value)s”") % {"value": problem["value"]} if problem["value"] else "",
        )
        if part
    )
    return " ".join(part for part in (f"{place}:" if place else "", problem["problem"], problem["remedy"]) if part)


def template_table(table: str) -> Iterator[Sequence[Any]]:
    """The header of an empty table."""
    yield [asked.label for asked in asked_columns(table)]


def template_explanation(table: str) -> Iterator[Sequence[Any]]:
    """Of each column whether it is needed, and the words that it takes."""
    yield [_("column"), _("needed"), _("words")]
    fields = {column.name: column.field for column in table_of(table).columns}
    for asked in asked_columns(table):
        field: Any = table_of(table).model._meta.get_field(fields.get(asked.name, "location"))
        words = [str(label) for _value, label in getattr(field, "choices", None) or []]
        if asked.name in {"type", "sector"}:
            words = [term.name for term in (VenueType if asked.name == "type" else Sector).objects.all()]
        yield [asked.label, _("yes") if asked.is_needed else "", ", ".join(words)]
