"""One line of an uploaded file into one row of the register, with everything that is wrong with it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from venues.importing.base import RowRefused, Source
from venues.importing.reading.checked import check_fields
from venues.importing.reading.row import Row
from venues.importing.reading.surroundings import Surroundings, surroundings
from venues.importing.register_tables.known import SOURCE, Known
from venues.importing.uploads.cells import Terms, plain, terms_in_use
from venues.importing.uploads.columns import read_columns, table_of
from venues.importing.uploads.location import read_location
from venues.importing.uploads.sheet import Line, simple
from venues.models import Activity, Sector, Upload, User, Venue, VenueType
from venues.models.naming import Term
from venues.register.rights import changeable

Problem = dict[str, str]
"""Column of the file, value, what is wrong, and what to write instead."""


def source_of(upload: Upload) -> str:
    """The name under which keys are kept: each organisation numbers its own places."""
    return f"org:{upload.organisation_id}" if upload.organisation_id else SOURCE


@dataclass
class Reader:
    """Reads the lines of one file; remembers the keys that it saw."""

    upload: Upload
    known: Known
    terms: Terms
    names: Mapping[str, Sequence[str]]
    """Of the types and sectors, in the language in use."""
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)
    swapped: int = 0

    def read(self, line: Line) -> tuple[Any, list[Problem]]:
        """One line as an unsaved instance, or None and what is wrong with it."""
        number, cells = line
        header, mapping = self.upload.header, self.upload.mapping
        table = table_of(self.upload.table)
        problems: list[Problem] = []
        if any(cells[len(header) :]):
            return None, [
                _problem(
                    RowRefused(
                        _("this row has %(cells)d cells where the header has %(columns)d.")
                        % {"cells": len(cells), "columns": len(header)},
                        _("Look for a separator inside a text, and put quotes round that text."),
                    ),
                    header,
                    mapping,
                )
            ]
        given = {ours: _unquoted(cells[place]) if place < len(cells) else "" for ours, place in mapping.items()}
        columns = read_columns(self.upload.table)
        row = Row(number, {each.name: plain(table, each, given.get(each.name, ""), self.terms) for each in columns})
        values: dict[str, Any] = {}
        for column in columns:
            try:
                if column.field == "location":
                    values["location"] = self._location(given, number, is_needed=self.upload.table == "venues")
                elif column.name == "key":
                    values["source_key"] = row.text("key") or _made_key(row, given)
                else:
                    values[column.field] = column.read(row, column.name, self.known)
            except RowRefused as error:
                problems.append(_problem(error, header, mapping) | self._names_for(column.name, row))
        instance = table.model(**values)
        for column in columns:
            if column.field in values and column.field != "location":
                try:
                    check_fields(instance, {column.field: column.name}, number)
                except RowRefused as error:
                    problems.append(_problem(error, header, mapping))
        if problems:
            return None, problems
        try:
            for check in table.checks:
                check(row, instance)
            self._once(values, number)
        except RowRefused as error:
            return None, [_problem(error, header, mapping)]
        return instance, []

    def _names_for(self, column: str, row: Row) -> Problem:
        """What to write instead of an unknown type or sector: names, where the tables of a manifest list codes."""
        if column not in self.names or not row.text(column):
            return {}
        return {"remedy": _("Write one of: %(codes)s.") % {"codes": ", ".join(self.names[column])}}

    def _location(self, given: Mapping[str, str], number: int, *, is_needed: bool) -> Any:
        x, y = given.get("lon", ""), given.get("lat", "")
        if not is_needed and not x and not y:
            return None
        found, swapped = read_location(x, y, self.known.around, number)
        self.swapped += swapped
        return found

    def _once(self, values: Mapping[str, Any], number: int) -> None:
        keyed = "source_key" in values
        identity = (values["source_key"],) if keyed else tuple(str(value) for value in values.values())
        if identity in self.seen:
            raise RowRefused(
                _("this stands in the file twice: also at line %(line)d.") % {"line": self.seen[identity]},
                _("Keep one of the two."),
                "key" if keyed else "",
                values["source_key"] if keyed else "",
            )
        self.seen[identity] = number


def reader_of(upload: Upload) -> Reader:
    """A reader that knows what the rows of a file may refer to: the places that its sender may change.

    Raises:
        FileRefused: If coordinates must be checked and no boundary is loaded.
    """
    user = upload.made_by or AnonymousUser()
    source = Source("upload", Path(upload.file_name), upload.municipality, 0)
    around: Surroundings | None = None
    if any(column.field == "location" for column in read_columns(upload.table)):
        around = surroundings(source)
    keys = {"venue": _keys(upload, user, Venue), "activity": _keys(upload, user, Activity), "organisation": {}}
    terms: dict[str, list[Term]] = {"type": [*VenueType.objects.all()], "sector": [*Sector.objects.all()]}
    codes = {column: [term.code for term in rows] for column, rows in terms.items()}
    names = {column: [term.name for term in rows] for column, rows in terms.items()}
    return Reader(upload, Known(source, keys, codes, around), terms_in_use(), names)


def _keys(upload: Upload, user: User | AnonymousUser, model: type[Any]) -> dict[str, Any]:
    """What a row may name: a place by its id, or by the key that it was brought in with."""
    keys: dict[str, Any] = {}
    rows = changeable(user, model).filter(municipality=upload.municipality, archived_at=None)
    for pk, source, key in rows.values_list("pk", "source", "source_key"):
        keys[str(pk)] = pk
        if key and source == source_of(upload):
            keys[key] = pk
    return keys


def _unquoted(text: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would compute."""
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _made_key(row: Row, given: Mapping[str, str]) -> str:
    """Without a number of its own a place is known by its name and postcode, an activity by its name and place."""
    parts = (row.text("name"), given.get("postcode") or given.get("address") or given.get("venue") or "")
    key = " ".join(simple(part) for part in parts if part)
    return key if len(key) <= 100 else str(uuid.uuid5(uuid.NAMESPACE_URL, key))


def _problem(error: RowRefused, header: Sequence[str], mapping: Mapping[str, int]) -> Problem:
    """In the words of the file: its own column, not ours."""
    kept = error.refusal
    names = [header[mapping[each]] if each in mapping else each for each in kept.column.split(", ") if each]
    return {"column": ", ".join(names), "value": kept.value, "problem": kept.problem, "remedy": kept.remedy}
