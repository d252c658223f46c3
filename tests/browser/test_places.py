"""Places on the map in a real browser: asked for by a switch, their state told by shape and by words."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.person import nothing_wrong_with
from tests.factories import ActivityFactory, ClosureFactory, OfferScoreFactory, VenueFactory, spot, venue_type
from tests.venues.pages.town import scored_town
from venues.models import Run, Venue

pytestmark = pytest.mark.django_db(transaction=True)

SHAPES = """() => Object.fromEntries([...document.querySelectorAll('.map svg.point')].map((point) => [
    point.getAttribute('aria-label').split('.')[0],
    [point.querySelector('use').getAttribute('href'), point.classList.contains('is-known')]]))"""


@pytest.fixture
def town():
    """One place of each state, far apart."""
    town = scored_town()
    Venue.objects.all().update(venue_type=venue_type("pitch"))
    run = Run.objects.get()
    for column, (name, figures) in enumerate(
        [
            ("Bieb", {"pressure_relative": 3.0}),
            ("Buurthuis", {"pressure_relative": 0.2, "risks": ["vacancies"]}),
            ("Café", {"pressure_relative": 1.0, "is_known": False}),
        ]
    ):
        place = VenueFactory(municipality=town, name=name, location=spot(2 * column), venue_type=venue_type("library"))
        OfferScoreFactory(run=run, venue=place, **figures)
    ClosureFactory(venue=VenueFactory(municipality=town, name="Dicht", location=spot(6)), starts_on=date(2020, 1, 1))
    ActivityFactory(municipality=town, name="Loopgroep", venue=None, location=spot(8))
    return town


def open_town(open_page, width=1280, path="/?group=youth", **options):
    page = open_page(path, width, **options)
    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("neighbourhood"))
    return page


def far_out(page):
    """So far that places are not shown by themselves."""
    for _ in range(2):
        page.locator(".leaflet-control-zoom-out").click()
        page.wait_for_timeout(400)
    page.get_by_label("Toon plekken en activiteiten").set_checked(False)
    expect(page.locator(".map svg.point")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_places_come_when_they_are_asked_for_each_in_the_shape_of_its_state(open_page, town, width):
    page = open_town(open_page, width)

    page.get_by_label("Toon plekken en activiteiten").check()

    expect(page.locator(".map svg.point")).to_have_count(5)
    assert page.evaluate(SHAPES) == {
        "Bieb": ["#point-open", True],
        "Buurthuis": ["#point-risk", True],
        "Café": ["#point-open", False],
        "Dicht": ["#point-closed", False],
        "Loopgroep": ["#point-activity", False],
    }
    sizes = {
        name: page.locator(f'.map svg.point[aria-label^="{name}"]').bounding_box()["width"]
        for name in ("Bieb", "Buurthuis", "Café")
    }
    assert sizes["Bieb"] > sizes["Café"] > sizes["Buurthuis"], "the harder pressed, the larger"
    for words in ("open", "activiteit zonder gebouw", "loopt risico", "gesloten"):
        expect(page.locator("#places-legend").get_by_text(words, exact=True)).to_be_visible()


def test_places_are_not_fetched_before_they_are_shown(open_page, town):
    page = open_page("/method")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(re.sub(r"/method.*", "/?group=youth", page.url))
    # A map of a whole municipality; the town of the tests is so small that its own would be near enough.
    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("neighbourhood"))
    far_out(page)
    asked.clear()

    page.get_by_label("Toon plekken en activiteiten").check()
    expect(page.locator(".map .point-place").first).to_be_attached()
    page.get_by_label("Toon plekken en activiteiten").uncheck()
    expect(page.locator(".map .point-place")).to_have_count(0)
    page.get_by_label("Toon plekken en activiteiten").check()
    expect(page.locator(".map .point-place").first).to_be_attached()

    assert len([url for url in asked if "/map/venues/" in url]) <= 1


def test_places_that_lie_close_together_are_one_number_that_opens_by_zooming_in(open_page, town):
    for n in range(4):
        VenueFactory(municipality=town, name=f"Buur {n}", location=spot(0.3 * n))
    page = open_town(open_page)
    far_out(page)

    page.get_by_label("Toon plekken en activiteiten").check()

    together = page.locator(".map .points-together").first
    count = int(together.inner_text())
    assert count > 1
    expect(together).to_have_attribute("aria-label", re.compile(f"^{count} plekken en activiteiten hier"))
    at_risk = page.locator(".map .points-together.has-risk")
    assert at_risk.count() == 1, "what is at risk is not hidden among others"
    assert at_risk.get_attribute("aria-label").endswith("loopt risico: 1")
    together.click()
    expect(page.locator('.map svg.point[aria-label^="Buur"]').first).to_be_attached()


def test_a_place_says_what_it_is_and_leads_to_its_page(open_page, town):
    page = open_town(open_page)
    page.get_by_label("Toon plekken en activiteiten").check()
    place = page.locator('.map svg.point[aria-label^="Buurthuis"]')

    place.hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("Loopt risico: een vijfde of meer van de uren")
    expect(page.locator(".leaflet-tooltip")).to_contain_text("De druk is 0,2 keer die op de middelste plek.")
    place.click()

    page.wait_for_url(re.compile("/venues/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Buurthuis")


def test_places_add_no_stops_for_the_keyboard_and_axe_finds_nothing(open_page, town):
    page = open_town(open_page)
    page.get_by_label("Toon plekken en activiteiten").focus()
    page.keyboard.press("Space")
    expect(page.locator(".map svg.point")).to_have_count(5)

    assert page.locator(".map .point-place[tabindex]").count() == 0
    nothing_wrong_with(page, 1280)


def test_places_that_cannot_be_fetched_say_so_and_the_map_stays(open_page, town):
    page = open_page("/method", expected=r"net::ERR_FAILED|Failed to fetch")
    page.route("**/map/venues/**", lambda route: route.abort())
    page.goto(re.sub(r"/method.*", "/?group=youth", page.url))
    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("neighbourhood"))

    page.get_by_label("Toon plekken en activiteiten").check()

    expect(page.get_by_role("alert")).to_contain_text("De plekken konden niet worden geladen.")
    expect(page.locator("#map-failure")).to_be_hidden()
    assert page.locator(".map path.area").count() == 9
    page.unroute("**/map/venues/**")
    page.get_by_label("Toon plekken en activiteiten").uncheck()
    page.get_by_label("Toon plekken en activiteiten").check()
    expect(page.locator(".map svg.point")).to_have_count(5)


def test_another_group_keeps_the_places(open_page, town):
    page = open_town(open_page)
    page.get_by_label("Toon plekken en activiteiten").check()
    expect(page.locator(".map svg.point")).to_have_count(5)

    page.get_by_label("Groep", exact=True).select_option(label="Eenzame ouderen")

    expect(page.locator("#map")).to_have_attribute("data-shows", re.compile("older-lonely"))
    expect(page.get_by_label("Toon plekken en activiteiten")).to_be_checked()
    expect(page.locator(".map svg.point")).to_have_count(5)
