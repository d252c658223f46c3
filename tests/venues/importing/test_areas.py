import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from tests.factories import MunicipalityFactory
from tests.venues.importing.sources import box, feature, load, refusals, write, write_areas, write_geojson
from venues.models import Area, Edition, ImportRun, Level, Municipality

pytestmark = pytest.mark.django_db


def codes(level: Level) -> list[str]:
    return list(Area.objects.filter(level=level).values_list("code", flat=True))


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def test_neighbourhoods_bring_their_districts_and_municipality_along(tmp_path: Path):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU9990AA02", "BU9990AB01"), code="code")

    assert (run.status, run.rows_read, run.rows_created) == (ImportRun.Status.DONE, 3, 3)
    assert codes(Level.DISTRICT) == ["WK9990AA", "WK9990AB"]
    assert area("BU9990AA02").parent == area("WK9990AA")
    assert area("WK9990AB").parent == area("GM9990")
    assert area("WK9990AA").boundary.area == pytest.approx(2 * 500 * 500)
    assert area("GM9990").boundary.area == pytest.approx(3 * 500 * 500)
    assert area("GM9990").name == "Testdorp"
    assert all(each.boundary.contains(each.centre) for each in Area.objects.all())


def test_new_boundaries_wait_to_be_activated(tmp_path: Path):
    load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), code="code")

    assert not Edition.objects.get(municipality="GM9990", year=2024).is_active


def test_a_second_load_of_the_same_file_changes_nothing(tmp_path: Path):
    path = write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU9990AA02")
    load("areas", path, code="code")
    before = list(Area.objects.values_list("pk", "code", "parent"))

    run = load("areas", path, code="code")

    assert (run.rows_created, run.rows_updated, run.rows_unchanged) == (0, 0, 2)
    assert list(Area.objects.values_list("pk", "code", "parent")) == before


def test_a_moved_border_moves_the_border_of_the_municipality_too(tmp_path: Path):
    load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), code="code")

    run = load("areas", write_geojson(tmp_path / "b.geojson", [feature("BU9990AA01", box(0, 0, 2))]), code="code")

    assert (run.rows_updated, run.rows_unchanged) == (1, 0)
    assert area("GM9990").boundary.area == pytest.approx(2 * 500 * 500)


def test_an_area_that_left_the_file_is_kept_and_named(tmp_path: Path):
    load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU9990AA02"), code="code")

    run = load("areas", write_areas(tmp_path / "b.geojson", "BU9990AA01"), code="code")

    assert codes(Level.NEIGHBOURHOOD) == ["BU9990AA01", "BU9990AA02"]
    assert "1 areas of this edition are not in the file" in " ".join(run.notes)


def test_changed_boundaries_in_use_ask_for_their_squares_again(tmp_path: Path):
    load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), code="code")
    Edition.objects.get().activate()

    run = load("areas", write_geojson(tmp_path / "b.geojson", [feature("BU9990AA01", box(0, 0, 2))]), code="code")

    assert any("load its squares again" in note for note in run.notes)


def test_names_come_from_the_file_or_from_a_table_beside_it(tmp_path: Path):
    write(tmp_path / "names.csv", "code;name", "BU9990AA01;Rietland", "WK9990AA;De Waard")
    path = write_geojson(
        tmp_path / "a.geojson",
        [feature("BU9990AA01", box(0, 0), naam=""), feature("BU9990AA02", box(1, 0), naam="Kade")],
    )
    table = {"file": "names.csv", "code": "code", "name": "name"}

    load("areas", path, code="code", name="naam", names=table, district_names=table)

    assert [area(code).name for code in ("BU9990AA01", "BU9990AA02", "WK9990AA")] == ["Rietland", "Kade", "De Waard"]


def test_a_polygon_that_crosses_itself_is_repaired_and_named(tmp_path: Path):
    bow = [[120_000, 480_000], [120_500, 480_500], [120_500, 480_000], [120_000, 480_500], [120_000, 480_000]]
    path = write_geojson(tmp_path / "a.geojson", [feature("BU9990AA01", bow), feature("BU9990AA02", box(1, 0))])

    run = load("areas", path, code="code")

    assert run.rows_created == 2
    assert area("BU9990AA01").boundary.area == pytest.approx(2 * 500 * 250 / 2)
    (note,) = [note for note in run.notes if "repaired" in note]
    assert "BU9990AA01" in note
    assert "Self-intersection[120250 480250]" in note
    assert "+125000.0 m²" in note


def test_a_line_beside_a_polygon_is_left_out_and_said(tmp_path: Path):
    geometry = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Polygon", "coordinates": [box(0, 0)]},
            {"type": "LineString", "coordinates": [[120_000, 480_000], [121_000, 480_000]]},
        ],
    }
    collection = {"type": "Feature", "properties": {"code": "BU9990AA01"}, "geometry": geometry}

    run = load("areas", write_geojson(tmp_path / "a.geojson", [collection]), code="code")

    assert run.notes == ["BU9990AA01 was repaired: GeometryCollection; its area changed by +0.0 m²."]
    assert area("BU9990AA01").boundary.area == pytest.approx(500 * 500)


def test_hairline_gaps_between_areas_close_but_an_enclave_stays_open(tmp_path: Path):
    thin = box(1.0006, 0, 0.9994)
    ring = {
        "type": "Polygon",
        "coordinates": [box(4, 0, 3, 3), box(5, 1)],
    }
    path = write_geojson(
        tmp_path / "a.geojson",
        [
            feature("BU9990AA01", box(0, 0)),
            feature("BU9990AA02", thin),
            {"type": "Feature", "properties": {"code": "BU9990AB01"}, "geometry": ring},
        ],
    )

    run = load("areas", path, code="code")

    assert shapely.from_wkb(bytes(area("WK9990AA").boundary.wkb)).geoms[0].area == pytest.approx(2 * 500 * 500, abs=1)
    assert area("WK9990AA").boundary.num_geom == 1
    assert area("WK9990AB").boundary.area == pytest.approx(8 * 500 * 500)
    assert any("1 openings between its areas" in note and "250000 m²" in note for note in run.notes)


def test_overlapping_areas_are_left_as_drawn_and_reported(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature("BU9990AA01", box(0, 0)), feature("BU9990AA02", box(0.5, 0))])

    run = load("areas", path, code="code")

    assert any("Testdorp: areas overlap by 125000 m²" in note for note in run.notes)
    assert area("BU9990AA01").boundary.area == pytest.approx(500 * 500)


def test_areas_of_other_municipalities_are_counted_but_not_stored(tmp_path: Path):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU0363AA01"), code="code")

    assert (run.rows_created, run.rows_skipped) == (1, 1)
    assert not Municipality.objects.filter(code="GM0363").exists()


def test_areas_of_a_neighbour_are_stored_in_its_own_edition(tmp_path: Path):
    municipality = MunicipalityFactory()
    municipality.neighbours.add(Municipality.objects.create(code="GM9991", name="Buurdorp", is_scored=False))

    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU999100A1"), code="code")

    assert run.rows_created == 2
    assert area("GM9991").name == "Buurdorp"
    assert area("GM9991").edition.municipality_id == "GM9991"


def test_municipalities_named_in_the_manifest_are_made_but_never_unscored(tmp_path: Path):
    Municipality.objects.create(code="GM9991", name="Buurdorp", is_scored=True)
    path = write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU999100A1", "BU999200A1")

    load("areas", path, code="code", municipalities=["GM9991", "GM9992"])

    assert codes(Level.MUNICIPALITY) == ["GM9991", "GM9992"]
    assert dict(Municipality.objects.exclude(code="GM9990").values_list("code", "is_scored")) == {
        "GM9991": True,
        "GM9992": False,
    }


def test_districts_and_municipalities_can_come_from_files_of_their_own(tmp_path: Path):
    Municipality.objects.create(code="GM9991", name="GM9991", is_scored=False)
    MunicipalityFactory().neighbours.add("GM9991")
    towns = write_geojson(
        tmp_path / "gm.geojson",
        [feature("GM9990", box(0, 0, 4), name="Testdorp"), feature("GM9991", box(4, 0), name="Buurdorp")],
    )
    districts = write_geojson(tmp_path / "wk.geojson", [feature("WK9990AA", box(0, 0, 3), name="De Waard")])
    load("areas", towns, code="code", name="name", level="municipality")
    load("areas", districts, code="code", name="name", level="district", parents="stored")

    run = load("areas", write_areas(tmp_path / "bu.geojson", "BU9990AA01"), code="code", parents="stored")

    assert run.status == ImportRun.Status.DONE
    assert area("BU9990AA01").parent.parent == area("GM9990")
    assert area("GM9990").boundary.area == pytest.approx(4 * 500 * 500)
    assert area("WK9990AA").name == "De Waard"
    assert Municipality.objects.get(code="GM9991").name == "Buurdorp"


def test_districts_alone_make_up_their_municipality(tmp_path: Path):
    path = write_geojson(tmp_path / "wk.geojson", [feature("WK9990AA", box(0, 0)), feature("WK9990AB", box(1, 0))])

    load("areas", path, code="code", level="district")

    assert area("GM9990").boundary.area == pytest.approx(2 * 500 * 500)


def test_an_area_whose_stored_parent_is_missing_is_refused(tmp_path: Path):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), code="code", parents="stored")

    assert run.status == ImportRun.Status.FAILED
    assert "BU9990AA01 lies in WK9990AA, which is not loaded" in refusals(run)[0]
    assert not Area.objects.exists()


def test_a_geopackage_loads_like_geojson(tmp_path: Path):
    shapes = shapely.to_wkb(shapely.polygons([box(0, 0), box(1, 0)]))
    path = tmp_path / "areas.gpkg"
    pyogrio.raw.write(
        path,
        shapes,
        [np.array(["BU9990AA01", "BU9990AA02"], dtype=object)],
        ["code"],
        geometry_type="Polygon",
        crs="EPSG:28992",
        driver="GPKG",
        layer="areas",
    )

    run = load("areas", path, code="code")

    assert run.rows_created == 2
    assert area("BU9990AA02").boundary.area == pytest.approx(500 * 500)


def test_longitude_and_latitude_land_in_metres(tmp_path: Path):
    ring = [[4.9, 52.37], [4.91, 52.37], [4.91, 52.38], [4.9, 52.38], [4.9, 52.37]]

    load("areas", write_geojson(tmp_path / "a.geojson", [feature("BU9990AA01", ring)], crs=None), code="code")

    assert area("BU9990AA01").boundary.extent[:2] == pytest.approx((121_811, 487_014), abs=10)


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        ([[52.37, 4.9], [52.38, 4.9], [52.38, 4.91], [52.37, 4.9]], "looks like swapped coordinates"),
        ([[13.4, 52.5], [13.5, 52.5], [13.5, 52.6], [13.4, 52.5]], "outside the Netherlands"),
        ([[120_000, 480_000], [120_500, 480_000], [120_500, 480_500], [120_000, 480_000]], "metres of the Dutch grid"),
    ],
)
def test_an_area_in_the_wrong_place_is_refused_with_the_likely_cause(
    tmp_path: Path, ring: list[list[float]], words: str
):
    path = write_geojson(tmp_path / "a.geojson", [feature("BU9990AA01", ring)], crs=None)

    run = load("areas", path, code="code")

    assert run.status == ImportRun.Status.FAILED
    assert words in refusals(run)[0]
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (feature(None, box(1, 0), buurtcode="BU9990AA02"), "feature 2 has no “code”; it has: buurtcode"),
        (feature(" ", box(1, 0)), "feature 2: this is no code of a neighbourhood"),
        (feature("WK9990AA", box(1, 0)), "Write it as BU0363AA01"),
        (feature("BU9990AA01", box(1, 0)), "feature 2 has the same code as feature 1"),
        (feature("BU9990AA02", None), "feature 2, BU9990AA02: it has no boundary"),
        (feature("BU9990AA02", [[120_000, 480_000], [120_500, 480_000], [120_000, 480_000]]), "feature 2, BU9990AA02"),
        (
            {
                "type": "Feature",
                "properties": {"code": "BU9990AA02"},
                "geometry": {"type": "Point", "coordinates": [120_000, 480_000]},
            },
            "a Point, not a polygon",
        ),
    ],
)
def test_one_bad_area_refuses_the_file_unless_the_good_ones_are_asked_for(
    tmp_path: Path, bad: dict[str, object], words: str
):
    path = write_geojson(tmp_path / "a.geojson", [feature("BU9990AA01", box(0, 0)), bad])

    refused = load("areas", path, code="code")
    stored_after_refusal = Area.objects.count()
    partial = load("areas", path, code="code", partial=True)

    assert (refused.status, refused.rows_refused, stored_after_refusal) == (ImportRun.Status.FAILED, 1, 0)
    assert words in refusals(refused)[0]
    assert (partial.status, partial.rows_created) == (ImportRun.Status.DONE, 1)


def test_a_geojson_that_was_cut_off_is_refused_with_its_place(tmp_path: Path):
    path = write_areas(tmp_path / "a.geojson", "BU9990AA01", "BU9990AA02")
    whole = json.dumps(json.loads(path.read_text()), indent=1)
    path.write_text(whole[: len(whole) // 2])

    run = load("areas", path, code="code")

    last_line = whole[: len(whole) // 2].count("\n") + 1
    assert run.status == ImportRun.Status.FAILED
    assert f"line {last_line}" in refusals(run)[0]
    assert "cut off" in refusals(run)[0]
    assert not Area.objects.exists()


def test_a_large_file_of_rubbish_is_refused_at_once(tmp_path: Path):
    path = tmp_path / "areas.geojson"
    with path.open("wb") as file:
        for _megabyte in range(200):
            file.write(b"\x00rubbish" * 131_072)

    run = load("areas", path, code="code")

    assert run.status == ImportRun.Status.FAILED
    assert "neither GeoJSON nor a GeoPackage" in refusals(run)[0]


def test_a_file_without_the_municipality_is_refused_instead_of_storing_nothing(tmp_path: Path):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU0363AA01"), code="code")

    assert "holds no areas of GM9990" in refusals(run)[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "gives no “code”"),
        ({"code": "code", "level": "street"}, "level “street”"),
        ({"code": "code", "parents": "guess"}, "parents = “guess”"),
        ({"code": "code", "names": {"file": "none.csv", "code": "a", "name": "b"}}, "cannot be read"),
    ],
)
def test_a_mistake_in_the_manifest_is_named(tmp_path: Path, options: dict[str, object], words: str):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), **options)

    assert words in refusals(run)[0]
    assert not Edition.objects.exists()
