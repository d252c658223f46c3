"""My places, closures, history and archive: for everybody, on every screen, without scripts too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import nothing_wrong_with, sign_in
from tests.factories import ClosureFactory, UserFactory, VenueFactory
from venues.models import Membership, Role, Venue
from venues.register.keep import archive, keep
from venues.register.record import read

pytestmark = pytest.mark.django_db(transaction=True)
NASTY = "<img src=x onerror=\"document.title='hit'\">"


@pytest.fixture
def place() -> Venue:
    """A place with a long name and markup in its texts, changed and closed; another one in the archive."""
    place = VenueFactory(name="Wijkvoorzieningencentrum Nieuw-Zevenhuizerpolderlanden", address=NASTY)
    editor = UserFactory(email="a.very.long.address.of.an.editor@municipality-of-testdorp.example")
    Membership.objects.create(user=editor, role=Role.ADMINISTRATOR, municipality=place.municipality)
    ClosureFactory(venue=place, note=NASTY)
    keep(place, read(place) | {"places": 12, "address": f"{NASTY} 2"}, editor)
    archive(VenueFactory(name=NASTY), editor)
    return place


def pages_of(place: Venue) -> list[str]:
    here = f"/venues/{place.pk}"
    return ["/places/mine?closed=yes", f"{here}/closures", f"{here}/history", f"/archive/{place.municipality_id}"]


def unfold(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


@pytest.mark.parametrize(("width", "language", "scheme"), [(320, "", "dark"), (1280, "/en", "light")])
def test_axe_has_nothing_to_say_and_texts_are_only_texts(
    open_page, live_server, client, place, width, language, scheme
):
    page = open_page("/account/login/", width, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server, client, Membership.objects.get().user)
    for path in pages_of(place):
        page.goto(live_server.url + language + path)
        unfold(page)
        nothing_wrong_with(page, width)
        assert page.locator("main img").count() == 0
        assert "hit" not in page.title()


def test_all_of_it_works_without_scripts(open_page, live_server, client, place):
    page = open_page("/account/login/", 390, java_script_enabled=False)
    sign_in(page, live_server, client, Membership.objects.get().user)
    page.goto(f"{live_server.url}/places/mine?closed=yes")
    page.locator("summary", has_text="Ongewijzigd").first.click()
    page.get_by_role("button", name="Ja, alles klopt nog").first.click()
    expect(page.get_by_role("status")).to_contain_text("Nieuw-Zevenhuizerpolderlanden")
    page.get_by_role("link", name="Geschiedenis").first.click()
    page.locator("summary", has_text="Zet deze stand terug").last.click()
    page.get_by_role("button", name="Ja, maak het zoals toen").last.click()
    expect(page.get_by_role("status")).to_contain_text("Alles is weer zoals toen.")
