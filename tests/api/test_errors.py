"""Refusals: problem documents that list all that is wrong, never a page and never a crash."""

import json

import pytest
from django.test import Client

from tests.api.conftest import Get, Town

pytestmark = pytest.mark.django_db


def problem(response) -> dict:
    assert response.headers["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["detail"]
    return body


def test_every_problem_of_a_query_is_listed_at_once(get: Get, town: Town) -> None:
    body = problem(get("/coverage?level=street&group=martians&area=GM0001&date=yesterday&pageSize=0&colour=red", 400))
    faults = {fault["location"]: fault for fault in body["errors"]}
    assert {name: fault["code"] for name, fault in faults.items()} == {
        "level": "invalid_choice",
        "group": "unknown_group",
        "area": "unknown_area",
        "date": "invalid",
        "pageSize": "min_value",
        "colour": "unknown_parameter",
    }
    assert all(fault["in"] == "query" and fault["detail"] for fault in body["errors"])
    assert "neighbourhood" in faults["level"]["detail"]
    assert "youth" in faults["group"]["detail"]


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/areas?format=xml", "format"),
        ("/runs?format=geojson", "format"),
        ("/areas?year=99999", "year"),
        ("/areas?bbox=1,2,3", "bbox"),
        ("/areas?bbox=5,52,4,51", "bbox"),
        ("/areas?bbox=4,nan,5,52", "bbox"),
        ("/areas?bbox=west,south,east,north", "bbox"),
        ("/areas?crs=EPSG:3857", "crs"),
        ("/areas?bbox-crs=EPSG:3857&bbox=1,2,3,4", "bbox-crs"),
        ("/areas?q=%00", "q"),
        ("/areas?level=district&level=neighbourhood", "level"),
        ("/areas?pageSize=1001", "pageSize"),
        ("/venues?type=castle", "type"),
        ("/venues?type=%00", "type"),
        ("/venues?area=%00", "area"),
        ("/coverage?group=%00", "group"),
        ("/venues?status=haunted", "status"),
        ("/venues?updatedSince=0001-01-01T00:00", "updatedSince"),
        ("/venues?date=9999-12-31", "date"),
        ("/venues?area=Amsterdam", "area"),
        ("/coverage?cursor=abc", "cursor"),
        ("/runs?kind=marathon", "kind"),
    ],
)
def test_bad_input_is_refused_by_name(get: Get, address: str, location: str) -> None:
    body = problem(get(address, 400))
    assert {fault["location"] for fault in body["errors"]} == {location}


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/areas/GM0001", "code"),
        ("/areas/%00", "code"),
        ("/venues/not-an-id", "id"),
        ("/venues/00000000-0000-4000-8000-000000000000", "id"),
        ("/coverage/GM0001/youth/contributions", "area"),
        ("/coverage/BU99900000/martians/contributions", "group"),
        ("/coverage/BU99900000/%00/contributions", "group"),
    ],
)
def test_what_is_not_there_is_a_404_that_names_the_part(get: Get, town: Town, address: str, location: str) -> None:
    body = problem(get(address, 404))
    assert body["errors"][0]["in"] == "path"
    assert body["errors"][0]["location"] == location


@pytest.mark.parametrize("address", ["/api/", "/api/v1", "/api/v1/nowhere", "/api/v1/areas/", "/api/v2/areas"])
def test_an_address_with_nothing_there_is_a_problem_not_a_page(client: Client, address: str) -> None:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 404
    problem(response)


def test_other_methods_are_refused_and_the_allowed_ones_named(client: Client) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        response = getattr(client, method)("/api/v1/areas")
        assert response.status_code == 405, method
        assert response.headers["Allow"] == "GET, HEAD"
        assert response.headers["API-Version"]
        problem(response)


def test_a_format_that_is_not_served_is_a_406(get: Get) -> None:
    problem(get("/areas", 406, Accept="application/pdf"))
    problem(get("/pressure", 406, Accept="application/geo+json"))


def test_a_reference_system_that_is_not_served_is_a_406_that_names_the_header(get: Get) -> None:
    body = problem(get("/areas", 406, Accept_Crs="<http://www.opengis.net/def/crs/EPSG/0/3857>"))
    assert body["errors"][0]["in"] == "header"
    assert "28992" in body["detail"]


def test_a_distrusted_request_is_a_bad_request(client: Client, settings) -> None:
    many = "&".join(f"a{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for response in (
        client.get(f"/api/v1/areas?{many}"),
        client.get("/api/v1/areas", headers={"Host": "evil.example"}),
    ):
        assert response.status_code == 400
        assert response.headers["API-Version"]
        problem(response)


def test_a_fault_of_ours_is_a_problem_that_gives_nothing_away(client: Client, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("venues.api.terms.VenueTypes.source", broken)
    client.raise_request_exception = False
    response = client.get("/api/v1/venue-types")
    assert response.status_code == 500
    assert "secret" not in json.dumps(problem(response))


def test_problems_are_told_in_the_language_asked_for(client: Client, get: Get) -> None:
    assert get("/areas?year=x", 400, Accept_Language="en").headers["Content-Language"] == "en"
    assert get("/areas?year=x", 400).headers["Content-Language"] == "nl"
