"""The level follows the zoom, until somebody chooses one: map, legend, table, address and words go along."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import LEGEND, PAINTED, TABLED, until, wait_for_paint
from tests.venues.pages.country import small_country
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)

LONG_ENOUGH_MS = 1200
"""Longer than the map rests before it asks for another level."""


@pytest.fixture
def page(open_page):
    scored_town()
    opened = open_page("/?group=youth")
    wait_for_paint(opened)
    return opened


def zoom(page, key, times=1):
    page.locator("#map").focus()
    for _ in range(times):
        page.keyboard.press(key)
        # Leaflet lets a zoom end before it takes the next.
        page.wait_for_timeout(400)


def shows(page, level, group="youth"):
    expect(page.locator("#map")).to_have_attribute("data-shows", f"{level} {group} coverage")
    expect(page.locator(f"#pick-level-{level}")).to_be_checked()
    assert f"level={level}" in page.url


def test_zooming_out_shows_districts_then_the_municipality_and_zooming_in_returns(page):
    zoom(page, "-")
    shows(page, "district")
    assert list(page.evaluate(PAINTED)) == ["WK999900"]
    zoom(page, "-")
    shows(page, "municipality")
    assert list(page.evaluate(PAINTED)) == ["GM9999"]

    zoom(page, "+", 2)

    shows(page, "neighbourhood")
    assert len(page.evaluate(PAINTED)) == 9


def test_the_region_around_it_can_be_seen(page):
    zoom(page, "-", 5)

    shows(page, "municipality")
    assert page.evaluate("document.querySelector('path.area').getBoundingClientRect().width") < 100


def test_map_legend_table_and_words_follow(page):
    zoom(page, "-")
    shows(page, "district")

    painted = page.evaluate(PAINTED)
    assert painted == page.evaluate(TABLED)
    for colour, count in page.evaluate(LEGEND).items():
        assert list(painted.values()).count(colour) == count
    expect(page.get_by_role("status")).to_contain_text("Wijken. Jongeren Waardveen")
    expect(page.locator("#map-level")).to_have_text("Wijken. Zoom in voor buurten.")
    expect(page.locator("#map")).to_be_focused()


def test_a_level_that_somebody_chose_stays_however_the_map_is_zoomed(page):
    page.get_by_text("Wijken", exact=True).click()
    shows(page, "district")
    zoom(page, "-", 2)
    zoom(page, "+", 3)
    page.wait_for_timeout(LONG_ENOUGH_MS)

    shows(page, "district")
    expect(page.locator("#map-level")).to_be_hidden()


def test_an_address_that_names_another_level_than_its_zoom_would_is_a_choice(open_page):
    scored_town()
    page = open_page("/?group=youth&level=municipality")
    expect(page.locator("#map")).to_have_attribute("data-shows", "municipality youth coverage")

    zoom(page, "+")
    page.wait_for_timeout(LONG_ENOUGH_MS)

    shows(page, "municipality")


def test_what_the_zoom_brought_is_the_same_after_loading_anew_and_still_follows(page):
    zoom(page, "-")
    shows(page, "district")
    until(page, lambda: "at=" in page.url)

    page.reload()
    shows(page, "district")
    zoom(page, "+")

    shows(page, "neighbourhood")


def test_what_is_only_passed_is_not_asked_for(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "level=" in request.url else None)
    zoom(page, "-")
    shows(page, "district")
    asked.clear()

    page.locator("#map").focus()
    page.keyboard.press("-")
    page.wait_for_timeout(300)
    page.keyboard.press("+")
    page.wait_for_timeout(LONG_ENOUGH_MS)

    assert not [url for url in asked if "level=municipality" in url]
    shows(page, "district")


def test_another_group_keeps_the_level_that_the_zoom_brought(page):
    zoom(page, "-")
    shows(page, "district")

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    shows(page, "district", "older-lonely")
    zoom(page, "+")

    shows(page, "neighbourhood", "older-lonely")


def test_the_municipality_in_its_region_leads_to_all_municipalities(open_page):
    scored_town()
    small_country()
    page = open_page("/?municipality=GM9999&group=youth")
    wait_for_paint(page)
    zoom(page, "-", 2)
    shows(page, "municipality")

    page.locator("#map-level").get_by_role("link", name="Alle gemeenten").click()

    page.wait_for_url(re.compile(r"/country\?group=youth"))
