"""The file that the slider paints from says, of every month, what the page of that month says."""

import re
from datetime import date

import pytest

from tests.venues.pages.months_town import FIRST, GROUPS, TODAY, months_town
from tests.venues.pages.town import scored_town
from venues.assessment.history import months_of, store_history
from venues.models import History, Municipality

pytestmark = pytest.mark.django_db
LEVELS = ("municipality", "district", "neighbourhood")


def file_of(client, town, level="neighbourhood", group="all"):
    return client.get(f"/map/months/{town.municipality.pk}/{level}/{group}.json")


def looks_of(read, month):
    """Class and percents of every area in a month."""
    steps = {code: [step for step in all_steps if step[0] <= month][-1] for code, all_steps in read["areas"].items()}
    return {code: (read["classes"][place], percent) for code, (_from, place, percent) in steps.items()}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("group", GROUPS)
def test_every_month_has_the_classes_and_figures_of_the_table_of_that_date(client, group, level):
    town = months_town()
    read = file_of(client, town, level, group or "all").json()
    seen = set()
    for month, day in enumerate(months_of(FIRST, TODAY)):
        if day not in {date(2020, 1, 1), date(2022, 5, 1), date(2023, 1, 1), date(2024, 3, 1), TODAY}:
            continue
        rows = client.get(f"/en/?group={group or 'all'}&level={level}&date={day}").context["rows"]
        told = looks_of(read, month)
        assert {code: css for code, (css, _percent) in told.items()} == {row.code: row.css for row in rows}
        for row in rows:
            percent = told[row.code][1]
            assert (percent is None) == (row.rank is None)
            assert percent is None or row.figure == ("more than 200%" if percent > 200 else f"{percent}%")
        seen |= {css for css, _percent in told.values()}
    assert read["months"] == month + 1 == 74
    assert read["first"] == "2020-01"
    if (group, level) == ("youth", "neighbourhood"):
        assert {"coverage-suppressed", "coverage-no-need"} < seen
    if group == "older-lonely":
        assert seen == {"coverage-unknown"}


def test_without_a_register_every_month_is_unknown(client):
    town = months_town()
    Municipality.objects.update(register_loaded_on=None)
    store_history(Municipality.objects.get(), FIRST, TODAY)

    read = file_of(client, town).json()

    assert {css for css, _percent in looks_of(read, 73).values()} == {"coverage-unknown"}


def test_the_file_is_kept_until_the_months_are_stored_anew(client):
    town = months_town()
    url = client.get("/").context["slider"].url
    answer = client.get(url)
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "no-cache" in file_of(client, town).headers["Cache-Control"]

    store_history(town.municipality, FIRST, TODAY)

    assert client.get("/").context["slider"].url != url
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_the_file_is_sent_compressed_to_whoever_reads_that(client):
    town = months_town()
    path = f"/map/months/{town.municipality.pk}/neighbourhood/all.json"

    answer = client.get(path, headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("GM0001/district/all", 404), ("{town}/street/all", 404), ("{town}/district/teens", 400)],
)
def test_months_that_do_not_exist_are_not_made_up(client, address, status):
    town = months_town()

    assert client.get(f"/map/months/{address.format(town=town.municipality.pk)}.json").status_code == status


def test_the_file_asks_few_questions(client, django_assert_max_num_queries):
    town = months_town()
    with django_assert_max_num_queries(20):
        file_of(client, town, group="youth")
    with django_assert_max_num_queries(8):
        file_of(client, town, group="youth")


def test_the_slider_stands_at_the_month_of_the_view_and_says_what_is_shown(client):
    months_town()

    assert (client.get("/en/").context["slider"].at, client.get("/en/").context["slider"].text) == (73, "today")
    june = client.get("/en/?date=2022-06-01").context["slider"]
    assert (june.at, june.text) == (29, "June 2022")
    assert client.get("/en/?date=2022-06-15").context["slider"].text == "15 June 2022"
    assert client.get("/en/?date=2019-06-01").context["slider"].at == 0
    assert re.search(r'aria-valuetext="June 2022"', client.get("/en/?date=2022-06-01").content.decode())


def test_there_is_no_slider_where_no_months_are_stored(client):
    scored_town()
    assert b"months-play" not in client.get("/").content


@pytest.mark.parametrize("asked", ["show=reach", "show=change", "group=mental-health"])
def test_there_is_no_slider_for_what_the_months_do_not_hold(client, asked):
    months_town()
    History.objects.get().series.filter(group="mental-health").delete()

    assert b"months-play" in client.get("/").content
    assert b"months-play" not in client.get(f"/?{asked}").content
