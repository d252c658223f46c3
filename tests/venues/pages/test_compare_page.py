"""Two groups or two dates side by side as plain HTML and as a file: both figures, and the difference where told."""

import csv
import io
import re
from datetime import date

import pytest

from tests.factories import (
    AreaFactory,
    EditionFactory,
    MunicipalityAreaFactory,
    RunFactory,
    ScoreFactory,
    default_method,
    group,
)
from tests.venues.pages.measured_town import words
from tests.venues.pages.months_town import TODAY, months_town
from tests.venues.pages.town import OLDER, YOUTH, scored_town

pytestmark = pytest.mark.django_db
GROUPS = "/en/compare?group=youth&beside_group=older-lonely"


def rows_of(client, path):
    return {row.code: row for row in client.get(path).context["rows"]}


def test_each_area_has_the_figures_that_the_map_of_each_group_has(client):
    scored_town()

    rows = rows_of(client, GROUPS)

    for side, code in (("first", "youth"), ("second", "older-lonely")):
        for row in client.get(f"/en/?group={code}").context["rows"]:
            cell = getattr(rows[row.code], side)
            assert (cell.figure, cell.aside, cell.css) == (row.figure, row.aside, row.css)


def test_the_difference_is_the_second_less_the_first_in_percentage_points(client):
    scored_town()

    rows = list(rows_of(client, GROUPS).values())

    assert [row.text for row in rows[:6]] == ["−240", "−80", "−35", "+20", "+80", "+160"]
    for row in rows[:6]:
        place = int(row.code[-2:])
        assert row.difference == pytest.approx(OLDER[place] - YOUTH[place])


def test_what_is_unknown_or_withheld_is_said_in_words_and_never_subtracted(client):
    scored_town()

    rows = rows_of(client, GROUPS)

    for code, said in (("BU99990006", "unknown"), ("BU99990007", "fewer than 10"), ("BU99990008", "nobody")):
        assert rows[code].first.figure == said
        assert (rows[code].difference, rows[code].text) == (None, "cannot be told")
    assert list(rows)[-3:] == ["BU99990006", "BU99990007", "BU99990008"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "BU99990000"),
        ("-name", "BU99990008"),
        ("first", "BU99990000"),
        ("-second", "BU99990000"),
        ("-difference", "BU99990000"),
        ("difference", "BU99990005"),
    ],
)
def test_every_column_sorts(client, sort, first):
    scored_town()

    rows = list(rows_of(client, f"{GROUPS}&sort={sort}"))

    assert rows[0] == first
    assert client.get(f"{GROUPS}&sort={sort}").content.count(b'aria-sort="none"') == 3


def test_without_anything_to_compare_with_it_is_a_year_before(client):
    months_town()

    sides = client.get("/en/compare?group=residents").context["sides"]

    assert [side["day"] for side in sides] == ["1 February 2025", "1 February 2026"]


def test_of_two_dates_the_earlier_stands_first_and_each_has_the_figures_of_its_map(client):
    town = months_town()
    path = "/en/compare?group=residents&date=2020-01-01&beside_date=2026-02-01"

    for asked in (path, "/en/compare?group=residents&beside_date=2020-01-01"):
        rows = rows_of(client, asked)
        for side, day in (("first", "2020-01-01"), ("second", TODAY)):
            for row in client.get(f"/en/?group=residents&date={day}").context["rows"]:
                assert getattr(rows[row.code], side).figure == row.figure
    assert "1 January 2020 beside 1 February 2026" in words(client, path)
    assert rows[town.areas[0].code].text == "+30", "the garden is nearer than the library was"


def test_all_groups_together_on_two_dates_say_that_they_need_not_be_the_same_groups(client):
    months_town()

    assert "takes the same groups on both" in words(client, "/en/compare?beside_date=2020-01-01")
    assert "takes the same groups on both" not in words(client, "/en/compare?group=youth&beside_date=2020-01-01")


def test_by_other_boundaries_nothing_is_subtracted(client):
    town = scored_town()
    old = EditionFactory(municipality=town, year=2019, is_active=False)
    run = RunFactory(edition=old, method=default_method(), as_of=date(2020, 1, 1))
    for area in (AreaFactory(edition=old, row=0, column=0), MunicipalityAreaFactory(edition=old)):
        ScoreFactory(run=run, area=area, group=group("youth"), coverage=0.5)
    path = "/en/compare?group=youth&beside_date=2020-01-01"

    rows = rows_of(client, path)

    assert {row.difference for row in rows.values()} == {None}
    assert rows["BU99990000"].first.figure == "50%"
    assert "The two dates have different boundaries" in words(client, path)


def test_one_legend_counts_the_areas_of_both_maps(client):
    scored_town()

    context = client.get(GROUPS).context

    for place, side in enumerate(("first", "second")):
        looks = [getattr(row, side).css for row in context["rows"]]
        for entries in [*context["scale"], *context["without_figure"]]:
            assert entries[place].count == looks.count(entries[place].css)


@pytest.mark.parametrize("show", ["worst", "reach", "fragility", "bridging"])
def test_other_shares_are_compared_too(client, show):
    scored_town()

    assert client.get(f"{GROUPS}&show={show}").status_code == 200
    assert b"compare-with" in client.get(f"/?show={show}").content


def test_the_map_leads_to_the_comparison_and_back(client):
    scored_town()
    body = client.get("/en/?group=youth&level=district").content.decode()
    form = re.search(r'<form class="compare-form" action="([^"]+)".*?</form>', body, re.DOTALL)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.group()))
    assert kept == {"municipality": "GM9999", "group": "youth", "level": "district"}
    assert 'value="youth"' not in re.search(r"<select.*?</select>", form.group(), re.DOTALL).group()

    page = client.get(form.group(1), kept | {"beside_group": "older-lonely", "beside_date": ""})

    assert page.context["title"] == "Youth beside Lonely older people"
    assert page.context["map_url"] == "/en/?municipality=GM9999&group=youth&level=district"


@pytest.mark.parametrize("show", ["pressure", "change"])
def test_what_is_no_share_is_not_compared(client, show):
    scored_town()

    assert b"compare-with" not in client.get(f"/?show={show}").content
    assert client.get(f"/compare?show={show}").status_code == 400


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("beside_group=teens", "beside_group=teens: There is no group with this code."),
        ("beside_date=soon", "beside_date=soon: Write the date as year-month-day"),
        ("sort=luck", "sort=luck: choose one of name, first, second, difference."),
        ("show=pressure", "show=pressure: choose one of coverage, worst, reach, fragility, bridging."),
        ("group=teens", "group=teens: There is no group with this code."),
    ],
)
def test_an_address_that_cannot_be_understood_names_the_value_and_the_remedy(client, asked, said):
    scored_town()

    answer = client.get(f"/en/compare?{asked}")

    assert answer.status_code == 400
    assert said in re.sub(r"\s+", " ", answer.content.decode())


def test_the_file_has_the_rows_of_the_page_with_numbers(client):
    scored_town()
    page = client.get(GROUPS)
    url = dict(page.context["files"])["CSV"]

    answer = client.get(url)
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert [line[0] for line in table[1:10]] == [row.code for row in page.context["rows"]]
    assert table[1][:6] == ["BU99990005", "Buurt 0-5", "Wijk 0", "more than 200%", "20%", "−240"]
    assert table[9][5] == "cannot be told"
    assert table[9][-1] == ""
    assert "GM9999-coverage-neighbourhood-youth-" in answer.headers["Content-Disposition"]


def test_an_empty_database_says_what_to_do_next(client):
    assert "make demo" in words(client, "/en/compare")
    assert client.get("/en/compare.csv").status_code == 404


def test_the_page_asks_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    scored_town()
    client.get(GROUPS)

    with django_assert_max_num_queries(18):
        client.get(GROUPS)
