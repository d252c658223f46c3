"""Without a network: our own page, and never an old figure."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from tests.browser.person import WCAG
from tests.venues.pages.town import scored_town

pytestmark = pytest.mark.django_db(transaction=True)
LOST = "ERR_INTERNET_DISCONNECTED"
WORDS = {
    "": {"title": "Geen netwerk", "again": "Probeer opnieuw"},
    "/en": {"title": "No network", "again": "Try again"},
}
AWAIT_STORES = """async count => {
  for (let tries = 0; tries < 200 && (await caches.keys()).length !== count; tries++)
    await new Promise(later => setTimeout(later, 50));
  const stores = await caches.keys();
  const workers = await navigator.serviceWorker.getRegistrations();
  return [stores.length, workers.length];
}"""
"""How many stores and workers the browser keeps, once there are as many stores as awaited or after ten seconds."""


def with_worker(open_page: Any, path: str, width: int = 390) -> Page:
    """A page of the site, once the browser keeps what it needs without a network."""
    page = open_page(path, width, expected=LOST, service_workers="allow", bypass_csp=True)
    page.wait_for_load_state()
    assert page.evaluate(AWAIT_STORES, 1)[0] == 1
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_lost_network_shows_our_page_and_its_return_the_one_that_was_asked_for(open_page, live_server, language):
    scored_town()
    words, asked = WORDS[language], f"{live_server.url}{language}/areas/BU99990002?group=youth"
    page = with_worker(open_page, f"{language}/method")
    page.context.set_offline(True)

    page.goto(asked)
    expect(page.locator("h1")).to_have_text(words["title"])
    assert page.url == asked
    # It looks as ours: the style sheet and the fonts came from the device too.
    assert page.evaluate("document.fonts.load('16px \"Source Serif 4 Variable\"').then(found => found.length)") == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).display") != "inline"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"] == []
    page.get_by_role("link", name=words["again"]).click()
    expect(page.locator("h1")).to_have_text(words["title"])

    page.context.set_offline(False)
    page.get_by_role("link", name=words["again"]).click()
    expect(page.locator("h1")).to_contain_text("Buurt 0-2")
    assert page.url == asked


def test_no_page_is_read_from_the_device(open_page, live_server):
    scored_town()
    page = with_worker(open_page, "/areas/BU99990002")
    page.reload()
    page.context.set_offline(True)

    page.reload()
    expect(page.locator("h1")).to_have_text("Geen netwerk")
    assert page.evaluate("fetch('/method').then(() => 'old', () => 'none')") == "none"


def test_signing_in_files_and_forms_go_on_beside_the_worker(open_page, live_server, django_user_model):
    scored_town()
    user = django_user_model.objects.create_user(email="anna@example.org", password="een lang wachtwoord")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = with_worker(open_page, "/account/login/", 1280)
    page.reload()
    page.locator("[name=login]").fill("anna@example.org")
    page.locator("[name=password]").fill("een lang wachtwoord")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "login" not in address)

    # Led here by another site, as after a single sign-on.
    page.goto(f"data:text/html,<a href='{live_server.url}/account'>account</a>")
    page.get_by_role("link").click()
    expect(page.locator("#sign-out")).to_be_visible()
    page.goto(f"{live_server.url}/?municipality=GM9999")
    with page.expect_download() as taken:
        page.locator("a[href*='/map.csv']").first.click()
    assert taken.value.suggested_filename.endswith(".csv")


def test_where_it_is_turned_off_the_next_page_takes_away_what_was_kept(open_page, live_server, settings):
    page = with_worker(open_page, "/method")
    settings.OFFLINE_PAGE = False

    page.reload()
    assert page.evaluate(AWAIT_STORES, 0) == [0, 0]
