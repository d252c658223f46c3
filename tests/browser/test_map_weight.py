"""What the map page costs to fetch, compressed: it must not creep up unseen."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)

MOST_KB = 290
"""Without the shapes and rows of a city, which add some 90 kB for all of Amsterdam: together below 400."""
MOST_REQUESTS = 32


@pytest.mark.parametrize("width", [390, 1280])
def test_the_map_page_is_light(open_page, live_server, collected, width):
    scored_town()
    # An address without anything to keep, so that all is fetched.
    page = open_page("/health", width, expected="404")
    fetched = []
    page.on("requestfinished", lambda request: fetched.append((request.url, request.sizes())))
    page.goto(f"{live_server.url}/?group=youth")
    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("neighbourhood"))
    expect(page.locator(".backdrop-pane canvas.leaflet-tile-loaded").first).to_be_attached()
    page.wait_for_load_state("networkidle")

    weights = {}
    for url, sizes in fetched:
        # The server of the tests does not send the compressed twin of a file, as production does.
        twin = collected / (urlsplit(url).path.removeprefix("/static/") + ".gz")
        weights[url] = twin.stat().st_size if twin.is_file() else sizes["responseBodySize"]
    assert len(weights) > 15
    assert sum(weights.values()) < MOST_KB * 1000, weights
    # The town of the tests is so small that the map opens with local streets and places; how many tiles is by chance.
    assert len([url for url in weights if "/tiles/" not in url]) <= MOST_REQUESTS, weights
