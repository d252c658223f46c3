from datetime import date
from pathlib import Path

import pytest

from tests.factories import MunicipalityFactory
from tests.venues.importing.sources import load, load_areas, refusals, write, write_areas
from venues.models import Area, Figure, ImportRun, Municipality

pytestmark = pytest.mark.django_db

OPTIONS = {
    "code": "code",
    "reference_on": "2024-01-01",
    "columns": {"residents": "people", "age_15_25": {"column": "young_pct", "percent_of": "residents"}},
    "source_name": "CBS 2024",
}
HEADER = "code;people;young_pct"


@pytest.fixture(autouse=True)
def _areas(tmp_path: Path) -> None:
    load_areas(tmp_path, "BU9990AA01", "BU9990AA02")


def figures(code: str) -> dict[str, float | None]:
    return dict(Figure.objects.filter(area__code=code).values_list("indicator", "value"))


def test_figures_are_stored_with_their_date_source_and_import(tmp_path: Path):
    run = load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;1200;12,5"), **OPTIONS)

    figure = Figure.objects.get(area__code="BU9990AA01", indicator="age_15_25")
    assert run.rows_created == 1
    assert figure.reference_on == date(2024, 1, 1)
    assert (figure.source, figure.import_run) == ("CBS 2024", run)


def test_a_percentage_becomes_persons(tmp_path: Path):
    load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;800;12,5"), **OPTIONS)

    assert figures("BU9990AA01") == {"residents": 800, "age_15_25": 100}


@pytest.mark.parametrize("withheld", [".", "", "-99997", "-99999999"])
def test_a_withheld_figure_is_unknown_and_not_zero(tmp_path: Path, withheld: str):
    load("figures", write(tmp_path / "f.csv", HEADER, f"BU9990AA01;800;{withheld}"), **OPTIONS)

    assert figures("BU9990AA01") == {"residents": 800, "age_15_25": None}


def test_a_percentage_of_nobody_is_nobody(tmp_path: Path):
    load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;0;."), **OPTIONS)

    assert figures("BU9990AA01") == {"residents": 0, "age_15_25": 0}


def test_codes_padded_with_blanks_are_known(tmp_path: Path):
    run = load("figures", write(tmp_path / "f.csv", HEADER, "GM9990    ; 800 ;12,5"), **OPTIONS)

    assert run.rows_created == 1
    assert figures("GM9990")["residents"] == 800


def test_rows_of_other_municipalities_and_the_country_are_counted_as_not_for_us(tmp_path: Path):
    rows = ["BU9990AA01;800;12,5", "BU0363AA01;5;1", "NL00;17900000;12"]

    run = load("figures", write(tmp_path / "f.csv", HEADER, *rows), **OPTIONS)

    assert (run.rows_read, run.rows_created, run.rows_skipped, run.rows_refused) == (3, 1, 2, 0)


def test_figures_of_a_neighbour_are_stored(tmp_path: Path):
    MunicipalityFactory().neighbours.add(Municipality.objects.create(code="GM9991", name="Buurdorp", is_scored=False))
    load("areas", write_areas(tmp_path / "b.geojson", "BU9990AA01", "BU999100A1"), code="code")

    load("figures", write(tmp_path / "f.csv", HEADER, "BU999100A1;800;12,5"), **OPTIONS)

    assert figures("BU999100A1")["residents"] == 800


def test_a_manifest_can_name_other_municipalities_for_areas_and_figures_alike(tmp_path: Path):
    path = write_areas(tmp_path / "b.geojson", "BU9990AA01", "BU999100A1")
    both = ["GM9990", "GM9991"]
    load("areas", path, code="code", municipalities=both)

    run = load("figures", write(tmp_path / "f.csv", HEADER, "BU999100A1;800;12,5"), municipalities=both, **OPTIONS)

    assert run.rows_created == 1


def test_a_second_load_changes_nothing_and_a_corrected_one_only_its_rows(tmp_path: Path):
    first = ["BU9990AA01;800;12,5", "BU9990AA02;400;."]
    load("figures", write(tmp_path / "f.csv", HEADER, *first), **OPTIONS)

    again = load("figures", tmp_path / "f.csv", **OPTIONS)
    corrected = load("figures", write(tmp_path / "f.csv", HEADER, first[0], "BU9990AA02;400;10"), **OPTIONS)

    assert (again.rows_created, again.rows_updated, again.rows_unchanged) == (0, 0, 2)
    assert (corrected.rows_created, corrected.rows_updated, corrected.rows_unchanged) == (0, 1, 1)
    assert figures("BU9990AA02")["age_15_25"] == 40


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("BU9990ZZ99;5;1", "line 3, column “code”, value “BU9990ZZ99”: there is no such area in edition 2024"),
        (";5;1", "line 3, column “code”: this row has no code"),
        ("BU9990AA01;5;1", "line 3, column “code”, value “BU9990AA01”: this area stands on line 2 as well"),
        ("BU9990AA02;veel;1", "line 3, column “people”, value “veel”: this is not a number"),
        ("BU9990AA02;-5;1", "line 3, column “people”, value “-5”: this number is negative"),
        ("BU9990AA02;5;101", "line 3, column “young_pct”, value “101”: this percentage is above 100"),
    ],
)
def test_a_wrong_row_is_named_by_line_column_and_value(tmp_path: Path, row: str, words: str):
    run = load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;800;12,5", row), **OPTIONS)

    assert run.status == ImportRun.Status.FAILED
    assert words in refusals(run)[0]
    assert not Figure.objects.exists()


def test_a_missing_column_is_named_with_the_ones_there_are(tmp_path: Path):
    run = load("figures", write(tmp_path / "f.csv", "code;inwoners;young_pct", "BU9990AA01;800;12,5"), **OPTIONS)

    assert "no column “people”" in refusals(run)[0]
    assert "inwoners" in refusals(run)[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reference_on": "soon"}, "reference_on = “soon”"),
        ({"columns": {}}, "names no columns"),
        ({"columns": {"happiness": "people"}}, "“happiness”, which is no figure here"),
        ({"columns": {"residents": 5}}, "wrong column for “residents”"),
        (
            {"columns": {"age_15_25": {"column": "young_pct", "percent_of": "residents"}}},
            "wrong column for “age_15_25”",
        ),
    ],
)
def test_a_mistake_in_the_manifest_is_named(tmp_path: Path, change: dict[str, object], words: str):
    run = load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;800;12,5"), **{**OPTIONS, **change})

    assert words in refusals(run)[0]


def test_figures_before_their_areas_are_refused_with_what_to_do(tmp_path: Path):
    Area.objects.all().delete()

    run = load("figures", write(tmp_path / "f.csv", HEADER, "BU9990AA01;800;12,5"), **OPTIONS)

    assert "no areas of GM9990 in edition 2024 are loaded" in refusals(run)[0]
    assert "put that [[source]] above this one" in refusals(run)[0]
