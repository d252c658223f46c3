"""Staffing, funding, closures, activities and organisations: who keeps a place going, and what ended."""

import csv
import io
import json
from datetime import date

import pytest

from tests.api.conftest import Get, Town
from tests.factories import (
    ActivityFactory,
    ClosureFactory,
    FundingFactory,
    SlotFactory,
    StaffingFactory,
    VenueFactory,
    spot,
)
from venues.models import Activity, Funding, Organisation, Sector, Staffing, Venue

pytestmark = pytest.mark.django_db


def items(get: Get, address: str) -> list[dict]:
    return json.loads(get(address).content)["items"]


def test_staffing_is_told_by_role_and_hours_and_dated(get: Get, town: Town) -> None:
    library, runners = items(get, "/staffing")
    assert (library["venueId"], library["activityId"], library["hoursPerWeek"]) == (town.venue_ids[0], None, 24.0)
    assert (runners["kind"], runners["activityId"], runners["startsOn"]) == (
        "volunteer",
        town.activity_id,
        "2026-01-01",
    )
    assert [row["id"] for row in items(get, "/staffing?date=2025-12-31")] == [library["id"]]
    assert [row["id"] for row in items(get, "/staffing?kind=volunteer")] == [runners["id"]]


def test_an_amount_that_is_not_public_is_not_told_and_its_funder_is(get: Get, town: Town) -> None:
    public, private = items(get, "/funding")
    assert (public["amountEur"], public["amountIsPublic"]) == (40_000.0, True)
    assert (private["amountEur"], private["amountIsPublic"]) == (None, False)
    assert private["organisationId"] is not None
    assert private["funder"] == "Gemeente"
    told = get("/funding?format=csv").content.decode()
    assert "5000" not in told
    assert [row["amountEur"] for row in csv.DictReader(io.StringIO(told))] == ["40000.0", ""]


def test_closures_of_all_sectors_stay_with_their_reason(get: Get, town: Town) -> None:
    ClosureFactory(venue_id=town.venue_ids[0], starts_on=date(2026, 5, 1), reason="funding")
    assert [row["reason"] for row in items(get, "/closures")] == ["renovation", "funding"]
    assert [row["reason"] for row in items(get, "/closures?date=2020-02-01")] == ["renovation"]
    assert [row["reopensOn"] for row in items(get, "/closures?reason=funding")] == [None]
    assert items(get, "/closures?extent=partial") == []


def test_facts_are_found_by_area_place_type_and_sector(get: Get, town: Town) -> None:
    sector = Sector.objects.first()
    Staffing.objects.filter(venue__isnull=False).update(sector=sector)
    library, centre = town.venue_ids
    assert len(items(get, "/staffing?area=GM9990")) == 2
    assert [row["venueId"] for row in items(get, "/staffing?area=BU99900000")] == [library]
    assert [row["activityId"] for row in items(get, "/staffing?area=BU99900001")] == [town.activity_id]
    assert [row["venueId"] for row in items(get, f"/staffing?venue={library}")] == [library]
    assert [row["activityId"] for row in items(get, f"/staffing?activity={town.activity_id}")] == [town.activity_id]
    assert [row["venueId"] for row in items(get, "/closures?type=community-centre")] == [centre]
    assert [row["sectorCode"] for row in items(get, f"/staffing?sector={sector.code}")] == [sector.code]
    organisation = Organisation.objects.get()
    assert [row["amountEur"] for row in items(get, f"/funding?organisation={organisation.pk}")] == [None]
    assert len(items(get, "/funding?area=GM9990")) == 2
    assert len(items(get, "/funding?area=BU99900000")) == 1


def test_what_is_held_in_a_place_lies_where_the_place_lies(get: Get, town: Town) -> None:
    evening = ActivityFactory(municipality=town.run.municipality, venue_id=town.venue_ids[0], location=None)
    StaffingFactory(activity=evening, hours_per_week=3)
    assert {row["hoursPerWeek"] for row in items(get, "/staffing?area=BU99900000")} == {24.0, 3.0}
    assert [row["name"] for row in items(get, "/activities?area=BU99900000")] == [evening.name]
    assert [row["name"] for row in items(get, f"/activities?venue={town.venue_ids[0]}")] == [evening.name]


def test_nothing_is_told_of_what_was_archived(get: Get, town: Town) -> None:
    evening = ActivityFactory(municipality=town.run.municipality, venue_id=town.venue_ids[0], location=None)
    StaffingFactory(activity=evening)
    Venue.objects.filter(pk=town.venue_ids[0]).update(archived_at="2026-01-01T00:00:00Z")
    Activity.objects.filter(pk=town.activity_id).update(archived_at="2026-01-01T00:00:00Z")
    for address in ("/staffing", "/activities"):
        assert items(get, address) == []
    assert [row["amountEur"] for row in items(get, "/funding")] == [None]


def test_an_activity_comes_with_its_hours_its_groups_and_its_spot(get: Get, town: Town) -> None:
    SlotFactory(venue=None, activity_id=town.activity_id, weekday=2, host="volunteer")
    row = items(get, "/activities")[0]
    assert (row["name"], row["venueId"]) == ("Hardloopgroep", None)
    assert [(slot["weekday"], slot["starts"], slot["host"]) for slot in row["slots"]] == [(2, "09:00", "volunteer")]
    inside = items(get, "/activities?crs=EPSG:28992&bbox=120000,480000,125000,485000&bbox-crs=EPSG:28992")
    assert inside[0]["location"]["coordinates"] == pytest.approx(list(spot(1).coords), abs=0.01)
    assert items(get, "/activities?bbox=4.0,52.0,4.1,52.1") == []
    assert items(get, "/activities?q=zwem") == []
    assert json.loads(get("/activities?format=geojson").content)["features"][0]["geometry"]["type"] == "Point"


def test_an_organisation_says_how_much_of_the_register_it_runs(get: Get, town: Town) -> None:
    row = items(get, "/organisations?q=samen")[0]
    assert (row["name"], row["municipalityCode"], row["venues"], row["activities"]) == (
        "Stichting Samen",
        "GM9990",
        1,
        0,
    )
    assert items(get, "/organisations?q=niemand") == []


@pytest.mark.parametrize("address", ["/staffing", "/funding", "/closures", "/activities", "/organisations"])
def test_the_tag_changes_with_what_is_told_also_by_sql(get: Get, town: Town, address: str) -> None:
    before = get(address).headers["ETag"]
    assert get(address).headers["ETag"] == before
    Staffing.objects.update(hours_per_week=1)
    Funding.objects.update(amount_eur=1)
    ClosureFactory(venue_id=town.venue_ids[1])
    Activity.objects.update(name="Anders")
    Organisation.objects.update(name="Anders")
    assert get(address).headers["ETag"] != before


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/staffing?sector=onbekend", "sector"),
        ("/staffing?kind=boss", "kind"),
        ("/closures?reason=nothing", "reason"),
        ("/closures?venue=1", "venue"),
        ("/funding?amount=5", "amount"),
    ],
)
def test_a_wrong_parameter_is_named(get: Get, town: Town, address: str, name: str) -> None:
    body = json.loads(get(address, 400).content)
    assert [error["location"] for error in body["errors"]] == [name]


def test_the_lists_of_facts_cost_few_queries_however_long(get: Get, town: Town, django_assert_max_num_queries) -> None:
    for _ in range(5):
        place = VenueFactory(municipality=town.run.municipality)
        StaffingFactory(venue=place)
        FundingFactory(venue=place)
        SlotFactory(venue=None, activity=ActivityFactory(municipality=town.run.municipality, location=spot(1)))
    for address in ("/staffing", "/funding", "/closures", "/organisations"):
        with django_assert_max_num_queries(9):
            get(address)
    with django_assert_max_num_queries(10):
        get("/activities")
