"""The map page in a real browser: what is painted, what the legend says and what the table says agree."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import AreaFactory, ScoreFactory, group
from tests.venues.pages.town import scored_town
from venues.models import Area, Run
from venues.pages.classes import CLASSES

pytestmark = pytest.mark.django_db(transaction=True)

PAINTED = """() => Object.fromEntries([...document.querySelectorAll('.map path.area')].map(
    (path) => [path.dataset.area, getComputedStyle(path).fill]))"""
TABLED = """() => Object.fromEntries([...document.querySelectorAll('.ranking tr[data-area]')].map(
    (row) => {
        const box = getComputedStyle(row.querySelector('.painted'), '::before');
        const figure = getComputedStyle(row.querySelector('.painted'));
        // A pattern is drawn in its own way beside a figure: there the class that both take it from is compared.
        return [row.dataset.area, box.backgroundImage === 'none' ? box.backgroundColor : figure.fill];
    }))"""
LEGEND = """() => Object.fromEntries([...document.querySelectorAll('.legend li')].map(
    (entry) => [getComputedStyle(entry.querySelector('rect')).fill,
                Number(entry.querySelector('.legend-count').textContent)]))"""


CLASSES_ARE_THERE = "performance.getEntriesByType('resource').some((one) => one.name.includes('/map/classes/'))"


def wait_for_paint(page, group="youth", figure="coverage"):
    expect(page.locator("#map")).to_have_attribute("data-shows", f"neighbourhood {group} {figure}")


def until(page, is_so):
    """Wait for what the page does by itself; its policy keeps conditions out of its own scripts."""
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it did not happen")


def painted_before_the_answer(page, address, classes_are_there):
    """Choose another group, and hold its answer back: what the map paints meanwhile, and the table does not say yet."""
    before = page.evaluate(PAINTED)
    until(page, lambda: page.evaluate(classes_are_there))
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile(address), hold)
    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    until(page, lambda: page.evaluate(PAINTED) != before)
    ahead = page.evaluate(PAINTED)
    assert page.evaluate(TABLED) == before
    held[0].continue_()
    return ahead


def choose_older(page):
    page.get_by_label("Groep", exact=True).focus()
    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    wait_for_paint(page, "older-lonely")


@pytest.mark.parametrize("width", [390, 1280])
def test_journey_01_another_group_repaints_map_legend_and_table_to_match(open_page, width):
    scored_town()
    page = open_page("/?group=youth", width)
    wait_for_paint(page)
    youth = page.evaluate(PAINTED)
    assert youth == page.evaluate(TABLED)

    choose_older(page)

    older = page.evaluate(PAINTED)
    assert older == page.evaluate(TABLED)
    assert older != youth
    counts = page.evaluate(LEGEND)
    assert len(counts) == 9, "every class of the legend has a look of its own"
    for colour, count in counts.items():
        assert list(older.values()).count(colour) == count
    assert page.locator(".ranking tbody tr").first.locator(".figure").inner_text() == "20%"
    assert page.url.endswith("/?municipality=GM9999&group=older-lonely&level=neighbourhood")
    expect(page.get_by_role("status")).to_contain_text("Eenzame ouderen Waardveen")
    expect(page.get_by_label("Groep", exact=True)).to_be_focused()


def test_journey_01_colours_are_those_of_the_classes(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    painted = page.evaluate(PAINTED)
    tokens = page.evaluate(
        "names => names.map((name) => "
        "getComputedStyle(document.documentElement).getPropertyValue('--infra-' + name).trim())",
        [c.css for c in CLASSES],
    )

    as_rgb = [f"rgb({int(t[1:3], 16)}, {int(t[3:5], 16)}, {int(t[5:7], 16)})" for t in tokens]
    assert list(painted.values())[:6] == as_rgb


def test_unknown_suppressed_and_no_need_are_hatched_each_in_its_own_way(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    looks = list(page.evaluate(PAINTED).values())[6:]

    assert looks == ['url("#pattern-unknown")', 'url("#pattern-suppressed")', 'url("#pattern-no-need")']
    for pattern in ("unknown", "suppressed", "no-need"):
        assert page.locator(f"pattern#pattern-{pattern}").count() == 1


def test_journey_01_the_address_reproduces_the_view_and_back_goes_back(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)
    youth = page.evaluate(PAINTED)
    choose_older(page)
    older, address = page.evaluate(PAINTED), page.url

    page.go_back()
    wait_for_paint(page)
    assert page.evaluate(PAINTED) == youth
    assert page.get_by_label("Groep", exact=True).input_value() == "youth"

    page.goto(address)
    wait_for_paint(page, "older-lonely")
    assert page.evaluate(PAINTED) == older


def test_another_group_is_painted_before_the_server_answers_and_the_table_follows(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    ahead = painted_before_the_answer(page, r"/\?.*group=older-lonely", CLASSES_ARE_THERE)

    wait_for_paint(page, "older-lonely")
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) == ahead


def test_a_choice_that_the_server_does_not_answer_is_taken_back(open_page):
    scored_town()
    page = open_page("/?group=youth", expected=r"Failed to load|htmx:(sendError|afterRequest)")
    wait_for_paint(page)
    youth = page.evaluate(PAINTED)
    page.route(re.compile(r"/\?.*group=older-lonely"), lambda route: route.abort())

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")

    expect(page.get_by_label("Groep", exact=True)).to_have_value("youth")
    until(page, lambda: page.evaluate(PAINTED) == youth)
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) == youth


def test_a_second_choice_while_the_first_is_on_its_way_is_the_one_shown(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)
    page.route(re.compile(r"/\?.*group=older-lonely"), lambda route: (page.wait_for_timeout(300), route.continue_()))

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")
    page.get_by_label("Groep", exact=True).select_option(label="Alle groepen samen")

    wait_for_paint(page, "all")
    page.wait_for_timeout(500)
    expect(page.get_by_label("Groep", exact=True)).to_have_value("all")
    assert page.evaluate(PAINTED) == page.evaluate(TABLED)


def test_a_phone_shows_the_first_rows_and_all_on_request(open_page):
    town = scored_town()
    run = Run.objects.get()
    for row in range(1, 4):
        for column in range(9):
            area = AreaFactory(edition=run.edition, row=row, column=column)
            ScoreFactory(run=run, area=area, group=group(), coverage=0.5)
    page = open_page(f"/?municipality={town.code}&group=youth", 390)
    wait_for_paint(page)
    assert page.locator(".ranking tbody tr:visible").count() == 25
    assert len(page.evaluate(PAINTED)) == 36

    page.get_by_role("link", name="Toon alle 36 gebieden").click()

    expect(page.locator(".ranking tbody tr:visible")).to_have_count(36)
    assert page.url.endswith("rows=all")


def test_choosing_a_level_loads_its_shapes(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    page.get_by_text("Wijken", exact=True).click()

    expect(page.locator(".map path.area")).to_have_count(1)
    assert page.evaluate(PAINTED) == page.evaluate(TABLED)


def test_a_map_that_cannot_be_loaded_says_so_and_leaves_the_table(open_page):
    scored_town()
    page = open_page("/?group=youth", expected=r"Failed to (load|fetch)")
    wait_for_paint(page)

    page.route("**/map/areas/**", lambda route: route.abort())
    page.get_by_text("Wijken", exact=True).click()

    expect(page.get_by_text("De kaart kon niet worden geladen.")).to_be_visible()
    expect(page.locator(".ranking tbody tr")).to_have_count(1)


def test_the_choice_made_last_is_the_one_shown(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    # The shapes of the districts come late, after the choice was taken back.
    page.route("**/district.json*", lambda route: (page.wait_for_timeout(500), route.continue_()))
    page.get_by_text("Wijken", exact=True).click()
    expect(page.locator(".ranking tbody tr")).to_have_count(1)
    page.get_by_text("Buurten", exact=True).click()

    expect(page.locator(".ranking tbody tr")).to_have_count(9)
    page.wait_for_timeout(800)
    expect(page.locator(".map path.area")).to_have_count(9)
    assert page.evaluate(PAINTED) == page.evaluate(TABLED)


def test_language_switch_keeps_the_view(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)
    choose_older(page)

    page.get_by_role("link", name="English").click()

    page.wait_for_url(re.compile("/en/"))
    assert page.get_by_role("heading", level=1).inner_text().startswith("Lonely older people")


def test_the_table_alone_leads_a_keyboard_user_to_an_area(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Naar de inhoud"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tr[data-area]') !== null"):
            break
    code = page.evaluate("document.activeElement.closest('tr').dataset.area")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    assert page.locator(f'.map path.area.is-linked[data-area="{code}"]').count() == 1

    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/areas/{code}"))


def test_one_area_of_the_map_is_a_stop_and_not_every_area(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    page.locator("#map").focus()
    stops = []
    while page.evaluate("document.activeElement.closest('#map') !== null"):
        stops.append(page.evaluate("document.activeElement.localName"))
        page.keyboard.press("Tab")

    assert stops.count("path") == 1
    assert page.evaluate("document.activeElement.id") == "places-shown"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.table-column') !== null")


def test_sorting_by_keyboard_keeps_the_place_in_the_table(open_page):
    scored_town()
    page = open_page("/?group=youth")
    wait_for_paint(page)

    header = page.locator("thead").get_by_role("link", name="Gebied")
    header.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort=name"))

    expect(header).to_be_focused()


def test_names_of_areas_do_not_break_within_a_word_on_a_phone(open_page):
    scored_town()
    Area.objects.filter(level="district").update(name="Noorderhoven")
    page = open_page("/areas/GM9999?group=youth", 390)

    lines = page.evaluate("document.querySelector('.ranking tbody th a').getClientRects().length")

    assert lines == 1


def test_table_legend_and_pickers_work_without_javascript(open_page):
    scored_town()
    page = open_page("/", java_script_enabled=False)

    page.get_by_label("Groep", exact=True).select_option(label="Jongeren")
    page.get_by_role("button", name="Toon").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Jongeren")
    assert page.locator(".ranking tbody tr").count() == 9
    assert page.locator(".legend li").count() == 9
