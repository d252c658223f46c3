"""The months on the page of an area, with what happened there; and the area beside those that it touches."""

import re
from datetime import date

import pytest

from tests.factories import ActivityFactory, AreaFactory, ClosureFactory, SlotFactory, spot
from tests.venues.assessment.town import Town, make_town, open_library
from tests.venues.pages.measured_town import words
from venues.assessment.history import store_history
from venues.assessment.run import store_live_run
from venues.models import Score

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 1)


@pytest.fixture
def town() -> Town:
    """A library of four hours a week that closed, one that lost half of its hours, and a garden that opened."""
    town = make_town()
    closed = open_library(town, name="De Bieb")
    ClosureFactory(venue=closed, starts_on=date(2022, 5, 1), reason="funding", note="mevrouw Jansen ziek")
    SlotFactory(venue=open_library(town, name="Het Hof"), weekday=2, ends_on=date(2023, 7, 1))
    garden = town.venue("garden", places=5, name="De Tuin", opened_on=date(2024, 3, 1))
    SlotFactory(venue=garden)
    town.people("residents", (300, 300, 300))
    store_history(town.municipality, date(2020, 1, 1), TODAY)
    store_live_run(town.municipality, TODAY)
    return town


def page_of(town: Town, area: int = 0) -> str:
    return f"/en/areas/{town.areas[area].code}?group=residents"


def test_openings_closures_and_lost_hours_are_listed_last_first_with_the_hours_lost(client, town):
    said = words(client, page_of(town))

    opened = said.index("1 March 2024 De Tuin opened")
    fewer = said.index("1 July 2023 Het Hof fewer hosted hours: from 8.0 to 4.0 a week")
    closed = said.index("1 May 2022 De Bieb closed")
    assert opened < fewer < closed
    assert "4.0 hosted hours a week lost" in said[closed:]
    assert "Jansen" not in said


def test_each_is_marked_on_the_line_on_its_day(client, town):
    chart = client.get(page_of(town)).context["history"].chart

    assert [mark.css for mark in chart.happened] == ["event-gain", "event-loss", "event-loss"]
    xs = [float(mark.points.split()[2].split(",")[0]) for mark in chart.happened]
    assert xs == sorted(xs, reverse=True)
    assert all(chart.left < x < chart.right for x in xs)
    body = client.get(page_of(town)).content.decode()
    assert re.search(r'<polygon class="chart-event event-loss" points="[^"]+"><title>1 May 2022: De Bieb closed', body)


def test_what_happened_elsewhere_is_not_listed(client, town):
    ActivityFactory(municipality=town.municipality, location=spot(1, 0), name="Wandelen", starts_on=date(2025, 1, 1))
    store_live_run(town.municipality, TODAY)

    assert "Wandelen" not in words(client, page_of(town))
    assert "1 January 2025 Wandelen began" in words(client, page_of(town, 1))


def test_a_change_of_the_register_is_told_once_the_figures_follow(client, town):
    client.get(page_of(town))
    ClosureFactory(venue=town.municipality.venues.get(name="De Tuin"), starts_on=date(2025, 9, 1))
    store_live_run(town.municipality, TODAY)

    assert "1 September 2025 De Tuin closed" in words(client, page_of(town))


def test_an_area_stands_among_those_that_it_touches_lowest_first(client, town):
    AreaFactory(edition=town.areas[0].edition, code="BU99900077", name="Overkant", column=5, row=5)
    rows = client.get(page_of(town, 0)).context["neighbours"]

    assert {each.row.name for each in rows} == {"Buurt 0-0", "Buurt 0-1", "Buurt 1-0"}
    assert [each.row.name for each in rows if each.is_here] == ["Buurt 0-0"]
    found = [Score.objects.get(area__code=each.row.code, group="residents").coverage for each in rows]
    assert found == sorted(found)
    assert "neighbours" in client.get(f"/en/areas/{town.municipality.pk}").context
    assert client.get(f"/en/areas/{town.municipality.pk}").context["neighbours"] == []


def test_each_drawing_has_a_title_and_a_description(client, town):
    body = client.get(page_of(town)).content.decode()

    for drawing in re.findall(r'<svg[^>]+role="img".*?</svg>', body, re.DOTALL):
        assert re.search(r"<title id=.*<desc id=", drawing, re.DOTALL)


def test_without_stored_months_the_page_has_no_chart(client):
    town = make_town()
    SlotFactory(venue=town.venue("library", places=20))
    town.people("residents", (300, 300, 300))
    store_live_run(town.municipality, TODAY)

    assert client.get(page_of(town)).context["history"] is None
