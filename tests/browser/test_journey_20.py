"""Journey 20: an administrator invites a worker into an organisation and sets rights per area."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.factories import AreaFactory, OrganisationFactory, UserFactory
from venues.models import Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password for tests"


def accept(open_page, width: int) -> Page:
    link = re.search(r"http://[^/]+(\S+)", mail.outbox[-1].body)[1]
    page = open_page(link, width)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_journey_20_invites_a_worker_and_sets_rights_per_area(open_page, live_server, client, width):
    cache.clear()
    area = AreaFactory(name="Oostbuurt")
    town = area.edition.municipality
    OrganisationFactory(municipality=town, name="Stichting Buurthuis")
    administrator = UserFactory(email="boss@example.org")
    Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR, municipality=town)
    client.force_login(administrator)
    page = open_page("/account/login/", width)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )

    page.goto(f"{live_server.url}/account")
    page.get_by_label("Organisaties").fill("buurt")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Stichting Buurthuis").click()
    page.get_by_label("E-mailadres").fill("worker@example.org")
    page.get_by_label("Rol", exact=True).select_option(label="medewerker")
    page.get_by_role("button", name="Stuur de uitnodiging").click()
    expect(page.get_by_role("status")).to_contain_text("worker@example.org")
    workers = accept(open_page, width)
    expect(workers.locator("main")).to_contain_text("Stichting Buurthuis")
    expect(workers.locator("main")).to_contain_text("medewerker")

    page.goto(f"{live_server.url}/members/municipalities/{town.pk}")
    page.get_by_label("E-mailadres").fill("editor@example.org")
    page.locator("#id_role").select_option(label="redacteur")
    page.locator("#id_area_code").select_option(area.code)
    page.get_by_role("button", name="Stuur de uitnodiging").click()
    expect(page.get_by_role("status")).to_contain_text("editor@example.org")
    editors = accept(open_page, width)
    expect(editors.locator("main")).to_contain_text(area.code)

    page.reload()
    row = page.locator("li", has_text="editor@example.org").first
    expect(row).to_contain_text("Oostbuurt")
    row.get_by_text("Wijzig").first.click()
    row.get_by_label("Redacteur van").select_option("")
    row.get_by_role("button", name="Wijzig de rol").click()
    expect(page.get_by_role("status")).to_contain_text("De rol is gewijzigd.")
    assert Membership.objects.get(user__email="editor@example.org").area_code == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
