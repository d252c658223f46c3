"""Neighbourhoods, districts and municipalities with their official CBS codes, into an edition of the boundaries."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.boundaries import repair
from venues.importing.reading.geo_file import Feature, read_features
from venues.importing.reading.projection import to_lon_lat, to_rd
from venues.importing.reading.table import read_table
from venues.importing.storing.area_tree import Drawn, above, plant
from venues.models import Edition, Level, Municipality

CODE = {
    Level.NEIGHBOURHOOD: re.compile(r"BU\d{4}[0-9A-Z]{4}"),
    Level.DISTRICT: re.compile(r"WK\d{4}[0-9A-Z]{2}"),
    Level.MUNICIPALITY: re.compile(r"GM\d{4}"),
}
EXAMPLE = {Level.NEIGHBOURHOOD: "BU0363AA01", Level.DISTRICT: "WK0363AA", Level.MUNICIPALITY: "GM0363"}
NETHERLANDS = (-7_000, 289_000, 300_000, 629_000)
"""Where the Dutch grid is valid: lowest x and y, highest x and y, metres."""


@dataclass(frozen=True)
class Properties:
    """The properties that hold the code and the name of an area, and names by code that go before those of the file."""

    code: str
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def load_areas(source: Source, report: Report) -> None:
    """Load the areas of one level; the levels above are put together from them.

    Options: `code` (property), `level` (neighbourhood, district or municipality; default neighbourhood), `name`
    (property), `names` and `district_names` ({file, code, name}: tables with names), `municipalities` (codes; default
    the municipality and its neighbours), `parents` (“dissolve”, the default, or “stored”: loaded before, by a source of
    the level above).

    The edition is created inactive. Rows of other municipalities are skipped. An area that is not in the file any more
    is kept: history may need it.

    Raises:
        FileRefused: If the file cannot be read or an option is missing or wrong.
    """
    level = _level(source)
    wanted = _wanted(source)
    named = Properties(source.option("code"), source.options.get("name", ""), _names(source, "names"))
    drawn = list(read_drawn(source.path, named, level, report, wanted.__contains__))
    if not drawn and not report.refused:
        raise FileRefused(
            _("%(file)s holds no areas of %(codes)s.") % {"file": source.path.name, "codes": ", ".join(sorted(wanted))},
            _("Check the code of the municipality, and which property holds the code of the area."),
        )
    editions = {
        code: Edition.objects.get_or_create(municipality=wanted[code], year=source.edition_year)[0]
        for code in sorted({above(each.code, Level.MUNICIPALITY) for each in drawn})
    }
    if level == Level.MUNICIPALITY:
        _name_municipalities(drawn, wanted)
    plant(drawn, level, editions, report, _district_names(source))
    for edition in editions.values():
        if edition.is_active and report.updated:
            report.note(
                _("Boundaries of %(edition)s, which is in use, changed: load its squares again.") % {"edition": edition}
            )


def _name_municipalities(drawn: list[Drawn], wanted: dict[str, Municipality]) -> None:
    """Give a name to a municipality that only had its code; a name that somebody chose stays."""
    for each in drawn:
        municipality = wanted[each.code]
        if municipality.name == municipality.code:
            municipality.name = each.name[:100]
            municipality.save(update_fields=["name"])


def _level(source: Source) -> Level:
    text = source.options.get("level", Level.NEIGHBOURHOOD)
    if text not in Level.values:
        raise FileRefused(
            _("the manifest gives the level “%(level)s”.") % {"level": text},
            _("Write one of: %(words)s.") % {"words": ", ".join(Level.values)},
        )
    return Level(text)


def _district_names(source: Source) -> dict[str, str] | None:
    """Names for the districts that are put together from these areas; None where they were loaded before."""
    how = source.options.get("parents", "dissolve")
    if how not in {"dissolve", "stored"}:
        raise FileRefused(
            _("the manifest gives parents = “%(how)s”.") % {"how": how}, _("Write “dissolve” or “stored”.")
        )
    return _names(source, "district_names") if how == "dissolve" else None


def _wanted(source: Source) -> dict[str, Municipality]:
    codes = source.options.get("municipalities")
    if codes is None:
        return source.wanted
    known = source.wanted
    return {
        code: known.get(code)
        or Municipality.objects.get_or_create(code=code, defaults={"name": code, "is_scored": False})[0]
        for code in codes
    }


def _names(source: Source, option: str) -> dict[str, str]:
    table = source.options.get(option)
    if table is None:
        return {}
    rows = read_table(source.beside(table["file"]), [table["code"], table["name"]])
    return {row.text(table["code"]): row.text(table["name"]) for row in rows}


def read_drawn(
    path: Path, named: Properties, level: Level, report: Report, is_wanted: Callable[[str], bool]
) -> Iterator[Drawn]:
    """Read the areas of one level, those that cannot be used refused in the report.

    Args:
        path: GeoJSON or GeoPackage.
        named: Where their codes and names stand.
        level: Of the areas; their codes must be of it.
        report: Counts the features, and notes what was repaired.
        is_wanted: Whether areas are read of the municipality with this code; others are skipped.

    Raises:
        FileRefused: If the file cannot be read.
    """
    seen: dict[str, Feature] = {}
    for feature in read_features(path):
        report.read += 1
        try:
            code = _code(feature, named.code, level)
            if not is_wanted(above(code, Level.MUNICIPALITY)):
                report.skipped += 1
                continue
            if code in seen:
                raise RowRefused(
                    _("%(place)s has the same code as %(other)s.")
                    % {"place": feature.place, "other": seen[code].place},
                    _("Keep one of the two."),
                    named.code,
                    code,
                )
            seen[code] = feature
            boundary = _boundary(feature, code, report)
        except RowRefused as problem:
            report.refuse(problem)
            continue
        name = named.names.get(code) or str(feature.properties.get(named.name) or "").strip() or code
        yield Drawn(code, name, boundary)


def _code(feature: Feature, code_property: str, level: Level) -> str:
    if code_property not in feature.properties:
        raise RowRefused(
            _("%(place)s has no “%(property)s”; it has: %(others)s.")
            % {
                "place": feature.place,
                "property": code_property,
                "others": ", ".join(list(feature.properties)[:20]) or _("nothing"),
            },
            _("Correct the file, or name the property that holds the code."),
        )
    code = str(feature.properties[code_property] or "").strip()
    if not CODE[level].fullmatch(code):
        raise RowRefused(
            _("%(place)s: this is no code of a %(level)s.") % {"place": feature.place, "level": level.label},
            _("Write it as %(example)s.") % {"example": EXAMPLE[level]},
            code_property,
            code,
        )
    return code


def _boundary(feature: Feature, code: str, report: Report) -> MultiPolygon:
    try:
        if feature.shape is not None:
            _check_inside(shapely.get_coordinates(feature.shape))
        repaired = repair(feature.shape)
    except RowRefused as problem:
        kept = problem.refusal
        raise RowRefused(
            f"{feature.place}, {code}: {kept.problem}", kept.remedy, kept.column, kept.value, kept.line
        ) from None
    if repaired.reason:
        report.note(
            _("%(code)s was repaired: %(reason)s; its area changed by %(change)s m².")
            % {"code": code, "reason": repaired.reason, "change": f"{repaired.change_m2:+.1f}"}
        )
    return repaired.boundary


def _check_inside(points: NDArray[np.float64]) -> None:
    """Refuse points, in RD metres, outside the Netherlands."""
    outside = ~_inside(points)
    if not outside.any():
        return
    lon, lat = (float(degrees[0]) for degrees in to_lon_lat(*points[outside][:1].T))
    value = f"{lon:.4f}, {lat:.4f}"
    if _inside(np.column_stack(to_rd([lat], [lon])))[0]:
        raise RowRefused(
            _("this looks like swapped coordinates: longitude and latitude changed places."),
            _("Write the longitude (about 5) before the latitude (about 52)."),
            value=value,
        )
    raise RowRefused(
        _("this lies outside the Netherlands."), _("Check the coordinates and their reference system."), value=value
    )


def _inside(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = points[:, 0], points[:, 1]
    west, south, east, north = NETHERLANDS
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside
