"""Places and activities as points on the map: their state and pressure, in members and in words."""

import json
from datetime import date

import pytest

from tests.factories import ActivityFactory, ClosureFactory, OfferScoreFactory, VenueFactory, spot, venue_type
from tests.venues.pages.town import scored_town
from venues.models import Run

pytestmark = pytest.mark.django_db


def points(client, query=""):
    found = json.loads(client.get(f"/en/map/venues/GM9999.json{query}").content)
    return {feature["properties"]["name"]: feature["properties"] for feature in found["features"]}


def offer(place, **figures):
    key = "venue" if hasattr(place, "venue_type_id") else "activity"
    given = {"room_low": 10, "room": 10, "room_high": 10, "is_known": True, "is_reached": True}
    return OfferScoreFactory(run=Run.objects.get(), **{key: place} | given | figures)


def test_a_place_is_open_closed_or_at_risk_and_an_activity_without_a_building_is_there_too(client):
    town = scored_town()
    open_place = VenueFactory(municipality=town, name="Open", location=spot(1), venue_type=venue_type("library"))
    offer(open_place)
    closed = VenueFactory(municipality=town, name="Closed", location=spot(2))
    ClosureFactory(venue=closed, starts_on=date(2020, 1, 1))
    pressed = VenueFactory(municipality=town, name="At risk", location=spot(3))
    offer(pressed, risks=["vacancies"])
    ActivityFactory(municipality=town, name="Walk", venue=None, location=spot(4))
    shut = ActivityFactory(municipality=town, name="Old walk", venue=None, location=spot(4))
    ClosureFactory(venue=None, activity=shut, starts_on=date(2020, 1, 1))
    ActivityFactory(municipality=town, name="Inside", venue=open_place, location=None)
    VenueFactory(municipality=town, name="Field", venue_type=venue_type("pitch"))

    found = points(client)

    assert {name: found[name]["state"] for name in ("Open", "Closed", "At risk", "Walk", "Old walk")} == {
        "Open": "open",
        "Closed": "closed",
        "At risk": "risk",
        "Walk": "activity",
        "Old walk": "closed",
    }
    assert {"Inside", "Field"} & set(found) == set()
    assert found["Open"]["icon"] == "library"
    assert found["Walk"]["icon"] == "calendar-days"
    assert found["At risk"]["told"].startswith("At risk: a fifth or more of the hosting hours vacant.")
    assert found["Open"]["url"] == f"/en/venues/{open_place.pk}"
    assert found["Walk"]["url"].startswith("/en/activities/")


@pytest.mark.parametrize(
    ("relative", "size"), [(0.1, 0), (0.74, 0), (0.75, 1), (1.24, 1), (1.25, 2), (1.99, 2), (2.0, 3), (9.0, 3)]
)
def test_pressure_has_four_sizes_around_the_middle_place(client, relative, size):
    town = scored_town()
    offer(VenueFactory(municipality=town, name="Place"), pressure_relative=relative)

    assert points(client)["Place"]["pressure"] == size


def test_a_pressure_that_is_not_known_has_no_size_and_an_estimate_says_that_it_is_one(client):
    town = scored_town()
    VenueFactory(municipality=town, name="Unscored")
    offer(VenueFactory(municipality=town, name="Withheld"), pressure_relative=None)
    offer(VenueFactory(municipality=town, name="Estimated"), pressure_relative=1.5, is_known=False)

    found = points(client)

    for name in ("Unscored", "Withheld"):
        assert (found[name]["pressure"], found[name]["known"]) == (None, False)
        assert found[name]["told"].endswith("How hard it is pressed is not known.")
    assert (found["Estimated"]["pressure"], found["Estimated"]["known"]) == (2, False)
    assert found["Estimated"]["told"] == "Open. Pressed 1.5 times as hard as the middle place, by estimate."


def test_a_place_that_is_not_founded_yet_is_not_on_the_map_of_that_day(client):
    town = scored_town()
    VenueFactory(municipality=town, name="New", opened_on=date(2020, 1, 1))

    assert "New" in points(client)
    assert "New" not in points(client, "?date=2019-12-31")


def test_points_are_sent_again_only_where_something_changed(client):
    town = scored_town()
    first = client.get("/map/venues/GM9999.json")
    again = {"if-none-match": first.headers["ETag"]}

    assert client.get("/map/venues/GM9999.json", headers=again).status_code == 304
    VenueFactory(municipality=town, name="New")
    assert client.get("/map/venues/GM9999.json", headers=again).status_code == 200


def test_many_places_cost_no_more_queries_than_few(client, django_assert_max_num_queries):
    town = scored_town()
    for column in range(9):
        VenueFactory(municipality=town, location=spot(column))
        ActivityFactory(municipality=town, venue=None, location=spot(column))
    with django_assert_max_num_queries(15):
        client.get("/map/venues/GM9999.json")
