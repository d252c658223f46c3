"""Areas by level, edition, name and box."""

import json
from itertools import pairwise

import pytest

from tests.api.conftest import Get, Town
from tests.factories import AreaFactory, EditionFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

MIDDLE_OF_FIRST = "120100,480100,120200,480200"


def codes(response) -> list[str]:
    return [row["code"] for row in json.loads(response.content)["items"]]


def test_areas_are_listed_by_level(get: Get, town: Town) -> None:
    assert codes(get("/areas?level=neighbourhood")) == [area.code for area in town.areas]
    assert codes(get("/areas?level=municipality")) == ["GM9990"]
    assert len(codes(get("/areas"))) == 6


def test_an_area_takes_along_all_below_it(get: Get, town: Town) -> None:
    assert codes(get("/areas?area=WK999000")) == [*[area.code for area in town.areas], "WK999000"]
    assert codes(get("/areas?area=BU99900001")) == ["BU99900001"]
    assert codes(get("/areas?municipality=GM9990&level=district")) == ["WK999000"]
    assert codes(get("/areas?municipality=GM9991")) == []


def test_an_older_edition_stays_readable(get: Get, town: Town) -> None:
    old = EditionFactory(year=2020, is_active=False)
    AreaFactory(edition=old, column=9)
    assert "BU99900009" not in codes(get("/areas"))
    body = json.loads(get("/areas?year=2020&level=neighbourhood").content)
    assert [(row["code"], row["year"], row["status"]) for row in body["items"]] == [("BU99900009", 2020, "inactive")]
    get("/areas/BU99900009", 404)
    assert json.loads(get("/areas/BU99900009?year=2020").content)["year"] == 2020


def test_areas_are_found_by_part_of_their_name(get: Get, town: Town) -> None:
    assert codes(get("/areas?q=buurt 0-1")) == ["BU99900001"]
    assert codes(get("/areas?q=%25")) == []


def test_a_box_finds_the_same_areas_in_either_reference_system(get: Get, town: Town) -> None:
    in_rd = codes(get(f"/areas?level=neighbourhood&bbox={MIDDLE_OF_FIRST}&bbox-crs=EPSG:28992"))
    in_degrees = codes(get("/areas?level=neighbourhood&bbox=4.876,52.308,4.877,52.309"))
    assert in_rd == in_degrees == ["BU99900000"]


@pytest.mark.parametrize("box", ["-180,-90,180,90", "0,0,180,90"])
def test_a_box_around_the_world_finds_everything(get: Get, town: Town, box: str) -> None:
    assert len(codes(get(f"/areas?bbox={box}"))) == 6


def test_a_box_elsewhere_finds_nothing(get: Get, town: Town) -> None:
    assert codes(get("/areas?bbox=100,0,110,10")) == []
    assert codes(get("/areas?bbox=1e300,1e300,1e301,1e301")) == []
    assert codes(get("/areas?bbox=-1e9,-1e9,-9e8,-9e8&bbox-crs=EPSG:28992")) == []


def test_the_boundary_comes_on_request(get: Get, town: Town) -> None:
    assert "geometry" not in json.loads(get("/areas/BU99900000?geometry=false").content)
    assert "geometry" not in json.loads(get("/areas").content)["items"][0]
    row = json.loads(get("/areas/BU99900000").content)
    ring = row["geometry"]["coordinates"][0][0]
    assert row["geometry"]["type"] == "MultiPolygon"
    assert ring[0] == pytest.approx([4.874, 52.3069], abs=1e-3)
    assert _turns_left(ring)
    listed = json.loads(get("/areas?geometry=true&level=municipality").content)["items"]
    assert listed[0]["geometry"]["type"] == "MultiPolygon"


def test_an_area_is_a_feature_in_the_dutch_grid_when_asked(get: Get, town: Town) -> None:
    response = get("/areas/BU99900000?format=geojson", Accept_Crs="EPSG:28992")
    body = json.loads(response.content)
    assert response.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/28992>"
    assert body["id"] == "BU99900000"
    assert body["geometry"]["coordinates"][0][0][0] == [120000, 480000]
    assert "crs" not in body["geometry"]


def test_the_list_costs_few_queries(get: Get, town: Town, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        get("/areas?geometry=true")
    with django_assert_max_num_queries(5):
        get("/areas?area=WK999000&format=geojson")
    with django_assert_max_num_queries(1):
        get("/areas/BU99900000")


def test_towns_do_not_mix(get: Get, town: Town) -> None:
    other = EditionFactory(municipality=MunicipalityFactory(code="GM9991", name="Elders"))
    AreaFactory(edition=other, column=0)
    assert codes(get("/areas?area=GM9991")) == ["BU99910000", "GM9991", "WK999100"]


def _turns_left(ring: list[list[float]]) -> bool:
    return sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring)) < 0
