"""Where the map was moved to is part of the address: it is shared and kept with the view."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import until, wait_for_paint
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)

LIES = """() => {
    const box = document.querySelector('path.area[data-area="BU99990004"]').getBoundingClientRect();
    const map = document.getElementById('map').getBoundingClientRect();
    return [Math.round(box.x - map.x), Math.round(box.y - map.y), Math.round(box.width)];
}"""


def near(one, other):
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


def test_a_moved_map_is_in_the_address_stays_with_another_choice_and_opens_alike(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)
    before = page.evaluate(LIES)
    assert "at=" not in page.url

    page.locator("#map").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    until(page, lambda: "at=" in page.url)
    page.wait_for_timeout(600)
    moved = page.evaluate(LIES)
    assert not near(before, moved)
    assert re.search(r"at=[\d.]+/52\.\d+/4\.\d+", page.url)

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    wait_for_paint(page, "older-lonely")
    assert "at=" in page.url
    page.goto(page.url)
    wait_for_paint(page, "older-lonely")
    until(page, lambda: near(page.evaluate(LIES), moved))


@pytest.mark.parametrize("at", ["", "here", "12/52", "12/99/4", "12//4"])
def test_a_position_that_is_none_shows_the_whole_municipality(open_page, at):
    scored_town()
    usual = open_page("/?group=youth")
    wait_for_paint(usual)
    page = open_page(f"/?group=youth&at={at}")
    wait_for_paint(page)

    expect(page.locator(".map path.area")).to_have_count(9)
    assert near(page.evaluate(LIES), usual.evaluate(LIES))
