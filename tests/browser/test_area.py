"""The area page in a real browser."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.venues.pages.town import scored_town
from venues.models import Score

pytestmark = pytest.mark.django_db(transaction=True)
AREA = "BU99990002"


@pytest.mark.parametrize("width", [390, 1280])
def test_journey_02_an_area_decomposes_to_named_places_whose_printed_numbers_re_add(open_page, width):
    scored_town()
    page = open_page("/?group=youth", width)
    page.get_by_role("link", name="Buurt 0-2").click()
    page.wait_for_url(re.compile(f"/areas/{AREA}"))

    assert "60% van de norm van 2 uur" in page.locator(".quote").inner_text()
    parts = [number(text) for text in page.locator(".parts tbody td.number").all_inner_texts()]
    total = number(page.locator(".parts tfoot td.number").inner_text())

    assert len(parts) == 6
    assert sum(parts) == total == Decimal("60.0")
    assert page.get_by_role("link", name="Huis 0").is_visible()


def test_journey_02_the_area_says_range_known_share_and_hours(open_page):
    scored_town()
    page = open_page(f"/en/areas/{AREA}?group=youth")

    said = page.locator("main").inner_text()

    assert "1.2 hosted hours a week each: 60% of the norm of 2 hours" in said
    assert "30–90%" in said
    assert "54%" in said


@pytest.mark.parametrize("width", [390, 1280])
def test_the_warning_is_in_sight_under_the_headline(open_page, width):
    scored_town()
    Score.objects.filter(area__code=AREA).update(known_share=0.0)
    page = open_page(f"/areas/{AREA}?group=youth", width)

    warning = page.get_by_text("Geheel aangenomen").bounding_box()
    first_figure = page.locator(".facts").bounding_box()

    assert warning["y"] + warning["height"] <= first_figure["y"]
    assert warning["y"] < 844


def test_on_a_phone_the_table_of_groups_says_that_it_goes_on(open_page):
    scored_town()
    hint = "De tabel loopt naar rechts door"

    assert open_page(f"/areas/{AREA}?group=youth", 390).get_by_text(hint).is_visible()
    assert not open_page(f"/areas/{AREA}?group=youth", 1280).get_by_text(hint).is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_total_stands_under_the_names_it_adds_up(open_page, width):
    scored_town()
    page = open_page(f"/areas/{AREA}?group=youth", width)

    lefts = page.evaluate(
        """() => ['.parts tbody th', '.parts tfoot th'].map(each => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(each));
            return range.getBoundingClientRect().left;
        })"""
    )

    assert abs(lefts[0] - lefts[1]) < 0.5


def number(text):
    return Decimal(text.strip().rstrip("%").replace(",", "."))


def test_the_sentence_is_copied_by_keyboard_and_the_page_says_so(open_page):
    scored_town()
    page = open_page(f"/areas/{AREA}?group=youth", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Kopieer deze zin")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#quote-tools [role=status]")).to_have_text("Gekopieerd, met marge, datum en adres.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.locator(".quote").inner_text())
    assert "Eerlijke marge: 30–90% van de norm. 54% van deze dekking" in copied
    assert copied.endswith(page.url)


def test_without_a_script_there_is_no_button_to_copy_by(open_page):
    scored_town()
    page = open_page(f"/areas/{AREA}?group=youth", java_script_enabled=False)

    expect(page.locator(".quote")).to_be_visible()
    expect(page.locator("#quote-tools")).to_be_hidden()
