"""The name that somebody gives a passkey stays text on the pages that list, rename and remove it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.browser.hostile_texts import HOSTILE
from tests.browser.person import sign_in
from tests.browser.test_hostile_texts import FOUND, NOTHING
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_name_of_a_passkey_is_shown_as_text(open_page, live_server, client):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    key = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": HOSTILE, "credential": {}}
    )
    page = open_page("/en/method")
    sign_in(page, live_server, client, user)
    keys = "/en/account/2fa/webauthn/"
    page.goto(f"{live_server.url}{keys}keys/{key.pk}/edit/")
    page.locator("main input[type=password]").fill("a long password for tests")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}{keys}keys/{key.pk}/edit/")
    for address in (keys, f"{keys}keys/{key.pk}/edit/", f"{keys}keys/{key.pk}/remove/"):
        answer = page.goto(live_server.url + address)
        assert (answer.status, page.url) == (200, live_server.url + address)
        assert page.evaluate(FOUND) == NOTHING, address
        if not address.endswith("/remove/"):
            assert "<img src=x" in page.content().replace("&lt;", "<"), address
    page.goto(f"{live_server.url}{keys}keys/{key.pk}/edit/")
    page.locator("main form").last.locator("input[name=name]").fill(f"2{HOSTILE}")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    expect(page).to_have_url(live_server.url + keys)
    expect(page.locator("main")).to_contain_text(f"2{HOSTILE}")
    assert page.evaluate(FOUND) == NOTHING
