"""The map and its table by keyboard: areas by arrows, rows by a filter, and each leads to the other."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import wait_for_paint
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = "document.activeElement.dataset.area"


@pytest.fixture
def page(open_page):
    """The nine neighbourhoods of the town lie in one row, from west to east."""
    scored_town()
    opened = open_page("/?group=youth")
    wait_for_paint(opened)
    return opened


def go_to_the_areas(page):
    page.locator("#map").focus()
    while page.evaluate(FOCUSED) is None:
        page.keyboard.press("Tab")


def test_arrows_go_from_area_to_area_and_the_row_goes_along(page):
    go_to_the_areas(page)
    assert page.evaluate(FOCUSED) == "BU99990004"

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")

    assert page.evaluate(FOCUSED) == "BU99990002"
    focused = page.locator("path.area:focus")
    expect(focused).to_have_attribute("aria-label", "Buurt 0-2: 60% (30–90%)")
    expect(focused).to_have_attribute("role", "link")
    expect(page.locator('tr[data-area="BU99990002"]')).to_have_class(re.compile("is-linked"))
    expect(page.locator("path.outline")).to_have_count(1)
    # Those before fade out.
    expect(page.locator(".leaflet-tooltip")).to_have_count(1)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("60% (30–90%)")
    assert page.locator('path.area[tabindex="0"]').count() == 1
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "BU99990002", "nothing lies that way"


def test_enter_opens_the_area_and_escape_goes_back_to_the_map(page):
    go_to_the_areas(page)
    page.keyboard.press("Escape")
    expect(page.locator("#map")).to_be_focused()
    expect(page.locator(".leaflet-tooltip")).to_have_count(0)

    go_to_the_areas(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/areas/BU99990005"))


def test_an_area_without_a_figure_is_told_so(page):
    go_to_the_areas(page)
    for _ in range(2):
        page.keyboard.press("ArrowRight")

    expect(page.locator("path.area:focus")).to_have_attribute("aria-label", "Buurt 0-6: onbekend")


def test_another_group_changes_what_the_area_says(page):
    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    wait_for_paint(page, "older-lonely")
    go_to_the_areas(page)

    expect(page.locator("path.area:focus")).to_have_attribute("aria-label", re.compile("40%"))


def test_the_areas_of_another_level_have_a_stop_of_their_own(page):
    page.get_by_text("Wijken", exact=True).click()
    expect(page.locator(".map path.area")).to_have_count(1)
    expect(page.locator('.map path.area[tabindex="0"]')).to_have_count(1)


def test_the_filter_leaves_rows_that_match_and_the_address_and_the_files_follow(page):
    page.get_by_label("Filter op naam").fill("0-3")

    expect(page.locator(".ranking tbody tr:visible")).to_have_count(1)
    expect(page.locator("#table-count")).to_have_text("1 van 9 gebieden")
    expect(page.get_by_role("status")).to_have_text("1 van 9 gebieden")
    assert page.url.endswith("/?group=youth&filter=0-3")
    assert "filter=0-3" in page.get_by_role("link", name="CSV").get_attribute("href")
    assert page.locator(".map path.area").count() == 9

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    wait_for_paint(page, "older-lonely")
    expect(page.locator(".ranking tbody tr:visible")).to_have_count(1)
    page.locator("thead").get_by_role("link", name="Gebied").click()
    page.wait_for_url(re.compile("sort=name.*filter=0-3"))
    expect(page.get_by_label("Filter op naam")).to_have_value("0-3")

    page.get_by_label("Filter op naam").fill("")
    expect(page.locator(".ranking tbody tr:visible")).to_have_count(9)
    assert "filter" not in page.url


def test_the_filter_works_without_javascript(open_page):
    scored_town()
    page = open_page("/?group=youth", java_script_enabled=False)

    page.get_by_label("Filter op naam").fill("0-3")
    page.get_by_role("button", name="Filter").click()

    assert page.locator(".ranking tbody tr:visible").count() == 1
    assert page.get_by_label("Groep", exact=True).input_value() == "youth"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_map_with_an_area_in_focus_is_accessible(open_page, width):
    scored_town()
    page = open_page("/?group=youth&show=worst", width)
    wait_for_paint(page, figure="worst")
    go_to_the_areas(page)

    found = page.evaluate("async () => (await axe.run()).violations.map((one) => [one.id, one.nodes[0].html])")

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
