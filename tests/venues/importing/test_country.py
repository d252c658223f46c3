"""The outlines of the country: what is loaded, what is kept, and what is said of a file that cannot be used."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import AreaFactory, EditionFactory, MunicipalityFactory
from tests.venues.importing.sources import box, feature, load_areas, write_geojson
from venues.models import Area, Edition, Figure, ImportRun, Municipality

pytestmark = pytest.mark.django_db


def outline(code: str | None, column: float = 0, name: str = "Almeer") -> dict:
    row = feature(None, box(column, 0))
    row["properties"] = {"gemeentenaam": name} | ({} if code is None else {"gemeentecode": code})
    return row


def load(path: Path, *features: dict, crs: str | None = "EPSG:28992", **options: object) -> str:
    said = StringIO()
    file = write_geojson(path / "gemeenten.geojson", features, crs)
    call_command("load_country", str(file), year=2024, stdout=said, **options)
    return said.getvalue()


def refusal(path: Path, *features: dict, **options: object) -> str:
    """What is said of a file of which nothing is stored."""
    before = Municipality.objects.count()
    with pytest.raises(CommandError, match="Nothing was stored"):
        load(path, *features, **options)
    assert Municipality.objects.count() == before
    run = ImportRun.objects.latest("pk")
    return " ".join(f"{row['problem']} {row['remedy']} {row['value']}" for row in run.refusals)


def test_each_municipality_gets_an_outline_in_use_and_is_not_scored(tmp_path: Path):
    said = load(tmp_path, outline("GM8001"), outline("GM8002", 1, "Zuidwold"))

    assert "2 read, 2 new" in said
    assert list(Municipality.objects.values_list("code", "name", "is_scored", "register_loaded_on")) == [
        ("GM8001", "Almeer", False, None),
        ("GM8002", "Zuidwold", False, None),
    ]
    assert set(Area.objects.active().values_list("code", "level")) == {
        ("GM8001", "municipality"),
        ("GM8002", "municipality"),
    }
    assert Municipality.objects.first().attribution == ["Bron: CBS (CC BY 4.0)"]


def test_a_second_load_changes_nothing_and_another_year_takes_its_place(tmp_path: Path):
    load(tmp_path, outline("GM8001"))

    assert "1 unchanged" in load(tmp_path, outline("GM8001"))

    file = write_geojson(tmp_path / "newer.geojson", [outline("GM8001", 1)])
    call_command("load_country", str(file), year=2025, stdout=StringIO())
    assert list(Edition.objects.values_list("year", "is_active")) == [(2025, True), (2024, False)]


def test_a_municipality_with_boundaries_of_its_own_keeps_them(tmp_path: Path):
    own = AreaFactory(edition=EditionFactory(municipality=MunicipalityFactory(code="GM8001", is_scored=False)))
    MunicipalityFactory(code="GM8003", is_scored=True)
    before = own.parent.parent.boundary

    said = load(tmp_path, outline("GM8001"), outline("GM8002", 1), outline("GM8003", 2))

    assert "2 municipalities keep the boundaries that they have." in said
    assert Area.objects.active().get(code="GM8001").boundary == before
    assert not Edition.objects.filter(municipality="GM8003").exists()


def test_an_outline_becomes_a_whole_municipality_when_its_neighbourhoods_are_loaded(tmp_path: Path):
    load(tmp_path, outline("GM9990"))

    run = load_areas(tmp_path, "BU9990AA01", "BU9990AA02")

    assert run.status == ImportRun.Status.DONE
    assert Area.objects.active().get(code="GM9990").boundary.area == pytest.approx(2 * 500 * 500)
    assert "1 municipalities keep" in load(tmp_path, outline("GM9990"))


def test_a_dry_run_stores_nothing(tmp_path: Path):
    assert "tried, nothing stored" in load(tmp_path, outline("GM8001"), dry_run=True)

    assert not Municipality.objects.exists()
    assert ImportRun.objects.get().municipality is None


def test_people_outside_every_municipality_are_no_municipality(tmp_path: Path):
    said = load(tmp_path, outline("GM8001"), outline("GM0998", 1, "Buitenland"))

    assert "GM0998 stands for no municipality; it was left out." in said
    assert not Municipality.objects.filter(code="GM0998").exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([outline("BU80010001")], ["feature 1: this is no code of a municipality", "Write it as GM0363", "BU80010001"]),
        ([outline("GM8001"), outline("GM8001", 1)], ["feature 2 has the same code as feature 1", "Keep one"]),
        ([outline(None)], ["feature 1 has no “gemeentecode”; it has: gemeentenaam", "name the property"]),
        ([{**outline("GM8001"), "geometry": None}], ["feature 1, GM8001: it has no boundary", "Give it a polygon"]),
        ([outline("GM8001", 2000)], ["this lies outside the Netherlands"]),
    ],
)
def test_what_is_wrong_with_a_row_is_told_and_refuses_the_file(tmp_path: Path, rows: list[dict], told: list[str]):
    said = refusal(tmp_path, outline("GM8000", -1), *rows).replace("feature 2", "feature 1" if len(rows) == 1 else "")

    for words in told if len(rows) == 1 else told[1:]:
        assert words in said


def test_swapped_axes_are_recognised(tmp_path: Path):
    swapped = outline("GM8001")
    swapped["geometry"]["coordinates"] = [[[52.0, 5.0], [52.1, 5.0], [52.1, 5.1], [52.0, 5.0]]]

    assert "longitude and latitude changed places" in refusal(tmp_path, swapped, crs=None)


def test_metres_that_say_they_are_degrees_and_another_system_are_refused(tmp_path: Path):
    assert "These look like metres of the Dutch grid" in refusal(tmp_path, outline("GM8001"), crs=None)
    assert "EPSG:28992 (Dutch grid)" in refusal(tmp_path, outline("GM8001"), crs="EPSG:3857")


def test_an_outline_that_crosses_itself_is_repaired_and_told(tmp_path: Path):
    bow = outline("GM8001")
    bow["geometry"]["coordinates"] = [[[120_000, 480_000], [121_000, 481_000], [121_000, 480_000], [120_000, 481_000]]]
    bow["geometry"]["coordinates"][0].append([120_000, 480_000])

    assert "GM8001 was repaired" in load(tmp_path, bow)


def test_residents_are_stored_where_the_file_says_how_many(tmp_path: Path):
    several = [outline("GM8001"), outline("GM8002", 1), outline("GM8003", 2)]
    for row, written in zip(several, (5000, None, -99997), strict=True):
        row["properties"]["inwoners"] = written

    load(tmp_path, *several, residents="inwoners")

    stored = Figure.objects.order_by("area__code").values_list("area__code", "indicator", "value", "reference_on")
    assert list(stored) == [
        ("GM8001", "residents", 5000, date(2024, 1, 1)),
        ("GM8002", "residents", None, date(2024, 1, 1)),
        ("GM8003", "residents", None, date(2024, 1, 1)),
    ]


@pytest.mark.parametrize("written", ["many", -5, "inf"])
def test_a_number_of_residents_that_is_none_refuses_the_file(tmp_path: Path, written: object):
    row = outline("GM8001")
    row["properties"]["inwoners"] = written

    assert "feature 1: this is no number of residents." in refusal(tmp_path, row, residents="inwoners")


def test_a_file_without_the_named_residents_is_refused(tmp_path: Path):
    assert "feature 1 has no “inwoners”" in refusal(tmp_path, outline("GM8001"), residents="inwoners")


def test_a_file_without_municipalities_is_refused(tmp_path: Path):
    assert "holds no municipality" in refusal(tmp_path)


def test_a_year_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="--year 24 is no year"):
        call_command("load_country", str(tmp_path), year=24)


def test_the_real_country_has_342_municipalities(shared_data: Path):
    said = StringIO()
    call_command("load_country", str(shared_data / "netherlands/gemeenten_2024.geojson"), year=2024, stdout=said)

    assert "343 read, 342 new" in said.getvalue()
    assert Municipality.objects.get(code="GM0363").name == "Amsterdam"
    assert Area.objects.active().count() == 342
