"""Each class of requirements of OGC API Features that `/ogc` claims, one by one."""

import json
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.api.conftest import Town
from tests.api.ogc import COLLECTIONS, CRS84, ETRS89, HOST, RD, ask, every_page, ids, items, link, read
from venues.api.ogc.description import describe
from venues.models import Area, Venue

pytestmark = pytest.mark.django_db
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
PARTS = "http://www.opengis.net/spec/ogcapi-features"


def around(x: float, y: float, margin: float = 0.0005) -> str:
    """A small box, in degrees."""
    return f"{x - margin},{y - margin},{x + margin},{y + margin}"


@pytest.fixture(autouse=True)
def library(town: Town) -> Venue:
    return Venue.objects.get(name="Bibliotheek")


def test_just_these_classes_are_claimed() -> None:
    """A test of this file holds each of them."""
    assert read("/conformance")["conformsTo"] == [
        f"{PARTS}-1/1.0/conf/core",
        f"{PARTS}-1/1.0/conf/oas30",
        f"{PARTS}-1/1.0/conf/geojson",
        f"{PARTS}-2/1.0/conf/crs",
    ]


def test_core_the_landing_page_leads_to_all_else() -> None:
    for address in ("", "/", "?f=json"):
        page = read(address)
        assert {each["rel"] for each in page["links"]} == {"self", "service-desc", "conformance", "data"}
        for rel in ("self", "service-desc", "conformance", "data"):
            ask(link(page, rel))


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_core_a_collection_says_where_its_features_are_and_how_far_it_reaches(collection: str) -> None:
    (listed,) = [each for each in read("/collections")["collections"] if each["id"] == collection]
    assert listed == read(link(listed, "self"))
    assert read(link(listed, "items"))["features"]
    west, south, east, north = listed["extent"]["spatial"]["bbox"][0]
    for feature in every_page(collection):
        points = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "MultiPolygon":
            points = [point for polygon in points for ring in polygon for point in ring]
        for x, y in [points] if collection == "venues" else points:
            assert west <= x <= east
            assert south <= y <= north


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_core_a_collection_tells_the_types_of_its_properties(collection: str) -> None:
    response = ask(link(read(f"/collections/{collection}"), "describedBy").removeprefix(f"{HOST}/ogc"))
    assert response.headers["Content-Type"] == "application/schema+json"
    schema = json.loads(response.content)
    Draft202012Validator.check_schema(schema)
    for feature in items(collection)["features"]:
        told = schema["properties"]["properties"]["properties"].keys()
        assert feature["properties"].keys() - {"id"} == told
        known = {name: value for name, value in feature["properties"].items() if value is not None}
        Draft202012Validator(schema).validate(feature | {"properties": known})


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_core_pages_are_followed_by_links_and_hold_each_feature_once(collection: str) -> None:
    together = ids(collection)
    assert len(together) == len(set(together)) > 1
    assert [feature["id"] for feature in every_page(collection, limit=1)] == together


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_core_each_feature_lies_at_an_address_of_its_own(collection: str) -> None:
    for listed in items(collection)["features"]:
        one = read(f"/collections/{collection}/items/{listed['id']}")
        assert {name: one[name] for name in listed} == listed
        assert read(link(one, "self")) == one
        assert read(link(one, "collection"))["id"] == collection


def test_core_a_limit_past_the_largest_gives_the_largest_and_none_is_refused() -> None:
    assert len(ids("areas", limit=1)) == 1
    assert len(ids("areas", limit=100_000)) == 6
    for wrong in ("0", "-1", "few", ""):
        ask(f"/collections/areas/items?limit={wrong}", 400)


def test_core_a_box_selects_what_meets_it() -> None:
    first = items("venues")["features"][0]["geometry"]["coordinates"]
    assert ids("venues", bbox=around(*first)) == ids("venues", limit=1)
    assert ids("areas", bbox="4.8760,52.3080,4.8770,52.3090") == ["BU99900000", "GM9990", "WK999000"]
    assert ids("coverage", bbox="4.8760,52.3080,4.8770,52.3090") == ["BU99900000-newcomers", "BU99900000-youth"]
    # With heights, which mean nothing here.
    assert ids("areas", bbox="4.8760,52.3080,-5,4.8770,52.3090,10", level="neighbourhood") == ["BU99900000"]
    # Around the world by the other side.
    assert len(ids("venues", bbox="4.8,52,4.7,53")) == 2
    assert len(ids("venues", bbox="-180,-90,180,90")) == 2
    assert ids("venues", bbox="170,52,4.8,53") == []
    assert ids("venues", bbox="170,52,-170,53") == []


@pytest.mark.parametrize("wrong", ["1,2,3", "1,2,3,4,5", "4,53,5,52", "a,b,c,d", "4,nan,5,52", "1e999,0,1,1"])
def test_core_what_is_no_box_is_refused(wrong: str) -> None:
    ask(f"/collections/venues/items?bbox={wrong}", 400)


@pytest.mark.parametrize(
    "address", ["", "/api", "/conformance", "/collections", "/collections/areas", "/collections/areas/schema"]
)
def test_core_an_unknown_parameter_is_refused_on_every_page(address: str) -> None:
    problem = json.loads(ask(f"{address}?colour=red", 400).content)
    assert [fault["location"] for fault in problem["errors"]] == ["colour"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_core_an_unknown_parameter_is_refused_of_features(collection: str) -> None:
    one = ids(collection)[0]
    ask(f"/collections/{collection}/items?colour=red", 400)
    ask(f"/collections/{collection}/items/{one}?colour=red", 400)
    # One of the other interface is unknown here too.
    for foreign in ("pageSize=5", "format=json", "year=2025"):
        ask(f"/collections/{collection}/items?{foreign}", 400)


def test_core_what_is_not_there_is_404_with_a_problem_document() -> None:
    for address in ("/nothing", "/collections/streets", "/collections/areas/items/BU00000000", "/collections/areas/x"):
        ask(address, 404)
    for nothing in ("x", "00000000-0000-0000-0000-000000000000", "%00"):
        problem = json.loads(ask(f"/collections/venues/items/{nothing}", 404).content)
        assert [fault["location"] for fault in problem["errors"]] == ["featureId"]
    for nothing in ("BU99900000", "BU99900000-martians", "BU99990000-youth", "%00-%00", "-"):
        ask(f"/collections/coverage/items/{nothing}", 404)


def test_oas30_the_document_is_valid_and_describes_every_parameter() -> None:
    response = ask("/api")
    assert response.headers["Content-Type"] == OPENAPI
    document = json.loads(response.content)
    OpenAPIV30SpecValidator(document).validate()
    (offered,) = [each for each in read("")["links"] if each["rel"] == "service-desc"]
    assert offered["type"] == OPENAPI
    limit = document["components"]["parameters"]["limit"]
    assert limit["schema"]["maximum"] == 1000

    def parameters(path: str) -> list[dict[str, Any]]:
        told = document["paths"][path]["get"]["parameters"]
        return [limit if each == {"$ref": "#/components/parameters/limit"} else each for each in told]

    names = {"limit", "bbox", "bbox-crs", "crs", "datetime", "cursor", "f", "area", "level", "groupCode"}
    assert {each["name"] for each in parameters("/collections/coverage/items")} == names
    assert all(each["description"] for path in document["paths"] for each in parameters(path))


def test_oas30_every_status_that_is_given_is_described() -> None:
    for path, item in describe()["paths"].items():
        assert {"200", "304", "400", "401", "406", "429"} <= set(item["get"]["responses"])
        assert ("404" in item["get"]["responses"]) == ("{" in path)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_geojson_is_what_features_come_as(collection: str) -> None:
    for accept in ("*/*", "application/geo+json", "application/geo+json, application/json;q=0.5"):
        response = ask(f"/collections/{collection}/items", Accept=accept)
        assert response.headers["Content-Type"] == "application/geo+json"
    plain = ask(f"/collections/{collection}/items", Accept="application/json")
    assert plain.headers["Content-Type"] == "application/json"
    assert json.loads(plain.content) == json.loads(response.content)
    chosen = ask(f"/collections/{collection}/items?f=json", Accept="text/html")
    assert chosen.headers["Content-Type"] == "application/geo+json"
    ask(f"/collections/{collection}/items", 406, Accept="text/html")
    ask(f"/collections/{collection}/items?f=html", 400)


def test_geojson_outer_rings_turn_left() -> None:
    for feature in items("areas")["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(polygon[0])) < 0


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_crs_each_collection_names_its_systems_and_how_it_is_stored(collection: str) -> None:
    described = read(f"/collections/{collection}")
    assert described["crs"] == [CRS84, RD, ETRS89]
    assert described["storageCrs"] == RD


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_crs_every_answer_says_its_system(collection: str) -> None:
    one = ids(collection)[0]
    for address in (f"/collections/{collection}/items", f"/collections/{collection}/items/{one}"):
        assert ask(address).headers["Content-Crs"] == f"<{CRS84}>"
        # The standard knows the parameter alone.
        assert ask(address, Accept_Crs="EPSG:28992").headers["Content-Crs"] == f"<{CRS84}>"
        for crs in (CRS84, RD, ETRS89):
            assert ask(f"{address}?crs={crs}").headers["Content-Crs"] == f"<{crs}>"
        ask(f"{address}?crs=http://www.opengis.net/def/crs/EPSG/0/3857", 400)


def test_crs_coordinates_are_those_that_are_stored(library: Venue) -> None:
    def coordinates(crs: str) -> list[float]:
        found: list[float] = read(f"/collections/venues/items/{library.pk}?crs={crs}")["geometry"]["coordinates"]
        return found

    assert coordinates(RD) == [round(library.location.x, 3), round(library.location.y, 3)]
    latitude, longitude = coordinates(ETRS89)
    assert [longitude, latitude] == pytest.approx(coordinates(CRS84), abs=1e-5)
    assert 52 < latitude < 53
    (ring,) = read(f"/collections/areas/items/BU99900000?crs={RD}")["geometry"]["coordinates"][0]
    assert {tuple(point) for point in ring} == {*Area.objects.get(code="BU99900000").boundary[0][0].coords}


def test_crs_a_box_is_read_in_its_own_system_whatever_the_answer_is_in(library: Venue) -> None:
    x, y = library.location.coords
    in_rd = f"{x - 1},{y - 1},{x + 1},{y + 1}"
    assert ids("venues", bbox=in_rd, bbox_crs=RD) == [str(library.pk)]
    longitude, latitude = read(f"/collections/venues/items/{library.pk}")["geometry"]["coordinates"]
    in_etrs89 = around(latitude, longitude)
    assert ids("venues", bbox=in_etrs89, bbox_crs=ETRS89, crs=RD) == [str(library.pk)]
    assert ids("venues", bbox=around(longitude, latitude), bbox_crs=CRS84, crs=ETRS89) == [str(library.pk)]
    ask(f"/collections/venues/items?bbox={x + 1},{y},{x},{y + 1}&bbox-crs={RD}", 400)
    ask(f"/collections/venues/items?bbox=53,4,52,5&bbox-crs={ETRS89}", 400)
    ask("/collections/venues/items?bbox=4,52,5,53&bbox-crs=EPSG:3857", 400)
