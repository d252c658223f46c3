import bz2
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from tests.venues.importing.sources import load, refusals
from venues.importing.osm.tags import VenueTypes, ground_kind, is_walkable
from venues.models import Backdrop, ImportRun, Municipality, Slot, Street, Venue

LIBRARY = {
    "amenity": "library",
    "name": "De Bieb",
    "addr:street": "Dorpsstraat",
    "addr:housenumber": "3",
    "addr:postcode": "1234AB",
    "website": "https://example.org",
    "opening_hours": "Mo 09:00-17:00; PH off",
    "wheelchair": "limited",
}


class Extract:
    """Writes a small .osm.pbf: a grid of nodes 0.001 degree apart, and what a test puts on it."""

    def __init__(self, path: Path):
        self.path = path
        self._nodes: dict[int, Node] = {}
        self._ways: list[Way] = []
        self._relations: list[Relation] = []

    def node(self, column: int, row: int, **tags: str) -> int:
        number = 1000 * (column + 100) + row + 100
        if tags or number not in self._nodes:
            self._nodes[number] = Node(id=number, location=(4.91 + column / 1000, 52.33 + row / 1000), tags=tags)
        return number

    def way(self, *corners: tuple[int, int], **tags: str) -> int:
        number = len(self._ways) + 1
        self._ways.append(Way(id=number, nodes=[self.node(*corner) for corner in corners], tags=tags))
        return number

    def square(self, column: int, row: int, side: int = 1, **tags: str) -> int:
        ring = [(column, row), (column + side, row), (column + side, row + side), (column, row + side), (column, row)]
        return self.way(*ring, **tags)

    def multipolygon(self, outer: int, inner: int, **tags: str) -> None:
        members = [("w", outer, "outer"), ("w", inner, "inner")]
        self._relations.append(
            Relation(id=len(self._relations) + 1, members=members, tags={"type": "multipolygon", **tags})
        )

    def write(self, *, without: tuple[int, ...] = ()) -> Path:
        with osmium.SimpleWriter(str(self.path), overwrite=True) as writer:
            for number, node in sorted(self._nodes.items()):
                if number not in without:
                    writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
            for relation in self._relations:
                writer.add_relation(relation)
        return self.path


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    return Extract(tmp_path / "village.osm.pbf")


def load_osm(extract: Extract, *parts: str, **options: Any) -> ImportRun:
    return load("osm", extract.write(), parts=list(parts) or ["streets", "venues", "backdrop"], **options)


@pytest.mark.usefixtures("village")
def test_ways_are_cut_into_streets_where_they_meet(extract: Extract):
    extract.way((0, 0), (1, 0), (2, 0), highway="residential", name="Dorpsstraat")
    extract.way((1, 0), (1, 1), highway="footway")

    run = load_osm(extract, "streets")

    assert (run.status, run.rows_created) == (ImportRun.Status.DONE, 3)
    streets = Street.objects.order_by("pk")
    assert sorted(each.street_class for each in streets) == ["footway", "residential", "residential"]
    middle = extract.node(1, 0)
    assert all(middle in (each.from_node, each.to_node) for each in streets)
    # 0.001 degree is 111 m of latitude, and 68 m of longitude at this height.
    assert [round(each.length_m) for each in streets.order_by("length_m")] == [68, 68, 111]
    assert all(each.path.length == pytest.approx(each.length_m, rel=2e-3) for each in streets)


@pytest.mark.usefixtures("village")
def test_a_street_keeps_its_bends_and_a_loop_is_cut_where_it_closes(extract: Extract):
    extract.square(0, 0, highway="residential")
    extract.way((0, 0), (-1, 0), (-1, 1), highway="residential")

    load_osm(extract, "streets")

    assert sorted(len(each.path.coords) for each in Street.objects.all()) == [3, 5]


@pytest.mark.usefixtures("village")
def test_a_way_that_the_extract_cut_keeps_the_part_that_is_there(extract: Extract):
    extract.way((0, 0), (1, 0), (2, 0), (3, 0), (4, 0), highway="path")
    path = extract.write(without=(extract.node(2, 0),))

    run = load("osm", path, parts=["streets"])

    assert run.rows_created == 2
    assert all(len(each.path.coords) == 2 for each in Street.objects.all())


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        ({"highway": "footway"}, True),
        ({"highway": "residential"}, True),
        ({"highway": "cycleway"}, True),
        ({"highway": "cycleway", "foot": "no"}, False),
        ({"highway": "secondary", "foot": "use_sidepath"}, False),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True),
        ({"highway": "primary", "motorroad": "yes"}, False),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway", "foot": "yes"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "foot": "yes"}, True),
        ({"highway": "construction"}, False),
        ({"waterway": "river"}, False),
    ],
)
def test_people_walk_where_no_sign_says_no(tags: Mapping[str, str], walkable: bool):
    assert is_walkable(tags) is walkable


def test_a_place_is_the_type_that_asks_for_most_tags():
    types = VenueTypes(
        [("centre", [{"amenity": "community_centre"}]), ("youth", [{"amenity": "community_centre", "for": "juvenile"}])]
    )

    assert types.of({"amenity": "community_centre", "for": "juvenile"}) == (
        "youth",
        {"amenity": "community_centre", "for": "juvenile"},
    )
    assert types.of({"amenity": "community_centre"}) == ("centre", {"amenity": "community_centre"})
    assert types.of({"amenity": "pub"}) is None


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"natural": "water"}, "water"),
        ({"landuse": "grass"}, "park"),
        ({"landuse": "residential"}, "built"),
        ({"landuse": "quarry"}, None),
    ],
)
def test_an_outline_is_water_park_or_built(tags: Mapping[str, str], kind: str | None):
    assert ground_kind(tags) == kind


@pytest.mark.usefixtures("village")
def test_a_tagged_node_becomes_a_venue_with_its_hours_and_an_unknown_host(extract: Extract, village: Municipality):
    Municipality.objects.update(register_loaded_on=None)
    extract.node(0, 0, **LIBRARY)

    run = load_osm(extract, "venues")

    venue = Venue.objects.get()
    assert (run.rows_read, run.rows_created) == (1, 1)
    assert (venue.name, venue.venue_type_id, venue.source) == ("De Bieb", "library", "osm")
    assert venue.source_key == f"node/{extract.node(0, 0)}"
    assert (venue.address, venue.postcode, venue.website) == ("Dorpsstraat 3", "1234 AB", "https://example.org")
    assert (venue.wheelchair, venue.source_kind) == ("limited", "amenity=library")
    assert venue.opening_hours == "Mo 09:00-17:00; PH off"
    assert list(Slot.objects.values_list("venue", "weekday", "host")) == [(venue.pk, 1, "")]
    village.refresh_from_db()
    assert village.register_loaded_on is not None


@pytest.mark.usefixtures("village")
def test_a_building_and_a_multipolygon_become_venues_at_a_point_inside(extract: Extract):
    extract.square(0, 0, **LIBRARY)
    extract.multipolygon(extract.square(5, 5, 3), extract.square(6, 6, 1), leisure="park", name="Park met vijver")

    load_osm(extract, "venues", "backdrop")

    keys = dict(Venue.objects.values_list("source_key", "venue_type"))
    assert keys == {"way/1": "library", "relation/1": "park"}
    park = Backdrop.objects.get()
    assert len(park.shape[0]) == 2, "the pond is a hole in the park"
    assert park.shape.contains(Venue.objects.get(source_key="relation/1").location)


@pytest.mark.usefixtures("village")
def test_a_nameless_place_is_left_out_and_counted(extract: Extract):
    extract.node(0, 0, amenity="cafe")
    extract.node(1, 0, amenity="cafe", name="’t Hoekje")

    run = load_osm(extract, "venues")

    assert (run.rows_read, run.rows_created, run.rows_skipped) == (2, 1, 1)
    assert run.notes[1] == "1 venues without a name were left out."


@pytest.mark.usefixtures("village")
def test_what_mappers_wrote_wrong_is_unknown_and_the_place_stays(extract: Extract):
    extract.node(0, 0, **LIBRARY | {"website": "zie facebook", "opening_hours": "op afspraak", "wheelchair": "ja"})

    run = load_osm(extract, "venues")

    venue = Venue.objects.get()
    assert (venue.website, venue.wheelchair, venue.opening_hours) == ("", "", "op afspraak")
    assert not Slot.objects.exists()
    assert run.notes[1] == "The opening hours of 1 venue say no plain week: kept as text, hours unknown."


@pytest.mark.usefixtures("village")
def test_a_second_load_changes_nothing(extract: Extract):
    extract.node(0, 0, **LIBRARY)
    extract.way((0, 1), (1, 1), highway="footway")
    extract.square(5, 5, natural="water")
    load_osm(extract)
    before = [list(model._default_manager.values_list("pk")) for model in (Venue, Slot, Street, Backdrop)]

    run = load_osm(extract)

    assert (run.rows_created, run.rows_updated, run.rows_unchanged) == (0, 0, 3)
    assert [list(model._default_manager.values_list("pk")) for model in (Venue, Slot, Street, Backdrop)] == before


@pytest.mark.usefixtures("village")
def test_what_lies_beyond_5_km_is_left_out_and_the_backdrop_cut_off_there(extract: Extract):
    extract.way((0, 1), (1, 1), highway="footway")
    extract.way((300, 1), (301, 1), highway="footway")
    extract.node(300, 0, **LIBRARY)
    extract.square(0, 0, 300, natural="water")
    extract.square(300, 300, natural="water")

    run = load_osm(extract)

    assert (run.rows_created, run.rows_skipped) == (2, 3)
    assert (Street.objects.count(), Venue.objects.count()) == (1, 0)
    assert Backdrop.objects.get().shape.extent[2] == pytest.approx(130_000, abs=1)


@pytest.mark.usefixtures("village")
def test_an_extract_of_elsewhere_does_not_wipe_the_streets_that_are_here(extract: Extract, tmp_path: Path):
    extract.way((0, 1), (1, 1), highway="footway")
    load_osm(extract)
    elsewhere = Extract(tmp_path / "elsewhere.osm.pbf")
    elsewhere.way((300, 1), (301, 1), highway="footway")

    run = load_osm(elsewhere)

    assert (run.status, Street.objects.count()) == (ImportRun.Status.FAILED, 1)
    assert "elsewhere.osm.pbf holds no street of Testdorp" in refusals(run)[0]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "content", [b"", b"just text", b"\0" * 1000, bz2.compress(b"\0" * 10_000_000), b"<osm version='0.6'/>"]
)
@pytest.mark.parametrize("name", ["a.osm.pbf", "a.osm.bz2", "a.osm"])
def test_what_is_no_pbf_is_refused_unopened_whatever_its_name(tmp_path: Path, content: bytes, name: str):
    path = tmp_path / name
    path.write_bytes(content)

    run = load("osm", path)

    assert refusals(run) == [f"{name} is not an OpenStreetMap .pbf file. Fetch an extract in the format .osm.pbf."]


@pytest.mark.usefixtures("village")
def test_a_damaged_or_truncated_pbf_is_refused_and_nothing_is_stored(extract: Extract):
    for column in range(300):
        extract.way((column % 20, column // 20), (column % 20, column // 20 + 1), highway="footway")
    whole = extract.write().read_bytes()
    middle = len(whole) // 2

    for damaged in (whole[:middle], whole[:middle] + b"\0" * 50 + whole[middle + 50 :]):
        extract.path.write_bytes(damaged)
        run = load("osm", extract.path)

        assert run.status == ImportRun.Status.FAILED
        assert "village.osm.pbf is damaged (" in refusals(run)[0]
        assert "It was probably cut off. Fetch it again." in refusals(run)[0]
        assert not Street.objects.exists()


@pytest.mark.usefixtures("village")
def test_a_part_that_does_not_exist_is_refused(extract: Extract):
    run = load_osm(extract, "buildings")

    assert refusals(run) == ["the manifest asks for the parts “buildings”. Use any of: streets, venues, backdrop."]


@pytest.mark.usefixtures("village")
def test_an_outline_that_crosses_itself_is_counted_as_broken(extract: Extract):
    extract.way((0, 0), (2, 2), (2, 0), (0, 2), (0, 0), natural="water")

    run = load_osm(extract, "backdrop")

    assert run.notes[0].endswith("1 outlines that do not close.")
    assert not Backdrop.objects.exists()
