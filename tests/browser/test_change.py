"""The page of a change in a browser: what a person sees at phone and desk width, with no script needed."""

from datetime import date

import pytest

from tests.browser.person import WCAG
from tests.factories import ClosureFactory, SlotFactory
from tests.venues.assessment.town import Town, make_town, open_library
from venues.assessment.history import store_history

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/en/areas/BU99900000/change?from=2020-01-01&to=2026-01-01&group=residents"


@pytest.fixture
def town() -> Town:
    """A library that closed and one that lost hours, with its months."""
    town = make_town()
    ClosureFactory(venue=open_library(town, name="De Bieb"), starts_on=date(2022, 5, 1), reason="funding")
    SlotFactory(venue=open_library(town, name="Het Hof"), weekday=2, ends_on=date(2023, 7, 1))
    town.people("residents", (300, 300, 300))
    store_history(town.municipality, date(2019, 1, 1), date(2026, 2, 1))
    return town


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_has_nothing_to_say_of_the_page(open_page, town, width, scheme):
    for address in (ADDRESS, ADDRESS.replace("/en", "").replace("2026", "2019")):
        page = open_page(address, width, color_scheme=scheme, bypass_csp=True, expected="400")
        page.wait_for_load_state("networkidle")
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_losses_are_drawn_to_the_left_of_nothing_in_the_colour_of_too_little(open_page, town, width):
    page = open_page(ADDRESS, width)
    bar = page.locator("rect.part-loss").first
    zero = page.locator("line.bar-zero").first.bounding_box()

    assert bar.bounding_box()["x"] + bar.bounding_box()["width"] <= zero["x"] + 1
    assert bar.bounding_box()["width"] > 10
    assert bar.evaluate("e => getComputedStyle(e).fill") == "rgb(184, 118, 42)"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_months_are_drawn_in_letters_that_can_be_read(open_page, town, width):
    page = open_page(ADDRESS, width)
    line, band = (page.locator(f".history {each}").bounding_box() for each in ("polyline", "polygon"))

    assert line["width"] > 0.8 * page.locator(".history svg").bounding_box()["width"]
    assert band["width"] == pytest.approx(line["width"], abs=4)
    for text in page.locator(".history text").all():
        if text.is_visible():
            assert text.bounding_box()["height"] >= 11


def test_two_dates_are_compared_without_a_script(open_page, town):
    page = open_page(ADDRESS, java_script_enabled=False)
    page.get_by_label("From", exact=True).fill("2023-01-01")
    page.get_by_role("button", name="Compare").click()

    assert "from=2023-01-01" in page.url
    assert "De Bieb" not in page.locator(".events").inner_text()
    assert "Het Hof" in page.locator(".events").inner_text()
