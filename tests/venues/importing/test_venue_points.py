import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.venues.importing.sources import load, refusals, write, write_geojson
from venues.models import ImportRun, Municipality, Slot, Venue

pytestmark = pytest.mark.usefixtures("village")

OPTIONS = {
    "key": "id",
    "name": "naam",
    "kind": ["soort", "categorie"],
    "types": {"Bibliotheek": "library", "Sportveld": "pitch", "Kantoor": ""},
    "address": ["straat", "nummer"],
    "postcode": "postcode",
}
BIEB = {
    "id": "MV1",
    "naam": "De Bieb",
    "soort": "Bibliotheek",
    "categorie": "Cultuur",
    "straat": "Dorpsstraat",
    "nummer": "3-1",
    "postcode": "1234ab",
}


def place(lon: float = 4.91, lat: float = 52.33, **changes: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {**BIEB, **changes},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def load_places(folder: Path, *places: Mapping[str, object], partial: bool = False, **options: object) -> ImportRun:
    path = write_geojson(folder / "plekken.geojson", places, crs=None)
    return load("venues", path, partial=partial, **{**OPTIONS, **options})


def test_a_place_becomes_a_venue_whose_hours_and_hosts_are_unknown(tmp_path: Path):
    run = load_places(tmp_path, place())

    venue = Venue.objects.get()
    assert (run.status, run.rows_read, run.rows_created) == (ImportRun.Status.DONE, 1, 1)
    assert (venue.name, venue.venue_type_id, venue.source, venue.source_key) == ("De Bieb", "library", "venues", "MV1")
    assert (venue.address, venue.postcode) == ("Dorpsstraat 3-1", "1234 AB")
    assert venue.source_kind == "Bibliotheek / Cultuur"
    assert (venue.location.x, venue.location.y) == pytest.approx((122471, 482559), abs=1)
    assert (venue.places, venue.opening_hours, Slot.objects.count()) == (None, "", 0)


def test_loading_venues_makes_the_municipality_one_with_a_register(tmp_path: Path, village: Municipality):
    Municipality.objects.update(register_loaded_on=None)

    load_places(tmp_path, place())

    village.refresh_from_db()
    assert village.register_loaded_on is not None


def test_the_kind_is_looked_up_in_the_columns_one_after_the_other(tmp_path: Path):
    load_places(
        tmp_path, place(soort="Korfbal", categorie="Sportveld"), place(id="MV2", soort=None, categorie="Sportveld")
    )

    assert set(Venue.objects.values_list("venue_type", "source_kind")) == {
        ("pitch", "Korfbal / Sportveld"),
        ("pitch", "Sportveld"),
    }


def test_a_kind_that_is_not_for_us_is_counted_and_an_unmapped_one_refused(tmp_path: Path):
    run = load_places(
        tmp_path, place(), place(id="MV2", soort="Kantoor"), place(id="MV3", soort="Bowling"), partial=True
    )

    assert (run.rows_read, run.rows_created, run.rows_skipped, run.rows_refused) == (3, 1, 1, 1)
    assert refusals(run) == [
        "column “soort / categorie”, value “Bowling / Cultuur”: feature 3: this kind of place is not in the mapping."
        " Add it to “types” in the manifest, with an empty text if it is not for us."
    ]


def test_one_refused_row_refuses_the_file_unless_it_may_be_partial(tmp_path: Path):
    run = load_places(tmp_path, place(), place(id="MV2", soort="Bowling"))

    assert (run.status, run.rows_created, Venue.objects.count()) == (ImportRun.Status.FAILED, 0, 0)


def test_a_second_load_changes_nothing(tmp_path: Path):
    load_places(tmp_path, place())
    before = Venue.objects.values().get()

    run = load_places(tmp_path, place())

    assert (run.rows_created, run.rows_updated, run.rows_unchanged) == (0, 0, 1)
    assert Venue.objects.values().get() == before


def test_a_moved_and_renamed_place_keeps_its_identity_and_what_a_person_recorded(tmp_path: Path):
    load_places(tmp_path, place())
    venue = Venue.objects.get()
    Venue.objects.update(places=40, website="https://example.org")

    run = load_places(tmp_path, place(lon=4.92, naam="Bibliotheek", straat=None, nummer=None))

    moved = Venue.objects.get()
    assert (run.rows_updated, moved.pk, moved.name) == (1, venue.pk, "Bibliotheek")
    assert moved.location.x > venue.location.x
    assert (moved.places, moved.website) == (40, "https://example.org")
    assert moved.address == "Dorpsstraat 3-1", "an address that the file leaves empty is not wiped"


def test_an_import_that_changes_a_place_gives_it_a_new_version(tmp_path: Path):
    load_places(tmp_path, place())
    before = Venue.objects.get()

    load_places(tmp_path, place())
    assert Venue.objects.get().version == before.version

    load_places(tmp_path, place(naam="De Nieuwe Bieb"))
    after = Venue.objects.get()
    assert after.version == before.version + 1
    assert after.updated_at > before.updated_at


def test_a_place_that_left_the_file_stays_and_is_named(tmp_path: Path):
    load_places(tmp_path, place(), place(id="MV2", naam="Buurtbieb"))

    run = load_places(tmp_path, place())

    assert Venue.objects.count() == 2
    assert run.notes == ["1 is no longer in the file: Buurtbieb. It stays; record a closure if it closed."]


def test_a_key_that_stands_twice_is_refused_naming_both_places(tmp_path: Path):
    run = load_places(tmp_path, place(), place(naam="Nog een"))

    assert refusals(run) == [
        "column “id”, value “MV1”: feature 2: this stands in the file twice: also at feature 1. Keep one of the two."
    ]
    assert not Venue.objects.exists()


def test_swapped_longitude_and_latitude_are_recognised(tmp_path: Path):
    run = load_places(tmp_path, place(lon=52.33, lat=4.91))

    assert (
        "feature 1: this looks like swapped longitude and latitude. Write the longitude (about 5) as x"
        in refusals(run)[0]
    )
    assert not Venue.objects.exists()


def test_a_place_up_to_5_km_over_the_border_is_loaded_and_one_beyond_refused(tmp_path: Path):
    run = load_places(tmp_path, place(lat=52.38), place(id="MV2", lat=52.42), partial=True)

    assert (run.rows_created, run.rows_refused) == (1, 1)
    assert refusals(run) == [
        "column “id”, value “MV2”: feature 2: this lies more than 5 km outside Testdorp."
        " Correct the coordinates, or leave the row out."
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"naam": " "}, "column “naam”, value “MV1”: feature 1: this cell is empty. Give each venue a name."),
        ({"id": None}, "column “id”: feature 1: this cell is empty. Give each venue a key."),
        ({"postcode": "Amsterdam"}, "column “postcode”, value “Amsterdam”: feature 1: this cannot be stored."),
        ({"naam": "x" * 201}, "column “naam”, value “xxx"),
    ],
)
def test_a_place_that_cannot_be_stored_is_refused_with_its_column(
    tmp_path: Path, changes: dict[str, object], words: str
):
    run = load_places(tmp_path, place(**changes))

    assert words in refusals(run)[0]


def test_a_place_without_location_is_refused(tmp_path: Path):
    run = load_places(tmp_path, {"type": "Feature", "properties": BIEB, "geometry": None})

    assert refusals(run) == ["feature 1 has no location. Add a point."]


def test_a_missing_property_is_named_with_those_that_are_there(tmp_path: Path):
    run = load_places(tmp_path, place(), name="Naam")

    assert "plekken.geojson has no property “Naam”. It has: id, naam, soort" in refusals(run)[0]


def test_a_truncated_file_stores_nothing(tmp_path: Path):
    path = write_geojson(tmp_path / "plekken.geojson", [place(id=f"MV{n}") for n in range(20)], crs=None)
    path.write_text(path.read_text()[:-400])

    run = load("venues", path, **OPTIONS)

    assert (run.status, Venue.objects.count()) == (ImportRun.Status.FAILED, 0)
    assert "stops being GeoJSON at line 1, character" in refusals(run)[0]


def test_a_dry_run_counts_and_stores_nothing(tmp_path: Path):
    path = write_geojson(tmp_path / "plekken.geojson", [place()], crs=None)

    run = load("venues", path, dry_run=True, **OPTIONS)

    assert (run.status, run.rows_created, Venue.objects.count()) == (ImportRun.Status.DRY_RUN, 1, 0)


def test_a_csv_with_degrees_and_opening_hours_gives_slots_with_unknown_hosts(tmp_path: Path):
    path = write(
        tmp_path / "plekken.csv",
        "id;naam;soort;categorie;straat;nummer;postcode;open;lon;lat",
        "A;Bieb;Bibliotheek;;Dorpsstraat;3;;Mo 09:00-12:00;4,91;52,33",
        "B;Bieb Zuid;Bibliotheek;;;;;op afspraak;4,92;52,33",
        "C;Bieb Oost;Bibliotheek;;;;;;4,9a;52,33",
        "D;Bieb West;Bibliotheek;;;;;;52,33;4,91",
    )

    run = load("venues", path, partial=True, **OPTIONS, opening_hours="open", lon="lon", lat="lat")

    assert (run.rows_read, run.rows_created, run.rows_refused) == (4, 2, 2)
    assert refusals(run)[0] == (
        "line 4, column “lon”, value “4,9a”: this is not a number. Write a number such as 12,5, or leave it empty."
    )
    assert refusals(run)[1].startswith(
        "line 5, column “id”, value “D”: this looks like swapped longitude and latitude."
    )
    slot = Slot.objects.get()
    assert (slot.venue and slot.venue.name, slot.weekday, slot.host) == ("Bieb", 1, "")
    assert run.notes == ["The opening hours of 1 venue say no plain week: kept as text, hours unknown."]


def test_changed_opening_hours_change_the_slots_unless_a_person_recorded_a_host(tmp_path: Path):
    hours = {"opening_hours": "open"}
    load_places(tmp_path, place(open="Mo 09:00-12:00"), place(id="MV2", open="Mo 09:00-12:00"), **hours)
    Slot.objects.filter(venue__source_key="MV2").update(host="professional")

    run = load_places(tmp_path, place(open="Tu 10:00-12:00"), place(id="MV2", open="Tu 10:00-12:00"), **hours)

    assert set(Slot.objects.values_list("venue__source_key", "weekday", "host")) == {
        ("MV1", 2, ""),
        ("MV2", 1, "professional"),
    }
    assert run.notes == ["1 venue has other opening hours now; a person recorded its hours, so they stay."]


def test_a_type_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path):
    run = load_places(tmp_path, place(), types={"Bibliotheek": "libary"})

    assert "maps “Bibliotheek” to “libary”, which is no venue type. Use one of: arts-centre, cafe" in refusals(run)[0]


def test_without_a_boundary_nothing_is_loaded_and_the_remedy_is_named(tmp_path: Path, village: Municipality):
    village.editions.all().delete()

    run = load_places(tmp_path, place())

    assert refusals(run) == [
        "no boundary of Testdorp is loaded, so coordinates cannot be checked."
        " Load its areas first: put that [[source]] above this one."
    ]


def test_a_manifest_that_forgets_the_key_is_told_so(tmp_path: Path):
    path = tmp_path / "plekken.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))

    run = load("venues", path, **{name: value for name, value in OPTIONS.items() if name != "key"})

    assert "the manifest gives no “key” for plekken.geojson" in refusals(run)[0]


def test_a_mapping_of_the_wrong_form_is_refused(tmp_path: Path):
    run = load_places(tmp_path, place(), types="library")

    assert "the manifest gives no mapping in “types”. Write [source.types]" in refusals(run)[0]
