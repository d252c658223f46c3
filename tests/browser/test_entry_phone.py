"""The form on a phone: every part in sight, no word cut off, and a place chosen while its name is typed."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)


def test_places_are_offered_as_somebody_types_and_nothing_is_cut_off(live_server, client, open_page):
    town = register_town()
    Venue.objects.filter(pk=town.library.pk).update(name="De Leeszaal", address="Kerkstraat 1")
    page = open_page("/", 390, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}/activities/new")
    parts = page.locator(".parts a")
    assert all(box["x"] + box["width"] <= 390 for box in (part.bounding_box() for part in parts.all()))
    parts.nth(1).click()
    page.locator("#id_venue").press_sequentially("zaal, kerk")
    expect(page.locator("#venues option")).to_have_count(1)
    expect(page.locator("#venues option")).to_have_attribute("value", "De Leeszaal, Kerkstraat 1")
    nothing_wrong_with(page)
    parts.nth(3).click()
    host, row = page.locator("#id_slots-0-host"), page.locator(".row").first
    assert host.bounding_box()["width"] > row.bounding_box()["width"] * 0.85
    nothing_wrong_with(page)
