"""The figures of the map page as plain HTML: what each says, in which order, and between which dates."""

import re
from datetime import date

import pytest

from tests.factories import AreaFactory, ScoreFactory, group
from tests.venues.pages.figures_town import figures_town
from tests.venues.pages.town import scored_town
from venues.models import Run, Score
from venues.pages import change_shown
from venues.pages.indicators import INDICATORS

pytestmark = pytest.mark.django_db


def read(client, path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(f"/en{path}").content.decode()))


@pytest.mark.parametrize("key", INDICATORS)
def test_what_is_bad_stands_first_and_what_is_missing_last(client, monkeypatch, key):
    figures_town(key, monkeypatch)
    indicator = INDICATORS[key]

    rows = client.get(f"/en/?group=youth&show={key}").context["rows"]

    classes = [each.css for each in indicator.classes]
    assert [row.css for row in rows][: len(classes)] == (classes if indicator.is_low_bad else classes[::-1])
    assert [row.rank for row in rows] == [*range(1, len(classes) + 1), None, None, None]


@pytest.mark.parametrize("key", INDICATORS)
def test_every_figure_asks_a_bounded_number_of_questions(client, monkeypatch, django_assert_max_num_queries, key):
    figures_town(key, monkeypatch)
    client.get(f"/en/?group=youth&show={key}")

    with django_assert_max_num_queries(15):
        client.get(f"/en/?group=youth&show={key}")


def test_an_order_of_another_figure_is_not_taken_along(client, monkeypatch):
    figures_town("reach", monkeypatch)

    asked = client.get("/en/?group=youth&show=reach&sort=-hours").context["query"]

    assert asked.order == "reach"
    assert "sort" not in asked.parameters()


def test_a_column_beside_the_figure_sorts_the_table(client):
    scored_town()
    Score.objects.filter(area__code="BU99990003").update(nearest_m=99.0)

    rows = client.get("/en/?group=youth&show=reach&sort=nearest").context["rows"]

    assert rows[0].code == "BU99990003"


def test_the_worst_served_group_is_named_and_groups_without_a_figure_are_counted(client):
    scored_town()

    said = read(client, "/?show=worst")

    assert "10% Youth" in said
    assert "62% Lonely older people" in said
    rows = {row.code: row for row in client.get("/en/?show=worst").context["rows"]}
    assert rows["BU99990000"].cells == ["70%", "0"]
    assert rows["BU99990006"].cells == ["70%", "1"]
    assert "In 4 of the 8 areas with both figures the worst-served group is in a lower class" in said


def test_reach_of_all_groups_together_is_that_of_all_residents(client):
    scored_town()
    area = AreaFactory(edition=Run.objects.get().edition, row=1, column=0)
    ScoreFactory(run=Run.objects.get(), area=area, group=group("residents"), coverage=0.5, reach_none=0.25)

    page = client.get("/en/?show=reach")

    assert [row.figure for row in page.context["rows"]] == ["75%"]
    assert "this is the share of all residents" in read(client, "/?show=reach")


def test_a_share_of_no_coverage_is_not_called_unknown(client):
    scored_town()
    Score.objects.filter(area__code="BU99990000").update(coverage=0, coverage_low=0, coverage_high=0)

    rows = {row.code: row for row in client.get("/en/?group=youth&show=fragility").context["rows"]}

    assert rows["BU99990000"].css == "coverage-no-need"
    assert rows["BU99990001"].css == "coverage-unknown"


def test_a_change_says_between_which_dates_and_is_a_year_when_not_asked(client, monkeypatch):
    figures_town("change", monkeypatch)
    asked = []
    made = change_shown.requested_change()
    monkeypatch.setattr(change_shown, "requested_change", lambda _town, *days: asked.append(days) or made)

    client.get("/en/?group=youth&show=change")
    client.get("/en/?group=youth&show=change&since=2020-05-01")

    assert asked == [(date(2025, 1, 1), date(2026, 1, 1)), (date(2020, 5, 1), date(2026, 1, 1))]
    assert "From 1 January 2025 to 1 January 2026." in read(client, "/?group=youth&show=change")


def test_a_year_before_a_leap_day_is_a_day_that_exists(client, monkeypatch):
    figures_town("change", monkeypatch)
    Run.objects.update(as_of=date(2024, 2, 29))

    assert client.get("/en/?show=change").status_code == 200


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?show=luck", "show=luck"),
        ("/?show=change&since=soon", "since=soon: Write the date as year-month-day"),
        ("/?show=change&since=2027-01-01", "since=2027-01-01: choose a date before the one shown, 2026-01-01."),
    ],
)
def test_an_address_that_cannot_be_shown_names_the_remedy(client, monkeypatch, address, said):
    figures_town("change", monkeypatch)

    assert client.get(f"/en{address}").status_code == 400
    assert said in read(client, address)


def test_by_boundaries_that_are_not_in_use_a_change_is_unknown(client, monkeypatch):
    town = figures_town("change", monkeypatch)
    run = Run.objects.get()
    town.editions.update(is_active=False)

    page = client.get(f"/en/?group=youth&show=change&year={run.edition.year}")

    assert {row.css for row in page.context["rows"]} == {"coverage-unknown"}


def test_of_a_single_area_it_is_not_counted_how_many_differ(client):
    scored_town()

    assert "areas with both figures" not in read(client, "/?show=worst&level=municipality")


def test_the_classes_of_a_change_are_found_up_to_the_earliest_date(client, monkeypatch):
    figures_town("change", monkeypatch)
    Run.objects.update(as_of=date(1990, 1, 1))

    shown = client.get("/?show=change&group=youth").context

    assert "change" in client.get(shown["map_data"]["classesUrl"]).json()["indicators"]


def test_areas_with_the_same_figure_stand_in_the_order_of_their_rank(client):
    scored_town()
    Score.objects.filter(area__level="neighbourhood", coverage__isnull=False).update(fragile_share=0.5)

    rows = client.get("/en/?group=youth&show=fragility").context["rows"]

    assert [row.rank for row in rows if row.rank] == [1, 2, 3, 4, 5, 6]
