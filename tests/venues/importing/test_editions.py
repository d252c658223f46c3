"""Bringing in boundaries and their figures: stored whole and out of use, or not at all."""

from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.factories import (
    AreaFactory,
    EditionFactory,
    FigureFactory,
    MunicipalityFactory,
    PointFactory,
    UserFactory,
    spot,
)
from tests.venues.importing.sources import box, feature, refusals, write_geojson
from venues.importing.editions.activation import ask_for
from venues.importing.editions.bring_in import bring_in_boundaries, bring_in_figures, remove
from venues.importing.editions.listed import editions_of
from venues.models import Area, DemandPoint, Edition, Figure, ImportRun, Indicator, Level

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def boss():
    return UserFactory(is_superuser=True)


def geojson(folder: Path, *features) -> list[bytes]:
    return [write_geojson(folder / "made.geojson", features).read_bytes()]


def bring(boss, content, name="buurten 2026.geojson", year=2026) -> ImportRun:
    return bring_in_boundaries(boss, MunicipalityFactory(), year, name, content)


def figures(boss, text: str, name="kerncijfers.csv") -> ImportRun:
    return bring_in_figures(boss, Edition.objects.get(year=2026), DAY, name, [text.encode()])


def test_cbs_properties_are_recognised_and_districts_keep_their_names(boss, tmp_path: Path):
    AreaFactory(column=0).parent.edition.areas.filter(level=Level.DISTRICT).update(name="De Waard")
    content = geojson(
        tmp_path,
        feature(None, box(0, 0), BU_CODE="BU99900001", BU_NAAM="Oost", WK_CODE="WK999000"),
        feature(None, box(1, 0), BU_CODE="BU99900102", BU_NAAM="West", WK_NAAM="Nieuwland"),
    )
    run = bring(boss, content)
    assert (run.status, run.file_name) == (ImportRun.Status.DONE, "buurten_2026.geojson")
    made = Edition.objects.get(year=2026)
    assert not made.is_active
    assert dict(made.areas.values_list("code", "name")) == {
        "GM9990": "Testdorp",
        "WK999000": "De Waard",
        "WK999001": "WK999001",
        "BU99900001": "Oost",
        "BU99900102": "West",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name;code", "neither GeoJSON nor a GeoPackage"),
        (b'{"type": "FeatureCollection", "features": [', "stops being GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no property of"),
        (b"SQLite format 3\0" + b"\0" * 200, "is a database, but no GeoPackage"),
    ],
)
def test_a_file_that_is_no_map_of_neighbourhoods_is_refused_in_words_and_leaves_nothing(boss, content, said):
    run = bring(boss, [content])
    assert run.status == ImportRun.Status.FAILED
    assert said in " ".join(refusals(run))
    assert not Edition.objects.filter(year=2026).exists()


def test_one_bad_neighbourhood_refuses_the_whole_file_and_keeps_the_edition_before(boss, tmp_path: Path):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0))))
    before = list(Area.objects.values_list("pk", flat=True))
    run = bring(boss, geojson(tmp_path, feature("BU99900002", box(0, 0)), feature("BU9990", box(1, 0))))
    assert run.status == ImportRun.Status.FAILED
    assert "Write it as BU0363AA01" in " ".join(refusals(run))
    assert list(Area.objects.values_list("pk", flat=True)) == before


def test_an_edition_that_never_was_in_use_is_replaced_whole(boss, tmp_path: Path):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0)), feature("BU99900002", box(1, 0))))
    bring(boss, geojson(tmp_path, feature("BU99900003", box(0, 0))))
    neighbourhoods = Area.objects.filter(level=Level.NEIGHBOURHOOD)
    assert list(neighbourhoods.values_list("code", flat=True)) == ["BU99900003"]


def test_boundaries_that_were_in_use_are_not_replaced_nor_removed(boss, tmp_path: Path):
    edition = EditionFactory(is_active=False)
    with pytest.raises(ValidationError, match="history stands under them"):
        bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0))), year=edition.year)
    with pytest.raises(ValidationError, match="figures stay as they are"):
        bring_in_figures(boss, edition, DAY, "a.csv", [b"code;residents"])
    assert not remove(boss, edition)


def test_boundaries_that_are_about_to_be_in_use_stay_as_they_are(boss, tmp_path: Path):
    content = geojson(tmp_path, feature("BU99900001", box(0, 0)))
    bring(boss, content)
    Edition.objects.update(asked_at=timezone.now())
    with pytest.raises(ValidationError, match="Choose another year"):
        bring(boss, content)
    with pytest.raises(ValidationError, match="figures stay as they are"):
        figures(boss, "code;residents\nBU99900001;100")
    assert not remove(boss, Edition.objects.get())


def test_a_geopackage_comes_in_under_any_name(boss, tmp_path: Path):
    path = tmp_path / "made.gpkg"
    fields = [np.array(["BU99900001"], dtype=object), np.array(["Oost"], dtype=object)]
    shapes = np.array([shapely.to_wkb(shapely.Polygon(box(0, 0)))], dtype=object)
    pyogrio.raw.write(
        path, shapes, fields, ["buurtcode", "buurtnaam"], geometry_type="Polygon", crs="EPSG:28992", driver="GPKG"
    )
    for name in ("buurten.gpkg", "é" * 200, "..", "a/../b c?.zip.gpkg"):
        run = bring(boss, [path.read_bytes()], name)
        assert run.status == ImportRun.Status.DONE, refusals(run)
    assert Area.objects.get(level=Level.NEIGHBOURHOOD).name == "Oost"


def test_other_municipalities_in_the_file_are_passed_over(boss, tmp_path: Path):
    neighbour = MunicipalityFactory(code="GM9991", name="Buurdorp")
    MunicipalityFactory().neighbours.add(neighbour)
    run = bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0)), feature("BU99910001", box(1, 0))))
    assert (run.rows_created, run.rows_skipped) == (1, 1)
    assert not neighbour.editions.exists()


@pytest.mark.parametrize(("start", "said"), [(b"\x1f\x8b", "Unpack it"), (b"x" * (26 * 2**20), "larger than 25 MB")])
def test_packed_and_very_large_files_are_not_read(boss, start, said):
    with pytest.raises(ValidationError, match=said):
        bring(boss, [start])


def test_figures_of_areas_that_stay_are_taken_over_and_squares_stay_where_they_are(boss, tmp_path: Path):
    for column in (0, 1):
        area = AreaFactory(column=column)
        FigureFactory(area=area, indicator=Indicator.LONELY_65_PCT, value=40 + column)
        PointFactory(area=area, kind="square", location=spot(column), weight=10 + column)
    code = {column: f"BU9990000{column}" for column in (0, 1)}
    run = bring(boss, geojson(tmp_path, feature(code[0], box(0, 0)), feature(code[1], box(1, 0, 0.6))))
    made = Edition.objects.get(year=2026)
    assert list(Figure.objects.filter(area__edition=made).values_list("area__code", "value")) == [(code[0], 40)]
    points = DemandPoint.objects.filter(area__edition=made).order_by("weight")
    assert list(points.values_list("area__code", "weight")) == [(code[0], 10), (code[1], 11)]
    assert any("1 figures were taken over, and 2 squares" in note for note in run.notes)


HEADERS = [
    "gwb_code_10;a_inw;a_00_14;a_15_24;a_25_44;a_45_64;a_65_oo",
    "WijkenEnBuurten;AantalInwoners_5;k_0Tot15Jaar_8;k_15Tot25Jaar_9;k_25Tot45Jaar_10;k_45Tot65Jaar_11;k_65JaarOfOuder_12",
    "code,residents,age_0_15,age_15_25,age_25_45,age_45_65,age_65_plus",
]


@pytest.mark.parametrize("header", HEADERS)
def test_the_columns_of_cbs_are_recognised(boss, tmp_path: Path, header):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0))))
    rows = ["BU99900001;100;10;20;30;20;20", "BU03630001;5;1;1;1;1;1"]
    text = "\n".join([header, *(row.replace(";", "," if "," in header else ";") for row in rows)])
    run = figures(boss, text)
    assert (run.status, run.rows_created, run.rows_skipped) == (ImportRun.Status.DONE, 1, 1)
    assert Figure.objects.get(indicator=Indicator.AGE_65_PLUS).value == 20
    (facts,) = editions_of(MunicipalityFactory())
    assert (facts.neighbourhoods, facts.with_residents, facts.indicators, facts.figures_on) == (1, 1, 6, DAY)


def test_a_wrong_figure_is_named_by_its_line_and_nothing_is_stored(boss, tmp_path: Path):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0)), feature("BU99900002", box(1, 0))))
    run = figures(boss, "code;inwoners\n\nBU99900001;100\nBU99900002;veel\n")
    assert run.status == ImportRun.Status.FAILED
    assert refusals(run)[0].startswith("line 4, column “inwoners”, value “veel”: this is not a number.")
    assert not Figure.objects.exists()


@pytest.mark.parametrize("text", ["naam;inwoners\nOost;100", "code;naam\nBU99900001;Oost"])
def test_a_table_without_codes_or_residents_says_how_to_name_them(boss, tmp_path: Path, text):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0))))
    assert "Name it one of:" in " ".join(refusals(figures(boss, text)))


def test_without_residents_boundaries_cannot_be_put_in_use(boss, tmp_path: Path):
    bring(boss, geojson(tmp_path, feature("BU99900001", box(0, 0))))
    with pytest.raises(ValidationError, match="bring in their figures first"):
        ask_for(boss, Edition.objects.get(year=2026))


def test_only_an_administrator_brings_in_boundaries():
    edition = EditionFactory(year=2026, is_active=False, activated_at=None)
    person = UserFactory()
    for act in (
        lambda: bring_in_boundaries(person, edition.municipality, 2027, "a.geojson", [b"{}"]),
        lambda: bring_in_figures(person, edition, DAY, "a.csv", [b"code"]),
        lambda: remove(person, edition),
        lambda: ask_for(person, edition),
    ):
        with pytest.raises(PermissionDenied):
            act()
