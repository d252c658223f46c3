"""Store published figures of areas; loading the same file twice changes nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.models import Area, Figure, Indicator

WITHHELD = {-99_999_999.0, -99_997.0, -99_995.0}
"""Numbers that CBS writes in its geodata where it withholds a figure or has none."""

AREA_CODE = re.compile(r"(GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4})")


@dataclass(frozen=True)
class AreaFigures:
    """What one row of a source says about one area; None = withheld."""

    area_id: int
    values: Mapping[Indicator, float | None]
    source: str


@dataclass(frozen=True)
class KnownAreas:
    """The stored areas that a source may speak about, by their CBS code."""

    ids: Mapping[str, int]
    own_code: str
    year: int

    @classmethod
    def of(cls, source: Source) -> "KnownAreas":
        """The areas of the municipality and its neighbours in the edition of the source.

        The option `municipalities` names others instead, as for the areas themselves.

        Raises:
            FileRefused: If the municipality has none.
        """
        codes = source.options.get("municipalities", list(source.wanted))
        stored = Area.objects.filter(edition__municipality__in=codes, edition__year=source.edition_year)
        ids = dict(stored.values_list("code", "pk"))
        own = source.municipality.code
        if own not in ids:
            raise FileRefused(
                _("no areas of %(code)s in edition %(year)d are loaded.") % {"code": own, "year": source.edition_year},
                _("Load its areas first: put that [[source]] above this one."),
            )
        return cls(ids, own, source.edition_year)

    def find(self, code: str, column: str, line: int | None) -> int | None:
        """The area with a code; None if it is an area elsewhere.

        Raises:
            RowRefused: If the code is empty, or the municipality has no such area.
        """
        if (found := self.ids.get(code)) is not None:
            return found
        if not code:
            raise RowRefused(_("this row has no code of an area."), _("Fill it in."), column, line=line)
        if AREA_CODE.fullmatch(code) and code[2:6] == self.own_code[2:]:
            raise RowRefused(
                _("there is no such area in edition %(year)d.") % {"year": self.year},
                _("Correct the code, or load the figures of the year of these boundaries."),
                column,
                code,
                line,
            )
        return None


def reference_day(source: Source) -> date:
    """The date on which the figures hold, from the option `reference_on`.

    Raises:
        FileRefused: If it is missing or no date.
    """
    value: Any = source.option("reference_on")
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FileRefused(
            _("the manifest gives reference_on = “%(value)s”, which is no date.") % {"value": value},
            _("Write it as 2024-01-01."),
        ) from None


def store_figures(rows: Iterable[AreaFigures], day: date, report: Report) -> None:
    """Create or change the figures of each row; the report counts rows, not figures.

    Args:
        rows: Each area once for an indicator.
        day: The date on which they hold.
        report: Where rows that are new, changed and unchanged are counted.
    """
    rows = list(rows)
    kept = {
        (figure.area_id, figure.indicator): figure
        for figure in Figure.objects.filter(reference_on=day, area__in={row.area_id for row in rows})
    }
    new: list[Figure] = []
    changed: list[Figure] = []
    for row in rows:
        news, changes = len(new), len(changed)
        for indicator, value in row.values.items():
            figure = kept.get((row.area_id, indicator))
            if figure is None:
                new.append(
                    Figure(
                        area_id=row.area_id,
                        indicator=indicator,
                        reference_on=day,
                        value=value,
                        source=row.source,
                        import_run=report.import_run,
                    )
                )
            elif (figure.value, figure.source) != (value, row.source):
                figure.value, figure.source, figure.import_run = value, row.source, report.import_run
                changed.append(figure)
        if len(changed) > changes:
            report.updated += 1
        elif len(new) > news:
            report.created += 1
        else:
            report.unchanged += 1
    Figure.objects.bulk_create(new, batch_size=5000)
    Figure.objects.bulk_update(changed, ["value", "source", "import_run"], batch_size=1000)
