"""The OpenAPI document, and the page beside it."""

import json
import re

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.conftest import DOCUMENT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1/hsds/openapi.json"])
def test_the_document_is_valid_openapi_3_1(client: Client, address: str) -> None:
    response = client.get(address)
    document = json.loads(response.content)
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["contact"]["name"]
    assert document["servers"][0]["url"] == "/api/v1"
    assert response.headers["API-Version"] == document["info"]["version"]


def test_who_has_the_document_need_not_fetch_it_again(client: Client) -> None:
    tag = client.get("/api/v1/openapi.json").headers["ETag"]
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("component", "names"),
    [
        ("AreaRow", "code name level year parentCode status geometry"),
        ("VenueRow", "id name typeCode status areaCode location organisationId version updatedAt"),
        ("DemandGroupRow", "code name normHours source"),
        (
            "CoverageRow",
            "areaCode areaName level groupCode date status persons needHours coverage coverageLow coverageHigh "
            "hoursPerPerson needMet intervalLow intervalHigh rankLow rankHigh knownShare reachNone reachOne "
            "reachTwoPlus nearestM nMinusOne fragileShare fragileKnownShare bridging bridgingCountedShare edge "
            "run method geometry",
        ),
        (
            "PressureRow",
            "venueId venueName activityId activityName date roomHours loadHours pressure pressureRelative movedHours "
            "strandedHours bridging bridgingCounted risks riskRecorded reached status run method",
        ),
        ("WhatIfBody", "date level close open"),
        ("OpeningBody", "location venueType hostedHours places suitability"),
        ("WhatIfAnswer", "date run method rounded areas venues movedHours strandedHours summary"),
        ("AreaChangeRow", "areaCode groupCode before after needHours"),
        (
            "VenueChangeRow",
            "venueId activityId opening status pressureBefore pressureAfter loadReceivedHours",
        ),
        ("ContributionRow", "venueId venueName activityId sectorCode coverage known"),
        ("Problem", "type title status detail errors"),
        ("Fault", "in location code detail"),
    ],
)
def test_members_are_named_as_clients_rely_on(component: str, names: str) -> None:
    assert set(DOCUMENT["components"]["schemas"][component]["properties"]) == set(names.split())


def test_every_parameter_is_explained() -> None:
    silent = [
        (path, parameter["name"])
        for path, item in DOCUMENT["paths"].items()
        for operation in item.values()
        for parameter in operation["parameters"]
        if not parameter.get("description")
    ]
    assert silent == []


def test_the_page_for_people_loads_from_this_host_only_and_runs_under_the_policy(client: Client) -> None:
    response = client.get("/api/v1/docs", headers={"Accept": "text/html"})
    page = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"(?:src|href)=\"(?!/)[^\"]*", page) == []
    assert "<style" not in page
    assert re.findall(r"<script(?! src=)[^>]*>", page) == []
    script = client.get(re.findall(r"<script src=\"(/api/[^\"]+)", page)[0])
    assert script.status_code == 200
    assert "/api/v1/openapi.json" in script.content.decode()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
