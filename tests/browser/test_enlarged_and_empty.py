"""Pages enlarged, and without any data."""

import pytest

from tests.venues.pages.town import scored_town
from venues.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_at_twice_the_size_needs_no_sideways_scrolling(open_page, width):
    scored_town()
    page = open_page("/?group=youth", width // 2 if width > 400 else 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_an_empty_database_says_what_to_do_next(open_page):
    assert not Municipality.objects.exists()
    page = open_page("/")

    assert "make demo" in page.locator("main").inner_text()
