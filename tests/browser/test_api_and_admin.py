"""The API's page for people and the administrator's map, in a real browser under the site's own policy."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.factories import UserFactory, VenueFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_of_the_api_lists_what_can_be_asked_and_tries_it_out(open_page) -> None:
    page = open_page("/api/v1/docs")
    expect(page.locator("#operations-coverage-listCoverage")).to_be_visible()
    page.click("#operations-demand-groups-listDemandGroups .opblock-summary")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")


def test_the_map_in_a_form_shows_the_place_with_its_marker(open_page, live_server) -> None:
    venue = VenueFactory()
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = open_page("/api/v1/docs")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/venues/venue/{venue.pk}/change/")
    marker = page.locator(".leaflet-marker-icon")
    expect(marker).to_be_visible()
    assert marker.evaluate("image => image.complete && image.naturalWidth > 0")
