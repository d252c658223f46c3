"""CBS squares of 100 m: where in a neighbourhood its people live, as demand points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from venues.importing.base import Report, RowRefused, Source
from venues.importing.reading.row import Row
from venues.importing.reading.table import read_table
from venues.importing.storing.figure_store import WITHHELD, KnownAreas
from venues.models import RD, Area, DemandPoint

SQUARE = re.compile(r"E(\d{4})N(\d{4})")
SIDE_M = 100


@dataclass(frozen=True)
class _Square:
    """A square with people: its centre in metres of the Dutch grid."""

    x: int
    y: int
    residents: float


def load_squares(source: Source, report: Report) -> None:
    """Load populated squares as demand points of the neighbourhood that holds their centre.

    Options: `square` (column with E0892N4383: hectometres of the lower-left corner), `residents` (column).

    Squares without a published number of residents, and squares outside the areas of the edition, are skipped. The
    squares of a municipality that the file speaks about are replaced; a square that stays as it was keeps its point,
    because measured walks refer to it.

    Raises:
        FileRefused: If the table, an option or the areas are missing.
    """
    column, residents = source.option("square"), source.option("residents")
    KnownAreas.of(source)
    rows = read_table(source.path, [column, residents])
    squares = list(_read(rows, column, residents, report))
    parents = Area.objects.filter(edition__municipality__in=source.wanted, edition__year=source.edition_year)
    areas = list(parents.filter(children=None).select_related("edition").order_by("code"))
    _store(squares, _locate(squares, areas, report), areas, report)


def _read(rows: Iterator[Row], column: str, residents: str, report: Report) -> Iterator[_Square]:
    seen: dict[str, int] = {}
    withheld = 0
    for row in rows:
        report.read += 1
        try:
            name = row.required(column)
            match = SQUARE.fullmatch(name)
            if match is None:
                raise RowRefused(
                    _("this is no square of 100 m."),
                    _("Write it as E0892N4383, in hectometres of the Dutch grid."),
                    column,
                    name,
                    row.line,
                )
            if name in seen:
                raise RowRefused(
                    _("this square stands on line %(line)d as well.") % {"line": seen[name]},
                    _("Keep one of the two."),
                    column,
                    name,
                    row.line,
                )
            seen[name] = row.line
            persons = row.number(residents)
            if persons is not None and persons < 0 and persons not in WITHHELD:
                raise RowRefused(
                    _("this number is negative."),
                    _("Correct it, or leave it empty."),
                    residents,
                    row.text(residents),
                    row.line,
                )
        except RowRefused as problem:
            report.refuse(problem, row.line)
            continue
        if persons is None or persons in WITHHELD:
            withheld += 1
        if persons is None or persons <= 0:
            report.skipped += 1
            continue
        middle = SIDE_M // 2
        yield _Square(int(match[1]) * SIDE_M + middle, int(match[2]) * SIDE_M + middle, persons)
    if withheld:
        report.note(_("%(count)d squares have no published number of residents.") % {"count": withheld})


def _locate(squares: Sequence[_Square], areas: Sequence[Area], report: Report) -> list[int | None]:
    """The position in `areas` of the area that holds each centre; of overlapping areas the first by code."""
    tree = shapely.STRtree([shapely.from_wkb(bytes(area.boundary.wkb)) for area in areas])
    centres = shapely.points([(square.x, square.y) for square in squares]) if squares else np.array([], dtype=object)
    which, inside = tree.query(centres, predicate="intersects")
    holder: list[int | None] = [None] * len(squares)
    overlaps = 0
    for square, area in sorted(zip(which.tolist(), inside.tolist(), strict=True)):
        if holder[square] is None:
            holder[square] = area
        else:
            overlaps += 1
    if overlaps:
        report.note(
            _("%(count)d squares lie in overlapping areas; each counts in the first by code.") % {"count": overlaps}
        )
    outside = [square for square, area in zip(squares, holder, strict=True) if area is None]
    report.skipped += len(outside)
    if outside:
        report.note(
            _("%(count)d squares with %(residents)d residents lie outside the areas.")
            % {"count": len(outside), "residents": sum(square.residents for square in outside)}
        )
    return holder


def _store(squares: Sequence[_Square], holder: Sequence[int | None], areas: Sequence[Area], report: Report) -> None:
    spoken_of = {areas[position].edition_id for position in holder if position is not None}
    stored = DemandPoint.objects.filter(area__edition__in=spoken_of, kind=DemandPoint.Kind.SQUARE)
    kept: dict[tuple[int, int], DemandPoint] = {
        (round(point.location.x), round(point.location.y)): point for point in stored
    }
    new: list[DemandPoint] = []
    changed: list[DemandPoint] = []
    for square, position in zip(squares, holder, strict=True):
        if position is None:
            continue
        area = areas[position]
        point = kept.pop((square.x, square.y), None)
        if point is None:
            location = Point(square.x, square.y, srid=RD)
            new.append(DemandPoint(area=area, kind=DemandPoint.Kind.SQUARE, location=location, weight=square.residents))
        elif (point.area_id, point.weight) != (area.pk, square.residents):
            point.area, point.weight = area, square.residents
            changed.append(point)
        else:
            report.unchanged += 1
    DemandPoint.objects.bulk_create(new, batch_size=5000)
    DemandPoint.objects.bulk_update(changed, ["area", "weight"], batch_size=1000)
    report.created += len(new)
    report.updated += len(changed)
    if kept:
        DemandPoint.objects.filter(pk__in=[point.pk for point in kept.values()]).delete()
        report.note(_("%(count)d squares are not in the file any more and were removed.") % {"count": len(kept)})
