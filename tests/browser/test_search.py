"""The field in the head of every page: a list while typing, by keyboard and by thumb; without a script a form."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import WCAG
from tests.venues.pages.town import scored_town
from venues.models import Area, Venue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_arrow_keys_go_through_the_list_and_enter_opens_what_they_are_at(open_page, width):
    scored_town()
    place = Venue.objects.first()
    page = open_page("/method", width)
    field = page.get_by_role("combobox", name="Vind op deze site")

    field.press_sequentially(place.name[:6])
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    address = chosen.get_attribute("href")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{address}")


def test_escape_closes_the_list_and_keeps_the_text_and_enter_then_sends_the_form(open_page):
    scored_town()
    page = open_page("/method")
    field = page.get_by_role("combobox", name="Vind op deze site")
    field.press_sequentially("huis")
    expect(field).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("huis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=huis")


def test_without_a_script_it_is_a_form(open_page):
    scored_town()
    area = Area.objects.get(code="BU99990002")
    page = open_page("/", java_script_enabled=False)

    page.get_by_role("searchbox", name="Vind op deze site").fill(area.name)
    page.get_by_role("button", name="Vind").click()

    expect(page.locator(".found a").first).to_have_text(area.name)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_has_nothing_to_say_of_the_list_and_the_page(open_page, width, scheme):
    scored_town()
    page = open_page("/search?q=huis", width, color_scheme=scheme, bypass_csp=True)
    page.locator("#site-search-field").press_sequentially("en")
    page.locator("#site-search-field").fill("huis")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
