"""Key figures of CBS for areas: residents and ages, from a table whose columns the manifest names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.row import Row
from venues.importing.reading.table import read_table
from venues.importing.storing.figure_store import WITHHELD, AreaFigures, KnownAreas, reference_day, store_figures
from venues.models import Indicator


@dataclass(frozen=True)
class Column:
    """Where a figure stands in the table; with `percent_of` it is a percentage of that other figure."""

    name: str
    percent_of: Indicator | None = None


def load_figures(source: Source, report: Report) -> None:
    """Load the figures of areas from a CSV table.

    Options: `code` (column), `reference_on` (date), `columns` ({indicator = "column"} or {indicator = {column,
    percent_of = "residents"}}), `source_name` (default: the name of the file).

    A withheld figure (`.`, empty, or CBS's −99997) is stored as unknown. Rows of other municipalities are skipped.

    Raises:
        FileRefused: If the table, an option or the areas are missing.
    """
    day = reference_day(source)
    columns = read_columns(source.option("columns"))
    areas = KnownAreas.of(source)
    code = source.option("code")
    rows = read_table(source.path, [code, *(column.name for column in columns.values())])
    label = str(source.options.get("source_name") or source.path.name)[:120]
    found = _read(rows, code, columns, areas, report)
    store_figures((AreaFigures(area_id, values, label) for area_id, values in found), day, report)


def read_columns(given: object) -> dict[Indicator, Column]:
    """The columns that a manifest names, by the figure that they hold.

    Raises:
        FileRefused: If a figure is not known here, or stands there in a wrong form.
    """
    if not isinstance(given, Mapping) or not given:
        raise FileRefused(_("the manifest names no columns."), _('Write columns = { residents = "…", … }.'))
    columns: dict[Indicator, Column] = {}
    for name, value in given.items():
        if name not in Indicator.values:
            raise FileRefused(
                _("the manifest names a column for “%(name)s”, which is no figure here.") % {"name": name},
                _("Write one of: %(words)s.") % {"words": ", ".join(Indicator.values)},
            )
        if isinstance(value, str):
            columns[Indicator(name)] = Column(value)
            continue
        whole = value.get("percent_of") if isinstance(value, Mapping) else None
        if whole not in given or not isinstance(given[whole], str) or not isinstance(value.get("column"), str):
            raise FileRefused(
                _("the manifest gives a wrong column for “%(name)s”.") % {"name": name},
                _('Write "column", or { column = "column", percent_of = "residents" } with a column for residents.'),
            )
        columns[Indicator(name)] = Column(value["column"], Indicator(str(whole)))
    return columns


def _read(
    rows: Iterator[Row], code: str, columns: Mapping[Indicator, Column], areas: KnownAreas, report: Report
) -> Iterator[tuple[int, dict[Indicator, float | None]]]:
    seen: dict[int, int] = {}
    for row in rows:
        report.read += 1
        try:
            area_id = areas.find(row.text(code), code, row.line)
            if area_id is None:
                report.skipped += 1
                continue
            if area_id in seen:
                raise RowRefused(
                    _("this area stands on line %(line)d as well.") % {"line": seen[area_id]},
                    _("Keep one of the two."),
                    code,
                    row.text(code),
                    row.line,
                )
            seen[area_id] = row.line
            values = read_values(row, columns)
        except RowRefused as problem:
            report.refuse(problem, row.line)
            continue
        yield area_id, values


def read_values(row: Row, columns: Mapping[Indicator, Column]) -> dict[Indicator, float | None]:
    """The figures of one row, percentages of persons worked out into persons; None = withheld.

    Raises:
        RowRefused: If a cell is no number, is negative, or is a percentage above 100.
    """
    values = {
        indicator: _value(row, column.name, column.percent_of is not None or indicator.endswith("_pct"))
        for indicator, column in columns.items()
    }
    for indicator, column in columns.items():
        if column.percent_of is None:
            continue
        percent, persons = values[indicator], values[column.percent_of]
        if persons == 0:
            # CBS gives no shares of nobody; nobody is known to be of that age.
            values[indicator] = 0.0
        elif percent is not None and persons is not None:
            values[indicator] = persons * percent / 100
        else:
            values[indicator] = None
    return values


def _value(row: Row, column: str, is_percentage: bool) -> float | None:
    value = row.number(column)
    if value is None or value in WITHHELD:
        return None
    if value < 0:
        raise RowRefused(
            _("this number is negative."), _("Correct it, or leave it empty."), column, row.text(column), row.line
        )
    if is_percentage and value > 100:
        raise RowRefused(
            _("this percentage is above 100."), _("Correct it, or leave it empty."), column, row.text(column), row.line
        )
    return value
