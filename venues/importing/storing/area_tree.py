"""Store areas with the areas above them: neighbourhoods in districts, districts in a municipality."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from venues.importing.base import Report, RowRefused
from venues.importing.reading.boundaries import Dissolved, dissolve
from venues.importing.storing.upsert import upsert
from venues.models import RD, Area, Edition, Level

PARENT_LEVEL = {Level.NEIGHBOURHOOD: Level.DISTRICT, Level.DISTRICT: Level.MUNICIPALITY}
PREFIX = {Level.DISTRICT: ("WK", 8), Level.MUNICIPALITY: ("GM", 6)}


@dataclass(frozen=True)
class Drawn:
    """An area with a good code and a valid boundary in metres, not stored yet."""

    code: str
    name: str
    boundary: MultiPolygon


def above(code: str, level: Level) -> str:
    """The code of the area of a higher level: BU0363AA01 lies in WK0363AA and in GM0363."""
    prefix, length = PREFIX[level]
    return prefix + code[2:length]


def plant(
    drawn: Sequence[Drawn],
    level: Level,
    editions: Mapping[str, Edition],
    report: Report,
    names: Mapping[str, str] | None,
) -> None:
    """Store areas of one level, and above them the levels that they make up.

    Args:
        drawn: The areas, each code once.
        level: Their level.
        editions: The edition by the code of its municipality.
        report: Counts these areas (not those put together from them), and notes what does not fit.
        names: Names, by code, of the districts that are put together from these areas. None: the areas above are stored
            already, and an area without one is refused.
    """
    parents: dict[str, Area] = {}
    if level in PARENT_LEVEL and names is not None:
        parents = _grow(drawn, level, editions, report, names)
    elif level in PARENT_LEVEL:
        stored = Area.objects.filter(edition__in=editions.values(), level=PARENT_LEVEL[level])
        parents = {area.code: area for area in stored}
        drawn = _with_parent(drawn, PARENT_LEVEL[level], parents, report)
    _store(drawn, level, editions, parents, report)


def _grow(
    drawn: Sequence[Drawn], level: Level, editions: Mapping[str, Edition], report: Report, names: Mapping[str, str]
) -> dict[str, Area]:
    """Put the areas above together, also from stored areas that are not in this file; the highest level first."""
    stored = Area.objects.filter(edition__in=editions.values(), level=level)
    shapes: dict[str, BaseGeometry] = {area.code: shapely.from_wkb(bytes(area.boundary.wkb)) for area in stored}
    gone = len(shapes.keys() - {each.code for each in drawn})
    if gone:
        report.note(_("%(count)d areas of this edition are not in the file; they were kept.") % {"count": gone})
    shapes |= {each.code: each.boundary for each in drawn}
    by_municipality = {code: edition.municipality.name for code, edition in editions.items()}
    parents: dict[str, Area] = {}
    for higher in (Level.MUNICIPALITY, Level.DISTRICT) if level == Level.NEIGHBOURHOOD else (Level.MUNICIPALITY,):
        groups: dict[str, list[BaseGeometry]] = defaultdict(list)
        for code, shape in sorted(shapes.items()):
            groups[above(code, higher)].append(shape)
        grown = {code: dissolve(group) for code, group in sorted(groups.items())}
        rows = [
            Drawn(code, names.get(code) or by_municipality.get(code, code), each.boundary)
            for code, each in grown.items()
        ]
        parents |= _store(rows, higher, editions, parents, Report())
        if higher == Level.MUNICIPALITY:
            _note_misfits(grown, by_municipality, report)
    return parents


def _note_misfits(grown: Mapping[str, Dissolved], names: Mapping[str, str], report: Report) -> None:
    for code, each in grown.items():
        if each.overlap_m2 >= 1:
            report.note(
                _("%(municipality)s: areas overlap by %(overlap)d m² together; they were left as drawn.")
                % {"municipality": names[code], "overlap": each.overlap_m2}
            )
        if each.openings:
            report.note(
                _("%(municipality)s: %(count)d openings between its areas (gaps or enclaves) of %(area)d m² together.")
                % {"municipality": names[code], "count": each.openings, "area": each.openings_m2}
            )


def _with_parent(drawn: Sequence[Drawn], higher: Level, parents: Mapping[str, Area], report: Report) -> list[Drawn]:
    good = []
    for each in drawn:
        if above(each.code, higher) in parents:
            good.append(each)
            continue
        report.refuse(
            RowRefused(
                _("%(code)s lies in %(parent)s, which is not loaded.")
                % {"code": each.code, "parent": above(each.code, higher)},
                _("Load the areas of the level above first, or let them be put together: parents = “dissolve”."),
            )
        )
    return good


def _store(
    drawn: Sequence[Drawn], level: Level, editions: Mapping[str, Edition], parents: Mapping[str, Area], report: Report
) -> dict[str, Area]:
    rows = [
        Area(
            edition=editions[above(each.code, Level.MUNICIPALITY)],
            code=each.code,
            name=each.name[:120],
            level=level,
            parent=parents[above(each.code, PARENT_LEVEL[level])] if level in PARENT_LEVEL else None,
            boundary=_stored(each.boundary),
            centre=_stored(shapely.point_on_surface(each.boundary)),
        )
        for each in drawn
    ]
    kept = Area.objects.filter(edition__in=editions.values(), level=level)
    areas = upsert(kept, rows, ["edition_id", "code"], ["name", "parent_id", "boundary", "centre"], report)
    return {area.code: area for area in areas}


def _stored(shape: BaseGeometry) -> Any:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=RD)
