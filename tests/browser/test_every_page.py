"""Every screen at the width of a phone, a tablet and a desk, in both languages, in light and dark, and enlarged."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from tests.browser.person import WCAG
from tests.browser.screens import Screen, screens_of, session_of
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)
HEIGHT = 844
WIDTHS = (390, 768, 1280)
ENLARGED = (320, 640)
"""A desk at 400 % and at 200 %."""
LOOKS = [
    [("nl", 390, "light"), ("nl", 1280, "dark"), ("en", 768, "dark")],
    [("nl", 768, "light"), ("nl", 390, "dark"), ("en", 1280, "light")],
    [("en", 390, "dark"), ("en", 768, "light"), ("nl", 1280, "light")],
    [("en", 1280, "dark"), ("en", 390, "light"), ("nl", 768, "dark")],
]
"""By turns: each screen gets each width, language and colour scheme, and all of them together each combination."""
PARTS = 3
PICTURES = os.environ.get("SCREENS", "")
"""A folder for a picture of each look: `make screens` gives one."""
PAPER = 718
"""A4 without its margins, in CSS pixels."""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter(each => {
  const style = getComputedStyle(each);
  return /auto|scroll|hidden/.test(style.overflowX) && style.position !== "absolute"
    && each.scrollWidth > each.clientWidth + 1 && !each.closest(".leaflet-container, thead, select, input, svg");
}).map(each => each.outerHTML.slice(0, 100))"""
NO_PAGE = "document.contentType !== 'text/html' || !document.title"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_is_accessible_and_fits_its_window(open_page, live_server, town: Register, part):  # noqa: F811
    targets = Targets(town)
    screens = screens_of(targets)
    # axe itself writes inline styles; the other tests hold the policy.
    page = open_page("/account/login/", bypass_csp=True, expected="the server responded with a status of 40")
    sessions: dict[str, str] = {}

    wrong = [
        f"{screen.name} {look}: {finding}"
        for number, screen in list(enumerate(screens))[part::PARTS]
        for look, finding in look_at(page, live_server, targets, sessions, number, screen)
    ]

    assert wrong == []


def look_at(
    page: Page, live_server: Any, targets: Targets, sessions: dict[str, str], number: int, screen: Screen
) -> Iterator[tuple[str, str]]:
    """What is wrong with a screen, and in which look; it is loaded once in each language."""
    page.context.clear_cookies()
    if screen.who not in sessions:
        sessions[screen.who] = session_of(targets, screen.who)
    if session := sessions[screen.who]:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    open_in = ""
    for language, width, scheme in LOOKS[number % len(LOOKS)]:
        if language != open_in:
            if not is_page(page, f"{live_server.url}{screen.in_language(language)}"):
                return
            open_in = language
            for narrow in (*WIDTHS, *ENLARGED):
                if (wide := at_width(page, narrow)) > narrow:
                    yield f"{language} {narrow}", f"{wide} px wide"
            yield from on_paper(page, language)
        at_width(page, width)
        page.emulate_media(color_scheme=scheme)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{screen.name}-{width}-{language}-{scheme}.png", full_page=True)
        for found in page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"]:
            yield f"{language} {width} {scheme}", f"{found['id']}: {found['nodes'][0]['html'][:200]}"


def on_paper(page: Page, language: str) -> Iterator[tuple[str, str]]:
    """What does not fit a sheet, or is cut off on it."""
    page.emulate_media(media="print")
    if (wide := at_width(page, PAPER)) > PAPER:
        yield f"{language} print", f"{wide} px wide"
    for clipped in page.evaluate(CLIPPED):
        yield f"{language} print", f"cut off: {clipped}"
    page.emulate_media(media="screen")


def is_page(page: Page, address: str) -> bool:
    """Open an address with everything on it unfolded; no when it is a fragment or a file."""
    try:
        page.goto(address, wait_until="load")
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    if page.evaluate(NO_PAGE):
        return False
    page.evaluate(OPEN_ALL)
    return True


def at_width(page: Page, width: int) -> int:
    """How wide the page gets in a window of this width."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return page.evaluate("document.documentElement.scrollWidth")
