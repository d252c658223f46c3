"""Screens that no address shows by itself: a site without a municipality, too many tries, a fault of ours."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from tests.browser.person import WCAG
from tests.browser.test_every_page import ENLARGED, PICTURES, WIDTHS, at_width, on_paper

pytestmark = pytest.mark.django_db(transaction=True)
IN_EACH = pytest.mark.parametrize("language", ["", "/en"])
GUESSED_TOO_OFTEN = 429


def wrong_with(page: Page, name: str) -> list[str]:
    """What axe finds in light and dark, narrow and wide, and where the page does not fit its window or its paper."""
    found = [f"{wide} px wide at {width}" for width in (*WIDTHS, *ENLARGED) if (wide := at_width(page, width)) > width]
    found += [f"{look}: {finding}" for look, finding in on_paper(page, page.url)]
    for width, scheme in ((390, "dark"), (1280, "light")):
        at_width(page, width)
        page.emulate_media(color_scheme=scheme)
        if PICTURES:
            language = page.locator("html").get_attribute("lang")
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{language}-{scheme}.png", full_page=True)
        violations = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"]
        found += [f"{width} {scheme}: {each['id']} {each['nodes'][0]['html'][:200]}" for each in violations]
    return found


@IN_EACH
def test_a_site_without_a_municipality_says_what_to_do_next(open_page, live_server, language):
    page = open_page(f"{language}/", bypass_csp=True, expected="status of 404")
    leads = {
        "/": "make demo",
        "/method": "make demo",
        "/country": "make country",
        "/search?q=plein": "",
        "/quality/GM9999": "",
    }

    for address, step in leads.items():
        page.goto(f"{live_server.url}{language}{address}")
        assert step in page.locator("main").inner_text()
        assert step or page.locator(f"main a[href='{language}/']").count() == 1
        name = "-".join(["empty", *re.findall(r"[a-z]+", address)])
        assert wrong_with(page, name) == [], address


@IN_EACH
def test_who_tried_too_often_reads_so_on_a_page_of_ours(open_page, language, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    page = open_page(f"{language}/account/login/", bypass_csp=True, expected=f"status of {GUESSED_TOO_OFTEN}")
    for _try in range(2):
        page.locator("[name=login]").fill("anna@example.org")
        page.locator("[name=password]").fill("een gok")
        page.locator("[name=password]").press("Enter")
        page.wait_for_load_state()

    assert page.locator(".error-status").inner_text() == str(GUESSED_TOO_OFTEN)
    assert ("Wacht een paar minuten" if not language else "Wait a few minutes") in page.locator("main").inner_text()
    assert wrong_with(page, "error-429") == []


@IN_EACH
def test_a_fault_of_ours_is_told_on_a_page_of_ours(open_page, live_server, language, monkeypatch):
    monkeypatch.setattr("venues.pages.accessibility_page.render", lambda *_given: 1 / 0)
    page = open_page(f"{language}/accessibility", bypass_csp=True, expected="status of 500")

    assert page.locator(".error-status").inner_text() == "500"
    assert ("De fout ligt bij ons" if not language else "The fault is ours") in page.locator("main").inner_text()
    assert wrong_with(page, "error-500") == []
