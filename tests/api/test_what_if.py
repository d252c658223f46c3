"""What if: asked by POST, answered with every change or with every problem, and nothing is stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import timedelta

from tests.api.conftest import DOCUMENT, hold_against_document
from tests.factories import (
    ActivityFactory,
    ClosureFactory,
    MunicipalityFactory,
    SlotFactory,
    UserFactory,
    VenueFactory,
    spot,
)
from tests.venues.assessment.town import DAY, Town, make_town
from venues.assessment.run import store_live_run
from venues.models import RD, Activity, Municipality, OfferScore, Run, Score, Venue
from venues.register.tokens import issue

pytestmark = pytest.mark.django_db
NOWHERE = "00000000-0000-4000-8000-000000000000"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def town() -> Town:
    """A library and a community centre with an activity, and people in three neighbourhoods."""
    made = make_town()
    library = made.venue("library", name="Bibliotheek", places=10)
    centre = made.venue("community-centre", name="Buurthuis", places=20, walks=(300, 500, None))
    for venue in (library, centre):
        SlotFactory(venue=venue)
    activity = ActivityFactory(municipality=made.municipality, venue=centre, name="Eettafel", has_own_space=True)
    SlotFactory(venue=None, activity=activity)
    made.people("residents", (1000, 800, 600))
    made.people("youth", (200, 100, 6))
    store_live_run(made.municipality, DAY)
    return made


@pytest.fixture
def ask(client: Client) -> Ask:
    """POST a proposal; status, headers and body are held against the document."""

    def _ask(body: Any, status: int = 200, *, raw: str | bytes | None = None, **headers: str) -> dict[str, Any]:
        response = client.post(
            "/api/v1/what-if",
            json.dumps(body) if raw is None else raw,
            content_type=headers.pop("content_type", "application/json"),
            headers={"Accept-Language": "en"} | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        assert response.status_code == status, response.content[:500]
        hold_against_document("/api/v1/what-if", response, "post")
        if status != 200:
            assert response.headers["Content-Type"] == "application/problem+json"
        answer: dict[str, Any] = json.loads(response.content)
        return answer

    return _ask


def bearer() -> dict[str, str]:
    _token, secret = issue(UserFactory(), "script", ["read"], timedelta(days=30))
    return {"authorization": f"Bearer {secret}"}


def close(*places: Venue | Activity) -> dict[str, Any]:
    return {
        "close": [{"venue" if isinstance(place, Venue) else "activity": str(place.pk)} for place in places],
    }


def named(name: str) -> Venue:
    return Venue.objects.get(name=name)


def at(column: float, row: float) -> list[float]:
    """Longitude and latitude of the middle of a square."""
    point = spot(column, row)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(at), ST_Y(at) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s), 4326) AS at",
            [point.x, point.y, RD],
        )
        return list(cursor.fetchone())


def faults(problem: dict[str, Any]) -> dict[str, str]:
    assert all(fault["in"] == "body" and fault["detail"] for fault in problem["errors"])
    return {fault["location"]: fault["code"] for fault in problem["errors"]}


def test_before_is_what_coverage_and_pressure_say_and_after_is_without_the_place(town: Town, ask: Ask) -> None:
    answer = ask(close(named("Bibliotheek")), **bearer())
    assert (answer["date"], answer["rounded"]) == (DAY.isoformat(), False)
    assert answer["run"] == Run.objects.get().pk
    stood = {(score.area.code, score.group_id): score for score in Score.objects.select_related("area")}
    assert answer["areas"]
    for row in answer["areas"]:
        score = stood[row["areaCode"], row["groupCode"]]
        assert row["before"] == pytest.approx(score.coverage, abs=1e-9)
        assert row["needHours"] == pytest.approx(score.need_hours, abs=1e-9)
        library = score.explanation.coverage[score.explanation.venues.index(named("Bibliotheek").pk)]
        assert row["after"] == pytest.approx(score.coverage - library, abs=1e-9)
    pressed = {(str(o.venue_id), str(o.activity_id) if o.activity_id else None): o for o in OfferScore.objects.all()}
    for row in answer["venues"]:
        assert row["pressureBefore"] == pytest.approx(pressed[row["venueId"], row["activityId"]].pressure, abs=1e-9)


def test_without_a_token_the_same_is_told_in_three_digits(town: Town, ask: Ask) -> None:
    exact, rounded = (ask(close(named("Bibliotheek")), **headers) for headers in (bearer(), {}))
    assert rounded["rounded"]
    whole = {(row["areaCode"], row["groupCode"]): row for row in exact["areas"]}
    for row in rounded["areas"]:
        for name in ("before", "after", "needHours"):
            assert row[name] == float(f"{whole[row['areaCode'], row['groupCode']][name]:.3g}")


def test_a_token_that_does_not_work_is_refused(town: Town, ask: Ask) -> None:
    (fault,) = ask(close(named("Bibliotheek")), 401, authorization="Bearer guessed")["errors"]
    assert fault["location"] == "Authorization"


def test_a_group_that_coverage_withholds_is_in_no_answer(town: Town, ask: Ask) -> None:
    for headers in ({}, bearer()):
        for level in ("neighbourhood", "district", "municipality"):
            rows = ask(close(named("Bibliotheek")) | {"level": level}, **headers)["areas"]
            told = {(row["areaCode"], row["groupCode"]) for row in rows}
            assert told
            withheld = Score.objects.exclude(status="ok").values_list("area__code", "group")
            assert told & set(withheld) == set()


def test_whoever_closes_all_and_opens_one_place_for_the_few_learns_that_they_count_as_five(
    town: Town, ask: Ask
) -> None:
    nobody_else = dict.fromkeys(
        ("older-lonely", "newcomers", "intellectual-disability", "mental-health", "residents"), 0
    )
    opening = {"location": at(0.5, 0.5), "venueType": "library", "suitability": nobody_else | {"youth": 1}}
    body = close(*Venue.objects.all()) | {"open": [opening]}
    (row,) = [row for row in ask(body)["venues"] if row["status"] == "opened"]
    # 200 and 100 young people are published, with a norm of 2 hours; there are 6 more.
    assert row["loadReceivedHours"] == (200 + 100 + 5) * 2


def test_a_place_takes_its_activities_along(town: Town, ask: Ask) -> None:
    rows = ask(close(named("Buurthuis")), **bearer())["venues"]
    closed = {row["activityId"] for row in rows if row["status"] == "closed"}
    assert closed == {None, str(Activity.objects.get().pk)}
    assert all(row["pressureAfter"] is row["loadReceivedHours"] is None for row in rows if row["status"] == "closed")


def test_what_opens_is_told_of_by_its_place_in_the_list(town: Town, ask: Ask) -> None:
    opening = {"location": at(1, 0), "venueType": "library", "hostedHours": 20, "places": 10}
    answer = ask({"open": [opening, opening | {"suitability": {"youth": 0}}]}, **bearer())
    rows = {row["opening"]: row for row in answer["venues"] if row["status"] == "opened"}
    assert set(rows) == {0, 1}
    assert rows[0]["pressureAfter"] == pytest.approx(rows[0]["loadReceivedHours"] / 200)
    assert rows[1]["loadReceivedHours"] < rows[0]["loadReceivedHours"]
    assert all(row["after"] > row["before"] for row in answer["areas"])
    assert all(row["loadReceivedHours"] < 0 for row in answer["venues"] if row["status"] == "ok")
    assert (answer["movedHours"], answer["strandedHours"]) == (0, 0)


def test_who_loses_most_is_said_in_the_language_of_the_client(town: Town, ask: Ask) -> None:
    english = ask(close(named("Bibliotheek")))
    worst = max(english["areas"], key=lambda row: (row["before"] - row["after"]) * row["needHours"])
    assert english["areas"][0] == worst
    area = next(area for area in town.areas if area.code == worst["areaCode"])
    assert area.name in english["summary"]
    assert "would lose most" in english["summary"]
    dutch = ask(close(named("Bibliotheek")), accept_language="nl")["summary"]
    assert area.name in dutch
    assert dutch != english["summary"]
    opened = ask({"open": [{"location": at(1, 0), "venueType": "library"}]})["summary"]
    assert opened.endswith("nobody whose figures may be told would lose.")


def test_what_changes_nothing_that_may_be_told_says_so(town: Town, ask: Ask) -> None:
    park = town.venue("park", walks=(100, 100, 100))
    store_live_run(town.municipality, DAY)
    answer = ask(close(park))
    assert (answer["areas"], answer["venues"]) == ([], [])
    assert answer["summary"] == "No coverage that may be told would change."


def test_without_a_register_of_places_nothing_is_claimed(town: Town, ask: Ask) -> None:
    Municipality.objects.update(register_loaded_on=None)
    store_live_run(Municipality.objects.get(), DAY)
    answer = ask(close(named("Bibliotheek")))
    assert answer["areas"] == []
    assert "unknown" in answer["summary"]


def test_another_day_has_the_places_of_that_day(town: Town, ask: Ask) -> None:
    ClosureFactory(venue=named("Bibliotheek"), starts_on="2027-01-01")
    ask(close(named("Bibliotheek")) | {"date": "2026-12-31"})
    problem = ask(close(named("Buurthuis"), named("Bibliotheek")) | {"date": "2027-01-01"}, 400)
    assert faults(problem) == {"close.1.venue": "not_open"}
    assert ask(close(named("Buurthuis")) | {"date": "2027-01-01"})["run"] is None


def test_it_stores_nothing(town: Town, ask: Ask, django_assert_max_num_queries: Any) -> None:
    def kept() -> tuple[Any, ...]:
        return Venue.everything.count(), Score.objects.count(), Run.objects.values_list("pk", "created_at").get()

    before = kept()
    body = close(named("Bibliotheek")) | {"open": [{"location": at(1, 0), "venueType": "library"}]}
    ask(body)
    with django_assert_max_num_queries(14) as asked:
        ask(body)
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}
    assert kept() == before


def test_every_problem_of_a_proposal_is_listed_at_once(town: Town, ask: Ask) -> None:
    library = str(named("Bibliotheek").pk)
    problem = ask(
        {
            "date": "tomorrow",
            "level": "street",
            "colour": "red",
            "close": [{"venue": NOWHERE}, {}, {"venue": library, "activity": NOWHERE}, 5, {"activity": "\ud800"}],
            "open": [
                {
                    "location": [3.0, 52.5],
                    "venueType": "library",
                    "hostedHours": -4,
                    "places": 10**400,
                    "suitability": {"martians": 0.5, "youth": 1.5, "newcomers": "NaN"},
                },
                {"location": [5.0], "venueType": "castle", "suitability": []},
                {"location": [1e300, -1e300], "venueType": 5, "hostedHours": True, "places": "many", "hours": 3},
                {},
            ],
        },
        400,
    )
    assert faults(problem) == {
        "date": "invalid",
        "level": "invalid_choice",
        "colour": "unknown_member",
        "close.0.venue": "not_found",
        "close.1": "one_of",
        "close.2.activity": "not_found",
        "close.3": "invalid",
        "close.4.activity": "invalid",
        "open.0.location": "nowhere",
        "open.0.hostedHours": "min_value",
        "open.0.places": "invalid",
        "open.0.suitability.martians": "unknown_group",
        "open.0.suitability.youth": "max_value",
        "open.0.suitability.newcomers": "invalid",
        "open.1.location": "invalid",
        "open.1.venueType": "unknown_type",
        "open.1.suitability": "not_a_dict",
        "open.2.location": "nowhere",
        "open.2.venueType": "unknown_type",
        "open.2.hostedHours": "invalid",
        "open.2.places": "invalid",
        "open.2.hours": "unknown_member",
        "open.3.location": "required",
        "open.3.venueType": "required",
    }


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "nothing_proposed"),
        ("{}", "nothing_proposed"),
        ('{"close": [], "open": []}', "nothing_proposed"),
        ("[]", "invalid"),
        ("null", "null"),
        ("5", "invalid"),
        ('"\\ud800"', "invalid"),
        ("{", "parse_error"),
        ('{"close": NaN}', "parse_error"),
        ('{"open": [{"hostedHours": Infinity}]}', "parse_error"),
        (b"\xff\xfe", "parse_error"),
        ("[" * 100_000, "parse_error"),
        ("9" * 5000, "parse_error"),
        ('{"\\ud800": 1}', "unknown_member"),
        ('{"close": {"0": 1}}', "not_a_list"),
        ('{"close": "all"}', "not_a_list"),
    ],
)
def test_what_is_no_proposal_is_refused_in_words(town: Town, ask: Ask, raw: str | bytes, code: str) -> None:
    (fault,) = ask(None, 400, raw=raw)["errors"]
    assert (fault["in"], fault["code"]) == ("body", code)


def test_thousands_of_ids_are_one_problem_and_a_thousand_unknown_ones_two_questions(
    town: Town, ask: Ask, django_assert_max_num_queries: Any
) -> None:
    many = [{"venue": f"00000000-0000-4000-8000-{n:012}"} for n in range(10_000)]
    assert faults(ask({"close": many}, 400)) == {"close": "max_length"}
    with django_assert_max_num_queries(4):
        assert len(faults(ask({"close": many[:1000]}, 400))) == 1000
    opening = {"location": at(1, 0), "venueType": "library"}
    assert faults(ask({"open": [opening] * 21}, 400)) == {"open": "max_length"}
    groups = {f"group-{n}": 0.5 for n in range(10_000)}
    assert 10 <= len(faults(ask({"open": [opening | {"suitability": groups}]}, 400))) <= 20
    misspelt = {f"{n:x}": 1 for n in range(100)}
    assert len(faults(ask(misspelt, 400))) == 5
    assert len(faults(ask({"close": [misspelt] * 1000}, 400))) == 5000
    assert faults(ask(None, 413, raw=" " * 1_000_001)) == {"": "too_large"}


def test_places_of_several_municipalities_are_asked_of_one_at_a_time(town: Town, ask: Ask) -> None:
    other = VenueFactory(municipality=MunicipalityFactory(code="GM9991"))
    problem = ask(close(named("Bibliotheek"), other), 400)
    assert faults(problem) == {"": "several_municipalities"}


def test_a_municipality_that_was_never_scored_has_no_answer(town: Town, ask: Ask) -> None:
    Run.objects.all().delete()
    assert faults(ask(close(named("Bibliotheek")), 400)) == {"date": "not_scored"}


def test_an_archived_place_is_not_there_to_close(town: Town, ask: Ask) -> None:
    Venue.objects.filter(name="Bibliotheek").update(archived_at="2026-01-01T00:00Z")
    assert faults(ask(close(Venue.everything.get(name="Bibliotheek")), 400)) == {"close.0.venue": "not_found"}


def test_it_is_asked_by_post_in_json_alone(client: Client, ask: Ask) -> None:
    (fault,) = json.loads(client.post("/api/v1/what-if?colour=red", {}, "application/json").content)["errors"]
    assert (fault["in"], fault["location"]) == ("query", "colour")
    for method in ("get", "put", "patch", "delete"):
        response: HttpResponse = getattr(client, method)("/api/v1/what-if")
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
    ask({}, 415, content_type="application/x-www-form-urlencoded")
    ask({}, 406, accept="text/csv")


def test_a_page_of_another_site_may_ask(client: Client) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = client.options("/api/v1/what-if", headers=asked)
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "content-type" in preflight.headers["Access-Control-Allow-Headers"]


def test_the_document_says_what_is_asked() -> None:
    asked = DOCUMENT["paths"]["/what-if"]["post"]
    assert asked["requestBody"]["content"].keys() == {"application/json"}
    assert {} in asked["security"]
    assert "WhatIfBody" in json.dumps(asked["requestBody"])


def test_the_spot_of_an_opening_is_that_of_a_stored_place(town: Town, ask: Ask) -> None:
    where = at(1.31, 0.17)
    stored = Venue.objects.create(
        municipality=town.municipality, venue_type_id="library", name="x", location=Point(*where, srid=4326)
    )
    stored.refresh_from_db()
    assert (stored.location.x, stored.location.y) == pytest.approx((spot(1.31, 0.17).x, spot(1.31, 0.17).y), abs=1e-3)
