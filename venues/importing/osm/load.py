"""Load an OpenStreetMap extract into a municipality, or only count what it holds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _

from venues.importing.backdrop import Ground, polygons, store_backdrop
from venues.importing.base import FileRefused, Report, Source
from venues.importing.defaults import default_rows
from venues.importing.osm.extract import Extract, Wanted, read_extract
from venues.importing.osm.streets import network
from venues.importing.osm.tags import VenueTypes
from venues.importing.osm.venues import CARRIED, SOURCE, venue
from venues.importing.reading.projection import to_rd_shapes
from venues.importing.reading.surroundings import Surroundings, surroundings
from venues.importing.storing.keyed_store import store_keyed
from venues.importing.storing.street_store import store_network
from venues.importing.storing.venue_hours import opening_texts, store_hours
from venues.models import Backdrop, Municipality, Venue, VenueType

PARTS = ("streets", "venues", "backdrop")
MIN_GROUND_M2 = 500
"""A smaller lawn or pond only slows the map."""


def load_osm(source: Source, report: Report) -> None:
    """Load streets, venues and backdrop from a .osm.pbf file; what lies outside the surroundings is not for us.

    Option: `parts`, any of “streets” (replaces the network), “venues” (by the tags of the venue types; a nameless one
    is of no use and counted as skipped) and “backdrop” (replaces it); by default all three.

    Raises:
        FileRefused: If the file cannot be used, or holds nothing of the municipality.
    """
    parts = frozenset(source.options.get("parts", PARTS))
    if not parts or not parts <= set(PARTS):
        raise FileRefused(
            _("the manifest asks for the parts “%(parts)s”.") % {"parts": ", ".join(sorted(parts))},
            _("Use any of: %(parts)s.") % {"parts": ", ".join(PARTS)},
        )
    around = surroundings(source)
    types = VenueTypes(VenueType.objects.order_by("position").values_list("code", "osm_tags"))
    extract = read_extract(source.path, Wanted(types, parts, around.bounds_in_degrees()))
    report.note(_("In the file: %(counts)s.") % {"counts": ", ".join(described(extract))})
    if "streets" in parts:
        _load_streets(source, extract, around, report)
    if "venues" in parts:
        _load_venues(source.municipality, extract, around, report)
    if "backdrop" in parts:
        grounds = list(_grounds(extract, around, report))
        store_backdrop(source.municipality, grounds, Backdrop.Kind.values, report)


def count_osm(path: Path) -> list[str]:
    """What an extract holds, wherever on earth it lies; needs no database and no boundary, by the default venue types.

    Raises:
        FileRefused: If the file cannot be used.
    """
    types = VenueTypes((row["code"], row.get("osm_tags", [])) for row in default_rows("venue_type"))
    extract = read_extract(path, Wanted(types, frozenset(PARTS)))
    streets, _left_out = network(extract.ways, None)
    total = _("%(count)d streets of together %(km)d km") % {
        "count": len(streets.from_node),
        "km": round(sum(streets.length_m) / 1000),
    }
    return [*described(extract), total]


def described(extract: Extract) -> Iterator[str]:
    """What an extract holds, a line a kind."""
    named = [(code, thing) for code, _tags, thing in extract.places if thing.tags.get("name")]
    yield _("%(count)d highways") % {"count": extract.highways}
    yield _("%(count)d walkable ways") % {"count": len(extract.ways) + extract.outside}
    for tag in ("leisure=playground", "leisure=park"):
        yield f"{extract.tagged[tag]} {tag}"
    yield _("%(count)d venues with a name, %(nameless)d without") % {
        "count": len(named),
        "nameless": len(extract.places) - len(named),
    }
    for code in dict.fromkeys(sorted(code for code, _thing in named)):
        yield f"{sum(each == code for each, _thing in named)} {code}"
    for kind in Backdrop.Kind.values:
        yield f"{sum(each == kind for each, _thing in extract.grounds)} {kind}"
    if extract.broken:
        yield _("%(count)d outlines that do not close") % {"count": extract.broken}


def _load_streets(source: Source, extract: Extract, around: Surroundings, report: Report) -> None:
    streets, left_out = network(extract.ways, around)
    report.read += len(streets.from_node) + left_out + extract.outside
    report.skipped += left_out + extract.outside
    if not streets.from_node:
        raise FileRefused(
            _("%(file)s holds no street of %(municipality)s.")
            % {"file": source.path.name, "municipality": source.municipality},
            _("Give the extract of this municipality; the streets that are stored stay."),
        )
    store_network(source.municipality, streets, report)


def _load_venues(municipality: Municipality, extract: Extract, around: Surroundings, report: Report) -> None:
    report.read += len(extract.places)
    named = [each for each in extract.places if each[2].tags.get("name")]
    if nameless := len(extract.places) - len(named):
        report.note(_("%(count)d venues without a name were left out.") % {"count": nameless})
    venues = [venue(municipality, *each) for each in named]
    x, y = (np.array([getattr(each.location, axis) for each in venues], dtype=float) for axis in ("x", "y"))
    inside = around.hold(x, y)
    report.skipped += nameless + int((~inside).sum())
    existing = Venue.everything.filter(municipality=municipality, source=SOURCE)
    texts_before = opening_texts(municipality, SOURCE)
    kept = [each for each, holds in zip(venues, inside, strict=True) if holds]
    store_hours(store_keyed(municipality, existing, kept, CARRIED, report), texts_before, report)


def _grounds(extract: Extract, around: Surroundings, report: Report) -> Iterator[Ground]:
    shapes = to_rd_shapes(np.array([thing.shape for _kind, thing in extract.grounds], dtype=object))
    for (kind, thing), shape in zip(extract.grounds, shapes, strict=True):
        report.read += 1
        whole = polygons(shape)
        seen = polygons(shapely.intersection(whole, around.zone)) if whole is not None else None
        if seen is None or seen.area < MIN_GROUND_M2:
            report.skipped += 1
            continue
        yield Ground(kind, thing.tags.get("name", "")[:120], seen)
