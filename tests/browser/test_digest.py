"""The weekly mail is switched on by a thumb, and stopped from a mail without an account, with or without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory
from venues.models import User
from venues.register.digests import stop_token

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def nothing_wrong_with(page: Page) -> None:
    page.wait_for_load_state("load")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_is_switched_on_and_off_on_a_phone(open_page, live_server, client):
    client.force_login(UserFactory())
    phone = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    phone.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    phone.goto(f"{live_server.url}/account")
    phone.get_by_role("button", name="Stuur mij een wekelijkse mail").tap()
    expect(phone.get_by_role("status")).to_contain_text("Vanaf maandag krijg je een wekelijkse mail")
    nothing_wrong_with(phone)
    phone.get_by_role("button", name="Stop de wekelijkse mail").tap()
    expect(phone.get_by_role("status")).to_contain_text("Je krijgt geen wekelijkse mail meer.")
    assert not User.objects.get().wants_digest


def test_it_is_stopped_from_the_mail_by_one_click(open_page):
    person = UserFactory(wants_digest=True)
    phone = open_page(f"/digest/stop/{stop_token(person)}", 390, has_touch=True, bypass_csp=True)
    nothing_wrong_with(phone)
    phone.get_by_role("button", name="Stop de wekelijkse mail").tap()
    expect(phone.get_by_role("status")).to_contain_text("Je krijgt geen wekelijkse mail meer.")
    nothing_wrong_with(phone)
    assert not User.objects.get().wants_digest


def test_it_is_stopped_without_scripts(open_page):
    person = UserFactory(wants_digest=True)
    page = open_page(f"/en/digest/stop/{stop_token(person)}", 390, java_script_enabled=False)
    page.get_by_role("button", name="Stop the weekly mail").click()
    expect(page.get_by_role("status")).to_contain_text("You get no weekly mail any more.")
    assert not User.objects.get().wants_digest
