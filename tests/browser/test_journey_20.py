"""Journey 20: an administrator invites a worker into an organisation and sets rights per area.

Then sees who changed what and when, and restores a place that was deleted.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.browser.person import WAYS, Person, nothing_wrong_with, sign_in
from tests.browser.words import Words
from tests.factories import (
    AreaFactory,
    MunicipalityAreaFactory,
    OrganisationFactory,
    SlotFactory,
    UserFactory,
    VenueFactory,
)
from tests.venues.worker import forget_jobs
from venues.models import Membership, Role, Venue
from venues.register.keep import keep
from venues.register.record import read

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password for tests"


def accept(open_page, by: str, words: Words, width: int) -> Page:
    link = re.search(r"http://[^/]+(\S+)", mail.outbox[-1].body)[1]
    page = open_page(link, width, has_touch=True, bypass_csp=True)
    person = Person(page, by)
    # The mail speaks the language of who invites.
    for field in page.locator("input[type=password]").all():
        person.write(field, PASSWORD)
    nothing_wrong_with(page, width)
    person.press(page.get_by_role("button", name=words("Accept the invitation")))
    expect(page.get_by_role("heading", name=words("My account"))).to_be_visible()
    return page


def invite(person: Person, words: Words, email: str, role: str) -> None:
    page = person.page
    person.write(page.get_by_label(words("E-mail address")), email)
    person.choose(page.locator("#id_role"), words(role))
    if role == "editor":
        person.choose(page.locator("#id_area_code"), page.locator("#id_area_code option").nth(1).inner_text())
    person.press(page.get_by_role("button", name=words("Send the invitation")))
    expect(page.get_by_role("status")).to_contain_text(email)


@pytest.mark.parametrize(("by", "language", "width"), [*((*way, 390) for way in WAYS), ("keyboard", "nl", 1280)])
def test_journey_20_invites_a_worker_and_sets_rights_per_area(open_page, live_server, client, by, language, width):
    cache.clear()
    words, area = Words(language), AreaFactory(name="Oostbuurt")
    town = area.edition.municipality
    OrganisationFactory(municipality=town, name="Stichting Buurthuis")
    administrator = UserFactory(email="boss@example.org")
    Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR, municipality=town)
    page = open_page("/account/login/", width, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, administrator)
    person = Person(page, by)

    page.goto(f"{live_server.url}{words.prefix}/account")
    person.write(page.get_by_label(words("Organisations")), "buurt")
    person.press(page.get_by_role("button", name=words("Search")))
    person.press(page.get_by_role("link", name="Stichting Buurthuis"))
    expect(page.get_by_role("button", name=words("Send the invitation"))).to_be_visible()
    nothing_wrong_with(page, width)
    invite(person, words, "worker@example.org", "worker")
    workers = accept(open_page, by, words, width)
    expect(workers.locator("main")).to_contain_text("Stichting Buurthuis")
    expect(workers.locator("main")).to_contain_text(words("worker"))

    page.goto(f"{live_server.url}{words.prefix}/members/municipalities/{town.pk}")
    invite(person, words, "editor@example.org", "editor")
    editors = accept(open_page, by, words, width)
    expect(editors.locator("main")).to_contain_text(area.code)
    assert Membership.objects.get(user__email="editor@example.org").area_code == area.code

    page.reload()
    row = page.locator("li", has_text="editor@example.org").first
    expect(row).to_contain_text("Oostbuurt")
    person.press(row.locator("summary", has_text=words("Change")).first)
    whole = row.get_by_label(words("Editor of"))
    person.choose(whole, whole.locator("option").first.inner_text())
    person.press(row.get_by_role("button", name=words("Change the role")))
    expect(page.get_by_role("status")).to_contain_text(words("The role was changed."))
    assert Membership.objects.get(user__email="editor@example.org").area_code == ""
    nothing_wrong_with(page, width)


HISTORY = {
    "": {
        "mine": "Mijn plekken",
        "archive": "Archief van Testdorp",
        "deleted": "Deze plek is uit het register verwijderd",
        "state": "Zet deze stand terug",
        "yes": "Ja, maak het zoals toen",
        "done": "Alles is weer zoals toen",
        "history": "Geschiedenis",
        "places": "Plaatsen was: niet vastgelegd werd: 25",
    },
    "/en": {
        "mine": "My places",
        "archive": "Archive of Testdorp",
        "deleted": "This place was deleted from the register",
        "state": "Bring back this state",
        "yes": "Yes, make it as it was then",
        "done": "It is as it was then",
        "history": "History",
        "places": "Places was: not recorded became: 25",
    },
}


@pytest.fixture
def changed():
    """A place that a worker gave 25 places, and somebody else 3; its administrator."""
    town = MunicipalityAreaFactory().edition.municipality
    organisation = OrganisationFactory(municipality=town, name="Stichting Buurthuis")
    worker, administrator = UserFactory(email="worker@example.org"), UserFactory(email="boss@example.org")
    Membership.objects.create(user=worker, role=Role.WORKER, organisation=organisation)
    Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR, municipality=town)
    place = VenueFactory(municipality=town, organisation=organisation, name="De Huiskamer")
    SlotFactory(venue=place)
    keep(place, read(place) | {"places": 25}, worker)
    Venue.objects.filter(pk=place.pk).update(places=3)
    yield place, administrator
    forget_jobs()


@pytest.mark.parametrize(("by", "language"), [("touch", ""), ("keyboard", "/en")])
def test_journey_20_sees_who_changed_what_and_brings_a_state_back_in_two_taps(
    open_page, live_server, client, changed, by, language
):
    (place, administrator), words = changed, HISTORY[language]
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, administrator)
    person = Person(page, by)
    page.goto(f"{live_server.url}{language}/venues/{place.pk}")
    person.press(page.get_by_role("link", name=words["history"], exact=True))
    told = page.locator(".history-list > li")
    expect(told).to_have_count(4)
    expect(told.nth(1)).to_contain_text("worker@example.org")
    expect(told.nth(1)).to_contain_text(re.compile(words["places"].replace(" ", r"\s+")))
    expect(told.nth(1).locator("time")).to_have_attribute("datetime", re.compile(r"^20\d\d-"))
    nothing_wrong_with(page)

    person.taps = 0
    person.press(told.nth(1).locator("summary", has_text=words["state"]))
    nothing_wrong_with(page)
    person.press(told.nth(1).get_by_role("button", name=words["yes"]))
    expect(page.get_by_role("status")).to_contain_text(words["done"])
    assert person.taps == 2
    assert Venue.objects.get(pk=place.pk).places == 25
    expect(told.first).to_contain_text("boss@example.org")


@pytest.mark.parametrize(("by", "language"), [("touch", "/en"), ("keyboard", "")])
def test_journey_20_restores_a_deleted_place(open_page, live_server, client, changed, by, language):
    (place, administrator), words = changed, HISTORY[language]
    key = place.pk
    Venue.objects.get(pk=key).delete()
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, administrator)
    person = Person(page, by)
    page.goto(f"{live_server.url}{language}/account")
    person.press(page.get_by_role("link", name=words["mine"], exact=True))
    person.press(page.get_by_role("link", name=words["archive"]))
    expect(page.get_by_role("link", name="De Huiskamer")).to_be_visible()
    nothing_wrong_with(page)
    person.press(page.get_by_role("link", name="De Huiskamer"))
    expect(page.locator("main")).to_contain_text(words["deleted"])
    state = page.locator(".history-list > li", has_text="worker@example.org")
    nothing_wrong_with(page)

    person.press(state.locator("summary", has_text=words["state"]))
    person.press(state.get_by_role("button", name=words["yes"]))
    expect(page.get_by_role("status")).to_contain_text(words["done"])
    restored = Venue.objects.get(pk=key)
    assert (restored.name, restored.places, restored.slots.count()) == ("De Huiskamer", 25, 1)
    page.goto(f"{live_server.url}{language}/venues/{key}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("De Huiskamer")
