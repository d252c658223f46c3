"""The file that the map paints ahead from says the same as the table."""

import pytest

from tests.venues.pages.country import small_country
from tests.venues.pages.town import scored_town
from venues.models import DemandGroup, Run

pytestmark = pytest.mark.django_db


def classes_of(answer, group, indicator="coverage"):
    read = answer.json()
    written, looks = read["indicators"][indicator]["groups"][group], read["indicators"][indicator]["classes"]
    return {code: looks[int(digit, 36)] for code, digit in zip(read["codes"], written, strict=True)}


def test_the_file_has_the_class_of_every_area_for_every_group(client):
    scored_town()
    shown = client.get("/?group=youth").context

    answer = client.get(shown["map_data"]["classesUrl"])

    for code in ("youth", "older-lonely", "all"):
        rows = client.get(f"/?group={code}").context["rows"]
        assert classes_of(answer, code) == {row.code: row.css for row in rows}


def test_the_file_of_the_country_has_the_class_of_every_municipality_for_every_group(client):
    small_country()

    answer = client.get(client.get("/country").context["map_data"]["classesUrl"])

    for code in ("youth", "older-lonely", "all"):
        rows = client.get(f"/country?group={code}").context["rows"]
        assert classes_of(answer, code) == {row.code: row.css for row in rows}
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_file_of_the_country_changes_with_a_live_run(client):
    small_country()
    before = client.get("/country").context["map_data"]["classesUrl"]

    Run.objects.filter(municipality="GM8000").delete()

    after = client.get("/country").context["map_data"]["classesUrl"]
    assert after != before
    assert classes_of(client.get(after), "youth")["GM8000"] == "coverage-not-scored"
    assert "no-cache" in client.get(before).headers["Cache-Control"]


def test_a_group_that_was_not_scored_is_left_to_the_server(client):
    scored_town()

    groups = client.get(client.get("/").context["map_data"]["classesUrl"]).json()["indicators"]["coverage"]["groups"]

    assert set(groups) == {"youth", "older-lonely", "all"}
    assert DemandGroup.objects.count() > 2


def test_the_file_is_kept_as_long_as_its_run_is_the_one_shown(client):
    scored_town()
    url = client.get("/").context["map_data"]["classesUrl"]
    assert "max-age=604800" in client.get(url).headers["Cache-Control"]

    old = url.replace("v=", "v=9")
    assert "no-cache" in client.get(old).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/map/classes/GM9999/2026/street.json", 404),
        ("/map/classes/GM0001/2026/district.json", 404),
        ("/map/classes/GM9999/1999/district.json", 404),
        ("/map/classes/GM9999/2026/district.json?date=soon", 400),
    ],
)
def test_a_file_that_does_not_exist_is_not_made_up(client, address, status):
    scored_town()

    assert client.get(address).status_code == status


def test_the_file_asks_few_questions(client, django_assert_max_num_queries):
    scored_town()
    url = client.get("/").context["map_data"]["classesUrl"]
    client.get(url)

    with django_assert_max_num_queries(7):
        client.get(url)
