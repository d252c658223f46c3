"""The map without a basemap from elsewhere, and with one that cannot be reached: our own water, parks and streets."""

import base64
import re

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Polygon
from playwright.sync_api import expect

from tests.browser.pixels import colours_at, colours_in, token
from tests.factories import spot
from tests.venues.pages.town import scored_town
from venues.models import RD, Backdrop, Street

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKED = r"net::ERR_FAILED"
"""What Chromium itself says of a picture that it could not fetch."""
GREY_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
CANVASES = ".backdrop-pane canvas"


@pytest.fixture
def town_with_water():
    """A pond within Buurt 0-1, a park within Buurt 0-3, and a street through all."""
    town = scored_town()
    for column, kind in ((1, "water"), (3, "park")):
        middle = spot(column)
        corners = (middle.x - 200, middle.y - 200, middle.x + 200, middle.y + 200)
        shape = MultiPolygon(Polygon.from_bbox(corners), srid=RD)
        Backdrop.objects.create(municipality=town, kind=kind, shape=shape)
    path = LineString((spot(0).x, spot(0).y + 300), (spot(8).x, spot(8).y + 300), srid=RD)
    Street.objects.create(
        municipality=town, from_node=1, to_node=2, length_m=path.length, street_class="primary", path=path
    )
    return town


def parts(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def wait_until_drawn(page):
    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("neighbourhood"))
    expect(page.locator(f"{CANVASES}.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(f"{CANVASES}:not(.leaflet-tile-loaded)")).to_have_count(0)
    for canvas in page.locator(CANVASES).all():
        expect(canvas).to_have_css("opacity", "1")


def zoom(page, way, times):
    for _ in range(times):
        page.locator(f".leaflet-control-zoom-{way}").click()
        page.wait_for_timeout(400)


def middles(page, *columns):
    """Where the middles of neighbourhoods are in the window."""
    page.locator("#map").scroll_into_view_if_needed()
    found = []
    for column in columns:
        box = page.locator(f'.map path.area[data-area="BU999900{column:02d}"]').bounding_box()
        found.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_without_a_basemap_water_parks_and_streets_are_drawn_in_the_colours_of_the_tokens(
    open_page, town_with_water, width, scheme
):
    page = open_page("/?group=youth", width, color_scheme=scheme)
    wait_until_drawn(page)

    pond, park, area = colours_at(page, middles(page, 1, 3, 4))

    assert pond == token(page, "map-water-color")
    assert area == token(page, "coverage-5"), "the colours of areas are those of the legend"
    assert park not in {area, token(page, "coverage-4")}, "a park is a veil over the colour of its area"
    street = parts(token(page, "map-street-color"))
    drawn = colours_in(page.locator(CANVASES))
    # A colour that is not opaque is kept with a loss of a step or two.
    assert any(all(abs(a - b) <= 2 for a, b in zip(pixel, street, strict=False)) for pixel in drawn)


def test_the_water_follows_when_the_device_turns_dark(open_page, town_with_water):
    page = open_page("/?group=youth", color_scheme="light")
    wait_until_drawn(page)
    [light] = colours_at(page, middles(page, 1))

    page.emulate_media(color_scheme="dark")
    dark = token(page, "map-water-color")

    assert dark != light
    for _ in range(50):
        if (*parts(dark), 255) in colours_in(page.locator(CANVASES)):
            break
        page.wait_for_timeout(100)
    assert colours_at(page, middles(page, 1)) == [dark]


def test_local_streets_are_there_only_where_there_is_room(open_page, town_with_water):
    page = open_page("/?group=youth")
    wait_until_drawn(page)
    local = page.locator(".backdrop-pane .leaflet-layer").nth(1).locator("canvas")

    zoom(page, "out", 2)
    expect(local).to_have_count(0)
    expect(page.locator(CANVASES).first).to_be_attached()

    zoom(page, "in", 4)
    expect(local.first).to_be_attached()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_basemap_that_cannot_be_reached_goes_and_our_own_map_stays(
    open_page, town_with_water, live_server, settings, width
):
    settings.BASEMAP_URL = f"{live_server.url}/basemap/{{z}}/{{x}}/{{y}}.png"
    settings.BASEMAP_ATTRIBUTION = "Kaart van elders"
    page = open_page("/method", width, expected=BLOCKED)
    page.route("**/basemap/**", lambda route: route.abort())
    page.goto(f"{live_server.url}/?group=youth")

    wait_until_drawn(page)
    expect(page.locator("#map")).not_to_have_class(re.compile("has-basemap"))

    pond, area = colours_at(page, middles(page, 1, 4))
    assert pond == token(page, "map-water-color")
    assert area == token(page, "coverage-5")
    expect(page.locator("#map-failure")).to_be_hidden()
    expect(page.get_by_text("Kaart van elders")).to_have_count(0)
    assert page.locator(".leaflet-tile-pane img").count() == 0


def test_a_basemap_covers_our_own_and_is_named(open_page, town_with_water, live_server, settings):
    settings.BASEMAP_URL = f"{live_server.url}/basemap/{{z}}/{{x}}/{{y}}.png"
    settings.BASEMAP_ATTRIBUTION = "Kaart van elders"
    page = open_page("/method")
    page.route("**/basemap/**", lambda route: route.fulfill(body=GREY_PIXEL, content_type="image/png"))
    page.goto(f"{live_server.url}/?group=youth")
    wait_until_drawn(page)
    expect(page.locator(".leaflet-tile-pane img.leaflet-tile-loaded").first).to_be_attached()

    pond, area = colours_at(page, middles(page, 1, 4))

    assert pond != token(page, "map-water-color"), "it lies under the basemap"
    assert area != token(page, "coverage-5"), "the basemap shines through the areas"
    expect(page.get_by_text("Kaart van elders")).to_be_visible()
