"""What holds for every list: pages, tags, languages, and reading from other sites."""

import json

import pytest
from django.test import Client

from tests.api.conftest import Get, Town
from tests.factories import ClosureFactory, EditionFactory, ImportRunFactory, RunFactory, VenueFactory, spot
from venues.models import Venue, VenueType

pytestmark = pytest.mark.django_db

LISTS = [
    *("/areas", "/venues", "/activities", "/organisations", "/staffing", "/funding", "/closures"),
    *(
        "/policy-sectors",
        "/venue-types",
        "/demand-groups",
        "/coverage",
        "/pressure",
        "/runs",
        "/methods",
    ),
]


@pytest.mark.parametrize("address", LISTS)
def test_pages_together_are_the_whole_list(get: Get, town: Town, address: str) -> None:
    whole = json.loads(get(f"{address}?pageSize=1000").content)["items"]
    seen, following = [], f"{address}?pageSize=1"
    while following:
        body = json.loads(get(following).content)
        assert len(body["items"]) == 1
        seen += body["items"]
        following = body["next"]
    assert seen == whole


def test_a_row_added_between_two_pages_loses_nothing(get: Get, town: Town) -> None:
    VenueFactory.create_batch(5)
    before = {row["id"] for row in json.loads(get("/venues").content)["items"]}
    first = json.loads(get("/venues?pageSize=3").content)
    VenueFactory.create_batch(5)
    rest = json.loads(get(f"{first['next']}".replace("pageSize=3", "pageSize=1000")).content)
    seen = [row["id"] for row in first["items"] + rest["items"]]
    assert before <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_cursor_belongs_to_its_filters_and_cannot_be_changed(get: Get, town: Town) -> None:
    following = json.loads(get("/areas?level=neighbourhood&pageSize=1").content)["next"]
    get(following)
    get(f"{following}x", 400)
    body = json.loads(get(following.replace("neighbourhood", "district"), 400).content)
    assert body["errors"][0]["location"] == "cursor"
    # Another page size or format is another way of handing over the same list.
    get(following.replace("pageSize=1", "pageSize=2") + "&format=csv")


@pytest.mark.parametrize("address", [*LISTS, "/coverage/BU99900000/youth/contributions"])
def test_who_has_the_newest_version_is_told_so(get: Get, town: Town, address: str) -> None:
    response = get(address)
    tag = response.headers["ETag"]
    assert tag.startswith('W/"')
    unchanged = get(address, 304, If_None_Match=tag)
    assert unchanged.headers["ETag"] == tag
    other = get(f"{address}?format=csv").headers["ETag"]
    assert other != tag
    assert get(address, Accept_Language="en").headers["ETag"] != tag


def test_the_tag_of_venues_changes_with_a_venue_and_with_a_closure(get: Get, town: Town) -> None:
    tags = [get("/venues").headers["ETag"]]
    library = Venue.objects.get(name="Bibliotheek")
    library.save()
    tags.append(get("/venues").headers["ETag"])
    closure = ClosureFactory(venue=library)
    tags.append(get("/venues").headers["ETag"])
    closure.reopens_on = "2030-01-01"
    closure.save()
    tags.append(get("/venues").headers["ETag"])
    assert len(set(tags)) == 4


def test_the_tag_of_coverage_changes_with_the_run_and_that_of_areas_with_the_edition(get: Get, town: Town) -> None:
    coverage, areas = get("/coverage").headers["ETag"], get("/areas").headers["ETag"]
    town.run.delete()
    run = RunFactory(edition=town.run.edition, method=town.run.method, kind="live")
    assert get("/coverage").headers["ETag"] != coverage
    EditionFactory(municipality=run.municipality, year=2030, is_active=False)
    announced = get("/areas").headers["ETag"]
    town.areas[0].name = "Anders"
    town.areas[0].save()
    renamed = get("/areas").headers["ETag"]
    ImportRunFactory()
    assert len({areas, announced, renamed, get("/areas").headers["ETag"]}) == 4


def test_one_place_has_a_strong_tag_that_starts_with_its_version(get: Get, town: Town) -> None:
    address = f"/venues/{town.venue_ids[0]}"
    tag = get(address).headers["ETag"]
    assert tag.startswith('"1.')
    get(address, 304, If_None_Match=tag)
    Venue.objects.filter(pk=town.venue_ids[0]).update(version=2, name="Anders")
    assert get(address, If_None_Match=tag).headers["ETag"].startswith('"2.')


def test_names_follow_the_language_asked_for(get: Get, town: Town) -> None:
    def first(address: str, **headers: str) -> str:
        return json.loads(get(address, **headers).content)["items"][0]["name"]

    assert first("/demand-groups") == "Jongeren"
    assert first("/demand-groups", Accept_Language="en-GB,nl;q=0.5") == "Youth"
    assert first("/demand-groups", Accept_Language="xx, fr") == "Jongeren"
    assert first("/venue-types", Accept_Language="en") == VenueType.objects.first().name_en
    assert get("/venue-types", Accept_Language="en").headers["Content-Language"] == "en"


def test_groups_come_with_norm_and_source(get: Get, town: Town) -> None:
    groups = {row["code"]: row for row in json.loads(get("/demand-groups").content)["items"]}
    assert list(groups) == [
        "youth",
        "older-lonely",
        "newcomers",
        "intellectual-disability",
        "mental-health",
        "residents",
    ]
    assert groups["youth"]["normHours"] == 2
    assert groups["residents"]["normHours"] == 0.25
    assert "assumption" in groups["youth"]["source"]


def test_runs_and_methods_say_what_was_scored_by_what(get: Get, town: Town) -> None:
    run = json.loads(get("/runs?area=BU99900000&date=2026-06-01&kind=live").content)["items"][0]
    assert (run["id"], run["municipalityCode"], run["registerLoaded"]) == (town.run.pk, "GM9990", True)
    methods = {row["id"]: row for row in json.loads(get("/methods").content)["items"]}
    method = methods[run["method"]]
    youth = next(rule for rule in method["groups"] if rule["groupCode"] == "youth")
    assert youth["reachM"] == [400, 800, 1200]
    activity = ("activityHostedHours", "activityPlaces", "activitySuitability")
    assert [method[name] for name in ("unhostedWeight", *activity)] == [0, 2, 12, 0.5]
    assert (method["current"], method["usedAt"] is None) == (True, False)
    assert json.loads(get("/runs?kind=sealed").content)["items"] == []


def test_head_gives_the_headers_alone(client: Client, get: Get, town: Town) -> None:
    response = client.head("/api/v1/areas")
    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["ETag"] == get("/areas").headers["ETag"]


def test_a_page_of_another_site_may_read_the_api_and_not_the_pages(client: Client, town: Town) -> None:
    response = client.get("/api/v1/areas", headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "etag" in response.headers["Access-Control-Expose-Headers"].lower()
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    preflight = client.options("/api/v1/areas", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["API-Version"]
    assert "Access-Control-Allow-Origin" not in client.get("/admin/", headers={"Origin": "https://example.org"}).headers


def test_small_lists_cost_few_queries(get: Get, town: Town, django_assert_max_num_queries) -> None:
    VenueFactory(location=spot(3))
    for address, queries in (("/venue-types", 2), ("/demand-groups", 2), ("/runs", 2), ("/methods", 6)):
        with django_assert_max_num_queries(queries):
            get(address)
