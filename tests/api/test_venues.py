"""The register as of a date, with what is closed."""

import csv
import io
import json
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from tests.api.conftest import Get, Town
from tests.factories import ClosureFactory, OrganisationFactory, SlotFactory, VenueFactory, spot
from venues.models import Venue

pytestmark = pytest.mark.django_db


def names(response) -> set[str]:
    return {row["name"] for row in json.loads(response.content)["items"]}


def status_of(get: Get, venue: Venue, day: str) -> str:
    return json.loads(get(f"/venues/{venue.pk}?date={day}").content)["status"]


def test_a_closed_place_stays_in_the_list_with_its_status(get: Get, town: Town) -> None:
    library = Venue.objects.get(name="Bibliotheek")
    ClosureFactory(venue=library, starts_on=date(2026, 3, 1), reopens_on=date(2026, 9, 1))
    assert names(get("/venues?date=2026-04-01")) == {"Bibliotheek", "Buurthuis"}
    assert names(get("/venues?date=2026-04-01&status=closed")) == {"Bibliotheek"}
    assert names(get("/venues?date=2026-04-01&status=open")) == {"Buurthuis"}
    assert status_of(get, library, "2026-02-28") == "open"
    assert status_of(get, library, "2026-03-01") == "closed"
    assert status_of(get, library, "2026-09-01") == "open"


def test_a_partial_closure_and_an_announced_opening_are_told(get: Get, town: Town) -> None:
    centre = Venue.objects.get(name="Buurthuis")
    ClosureFactory(venue=centre, starts_on=date(2026, 3, 1), extent="partial", hours_remaining=10)
    new = VenueFactory(opened_on=date(2026, 10, 1))
    assert status_of(get, centre, "2026-04-01") == "partly-closed"
    assert status_of(get, new, "2026-09-30") == "planned"
    assert status_of(get, new, "2026-10-01") == "open"
    ClosureFactory(venue=centre, starts_on=date(2026, 5, 1))
    assert status_of(get, centre, "2026-06-01") == "closed"


def test_a_partial_closure_now_and_a_whole_one_in_the_past_is_partly_closed(get: Get, town: Town) -> None:
    centre = Venue.objects.get(name="Buurthuis")
    ClosureFactory(venue=centre, starts_on=date(2020, 1, 1), reopens_on=date(2020, 2, 1))
    ClosureFactory(venue=centre, starts_on=date(2026, 3, 1), extent="partial", places_remaining=5)
    assert status_of(get, centre, "2026-04-01") == "partly-closed"


def test_places_are_found_by_area_type_name_and_box(get: Get, town: Town) -> None:
    assert names(get("/venues?area=GM9990")) == {"Bibliotheek", "Buurthuis"}
    assert names(get("/venues?area=BU99900000")) == {"Bibliotheek"}
    assert names(get("/venues?area=WK999000")) == {"Bibliotheek", "Buurthuis"}
    assert names(get("/venues?type=community-centre")) == {"Buurthuis"}
    assert names(get("/venues?q=BIBLIO")) == {"Bibliotheek"}
    assert names(get("/venues?bbox=120000,480000,120500,480500&bbox-crs=28992")) == {"Bibliotheek"}
    assert names(get("/venues?bbox=4.876,52.308,4.879,52.310")) == {"Bibliotheek"}
    assert names(get("/venues?bbox=52.308,4.876,52.310,4.879&bbox-crs=EPSG:4258")) == {"Bibliotheek"}


def test_a_place_tells_its_hours_of_a_day_as_openstreetmap_and_schema_org_write_them(get: Get, town: Town) -> None:
    library = Venue.objects.get(name="Bibliotheek")
    for weekday in (1, 2, 3):
        SlotFactory(venue=library, weekday=weekday, starts=time(9), ends=time(17), ends_on=date(2026, 5, 1))
    place = json.loads(get(f"/venues/{library.pk}?date=2026-04-01").content)
    assert place["openingHoursOsm"] == "Mo-We 09:00-17:00"
    (hours,) = place["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"], hours["validThrough"]) == ("09:00", "17:00", "2026-04-30")
    assert json.loads(get(f"/venues/{library.pk}?date=2026-06-01").content)["openingHoursOsm"] == ""


def test_a_client_can_ask_for_what_changed_since(get: Get, town: Town) -> None:
    Venue.objects.filter(name="Bibliotheek").update(updated_at=timezone.now() - timedelta(days=30))
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert names(get(f"/venues?updatedSince={since}")) == {"Buurthuis"}


def test_a_place_knows_its_neighbourhood_and_organisation(get: Get, town: Town) -> None:
    organisation = OrganisationFactory()
    inside = VenueFactory(organisation=organisation, location=spot(1))
    outside = VenueFactory(location=spot(100))
    row = json.loads(get(f"/venues/{inside.pk}").content)
    assert row["areaCode"] == "BU99900001"
    assert row["organisationId"] == str(organisation.pk)
    assert json.loads(get(f"/venues/{outside.pk}").content)["areaCode"] is None


def test_the_location_comes_in_the_reference_system_asked_for(get: Get, town: Town) -> None:
    address = f"/venues/{town.venue_ids[0]}"
    longitude, latitude = json.loads(get(address).content)["location"]["coordinates"]
    assert (longitude, latitude) == pytest.approx((4.87765, 52.30911), abs=1e-4)
    assert json.loads(get(f"{address}?crs=EPSG:28992").content)["location"]["coordinates"] == [120250, 480250]
    swapped = json.loads(get(f"{address}?crs=EPSG:4258").content)["location"]["coordinates"]
    assert swapped == pytest.approx([latitude, longitude], abs=1e-5)
    uri = "<http://www.opengis.net/def/crs/EPSG/0/28992>"
    response = get(address, Accept_Crs=uri)
    assert response.headers["Content-Crs"] == uri
    assert "Accept-Crs" in response.headers["Vary"]


def test_geojson_and_csv_carry_the_same_facts(get: Get, town: Town) -> None:
    rows = json.loads(get("/venues").content)["items"]
    collection = json.loads(get("/venues", Accept="application/geo+json").content)
    assert collection["type"] == "FeatureCollection"
    assert collection["next"] is None
    for row, feature in zip(rows, collection["features"], strict=True):
        assert feature["geometry"] == row["location"]
        assert feature["properties"] == {name: value for name, value in row.items() if name != "location"}
    response = get("/venues?format=csv")
    assert response.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    table = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert list(table[0]) == [
        *[name for name in rows[0] if name != "location"],
        "longitude",
        "latitude",
    ]
    assert [float(line["longitude"]) for line in table] == [row["location"]["coordinates"][0] for row in rows]
    assert sorted(line["organisationId"] for line in table)[0] == ""


def test_the_csv_in_the_dutch_grid_says_x_and_y(get: Get, town: Town) -> None:
    header = get("/venues?format=csv&crs=EPSG:28992").content.decode().splitlines()[0]
    assert header.endswith(",x,y")


def test_the_list_costs_few_queries(get: Get, town: Town, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        get("/venues")
    with django_assert_max_num_queries(8):
        get("/venues?area=BU99900000&type=library&format=geojson")
    # The place, and each of the seven lists of facts about it.
    with django_assert_max_num_queries(8):
        get(f"/venues/{town.venue_ids[0]}")
