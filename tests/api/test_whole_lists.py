"""A whole list in one answer: every row of it, in flat memory, as CSV or GeoPackage."""

import csv
import io
import json
import math
import tracemalloc
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Get, Town, make_town
from tests.factories import MunicipalityFactory, spot, venue_type
from venues.models import Area, Venue

pytestmark = pytest.mark.django_db


def many_venues(n: int) -> None:
    municipality, kind = MunicipalityFactory(code="GM9991"), venue_type("community-centre")
    Venue.objects.bulk_create(
        Venue(municipality=municipality, venue_type=kind, name=f"Buurthuis {number}", location=spot(0))
        for number in range(n)
    )


def layer(get: Get, folder: Path, address: str, **headers: str) -> tuple[list[str], dict[str, Any], Any, str]:
    """Columns, values, shapes and reference system of a GeoPackage, as GDAL reads it."""
    path = folder / "answer.gpkg"
    path.write_bytes(get(address, **headers).content)
    meta, _ids, shapes, values = pyogrio.raw.read(path)
    return list(meta["fields"]), dict(zip(meta["fields"], values, strict=True)), shapely.from_wkb(shapes), meta["crs"]


def test_a_csv_without_a_page_size_is_the_whole_list(get: Get, town: Town) -> None:
    many_venues(1500)

    response = get("/venues?format=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["id"] for row in rows} == {str(key) for key in Venue.objects.values_list("pk", flat=True)}
    assert len(rows) == 1502
    assert "Link" not in response.headers


def test_a_csv_with_a_page_size_is_a_page(get: Get, town: Town) -> None:
    response = get("/venues?format=csv&pageSize=1")

    assert len(response.content.splitlines()) == 2
    assert 'rel="next"' in response.headers["Link"]


def test_the_whole_list_of_coverage_has_every_municipality_and_is_told_when_unchanged(get: Get, town: Town) -> None:
    make_town("GM9993")

    response = get("/coverage?format=csv&level=municipality&group=youth")

    assert [row["areaCode"] for row in csv.DictReader(io.StringIO(response.content.decode()))] == ["GM9990", "GM9993"]
    get("/coverage?format=csv&level=municipality&group=youth", 304, If_None_Match=response.headers["ETag"])
    town.run.delete()
    changed = get("/coverage?format=csv&level=municipality&group=youth", If_None_Match=response.headers["ETag"])
    assert len(changed.content.splitlines()) == 2


def test_memory_stays_flat_however_long_the_list(client: Client, town: Town) -> None:
    peaks = []
    for more in (4_000, 8_000):
        many_venues(more)
        response = client.get("/api/v1/venues?format=csv")
        tracemalloc.start()
        n_lines = sum(part.count(b"\n") for part in response.streaming_content)  # type: ignore[attr-defined]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert n_lines == 1 + Venue.objects.count()
    assert peaks[1] < 1.3 * peaks[0]


def test_a_refusal_comes_before_anything_is_sent(get: Get, town: Town) -> None:
    body = json.loads(get("/coverage?format=csv&area=BU99990000", 400).content)

    assert body["errors"][0]["location"] == "area"


@pytest.mark.parametrize(
    ("crs", "srid"), [("CRS84", "EPSG:4326"), ("EPSG:28992", "EPSG:28992"), ("EPSG:4258", "EPSG:4258")]
)
def test_gdal_reads_all_areas_from_a_geopackage_where_they_are(
    get: Get, town: Town, tmp_path: Path, crs: str, srid: str
) -> None:
    columns, values, shapes, told = layer(get, tmp_path, f"/areas?format=gpkg&crs={crs}")

    assert columns == ["code", "name", "level", "year", "parentCode", "status"]
    assert list(values["code"]) == list(Area.objects.order_by("code").values_list("code", flat=True))
    assert values["year"].dtype.kind == "i"
    assert values["parentCode"][list(values["level"]).index("municipality")] is None
    assert told == srid
    stored = Area.objects.get(code=values["code"][0]).boundary
    wanted = stored.transform(int(srid.removeprefix("EPSG:")), clone=True)
    assert shapes[0].bounds == pytest.approx(wanted.extent, abs=1e-3 if srid == "EPSG:28992" else 1e-7)
    assert {shape.geom_type for shape in shapes} == {"MultiPolygon"}


def test_a_geopackage_of_places_has_their_points_and_of_activities_their_lists_as_text(
    get: Get, town: Town, tmp_path: Path
) -> None:
    columns, values, shapes, _crs = layer(get, tmp_path, "/venues?format=gpkg&crs=28992")
    assert dict(zip(values["name"], map(str, shapes), strict=True)) == {
        venue.name: f"POINT ({venue.location.x:g} {venue.location.y:g})" for venue in Venue.objects.all()
    }
    assert "location" not in columns

    _columns, values, _shapes, _crs = layer(get, tmp_path, "/activities?format=gpkg")
    assert list(values["name"]) == ["Hardloopgroep"]
    assert json.loads(values["slots"][0]) == []


def test_a_geopackage_of_coverage_has_each_area_with_its_figures_ready_to_paint(
    get: Get, town: Town, tmp_path: Path
) -> None:
    columns, values, shapes, told = layer(get, tmp_path, "/coverage?format=gpkg&group=youth&crs=28992")

    rows = {row["areaCode"]: row for row in json.loads(get("/coverage?group=youth").content)["items"]}
    assert {*columns} == {*rows["BU99900000"]}
    assert list(values["areaCode"]) == list(rows)
    for place, code in enumerate(values["areaCode"]):
        assert values["coverage"][place] == pytest.approx(rows[code]["coverage"] or math.nan, nan_ok=True)
        assert shapes[place].bounds == pytest.approx(Area.objects.get(code=code).boundary.extent, abs=1e-3)
    assert told == "EPSG:28992"


def test_the_geopackage_of_an_empty_list_opens_too(get: Get, town: Town, tmp_path: Path) -> None:
    columns, _values, shapes, _crs = layer(get, tmp_path, "/venues?format=gpkg&q=nowhere")

    assert "typeCode" in columns
    assert not len(shapes)


def test_a_geopackage_is_asked_for_by_accept_and_told_when_unchanged(get: Get, town: Town) -> None:
    response = get("/areas", Accept="application/geopackage+sqlite3")

    assert response.headers["Content-Type"] == "application/geopackage+sqlite3"
    assert response.headers["Content-Disposition"] == 'attachment; filename="areas.gpkg"'
    get("/areas", 304, Accept="application/geopackage+sqlite3", If_None_Match=response.headers["ETag"])


def test_a_page_of_a_geopackage_is_refused_in_words(get: Get, town: Town) -> None:
    body = json.loads(get("/areas?format=gpkg&pageSize=10", 400, Accept_Language="en").content)

    assert body["errors"][0] == {
        "in": "query",
        "location": "format",
        "code": "whole_only",
        "detail": "A GeoPackage holds the whole collection. Leave out pageSize and cursor.",
    }


def test_the_queries_of_a_whole_list_grow_with_its_pages_alone(client: Client, town: Town) -> None:
    many_venues(2_500)

    with CaptureQueriesContext(connection) as queries:
        b"".join(client.get("/api/v1/venues?format=csv").streaming_content)  # type: ignore[attr-defined]

    assert len(queries) <= 8
