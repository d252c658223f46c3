"""What axe finds on each page: nothing, at phone and desk width, in both languages, in light and dark."""

import pytest

from tests.venues.pages.town import scored_town
from venues.models import Municipality, Venue

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(390, "", "light"), (390, "/en", "dark"), (1280, "", "dark"), (1280, "/en", "light")],
)
def test_axe_has_nothing_to_say(open_page, width, language, scheme):
    scored_town()
    venue = Venue.objects.first()
    for path in ("/?group=youth", "/areas/GM9999", "/areas/BU99990002?group=youth", f"/venues/{venue.pk}"):
        # axe itself writes inline styles; the other tests hold the policy.
        page = open_page(language + path, width, color_scheme=scheme, bypass_csp=True)
        page.wait_for_load_state("networkidle")

        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_at_twice_the_size_needs_no_sideways_scrolling(open_page, width):
    scored_town()
    page = open_page("/?group=youth", width // 2 if width > 400 else 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_an_empty_database_says_what_to_do_next(open_page):
    assert not Municipality.objects.exists()
    page = open_page("/")

    assert "make demo" in page.locator("main").inner_text()
