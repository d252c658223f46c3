"""Journey 14: two edit the same venue; another organisation's venue can be read, and a correction suggested."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.person import WAYS, Person, nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from tests.browser.words import Words
from tests.venues.worker import forget_jobs
from venues.models import Suggestion, Venue

pytestmark = pytest.mark.django_db(transaction=True)
WIDTH = 390
NOT_YOURS = "You cannot change this yourself. Change here what is wrong: who keeps it gets your suggestion."
THANKS = "Thank you. Who keeps this place will look at your suggestion."


@pytest.fixture(autouse=True)
def _no_jobs_left(transactional_db):
    yield
    forget_jobs()


@pytest.fixture
def town(transactional_db):
    return register_town()


def phone_of(open_page, live_server, user) -> Page:
    page = open_page("/", WIDTH, expected="409", has_touch=True, bypass_csp=True)
    # A client each: signing the second in would sign the first out.
    sign_in(page, live_server, Client(), user)
    return page


def open_part(person: Person, key: str) -> None:
    person.press(person.page.locator(f'.parts a[href="#part-{key}"]'))
    expect(person.page.locator(f"#part-{key}")).to_be_visible()


@pytest.mark.parametrize(("by", "language"), WAYS)
def test_journey_14_the_second_of_two_chooses_field_by_field(open_page, live_server, town, by, language):
    words = Words(language)
    Venue.objects.filter(pk=town.library.pk).update(organisation=town.organisation)
    address = f"{live_server.url}{words.prefix}/venues/{town.library.pk}/edit"
    first = phone_of(open_page, live_server, town.editor)
    second = phone_of(open_page, live_server, town.worker)
    for page in (first, second):
        page.goto(address)
    editor, person = Person(first, by), Person(second, by)
    for each, places in ((editor, "40"), (person, "25")):
        open_part(each, "room")
        each.write(each.page.locator("#id_places"), places)
    person.choose(second.locator("#id_wheelchair"), words("accessible"))
    open_part(person, "what")
    person.write(second.locator("#id_website"), "https://bibliotheek.example")
    editor.press(first.get_by_role("button", name=words("Save"), exact=True))
    expect(first.locator(".messages")).to_contain_text(words("Saved."))

    person.press(second.get_by_role("button", name=words("Save"), exact=True))
    expect(second.get_by_role("heading", name=words("Somebody else changed this too"))).to_be_visible()
    nothing_wrong_with(second)
    venue = Venue.objects.get(pk=town.library.pk)
    assert (venue.places, venue.wheelchair, venue.website) == (40, "", "")
    choices = second.locator(".merge-choice")
    expect(choices).to_have_count(1)
    expect(choices).to_contain_text("40")
    expect(choices).to_contain_text("25")
    person.pick(choices.get_by_role("radio", name=words("Mine:")))
    person.press(second.get_by_role("button", name=words("Save what I chose")))
    expect(second.locator(".messages")).to_contain_text(words("Saved."))
    venue.refresh_from_db()
    assert (venue.places, venue.wheelchair, venue.website) == (25, "yes", "https://bibliotheek.example")


@pytest.mark.parametrize(("by", "language"), WAYS)
def test_journey_14_another_organisations_venue_is_suggested_and_taken_over(open_page, live_server, town, by, language):
    words = Words(language)
    page = phone_of(open_page, live_server, town.worker)
    page.goto(f"{live_server.url}{words.prefix}/venues/{town.library.pk}")
    expect(page.get_by_role("link", name=words("Change"), exact=True)).to_have_count(0)
    person = Person(page, by)
    person.press(page.get_by_role("link", name=words("Suggest a correction")))
    expect(page.locator("main")).to_contain_text(words(NOT_YOURS))
    nothing_wrong_with(page)
    person.press(page.locator('.parts a[href="#part-room"]'))
    person.choose(page.locator("#id_wheelchair"), words("not accessible"))
    person.write(page.get_by_label(words("Why, or what else is wrong")), "Er is een drempel")
    person.press(page.get_by_role("button", name=words("Send the suggestion")))
    expect(page.locator(".messages")).to_contain_text(words(THANKS))
    assert Venue.objects.get(pk=town.library.pk).wheelchair == ""

    desk = phone_of(open_page, live_server, town.editor)
    desk.goto(f"{live_server.url}{words.prefix}/account")
    editor = Person(desk, by)
    editor.press(desk.get_by_role("link", name=words("Suggestions")))
    expect(desk.locator(".proposal")).to_contain_text("Er is een drempel")
    expect(desk.locator(".proposal ins")).to_contain_text(words("not accessible"))
    nothing_wrong_with(desk)
    editor.press(desk.get_by_role("button", name=words("Take over")))
    expect(desk.locator(".messages")).to_contain_text(words("Taken over."))
    assert Venue.objects.get(pk=town.library.pk).wheelchair == "no"
    assert Suggestion.objects.get().status == "accepted"
