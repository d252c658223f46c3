"""The register as Open Referral HSDS: what other registers of services read."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Get
from tests.api.hsds.town import Told, told
from tests.factories import ActivityFactory, ClosureFactory, VenueFactory
from venues.models import Activity, Slot, Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Told:
    return told()


def read(get: Get, address: str, **headers: str) -> dict[str, Any]:
    return json.loads(get(f"/hsds{address}", **headers).content)


def names(get: Get, query: str) -> list[str]:
    return sorted(each["name"] for each in read(get, f"/services?{query}")["contents"])


def coded(record: dict[str, Any]) -> dict[str, str]:
    return {each["taxonomy_term"]["code"]: each.get("value", "") for each in record["attributes"]}


@pytest.mark.parametrize("address", ["", "/"])
def test_the_first_address_says_which_hsds_this_is(get: Get, address: str):
    told = read(get, address)
    assert told["version"] == "3.1"
    assert told["openapi_url"] == "http://testserver/api/v1/hsds/openapi.json"
    assert told["profile"].startswith("https://")


def test_a_place_is_a_service_with_its_hours_at_its_location(get: Get, town: Told):
    service = read(get, f"/services/{town.centre.pk}", Accept_Language="en")
    assert service["name"] == "Buurthuis"
    assert service["status"] == "active"
    assert service["organization"]["name"] == "Stichting Samen"
    assert service["eligibility_description"] == "Newcomers"
    assert service["assured_date"] == "2026-05-01"
    assert coded(service) == {"community-centre": "", "free": "", "coffee": "", "newcomers": "0.8", "places": "40"}
    week, evening = sorted(service["schedules"], key=lambda each: each["opens_at"])
    assert (week["byday"], week["opens_at"][:5], week["closes_at"][:5]) == ("MO,TU,WE,TH,FR", "09:00", "17:00")
    assert (week["freq"], week["interval"], week["description"]) == ("WEEKLY", 1, "Mo-Fr 09:00-17:00")
    assert coded(week) == {"professional": ""}
    assert (evening["byday"], evening["closes_at"][:5]) == ("SA", "00:00")
    assert coded(evening) == {"no": ""}
    (link,) = service["service_at_locations"]
    assert link["location"]["addresses"][0]["address_1"] == "Dorpsstraat 1"
    assert link["location"]["accessibility"][0]["description"] == "For wheelchairs: partly accessible."
    assert link["location"]["latitude"] == pytest.approx(52.309, abs=0.01)
    assert link["location"]["longitude"] == pytest.approx(4.877, abs=0.01)


def test_an_activity_is_a_service_at_the_location_of_its_place(get: Get, town: Told):
    link = read(get, f"/service_at_locations/{town.table.pk}")
    assert link["location"]["id"] == str(town.centre.pk)
    assert link["service"]["name"] == "Eettafel"
    (schedule,) = link["schedules"]
    assert (schedule["interval"], schedule["byday"], schedule["dtstart"]) == (2, "TH", "2026-01-08")
    assert (schedule["valid_from"], schedule["valid_to"]) == ("2026-01-06", "2098-12-31")
    outside = read(get, f"/service_at_locations/{town.runners.pk}")["location"]
    assert outside["id"] == str(town.runners.pk)
    assert outside["location_type"] == "physical"


def test_hours_that_are_only_known_as_text_stay_text(get: Get, town: Told):
    Slot.objects.filter(venue=town.centre).delete()
    Venue.objects.filter(pk=town.centre.pk).update(opening_hours="Mo 10:00+")
    (schedule,) = read(get, f"/services/{town.centre.pk}")["schedules"]
    assert schedule["description"] == "Mo 10:00+"
    assert "freq" not in schedule


@pytest.mark.parametrize(
    ("closure", "status"),
    [
        ({"starts_on": date(2020, 1, 1)}, "defunct"),
        ({"starts_on": date(2020, 1, 1), "reason": "renovation"}, "temporarily closed"),
        ({"starts_on": date(2020, 1, 1), "reopens_on": date(2099, 1, 1)}, "temporarily closed"),
        ({"starts_on": date(2020, 1, 1), "reopens_on": date(2021, 1, 1)}, "active"),
        ({"starts_on": date(2020, 1, 1), "extent": "partial", "places_remaining": 3}, "active"),
    ],
)
def test_closed_places_stay_with_their_status_and_take_activities_along(
    get: Get, town: Told, closure: dict[str, Any], status: str
):
    ClosureFactory(venue=town.centre, note="Jan de Vries is ziek", **closure)
    for offer in (town.centre, town.table):
        service = read(get, f"/services/{offer.pk}")
        assert service["status"] == status
        assert "Jan" not in json.dumps(service)
    assert read(get, f"/services/{town.runners.pk}")["status"] == "active"


def test_what_is_announced_is_inactive_and_what_ended_is_defunct(get: Get, town: Told):
    today = timezone.localdate()
    planned = VenueFactory(opened_on=today + timedelta(days=1))
    ended = ActivityFactory(venue=town.centre, ends_on=today)
    assert read(get, f"/services/{planned.pk}")["status"] == "inactive"
    assert read(get, f"/services/{ended.pk}")["status"] == "defunct"


def test_names_of_terms_come_in_the_language_asked_for(get: Get, town: Told):
    for language, name in (("nl", "Nieuwkomers"), ("en", "Newcomers")):
        assert read(get, f"/services/{town.centre.pk}", Accept_Language=language)["eligibility_description"] == name


def test_amounts_are_nowhere(get: Get, town: Told):
    for address in ("services", "service_at_locations", "organizations"):
        text = get(f"/hsds/{address}?full=true").content.decode()
        assert "77777" not in text
        assert "123456" not in text


def test_pages_together_hold_everything_once(get: Get, town: Told):
    pages = [read(get, f"/services?per_page=1&page={number}") for number in (1, 2, 3)]
    assert sorted(page["contents"][0]["name"] for page in pages) == ["Buurthuis", "Eettafel", "Hardloopgroep"]
    assert {(page["total_items"], page["total_pages"], page["size"]) for page in pages} == {(3, 3, 1)}
    assert [(page["first_page"], page["last_page"]) for page in pages] == [(True, False), (False, False), (False, True)]
    beyond = read(get, "/services?per_page=1&page=9")
    assert (beyond["empty"], beyond["contents"]) == (True, [])


def test_services_are_found_by_name_organisation_term_area_and_change(get: Get, town: Told):
    taxonomies = {each["name"]: each["id"] for each in read(get, "/taxonomies", Accept_Language="en")["contents"]}
    terms = {each["code"]: each["id"] for each in read(get, "/taxonomy_terms?per_page=1000")["contents"]}
    assert names(get, "search=tafel") == ["Eettafel"]
    assert names(get, f"organization_id={town.body.pk}") == ["Buurthuis", "Eettafel"]
    assert names(get, f"taxonomy_term_id={terms['newcomers']}") == ["Buurthuis"]
    assert names(get, f"taxonomy_term_id={terms['youth']}") == [], "not meant for them"
    assert names(get, f"taxonomy_term_id={terms['community-centre']}") == ["Buurthuis"]
    assert names(get, f"taxonomy_term_id={terms['coffee']}") == ["Buurthuis"]
    assert names(get, f"taxonomy_term_id={terms['limited']}") == ["Buurthuis"]
    assert names(get, f"taxonomy_term_id={terms['volunteer']}") == ["Eettafel"]
    assert names(get, f"taxonomy_id={taxonomies['host']}") == ["Buurthuis", "Eettafel"]
    assert names(get, f"taxonomy_id={taxonomies['demand groups']}") == ["Buurthuis", "Eettafel"]
    assert names(get, f"taxonomy_id={taxonomies['places']}") == ["Buurthuis", "Eettafel"]
    assert names(get, f"taxonomy_id={taxonomies['school holidays']}") == ["Buurthuis", "Eettafel"]
    for only_places in ("venue types", "low threshold", "wheelchair"):
        assert names(get, f"taxonomy_id={taxonomies[only_places]}") == ["Buurthuis"]
    listed = read(get, f"/taxonomy_terms?taxonomy_id={taxonomies['host']}")["contents"]
    assert {each["code"] for each in listed} == {"none", "volunteer", "professional"}
    assert names(get, f"area={town.municipality.pk}") == ["Buurthuis", "Eettafel", "Hardloopgroep"]
    Activity.objects.update(updated_at=timezone.now() - timedelta(days=30))
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert names(get, f"modified_after={since}") == ["Buurthuis"]
    assert set(read(get, "/services?minimal=true")["contents"][0]) == {"id", "modified_date"}


def test_an_organisation_names_its_services(get: Get, town: Told):
    body = read(get, f"/organizations/{town.body.pk}")
    assert {each["name"] for each in body["services"]} == {"Buurthuis", "Eettafel"}
    assert body["website"] == "https://samen.example.org"
    assert read(get, "/organizations?search=niets")["empty"]


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("pageSize=3", "pageSize"),
        ("per_page=1001", "per_page"),
        ("page=0", "page"),
        ("taxonomy_term_id=x", "taxonomy_term_id"),
        ("taxonomy_term_id=00000000-0000-4000-8000-000000000000", "taxonomy_term_id"),
        ("taxonomy_id=00000000-0000-4000-8000-000000000000", "taxonomy_id"),
        ("full=maybe", "full"),
    ],
)
def test_what_is_asked_wrongly_is_named(get: Get, query: str, location: str):
    problem = json.loads(get(f"/hsds/services?{query}", status=400).content)
    assert [fault["location"] for fault in problem["errors"]] == [location]


def test_unknown_ids_are_not_found(get: Get, town: Told):
    for kind in ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"):
        for key in ("x", "00000000-0000-4000-8000-000000000000"):
            get(f"/hsds/{kind}/{key}", status=404)


def test_who_has_it_already_is_told_so_until_something_changes(get: Get, town: Told):
    for address in ("/hsds/services?full=true", f"/hsds/services/{town.centre.pk}", "/hsds"):
        tag = get(address)["ETag"]
        get(address, status=304, If_None_Match=tag)
        assert get(address, Accept_Language="en")["ETag"] != tag
    before = get("/hsds/services")["ETag"]
    Slot.objects.filter(activity=town.table).update(weekday=5)
    assert get("/hsds/services")["ETag"] != before


def test_however_many_services_the_queries_stay_few(get: Get, town: Told, django_assert_max_num_queries):
    for _each in range(20):
        activity = ActivityFactory(venue=VenueFactory(municipality=town.municipality), organisation=town.body)
        ClosureFactory(activity=activity)
    for address, most in {
        "/hsds/services?full=true": 21,
        "/hsds/service_at_locations?full=true": 21,
        "/hsds/organizations?full=true&full_service=true": 23,
        f"/hsds/services/{town.table.pk}": 20,
        f"/hsds/organizations/{town.body.pk}": 22,
        "/hsds": 2,
    }.items():
        with django_assert_max_num_queries(most):
            get(address)
