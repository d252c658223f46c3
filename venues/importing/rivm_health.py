"""The health monitor of RIVM: modelled percentages for areas, by age class, with the codes of its own year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.cbs_figures import Column, read_columns, read_values
from venues.importing.reading.row import Row
from venues.importing.reading.table import read_table
from venues.importing.storing.figure_store import AreaFigures, KnownAreas, reference_day, store_figures
from venues.models import Indicator

NATIONAL = "NL01"


@dataclass
class _Found:
    """Percentages by area, and the national ones, over the age classes of the file."""

    by_area: dict[int, dict[Indicator, float | None]] = field(default_factory=dict)
    national: dict[Indicator, float | None] = field(default_factory=dict)
    lines: dict[tuple[int, str], int] = field(default_factory=dict)


def load_health(source: Source, report: Report) -> None:
    """Load percentages of the health monitor.

    Options: `age` and `code` (columns), `reference_on` (date), `columns` ({"65+" = {indicator = "column"}, …}),
    `crosswalk` ({file, from, to}: old code to new code, for neighbourhoods that were recoded), `source_name`.

    Codes that these boundaries do not know are counted as skipped: the monitor has the codes of its own year. A
    municipality without a row of its own gets the national row (NL01), named so in its source.

    Raises:
        FileRefused: If the table, an option or the areas are missing.
    """
    day = reference_day(source)
    age, code = source.option("age"), source.option("code")
    given = source.option("columns")
    if not isinstance(given, Mapping):
        raise FileRefused(
            _("the manifest names no columns."), _('Write columns = { "65+" = { lonely_65_pct = "…" }, … }.')
        )
    columns = {str(group): read_columns(named) for group, named in given.items()}
    areas = KnownAreas.of(source)
    crosswalk = _crosswalk(source)
    names = [column.name for named in columns.values() for column in named.values()]
    rows = read_table(source.path, [age, code, *names])
    found = _read(rows, age, code, columns, areas, crosswalk, report)
    label = str(source.options.get("source_name") or source.path.name)[:100]
    store_figures(_figures(found, source, areas, label, report), day, report)


def _crosswalk(source: Source) -> dict[str, str]:
    """Old codes to new ones; an old neighbourhood leads to one new one and the other way round."""
    table = source.options.get("crosswalk")
    if table is None:
        return {}
    pairs: dict[str, str] = {}
    lines: dict[str, int] = {}
    path = source.beside(table["file"])
    for row in read_table(path, [table["from"], table["to"]]):
        old, new = row.required(table["from"]), row.required(table["to"])
        for column, text in ((table["from"], old), (table["to"], new)):
            if (key := f"{column} {text}") in lines:
                raise FileRefused(
                    _("%(file)s names this code on line %(line)d as well.") % {"file": path.name, "line": lines[key]},
                    _("Keep the row of the neighbourhood that most people live in."),
                    column,
                    text,
                    row.line,
                )
            lines[key] = row.line
        pairs[old] = new
    return pairs


def _read(  # noqa: PLR0913, PLR0917
    rows: Iterator[Row],
    age: str,
    code: str,
    columns: Mapping[str, Mapping[Indicator, Column]],
    areas: KnownAreas,
    crosswalk: Mapping[str, str],
    report: Report,
) -> _Found:
    found = _Found()
    # Where a crosswalk covers a municipality, a code that it does not name is an old one, even if it exists again.
    covered = {old[:6] for old in crosswalk}
    for row in rows:
        report.read += 1
        group = row.text(age)
        old = row.text(code)
        new = crosswalk.get(old, "" if old[:6] in covered else old)
        area_id = areas.ids.get(new)
        if group not in columns or (area_id is None and new != NATIONAL):
            report.skipped += 1
            continue
        try:
            values = read_values(row, columns[group])
            key = (area_id or 0, group)
            if key in found.lines:
                raise RowRefused(
                    _("this area and age class stand on line %(line)d as well.") % {"line": found.lines[key]},
                    _("Keep one of the two."),
                    code,
                    old,
                    row.line,
                )
        except RowRefused as problem:
            report.refuse(problem, row.line)
            continue
        found.lines[key] = row.line
        (found.national if area_id is None else found.by_area.setdefault(area_id, {})).update(values)
    return found


def _figures(found: _Found, source: Source, areas: KnownAreas, label: str, report: Report) -> Iterator[AreaFigures]:
    wanted = [code for code in source.wanted if code in areas.ids]
    national = [code for code in wanted if areas.ids[code] not in found.by_area and found.national]
    for area_id, values in found.by_area.items():
        yield AreaFigures(area_id, values, label)
    for code in national:
        report.note(_("%(code)s is not in the file: the national row stands in for it.") % {"code": code})
        yield AreaFigures(areas.ids[code], found.national, f"{label} ({NATIONAL})")
    without = [code for code in wanted if areas.ids[code] not in found.by_area and not found.national]
    if without:
        report.note(_("No row for %(codes)s, and no national row.") % {"codes": ", ".join(without)})
