"""Side by side in a real browser: each map paints what its column of the table says, and both move together."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import WCAG
from tests.browser.test_map import until, wait_for_paint
from tests.browser.test_map_position import near
from tests.venues.pages.months_town import months_town
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)
GROUPS = "/compare?group=youth&beside_group=older-lonely"

PAINTED = """side => Object.fromEntries([...document.querySelectorAll(`#map-${side} path.area`)].map(
    (path) => [path.dataset.area, getComputedStyle(path).fill]))"""
TABLED = """side => Object.fromEntries([...document.querySelectorAll('.ranking tr[data-area]')].map((row) => {
    const cell = row.querySelector(`.side-${side}`);
    const box = getComputedStyle(cell, '::before');
    return [row.dataset.area, box.backgroundImage === 'none' ? box.backgroundColor : getComputedStyle(cell).fill];
}))"""
LEGEND = """() => [...document.querySelectorAll('.legend li')].map((entry) => [
    getComputedStyle(entry.querySelector('rect')).fill, entry.querySelector('.legend-count').textContent])"""
LIES = """side => {
    const box = document.querySelector(`#map-${side} path.area[data-area="BU99990004"]`).getBoundingClientRect();
    const map = document.getElementById(`map-${side}`).getBoundingClientRect();
    return [box.x - map.x, box.y - map.y, box.width].map(Math.round);
}"""


def wait_for_both(page, n=9):
    for side in (1, 2):
        expect(page.locator(f"#map-{side}")).to_have_attribute("data-shows", str(n))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_each_map_paints_its_column_of_the_table_and_one_legend_counts_both(open_page, width, scheme):
    scored_town()
    page = open_page(GROUPS, width, color_scheme=scheme)
    wait_for_both(page)

    first, second = (page.evaluate(PAINTED, side) for side in (1, 2))

    assert first == page.evaluate(TABLED, 1)
    assert second == page.evaluate(TABLED, 2)
    assert first != second
    assert len(first) == 9
    for colour, counts in page.evaluate(LEGEND):
        assert counts == f"{list(first.values()).count(colour)} | {list(second.values()).count(colour)}"
    assert set(list(first.values())[6:]) == {
        'url("#pattern-unknown")',
        'url("#pattern-suppressed")',
        'url("#pattern-no-need")',
    }


def test_two_dates_are_painted_as_their_columns_say(open_page):
    months_town()
    page = open_page("/compare?group=residents&beside_date=2020-01-01")
    wait_for_both(page, 3)

    assert page.evaluate(PAINTED, 1) == page.evaluate(TABLED, 1)
    assert page.evaluate(PAINTED, 2) == page.evaluate(TABLED, 2)
    assert page.evaluate(PAINTED, 1) != page.evaluate(PAINTED, 2)
    assert page.get_by_role("figure", name="1 januari 2020").count() == 1


@pytest.mark.parametrize("moved", [1, 2])
def test_the_maps_move_together_by_keyboard(open_page, moved):
    scored_town()
    page = open_page(GROUPS)
    wait_for_both(page)
    before = page.evaluate(LIES, 1)
    assert near(before, page.evaluate(LIES, 2))

    page.locator(f"#map-{moved}").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    until(page, lambda: "at=" in page.url)

    until(page, lambda: near(page.evaluate(LIES, 1), page.evaluate(LIES, 2)))
    assert not near(page.evaluate(LIES, 1), before)
    assert re.search(r"at=[\d.]+/52\.\d+/4\.\d+", page.url)


def test_an_area_is_outlined_on_both_maps_and_its_words_are_those_of_its_own_side(open_page):
    scored_town()
    page = open_page(GROUPS)
    wait_for_both(page)

    for side in (1, 2):
        stop = page.locator(f"#map-{side} path.area[tabindex='0']")
        stop.focus()
        assert page.locator("path.outline").count() == 2
        code = stop.get_attribute("data-area")
        row = page.locator(f'tr[data-area="{code}"]')
        figure = row.locator(f".side-{side} .figure").inner_text()
        assert stop.get_attribute("aria-label").split(": ")[1].split(" (")[0] == figure


def test_the_map_leads_there_by_keyboard_and_back(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    page.get_by_text("Vergelijk met…").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Andere groep", exact=True).select_option(label="Eenzame ouderen")
    page.get_by_role("button", name="Vergelijk").focus()
    page.keyboard.press("Enter")
    wait_for_both(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jongeren naast Eenzame ouderen")

    page.locator("thead").get_by_role("link", name="Verschil").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort=-difference"))
    wait_for_both(page)
    assert page.evaluate(PAINTED, 2) == page.evaluate(TABLED, 2)
    page.get_by_role("link", name="Terug naar de kaart").click()
    wait_for_paint(page)


def test_without_javascript_the_form_and_the_table_are_there(open_page):
    scored_town()
    page = open_page("/?group=youth", java_script_enabled=False)

    page.get_by_text("Vergelijk met…").click()
    page.get_by_label("Andere groep", exact=True).select_option(label="Eenzame ouderen")
    page.get_by_role("button", name="Vergelijk").click()

    assert page.locator(".ranking tbody tr").count() == 9
    assert page.locator(".legend li").count() == 9
    expect(page.locator("#map-1")).to_be_hidden()


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(390, "", "light"), (390, "/en", "dark"), (1280, "", "dark"), (1280, "/en", "light")],
)
def test_axe_has_nothing_to_say_of_a_comparison(open_page, width, language, scheme):
    scored_town()
    page = open_page(language + GROUPS, width, color_scheme=scheme, bypass_csp=True)
    wait_for_both(page)
    page.wait_for_load_state("networkidle")

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
