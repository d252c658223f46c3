"""Pressure of venues and activities, and what puts them at risk."""

import csv
import io
import json

import pytest

from tests.api.conftest import Get, Town, make_town
from tests.factories import OfferScoreFactory, VenueFactory, spot
from venues.models import OfferScore

pytestmark = pytest.mark.django_db


@pytest.fixture
def pressed(town: Town) -> Town:
    """The library is pressed and at risk; of the others nothing more is known."""
    OfferScore.objects.filter(venue=town.venue_ids[0]).update(
        load_hours=180.0, pressure=1.8, pressure_relative=1.2, moved_hours=20.0, stranded_hours=160.0,
        bridging=0.7, is_bridging_counted=True, risks=["unpaid", "condition"], is_risk_recorded=True,
    )  # fmt: skip
    return town


def rows(response) -> list[dict]:
    return json.loads(response.content)["items"]


def test_a_venue_tells_its_load_its_pressure_and_what_hangs_on_it(get: Get, pressed: Town) -> None:
    row = next(row for row in rows(get("/pressure")) if row["venueName"] == "Bibliotheek")
    assert (row["venueId"], row["activityId"], row["activityName"]) == (pressed.venue_ids[0], None, None)
    assert (row["roomHours"], row["loadHours"], row["pressure"], row["pressureRelative"]) == (100, 180, 1.8, 1.2)
    assert (row["movedHours"], row["strandedHours"]) == (20, 160)
    assert (row["bridging"], row["bridgingCounted"]) == (0.7, True)
    assert (row["risks"], row["riskRecorded"], row["reached"]) == ("unpaid condition", True, True)
    assert row["status"] == "ok"
    assert (row["run"], row["method"], row["date"]) == (pressed.run.pk, "default v1", "2026-06-01")


def test_an_activity_without_a_building_is_listed_by_its_own_name(get: Get, pressed: Town) -> None:
    row = next(row for row in rows(get("/pressure")) if row["activityId"])
    assert (row["venueId"], row["venueName"], row["activityName"]) == (None, None, "Hardloopgroep")
    assert (row["loadHours"], row["pressure"], row["riskRecorded"], row["risks"]) == (None, None, False, "")


def test_a_client_can_tell_no_room_from_what_is_withheld(get: Get, pressed: Town) -> None:
    OfferScore.objects.filter(venue=pressed.venue_ids[1]).update(room_low=0, room=0, room_high=0, is_reached=False)
    told = {row["venueName"]: (row["status"], row["reached"], row["loadHours"]) for row in rows(get("/pressure"))}
    assert told["Buurthuis"] == ("no-room", None, None)
    assert told[None] == ("withheld", True, None)


def test_the_fragility_list_is_a_filter_and_its_table_equals_it(get: Get, pressed: Town) -> None:
    found = rows(get("/pressure?risk=condition"))
    assert [row["venueName"] for row in found] == ["Bibliotheek"]
    assert rows(get("/pressure?risk=vacancies")) == []
    table = list(csv.DictReader(io.StringIO(get("/pressure?risk=condition&format=csv").content.decode())))
    assert [(row["venueName"], row["risks"]) for row in table] == [("Bibliotheek", "unpaid condition")]
    assert json.loads(get("/pressure?risk=ugly", 400).content)["errors"][0]["location"] == "risk"


def test_an_area_narrows_the_list_to_what_lies_in_it(get: Get, pressed: Town) -> None:
    assert len(rows(get("/pressure?area=GM9990"))) == 3
    assert [row["venueName"] for row in rows(get("/pressure?area=BU99900000"))] == ["Bibliotheek"]
    assert [row["activityName"] for row in rows(get("/pressure?area=BU99900001"))] == ["Hardloopgroep"]


def test_a_place_around_the_municipality_is_listed_with_its_own_municipality(get: Get, pressed: Town) -> None:
    other = make_town("GM9991")
    OfferScoreFactory(run=pressed.run, venue=VenueFactory(municipality=other.run.municipality, location=spot(9)))
    assert len(rows(get("/pressure?area=GM9990"))) == 3
    assert len(rows(get("/pressure"))) == 6


def test_the_list_costs_few_queries(get: Get, pressed: Town, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(16):
        get("/pressure?area=GM9990")
    with django_assert_max_num_queries(8):
        get("/pressure?area=GM9990&format=csv")
