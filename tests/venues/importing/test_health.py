from pathlib import Path

import pytest

from tests.factories import MunicipalityFactory
from tests.venues.importing.sources import load, load_areas, refusals, write, write_areas
from venues.models import Figure, ImportRun, Municipality

pytestmark = pytest.mark.django_db

OPTIONS = {
    "age": "age",
    "code": "code",
    "reference_on": "2020-10-01",
    "columns": {
        "65+": {"lonely_65_pct": "lonely", "very_lonely_65_pct": "severe"},
        "18+": {"anxiety_depression_18_pct": "risk"},
    },
    "source_name": "RIVM 2020",
}
HEADER = "age,code,lonely,severe,risk"
NATIONAL = ["65+,NL01,    49.5,    10.4,     4.0", "18+,NL01,    47.0,    11.2,     6.7"]


@pytest.fixture(autouse=True)
def _areas(tmp_path: Path) -> None:
    load_areas(tmp_path, "BU9990AA01", "BU9990AA02")


def figures(code: str) -> dict[str, float | None]:
    return dict(Figure.objects.filter(area__code=code).values_list("indicator", "value"))


def test_each_age_class_gives_its_own_figures(tmp_path: Path):
    rows = ["65+,BU9990AA01,53.5,12.2,4.3", "18+,BU9990AA01,54.7,14.1,7.9", "18-64,BU9990AA01,1,1,1"]

    run = load("health", write(tmp_path / "h.csv", HEADER, *rows), **OPTIONS)

    assert figures("BU9990AA01") == {
        "lonely_65_pct": 53.5,
        "very_lonely_65_pct": 12.2,
        "anxiety_depression_18_pct": 7.9,
    }
    assert (run.rows_read, run.rows_created, run.rows_skipped) == (3, 1, 1)


def test_a_municipality_keeps_its_own_row_and_needs_no_national_one(tmp_path: Path):
    run = load("health", write(tmp_path / "h.csv", HEADER, *NATIONAL, "65+,GM9990,54.5,13.9,6.4"), **OPTIONS)

    assert figures("GM9990") == {"lonely_65_pct": 54.5, "very_lonely_65_pct": 13.9}
    assert not run.notes


def test_the_national_row_stands_in_for_a_municipality_without_one_and_says_so(tmp_path: Path):
    MunicipalityFactory().neighbours.add(Municipality.objects.create(code="GM9991", name="Buurdorp", is_scored=False))
    load("areas", write_areas(tmp_path / "b.geojson", "BU9990AA01", "BU999100A1"), code="code")

    run = load("health", write(tmp_path / "h.csv", HEADER, *NATIONAL, "65+,GM9990,54.5,13.9,6.4"), **OPTIONS)

    assert figures("GM9991") == {
        "lonely_65_pct": 49.5,
        "very_lonely_65_pct": 10.4,
        "anxiety_depression_18_pct": 6.7,
    }
    assert {each.source for each in Figure.objects.filter(area__code="GM9991")} == {"RIVM 2020 (NL01)"}
    assert run.notes == ["GM9991 is not in the file: the national row stands in for it."]


def test_a_municipality_with_no_row_at_all_is_noted(tmp_path: Path):
    run = load("health", write(tmp_path / "h.csv", HEADER, "65+,BU9990AA01,53.5,12.2,4.3"), **OPTIONS)

    assert run.notes == ["No row for GM9990, and no national row."]
    assert not figures("GM9990")


def test_old_codes_are_led_to_new_ones_and_a_reused_code_is_not_mistaken(tmp_path: Path):
    write(tmp_path / "x.csv", "old,new", "BU99900001,BU9990AA01")
    # BU9990AA02 is in the file under its old meaning: the crosswalk does not name it.
    rows = [*NATIONAL, "65+,BU99900001,60,20,9", "65+,BU9990AA02,10,1,1", "65+,BU99900077,10,1,1"]

    run = load(
        "health",
        write(tmp_path / "h.csv", HEADER, *rows),
        crosswalk={"file": "x.csv", "from": "old", "to": "new"},
        **OPTIONS,
    )

    assert figures("BU9990AA01")["lonely_65_pct"] == 60
    assert not figures("BU9990AA02")
    assert run.rows_skipped == 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["BU99900001,BU9990AA01", "BU99900002,BU9990AA01"], "line 3, column “new”, value “BU9990AA01”"),
        (["BU99900001,BU9990AA01", "BU99900001,BU9990AA02"], "line 3, column “old”, value “BU99900001”"),
        (["BU99900001,"], "line 2, column “new”: this cell is empty"),
    ],
)
def test_a_crosswalk_that_leads_two_ways_is_refused(tmp_path: Path, rows: list[str], words: str):
    write(tmp_path / "x.csv", "old,new", *rows)

    run = load(
        "health",
        write(tmp_path / "h.csv", HEADER, *NATIONAL),
        crosswalk={"file": "x.csv", "from": "old", "to": "new"},
        **OPTIONS,
    )

    assert run.status == ImportRun.Status.FAILED
    assert words in refusals(run)[0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("65+,BU9990AA01,50,10,5", "stand on line 2 as well"),
        ("65+,BU9990AA02,x y,10,5", "value “x y”: this is not a number"),
        ("65+,BU9990AA02,150,10,5", "above 100"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str):
    run = load("health", write(tmp_path / "h.csv", HEADER, "65+,BU9990AA01,50,10,5", row), **OPTIONS)

    assert run.status == ImportRun.Status.FAILED
    assert words in refusals(run)[0]
    assert not Figure.objects.exists()


def test_a_second_load_changes_nothing(tmp_path: Path):
    path = write(tmp_path / "h.csv", HEADER, *NATIONAL, "65+,BU9990AA01,53.5,12.2,4.3")
    load("health", path, **OPTIONS)

    run = load("health", path, **OPTIONS)

    assert (run.rows_created, run.rows_updated, run.rows_unchanged) == (0, 0, 2)


def test_columns_without_age_classes_are_refused(tmp_path: Path):
    run = load("health", write(tmp_path / "h.csv", HEADER, *NATIONAL), **{**OPTIONS, "columns": "lonely"})

    assert "names no columns" in refusals(run)[0]
