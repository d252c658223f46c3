"""Signing in with a passkey, and the pages of accounts, in a real browser under the site's own policy."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.factories import MunicipalityFactory, UserFactory
from tests.venues.pages.sign_on_provider import served
from venues.models import Membership, Role, User

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password for tests"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(autouse=True)
def _limits_start_afresh(db) -> None:
    cache.clear()


@pytest.fixture
def person() -> User:
    user = UserFactory(email="anna@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=MunicipalityFactory())
    return user


def sign_in(page: Page, email: str = "anna@example.org") -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()


def with_a_phone_that_holds_passkeys(page: Page) -> None:
    """Chromium's own virtual authenticator: it keeps keys and says that its owner was there."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_set_up_and_then_signs_in_without_a_password(open_page, live_server, person):
    page = open_page("/account/login/", 390)
    with_a_phone_that_holds_passkeys(page)
    sign_in(page)
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.get_by_label("Naam").fill("Mijn telefoon")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/recovery-codes/**")
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
    page.goto(f"{live_server.url}/account/2fa/webauthn/")
    expect(page.get_by_text("Mijn telefoon").first).to_be_visible()

    page.goto(f"{live_server.url}/account")
    page.get_by_role("button", name="Uitloggen").click()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Inloggen met een passkey").click()

    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    expect(page.locator("main")).to_contain_text("anna@example.org")


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(390, "", "light"), (390, "/en", "dark"), (1280, "", "dark"), (1280, "/en", "light")],
)
def test_axe_has_nothing_to_say_about_the_pages_of_accounts(open_page, live_server, person, width, language, scheme):
    def check(page: Page, path: str) -> None:
        page.goto(live_server.url + language + path)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
        assert [(path, v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    page = open_page("/account/login/", width, color_scheme=scheme, bypass_csp=True)
    for path in ("/account/login/", "/account/password/reset/", "/account/signup/"):
        check(page, path)
    page.goto(f"{live_server.url}/account/login/")
    sign_in(page)
    for path in ("/account", "/members/municipalities/GM9990", "/account/2fa/", "/account/email/"):
        check(page, path)
    check(page, "/account/2fa/totp/activate/")
    page.get_by_label("Wachtwoord" if not language else "Password").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    for path in ("/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/"):
        check(page, path)
    for path in ("/account/password/change/", "/account/email/", "/account"):
        check(page, path)


def test_signing_in_works_without_javascript(open_page, person):
    page = open_page("/account/login/", 390, java_script_enabled=False)
    sign_in(page)


def test_the_single_sign_on_leads_there_and_back_under_the_policy(open_page, browser, live_server, settings):
    with served(settings) as provider:
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": directives | {"form-action": [*directives["form-action"], provider.address]}
        }
        context = browser.new_context(locale="nl-NL")
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.goto(f"{live_server.url}/account/login/")
        page.get_by_role("button", name="Inloggen met Gemeente Testdorp").click()
        expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
        expect(page.locator("main")).to_contain_text("anna@testdorp.example")
        context.close()
    assert complaints == []
    assert not User.objects.get().memberships.exists()
