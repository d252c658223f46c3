from pathlib import Path

import pytest

from tests.factories import MunicipalityFactory
from tests.venues.importing.sources import box, feature, load, load_areas, refusals, write, write_areas, write_geojson
from venues.models import DemandPoint, ImportRun, Municipality

pytestmark = pytest.mark.django_db

OPTIONS = {"square": "square", "residents": "people"}
HEADER = "square,people"


def points() -> list[tuple[str, float, float, float]]:
    stored = DemandPoint.objects.select_related("area").order_by("location")
    return sorted((each.area.code, each.location.x, each.location.y, each.weight) for each in stored)


def test_people_of_a_square_live_at_its_centre_in_the_area_around_it(tmp_path: Path):
    load_areas(tmp_path, "BU9990AA01", "BU9990AA02")

    run = load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35", "E1206N4801,10"), **OPTIONS)

    assert run.rows_created == 2
    assert points() == [("BU9990AA01", 120_050, 480_050, 35), ("BU9990AA02", 120_650, 480_150, 10)]
    assert set(DemandPoint.objects.values_list("kind", flat=True)) == {DemandPoint.Kind.SQUARE}


def test_withheld_and_empty_squares_and_squares_elsewhere_are_skipped_and_counted(tmp_path: Path):
    load_areas(tmp_path, "BU9990AA01")
    rows = ["E1200N4800,35", "E1201N4800,", "E1202N4800,-99997", "E1203N4800,0", "E1300N4800,20", "E1400N4800,5"]

    run = load("squares", write(tmp_path / "s.csv", HEADER, *rows), **OPTIONS)

    assert (run.rows_read, run.rows_created, run.rows_skipped) == (6, 1, 5)
    assert run.notes == [
        "2 squares have no published number of residents.",
        "2 squares with 25 residents lie outside the areas.",
    ]


def test_a_square_in_two_overlapping_areas_counts_once(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature("BU9990AA02", box(0, 0)), feature("BU9990AA01", box(0, 0))])
    load("areas", path, code="code")

    run = load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35"), **OPTIONS)

    assert points() == [("BU9990AA01", 120_050, 480_050, 35)]
    assert run.notes == ["1 squares lie in overlapping areas; each counts in the first by code."]


def test_an_unchanged_square_keeps_its_point_because_walks_refer_to_it(tmp_path: Path):
    load_areas(tmp_path, "BU9990AA01")
    load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35", "E1201N4800,10", "E1202N4800,5"), **OPTIONS)
    before = {each.location.x: each.pk for each in DemandPoint.objects.all()}

    again = load("squares", tmp_path / "s.csv", **OPTIONS)
    changed = load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35", "E1201N4800,20"), **OPTIONS)

    assert (again.rows_created, again.rows_updated, again.rows_unchanged) == (0, 0, 3)
    assert (changed.rows_created, changed.rows_updated, changed.rows_unchanged) == (0, 1, 1)
    assert changed.notes == ["1 squares are not in the file any more and were removed."]
    assert {each.location.x: each.pk for each in DemandPoint.objects.all()} == {
        x: pk for x, pk in before.items() if x < 120_200
    }


def test_a_file_of_one_municipality_leaves_the_squares_of_its_neighbour_alone(tmp_path: Path):
    MunicipalityFactory().neighbours.add(Municipality.objects.create(code="GM9991", name="Buurdorp", is_scored=False))
    load("areas", write_areas(tmp_path / "b.geojson", "BU9990AA01", "BU999100A1"), code="code")
    load("squares", write(tmp_path / "s.csv", HEADER, "E1206N4800,35"), **OPTIONS)

    load("squares", write(tmp_path / "t.csv", HEADER, "E1200N4800,10"), **OPTIONS)

    assert [code for code, *_rest in points()] == ["BU9990AA01", "BU999100A1"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("E120N480,5", "line 3, column “square”, value “E120N480”: this is no square of 100 m"),
        (",5", "line 3, column “square”: this cell is empty"),
        ("E1200N4800,5", "this square stands on line 2 as well"),
        ("E1201N4800,-3", "line 3, column “people”, value “-3”: this number is negative"),
        ("E1201N4800,tien", "line 3, column “people”, value “tien”: this is not a number"),
    ],
)
def test_a_wrong_row_is_named_by_line_column_and_value(tmp_path: Path, row: str, words: str):
    load_areas(tmp_path, "BU9990AA01")

    run = load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35", row), **OPTIONS)

    assert run.status == ImportRun.Status.FAILED
    assert words in refusals(run)[0]
    assert not points()


def test_a_file_without_squares_changes_nothing(tmp_path: Path):
    load_areas(tmp_path, "BU9990AA01")

    run = load("squares", write(tmp_path / "s.csv", HEADER), **OPTIONS)

    assert (run.status, run.rows_read) == (ImportRun.Status.DONE, 0)


def test_squares_before_their_areas_are_refused(tmp_path: Path):
    run = load("squares", write(tmp_path / "s.csv", HEADER, "E1200N4800,35"), **OPTIONS)

    assert "no areas of GM9990" in refusals(run)[0]
