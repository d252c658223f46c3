"""Venues as points, from GeoJSON, GeoPackage or CSV, with a mapping of the source's kinds to our venue types."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.checked import Once, check_fields
from venues.importing.reading.geo_file import read_features
from venues.importing.reading.projection import to_rd
from venues.importing.reading.surroundings import Surroundings, point, surroundings
from venues.importing.reading.table import read_table
from venues.importing.storing.keyed_store import store_keyed
from venues.importing.storing.venue_hours import opening_texts, store_hours
from venues.models import Venue, VenueType

OPTIONAL = ("address", "postcode", "website", "opening_hours")
"""Fields that the source may give; their options name the columns."""

POSTCODE = re.compile(r"(\d{4})\s?([A-Z]{2})", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """One row of the source: its cells, and where it lies in metres of EPSG:28992."""

    cells: Mapping[str, str]
    x: float
    y: float
    line: int | None
    where: str


def load_venues(source: Source, report: Report) -> None:
    """Load venues as points.

    Options: `key` and `name` (columns), `kind` (columns, tried in this order), `types` (kind to our type; an empty
    text means “not for us”), those of OPTIONAL (`address` takes several columns); `lon` and `lat` for CSV;
    `source_name` (default “venues”). Hosts and places are left unknown. A venue that left the file stays: noted.

    Raises:
        FileRefused: If the file or the options cannot be used.
    """
    types = _types(source)
    around = surroundings(source)
    once = Once([source.option("key")])
    venues = []
    for place in _places(source, report):
        report.read += 1
        try:
            venue = _venue(source, place, types, around, once)
        except RowRefused as error:
            report.refuse(_placed(error, place), place.line)
            continue
        if venue is None:
            report.skipped += 1
        else:
            venues.append(venue)
    given = [name for name in OPTIONAL if name in source.options]
    carried = ["name", "venue_type_id", "location", "source_kind", *given]
    existing = Venue.everything.filter(municipality=source.municipality, source=_source_name(source))
    texts_before = opening_texts(source.municipality, _source_name(source))
    stored = store_keyed(source.municipality, existing, venues, carried, report)
    if "opening_hours" in given:
        store_hours(stored, texts_before, report)


def _source_name(source: Source) -> str:
    return str(source.options.get("source_name", "venues"))


def _placed(error: RowRefused, place: Place) -> RowRefused:
    """GeoJSON has no lines that help: there the message names the feature."""
    if place.line is not None:
        return error
    kept = error.refusal
    return RowRefused(f"{place.where}: {kept.problem}", kept.remedy, kept.column, kept.value)


def _types(source: Source) -> dict[str, str]:
    types = source.option("types")
    if not isinstance(types, Mapping):
        raise FileRefused(
            _("the manifest gives no mapping in “types”."), _('Write [source.types] and "kind" = "type".')
        )
    known = set(VenueType.objects.values_list("code", flat=True))
    for kind, code in types.items():
        if code and code not in known:
            raise FileRefused(
                _("the manifest maps “%(kind)s” to “%(code)s”, which is no venue type.") % {"kind": kind, "code": code},
                _("Use one of: %(codes)s.") % {"codes": ", ".join(sorted(known))},
            )
    return dict(types)


def _places(source: Source, report: Report) -> Iterator[Place]:
    columns = _columns(source)
    if source.path.name.removesuffix(".gz").endswith((".csv", ".txt", ".tsv")):
        lon, lat = source.option("lon"), source.option("lat")
        for row in read_table(source.path, [*columns, lon, lat]):
            try:
                x, y = to_rd(row.required_number(lon), row.required_number(lat))
            except RowRefused as error:
                report.read += 1
                report.refuse(error, row.line)
                continue
            yield Place(row.cells, float(x), float(y), row.line, "")
        return
    features = read_features(source.path)
    if features and (missing := [name for name in columns if all(name not in each.properties for each in features)]):
        raise FileRefused(
            _("%(file)s has no property “%(column)s”.") % {"file": source.path.name, "column": "”, “".join(missing)},
            _("It has: %(columns)s. Correct the column names in the manifest.")
            % {"columns": ", ".join(features[0].properties)},
        )
    for feature in features:
        cells = {name: "" if value is None else str(value) for name, value in feature.properties.items()}
        if feature.shape is None or feature.shape.is_empty:
            report.read += 1
            report.refuse(RowRefused(_("%(place)s has no location.") % {"place": feature.place}, _("Add a point.")))
            continue
        inside = feature.shape.representative_point()
        yield Place(cells, inside.x, inside.y, None, feature.place)


def _columns(source: Source) -> list[str]:
    named = [source.option("key"), source.option("name"), source.option("kind")]
    named += [source.options[name] for name in OPTIONAL if name in source.options]
    return [column for names in named for column in _list(names)]


def _list(names: str | Sequence[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _venue(source: Source, place: Place, types: Mapping[str, str], around: Surroundings, once: Once) -> Venue | None:
    """The venue of a row; None where the manifest says that its kind is not for us."""

    def cell(name: str) -> str:
        return place.cells.get(name, "").strip()

    key_column, name_column = source.option("key"), source.option("name")
    if not (key := cell(key_column)):
        raise RowRefused(_("this cell is empty."), _("Give each venue a key."), key_column)
    once.check(key, place.line or place.where, place.line)
    kinds = list(dict.fromkeys(kind for kind in map(cell, _list(source.option("kind"))) if kind))
    mapped = next((kind for kind in kinds if kind in types), None)
    if mapped is None:
        raise RowRefused(
            _("this kind of place is not in the mapping."),
            _("Add it to “types” in the manifest, with an empty text if it is not for us."),
            " / ".join(_list(source.option("kind"))),
            " / ".join(kinds),
        )
    if not types[mapped]:
        return None
    if not (name := cell(name_column)):
        raise RowRefused(_("this cell is empty."), _("Give each venue a name."), name_column, key)
    around.check(place.x, place.y, key_column, key)
    given = {name: " ".join(filter(None, map(cell, _list(source.options.get(name, []))))) for name in OPTIONAL}
    venue = Venue(
        municipality=source.municipality,
        name=name,
        venue_type_id=types[mapped],
        location=point(place.x, place.y),
        source=_source_name(source),
        source_key=key,
        source_kind=" / ".join(kinds),
        **given | {"postcode": _postcode(given["postcode"])},
    )
    columns = {"name": name_column, "source_key": key_column, "source_kind": " / ".join(_list(source.option("kind")))}
    columns |= {name: " ".join(_list(source.options[name])) for name in OPTIONAL if name in source.options}
    check_fields(venue, columns, place.line)
    return venue


def _postcode(text: str) -> str:
    """Dutch postcodes in one form, 1234 AB; what is none stays as it is and is checked for length."""
    found = POSTCODE.fullmatch(text)
    return f"{found[1]} {found[2].upper()}" if found else text
