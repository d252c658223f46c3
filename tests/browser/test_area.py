"""The area page in a real browser."""

import re
from decimal import Decimal

import pytest

from tests.venues.pages.town import scored_town

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


def number(text):
    return Decimal(text.strip().rstrip("%").replace(",", "."))
