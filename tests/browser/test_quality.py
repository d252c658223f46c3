"""The data quality page in a browser: wide enough for a phone, with nothing for axe to say."""

import pytest

from tests.browser.person import WCAG
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_has_nothing_to_say_and_a_phone_needs_no_sideways_scrolling(open_page, width, scheme):
    scored_town()
    page = open_page("/quality/GM9999?by=types", width, color_scheme=scheme, bypass_csp=True)

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shares = page.locator(".quality .share-part").evaluate_all("bars => bars.map((bar) => bar.getAttribute('width'))")
    assert shares
    assert all(0 <= float(share) <= 100 for share in shares)
