"""The slider over the months: it paints what the table of that month says, by keyboard, and it can be played."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import WCAG
from tests.browser.test_map import LEGEND, PAINTED, TABLED, until, wait_for_paint
from tests.venues.pages.months_town import months_town

pytestmark = pytest.mark.django_db(transaction=True)
MONTHS_ARE_THERE = "performance.getEntriesByType('resource').some((one) => one.name.includes('/map/months/'))"
UNKNOWN_LOOKS = {'url("#pattern-unknown")', 'url("#pattern-suppressed")', 'url("#pattern-no-need")'}


def open_town(open_page, width=1280, group="youth", language="", **options):
    months_town()
    page = open_page(f"{language}/?group={group}", width, **options)
    wait_for_paint(page, group)
    until(page, lambda: page.evaluate(MONTHS_ARE_THERE))
    return page


def settled(page, date):
    expect(page.get_by_label("Datum (leeg: vandaag)")).to_have_value(date)
    page.wait_for_url(re.compile(f"date={date}"))
    expect(page.locator("#view.is-behind")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_month_is_painted_at_once_and_legend_table_and_address_follow(open_page, width):
    page = open_town(open_page, width)
    now = page.evaluate(PAINTED)
    assert now == page.evaluate(TABLED)
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile(r"/\?.*date="), hold)

    page.get_by_label("Maand", exact=True).focus()
    page.keyboard.press("Home")
    until(page, lambda: held)

    expect(page.locator("#month-shown")).to_have_text("januari 2020")
    first = page.evaluate(PAINTED)
    counts = page.evaluate(LEGEND)
    assert first != now
    assert page.evaluate(TABLED) == now, "the server has not answered yet"
    assert {look: list(first.values()).count(look) for look in counts} == counts
    assert set(first.values()) & UNKNOWN_LOOKS == {'url("#pattern-suppressed")', 'url("#pattern-no-need")'}

    held[0].continue_()
    settled(page, "2020-01-01")
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) == first
    expect(page.get_by_label("Maand", exact=True)).to_be_focused()
    expect(page.get_by_label("Maand", exact=True)).to_have_attribute("aria-valuetext", "januari 2020")
    expect(page.get_by_role("status").first).to_contain_text("Stand van 1 januari 2020")


def test_an_address_with_a_month_opens_at_that_month_and_leads_back_to_today(open_page):
    page = open_town(open_page)
    now = page.evaluate(PAINTED)
    page.goto(page.url + "&date=2022-05-01")
    wait_for_paint(page, "youth")
    expect(page.locator("#month-shown")).to_have_text("mei 2022")
    assert page.get_by_label("Maand", exact=True).input_value() == "28"
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) != now

    page.get_by_role("link", name="Terug naar vandaag").click()

    expect(page.locator("#month-shown")).to_have_text("vandaag")
    until(page, lambda: page.evaluate(PAINTED) == now)
    assert "date=" not in page.url


def test_arrows_pressed_on_end_at_the_last_month_and_ask_the_server_once(open_page):
    page = open_town(open_page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "date=" in request.url else None)

    page.get_by_label("Maand", exact=True).focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")

    settled(page, "2025-08-01")
    assert len([url for url in asked if "/map/" not in url]) == 1
    assert page.evaluate(PAINTED) == page.evaluate(TABLED)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_months_play_and_pause_by_keyboard_and_never_start_by_themselves(open_page, motion):
    page = open_town(open_page, reduced_motion=motion)
    page.wait_for_timeout(1500)
    expect(page.locator("#month-shown")).to_have_text("vandaag")

    page.get_by_role("button", name="Speel af").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#month-shown")).to_have_text("maart 2020", timeout=5000)
    expect(page.get_by_role("button", name="Pauze")).to_be_focused()
    assert page.get_by_role("status").first.inner_text() == "", "nothing is said while it plays"
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("2020")
    expect(page.get_by_role("button", name="Speel af")).to_be_focused()
    page.wait_for_url(re.compile("date=2020-0[34]-01"))
    expect(page.locator("#view.is-behind")).to_have_count(0)
    assert page.evaluate(PAINTED) == page.evaluate(TABLED)
    assert page.evaluate("document.querySelectorAll('.map path.area').length") == 3


def test_playing_stops_at_the_last_month(open_page):
    page = open_town(open_page)
    page.goto(page.url + "&date=2025-12-01")
    wait_for_paint(page, "youth")

    page.get_by_role("button", name="Speel af").click()

    settled(page, "2026-02-01")
    expect(page.get_by_role("button", name="Speel af")).to_be_visible()


def test_a_month_that_the_server_does_not_answer_is_taken_back(open_page):
    page = open_town(open_page, expected=r"Failed to load|htmx:(sendError|afterRequest)")
    now = page.evaluate(PAINTED)
    page.route(re.compile(r"/\?.*date="), lambda route: route.abort())

    page.get_by_label("Maand", exact=True).focus()
    page.keyboard.press("Home")

    expect(page.locator("#month-shown")).to_have_text("januari 2020")
    expect(page.locator("#month-shown")).to_have_text("vandaag")
    until(page, lambda: page.evaluate(PAINTED) == now)
    assert page.get_by_label("Maand", exact=True).input_value() == "73"


def test_unknown_is_never_painted_as_a_class(open_page):
    page = open_town(open_page, group="older-lonely")

    page.get_by_label("Maand", exact=True).focus()
    page.keyboard.press("Home")
    expect(page.locator("#month-shown")).to_have_text("januari 2020")

    assert set(page.evaluate(PAINTED).values()) == {'url("#pattern-unknown")'}


def test_without_javascript_the_date_field_stays_and_the_slider_is_not_there(open_page):
    months_town()
    page = open_page("/?group=youth", java_script_enabled=False)

    expect(page.locator("#month")).to_be_hidden()
    page.get_by_label("Datum (leeg: vandaag)").fill("2022-05-01")
    page.get_by_role("button", name="Toon").click()
    assert "date=2022-05-01" in page.url


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(390, "", "light"), (390, "/en", "dark"), (1280, "", "dark"), (1280, "/en", "light")],
)
def test_axe_has_nothing_to_say_of_a_map_with_months(open_page, width, language, scheme):
    page = open_town(open_page, width, language=language, color_scheme=scheme, bypass_csp=True)
    page.goto(page.url + "&date=2022-05-01")
    page.wait_for_load_state("networkidle")

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
