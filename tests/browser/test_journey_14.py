"""Journey 14: two edit the same venue; another organisation's venue can be read, and a correction suggested."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.person import Person, nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from tests.venues.worker import forget_jobs
from venues.models import Suggestion, Venue

pytestmark = pytest.mark.django_db(transaction=True)
WIDTH = 390


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


def open_part(page: Page, key: str) -> None:
    page.locator(f'.parts a[href="#part-{key}"]').click()
    expect(page.locator(f"#part-{key}")).to_be_visible()


WORDS = {
    "nl": ("", "Bewaar", "Iemand anders heeft dit ook gewijzigd", "Van mij:", "Bewaar mijn keuze", "Bewaard."),
    "en": ("/en", "Save", "Somebody else changed this too", "Mine:", "Save what I chose", "Saved."),
}


@pytest.mark.parametrize(("by", "language"), [("touch", "nl"), ("keyboard", "en")])
def test_journey_14_the_second_of_two_chooses_field_by_field(open_page, live_server, town, by, language):
    prefix, save, asked, mine, keep_choice, saved = WORDS[language]
    Venue.objects.filter(pk=town.library.pk).update(organisation=town.organisation)
    address = f"{live_server.url}{prefix}/venues/{town.library.pk}/edit"
    first = phone_of(open_page, live_server, town.editor)
    second = phone_of(open_page, live_server, town.worker)
    for page in (first, second):
        page.goto(address)
    for page, places in ((first, "40"), (second, "25")):
        open_part(page, "room")
        page.locator("#id_places").fill(places)
    second.locator("#id_wheelchair").select_option("yes")
    open_part(second, "what")
    second.locator("#id_website").fill("https://bibliotheek.example")
    first.get_by_role("button", name=save, exact=True).tap()
    expect(first.locator(".messages")).to_contain_text(saved)

    person = Person(second, by)
    person.press(second.get_by_role("button", name=save, exact=True))
    expect(second.get_by_role("heading", name=asked)).to_be_visible()
    nothing_wrong_with(second)
    venue = Venue.objects.get(pk=town.library.pk)
    assert (venue.places, venue.wheelchair, venue.website) == (40, "", "")
    choices = second.locator(".merge-choice")
    expect(choices).to_have_count(1)
    expect(choices).to_contain_text("40")
    expect(choices).to_contain_text("25")
    radio = choices.get_by_role("radio", name=mine)
    if by == "touch":
        person.tick(radio)
    else:
        choices.get_by_role("radio").first.focus()
        second.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()
    person.press(second.get_by_role("button", name=keep_choice))
    expect(second.locator(".messages")).to_contain_text(saved)
    venue.refresh_from_db()
    assert (venue.places, venue.wheelchair, venue.website) == (25, "yes", "https://bibliotheek.example")


@pytest.mark.parametrize("by", ["touch", "keyboard"])
def test_journey_14_another_organisations_venue_is_suggested_and_taken_over(open_page, live_server, town, by):
    page = phone_of(open_page, live_server, town.worker)
    page.goto(f"{live_server.url}/venues/{town.library.pk}")
    expect(page.get_by_role("link", name="Wijzig", exact=True)).to_have_count(0)
    person = Person(page, by)
    person.press(page.get_by_role("link", name="Verbetering voorstellen"))
    expect(page.locator("main")).to_contain_text("Je kunt deze plek niet zelf wijzigen.")
    nothing_wrong_with(page)
    person.press(page.locator('.parts a[href="#part-room"]'))
    person.choose(page.locator("#id_wheelchair"), "niet toegankelijk")
    person.write(page.get_by_label("Waarom, of wat er nog meer niet klopt"), "Er is een drempel")
    person.press(page.get_by_role("button", name="Voorstel versturen"))
    expect(page.locator(".messages")).to_contain_text("kijkt naar je voorstel")
    assert Venue.objects.get(pk=town.library.pk).wheelchair == ""

    desk = phone_of(open_page, live_server, town.editor)
    desk.goto(f"{live_server.url}/account")
    editor = Person(desk, by)
    editor.press(desk.get_by_role("link", name="Voorstellen"))
    expect(desk.locator(".proposal")).to_contain_text("Er is een drempel")
    expect(desk.locator(".proposal ins")).to_contain_text("niet toegankelijk")
    nothing_wrong_with(desk)
    editor.press(desk.get_by_role("button", name="Overnemen"))
    expect(desk.locator(".messages")).to_contain_text("Overgenomen.")
    assert Venue.objects.get(pk=town.library.pk).wheelchair == "no"
    assert Suggestion.objects.get().status == "accepted"
