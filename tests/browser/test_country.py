"""All municipalities in a real browser: map, legend and table agree, and what is not scored is in no class."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import WCAG
from tests.browser.test_map import LEGEND, PAINTED, TABLED, painted_before_the_answer
from tests.venues.pages.country import OUTLINES, small_country
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)

CLASSES_ARE_THERE = "performance.getEntriesByType('resource').some((one) => one.name.includes('country-classes'))"
FOCUSED = "document.activeElement.dataset.area"
SCORED, OUTLINE = "GM8000", "GM8010"


def wait_for_paint(page, group="youth"):
    expect(page.locator("#map")).to_have_attribute("data-shows", f"municipality {group} coverage")


@pytest.fixture
def country(open_page):
    def opened(width=1280, **options):
        small_country()
        page = open_page("/country?group=youth", width, **options)
        wait_for_paint(page)
        return page

    return opened


@pytest.mark.parametrize("width", [390, 1280])
def test_map_legend_and_table_agree_and_another_group_repaints_all(country, width):
    page = country(width)
    youth = page.evaluate(PAINTED)
    assert len(youth) == 12
    assert youth == page.evaluate(TABLED)
    counts = page.evaluate(LEGEND)
    assert len(counts) == 10, "every class of the legend has a look of its own"
    assert {colour: list(youth.values()).count(colour) for colour in counts} == counts

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    wait_for_paint(page, "older-lonely")

    older = page.evaluate(PAINTED)
    assert older == page.evaluate(TABLED)
    assert len(set(older.values())) == 2
    assert page.url.endswith("/country?group=older-lonely")


def test_another_group_is_painted_before_the_server_answers(country):
    page = country()

    ahead = painted_before_the_answer(page, r"/country\?.*group=older-lonely", CLASSES_ARE_THERE)

    wait_for_paint(page, "older-lonely")
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) == ahead


def test_what_is_not_scored_has_a_pattern_and_no_colour_of_a_class(country):
    page = country()

    painted = list(page.evaluate(PAINTED).values())

    assert painted[9:] == ['url("#pattern-not-scored")'] * len(OUTLINES)
    assert painted[6] == 'url("#pattern-unknown")'
    assert all(fill.startswith("rgb") for fill in painted[:6])


def test_a_click_opens_the_map_of_what_is_scored_and_says_of_the_others_that_nothing_is_known(country):
    page = country()

    page.locator(f'path[data-area="{OUTLINE}"]').click()
    expect(page.locator(".leaflet-popup")).to_contain_text("hier niet berekend")
    assert page.locator(".leaflet-popup .tip-link").count() == 0
    page.keyboard.press("Escape")

    page.locator(f'path[data-area="{SCORED}"]').click()
    page.wait_for_url(re.compile(rf"/\?municipality={SCORED}&group=youth"))


def test_the_map_is_walked_and_opened_by_keyboard(country):
    page = country()
    page.locator("#map").focus()
    while page.evaluate(FOCUSED) is None:
        page.keyboard.press("Tab")

    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "GM8011"
    expect(page.locator("path.area:focus")).to_have_attribute("aria-label", "Zuidwold: hier niet berekend")
    page.keyboard.press("Enter")
    assert "/country" in page.url

    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/\?municipality={SCORED}"))


def test_the_table_is_filtered_while_typing(country):
    page = country()

    page.get_by_label("Filter op naam").fill("zuid")

    expect(page.locator(".ranking tbody tr:visible")).to_have_count(1)
    expect(page.locator("#table-count")).to_have_text("1 van 12 gemeenten")
    assert "filter=zuid" in page.url


def test_the_map_of_a_municipality_leads_there_and_back_in_the_same_group(open_page):
    scored_town()
    small_country()
    page = open_page("/?group=youth")

    page.get_by_role("link", name="Alle gemeenten").click()
    wait_for_paint(page)
    page.locator(".ranking").get_by_role("link", name="Stad 3").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Jongeren\s+Stad 3"))


def test_the_table_works_without_javascript(open_page):
    small_country()
    page = open_page("/country", java_script_enabled=False)

    page.get_by_label("Groep", exact=True).select_option(label="Jongeren")
    page.get_by_role("button", name="Toon").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Jongeren")
    assert page.locator(".ranking tbody tr").count() == 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_has_nothing_to_say(country, width, scheme):
    page = country(width, color_scheme=scheme, bypass_csp=True)

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
