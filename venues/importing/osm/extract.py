"""Read an OpenStreetMap extract in one pass over its objects."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import osmium
import shapely
from django.utils.translation import gettext as _
from osmium.filter import KeyFilter
from osmium.osm import Area, Changeset, Node, Relation
from osmium.osm import Way as OsmWay
from shapely.geometry.base import BaseGeometry

from venues.importing.base import FileRefused
from venues.importing.osm.tags import GROUND_KEYS, Tags, VenueTypes, ground_kind, is_walkable

PBF_START = b"\n\tOSMHeader"
"""What stands near the start of every .pbf; the name of a file says nothing."""


@dataclass(frozen=True)
class Way:
    """A walkable way: runs of (node number, longitude, latitude); more than one where the extract cut it."""

    number: int
    street_class: str
    runs: list[list[tuple[int, float, float]]]


@dataclass(frozen=True)
class Thing:
    """A tagged node, or the area inside a closed way or multipolygon; `shape` in degrees."""

    key: str
    tags: Tags
    shape: BaseGeometry


@dataclass
class Extract:
    """What an extract holds that is of use here."""

    ways: list[Way] = field(default_factory=list)
    places: list[tuple[str, Tags, Thing]] = field(default_factory=list)
    """Venue type, the tags that made it so, and the object."""
    grounds: list[tuple[str, Thing]] = field(default_factory=list)
    """Kind of backdrop, and the object."""
    highways: int = 0
    """Ways with a highway tag, walkable or not."""
    tagged: Counter[str] = field(default_factory=Counter)
    """Objects by each tag that a venue type asks for, and playgrounds."""
    broken: int = 0
    """Outlines that do not close or cross themselves."""
    outside: int = 0
    """Walkable ways wholly outside the bounds, not kept."""


@dataclass(frozen=True)
class Wanted:
    """What to look for."""

    types: VenueTypes
    parts: frozenset[str]
    """Any of streets, venues, backdrop."""
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees: ways outside are not kept, so that a whole province fits in memory."""

    @property
    def outline_keys(self) -> set[str]:
        """The keys of nodes and outlines."""
        return {
            *(self.types.keys if "venues" in self.parts else []),
            *(GROUND_KEYS if "backdrop" in self.parts else []),
        }


def read_extract(path: Path, wanted: Wanted) -> Extract:
    """Read streets, venues and backdrop from a .osm.pbf file.

    Args:
        path: The file.
        wanted: What to look for.

    Raises:
        FileRefused: If it is no .pbf, or a damaged one.
        OSError: If it cannot be opened.
    """
    with path.open("rb") as file:
        if PBF_START not in file.read(64):
            raise FileRefused(
                _("%(file)s is not an OpenStreetMap .pbf file.") % {"file": path.name},
                _("Fetch an extract in the format .osm.pbf."),
            )
    outlines = wanted.outline_keys
    keys = outlines | ({"highway"} if "streets" in wanted.parts else set())
    extract = Extract()
    try:
        # The format is fixed: libosmium otherwise believes the name and would unpack a .bz2 of any size.
        objects = osmium.FileProcessor(osmium.io.File(str(path), "pbf")).with_locations()
        if outlines:
            objects = objects.with_areas(KeyFilter(*outlines))
        shapes = osmium.geom.WKBFactory()
        for each in objects.with_filter(KeyFilter(*keys)):
            _sort(each, extract, wanted, shapes)
    except RuntimeError as error:
        raise FileRefused(
            _("%(file)s is damaged (%(reason)s).") % {"file": path.name, "reason": error},
            _("It was probably cut off. Fetch it again."),
        ) from None
    return extract


def _sort(
    each: Node | OsmWay | Relation | Area | Changeset,
    extract: Extract,
    wanted: Wanted,
    shapes: osmium.geom.WKBFactory,
) -> None:
    tags = {tag.k: tag.v for tag in each.tags}
    if not isinstance(each, Area):
        extract.tagged.update(f"{key}={tags[key]}" for key in ("amenity", "leisure", "shop") if key in tags)
    if isinstance(each, OsmWay) and "highway" in tags:
        extract.highways += 1
        if "streets" in wanted.parts and is_walkable(tags):
            way = Way(each.id, tags["highway"], _runs(each))
            if _touches(way, wanted.bounds):
                extract.ways.append(way)
            else:
                extract.outside += 1
    if not isinstance(each, Node | Area):
        return
    found = wanted.types.of(tags) if "venues" in wanted.parts else None
    kind = ground_kind(tags) if "backdrop" in wanted.parts and isinstance(each, Area) else None
    if not (found or kind):
        return
    try:
        thing = _thing(each, tags, shapes)
    except RuntimeError:
        extract.broken += 1
        return
    if found:
        extract.places.append((*found, thing))
    if kind:
        extract.grounds.append((kind, thing))


def _touches(way: Way, bounds: tuple[float, float, float, float] | None) -> bool:
    if bounds is None:
        return True
    west, south, east, north = bounds
    return any(west <= lon <= east and south <= lat <= north for run in way.runs for _ref, lon, lat in run)


def _thing(each: Node | Area, tags: Tags, shapes: osmium.geom.WKBFactory) -> Thing:
    if isinstance(each, Node):
        return Thing(f"node/{each.id}", tags, shapely.Point(each.location.lon, each.location.lat))
    key = f"{'way' if each.from_way() else 'relation'}/{each.orig_id()}"
    return Thing(key, tags, shapely.from_wkb(shapes.create_multipolygon(each)))


def _runs(way: OsmWay) -> list[list[tuple[int, float, float]]]:
    """The nodes of a way whose place is known, cut where one is not."""
    runs: list[list[tuple[int, float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.ref, node.location.lon, node.location.lat))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]
