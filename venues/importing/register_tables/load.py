"""Load one table of the register."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.checked import Once, check_fields
from venues.importing.reading.row import Row
from venues.importing.reading.table import read_table
from venues.importing.register_tables.columns import Table
from venues.importing.register_tables.facts import store_facts
from venues.importing.register_tables.known import SOURCE, Known, what_is_known
from venues.importing.register_tables.tables import FACTS, KEYED
from venues.importing.storing.keyed_store import store_keyed
from venues.importing.storing.venue_hours import opening_texts, store_hours
from venues.models import Venue


def load_register(source: Source, report: Report) -> None:
    """Load one table of the register.

    Option: `table`, one of organisations, venues, activities (rows with a key of their own: changed by key, never
    deleted) and slots, audiences, staffing, funding, closures, inspections, attendance (facts: the table is the truth
    for all that came with a key from these tables, so a fact that left the table is removed). With
    `slots_from_opening_hours = true` the table of venues makes slots, hosts unknown, for a register without a table of
    slots.

    Raises:
        FileRefused: If the file or the table's name cannot be used.
    """
    name = source.option("table")
    table = KEYED.get(name) or FACTS.get(name)
    if table is None:
        raise FileRefused(
            _("the manifest names the table “%(table)s”, which does not exist.") % {"table": name},
            _("Use one of: %(tables)s.") % {"tables": ", ".join([*KEYED, *FACTS])},
        )
    known = what_is_known(source, with_places=any(column.field == "location" for column in table.columns))
    rows: list[Any] = []
    carried: list[str] = []
    once = Once(table.once)
    for row in read_table(source.path, [column.name for column in table.columns if column.is_needed]):
        if not report.read:
            carried = _carried(row, table, report)
        report.read += 1
        try:
            rows.append(_instance(row, table, known, once))
        except RowRefused as error:
            report.refuse(error, row.line)
    if report.refused and not source.partial:
        return
    if name in KEYED:
        existing = table.model._base_manager.filter(municipality=source.municipality, source=SOURCE)
        texts_before = opening_texts(source.municipality, SOURCE)
        stored = store_keyed(source.municipality, existing, rows, carried, report)
        if table.model is Venue and source.options.get("slots_from_opening_hours"):
            store_hours(stored, texts_before, report)
    else:
        store_facts(source.municipality, table, rows, report)


def _carried(row: Row, table: Table, report: Report) -> list[str]:
    """The fields that the file gives; a column that nobody knows is named, lest it be a slip of the pen."""
    names = {column.name for column in table.columns} | {"lat"}
    if unknown := sorted(name for name in row.cells if name not in names):
        report.note(
            _("These columns are not known and were not read: %(columns)s.") % {"columns": ", ".join(unknown)[:400]}
        )
    return [column.field for column in table.columns if column.name in row.cells and column.field != "source_key"]


def _instance(row: Row, table: Table, known: Known, once: Once) -> Any:
    values = {column.field: column.read(row, column.name, known) for column in table.columns}
    if "source_key" in values:
        values |= {"municipality": known.source.municipality, "source": SOURCE}
    instance = table.model(**values)
    for check in table.checks:
        check(row, instance)
    check_fields(instance, dict(_checked(table)), row.line)
    if table.once:
        once.check(tuple(row.text(column) for column in table.once), row.line, row.line)
    return instance


def _checked(table: Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        if column.field != "location":
            yield column.field, column.name
