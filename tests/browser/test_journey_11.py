"""Journey 11: a worker adds a venue on a phone; a double is offered, the draft survives, and the figures follow."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.person import Person, nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from tests.venues.worker import forget_jobs, work
from venues.models import Venue
from venues.pages.record_words import place_text

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "nl": {
        "prefix": "",
        "add": "Plek toevoegen",
        "name": "Naam",
        "type": ("Soort", "Buurthuis"),
        "next": "Volgende",
        "search": "Zoek een adres, plek of buurt",
        "elderly": ("Eenzame ouderen", "voor hen gemaakt"),
        "free": "gratis",
        "from": "Van hoe laat",
        "to": "Tot hoe laat",
        "host": ("Wie er ontvangt", "een vrijwilliger"),
        "places": "Plaatsen",
        "save": "Aan het register toevoegen",
        "another": "Nee, dit is een andere",
        "double": "Is het een van deze?",
        "added": "Toegevoegd aan het register.",
        "back": "Wat je eerder invulde, staat er weer.",
        "offline": "Geen netwerk.",
        "wait": "worden opnieuw berekend",
    },
    "en": {
        "prefix": "/en",
        "add": "Add a place",
        "name": "Name",
        "type": ("Type", "Community centre"),
        "next": "Next",
        "search": "Search an address, place or neighbourhood",
        "elderly": ("Lonely older people", "made for them"),
        "free": "no charge",
        "from": "From what time",
        "to": "To what time",
        "host": ("Who receives people", "a volunteer"),
        "places": "Places",
        "save": "Add to the register",
        "another": "No, this is another one",
        "double": "Is it one of these?",
        "added": "Added to the register.",
        "back": "What you filled in earlier is back.",
        "offline": "No network.",
        "wait": "are being recalculated",
    },
}


@pytest.fixture(autouse=True)
def _no_jobs_left(transactional_db):
    yield
    forget_jobs()


@pytest.fixture
def town(transactional_db):
    return register_town()


def part(page: Page):
    return page.locator(".part.is-shown")


def onwards(person: Person, words: dict) -> None:
    person.press(part(person.page).get_by_role("button", name=words["next"]))


def what_and_where(person: Person, words: dict, spot: str) -> None:
    page = person.page
    person.press(page.get_by_role("link", name=words["add"]))
    person.write(part(page).get_by_label(words["name"], exact=True), "Huis van de Wijk")
    person.choose(part(page).get_by_label(words["type"][0], exact=True), words["type"][1])
    onwards(person, words)
    person.write(part(page).get_by_label(words["search"]), spot)
    person.press(page.locator("#spots button").first)
    expect(page.locator("#spots button")).to_have_count(0)
    expect(page.locator(".pin")).to_be_visible()


def whom_and_when(person: Person, words: dict) -> None:
    page = person.page
    onwards(person, words)
    person.choose(part(page).get_by_label(words["elderly"][0]), words["elderly"][1])
    person.tick(part(page).get_by_label(words["free"], exact=True))
    onwards(person, words)
    for day in (0, 1, 2):
        person.tick(page.locator("[name=slots-0-days]").nth(day))
    person.write(part(page).get_by_label(words["from"]), "10:00")
    person.write(part(page).get_by_label(words["to"]), "16:00")
    person.choose(part(page).get_by_label(words["host"][0]), words["host"][1])


def coverage_on_the_map(page: Page, live_server, code: str) -> str:
    page.goto(f"{live_server.url}/?group=older-lonely&level=neighbourhood")
    return page.locator(f"tr[data-area={code}] .figure").inner_text()


@pytest.mark.parametrize(("by", "language"), [("touch", "nl"), ("touch", "en"), ("keyboard", "nl"), ("keyboard", "en")])
def test_journey_11_adds_a_venue_in_three_minutes_and_25_taps(open_page, live_server, client, town, by, language):
    words = WORDS[language]
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    area = town.town.areas[0]
    before = coverage_on_the_map(page, live_server, area.code)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}{words['prefix']}/account")
    person = Person(page, by)

    what_and_where(person, words, area.name)
    nothing_wrong_with(page)
    whom_and_when(person, words)
    nothing_wrong_with(page)
    person.press(page.get_by_role("button", name=words["save"]))
    expect(page.locator(".messages")).to_contain_text(words["added"])
    assert (person.taps <= 25, person.seconds <= 180) == (True, True), (person.taps, person.seconds)

    expect(page.locator("#figures-wait")).to_contain_text(words["wait"])
    nothing_wrong_with(page)
    venue = Venue.objects.get(name="Huis van de Wijk")
    assert [(slot.weekday, slot.host) for slot in venue.slots.all()] == [(day, "volunteer") for day in (1, 2, 3)]
    assert (venue.low_threshold, venue.organisation) == (["free"], town.organisation)
    assert venue.audiences.get().group_id == "older-lonely"
    assert (venue.verified_by, venue.verified_on) == (town.worker, timezone.localdate())
    work()
    after = coverage_on_the_map(page, live_server, area.code)
    assert int(after.rstrip("%")) > int(before.rstrip("%"))
    expect(page.locator("#figures-wait")).to_have_count(0)


def test_journey_11_offers_a_double_nearby(open_page, live_server, client, town):
    words = WORDS["nl"]
    page = open_page("/", 390, expected="422", has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}/venues/new")
    person = Person(page)
    person.write(part(page).get_by_label("Naam", exact=True), "Bibliotheek Dorp")
    person.choose(part(page).get_by_label("Soort", exact=True), "Bibliotheek")
    onwards(person, words)
    near = town.library.location
    person.write(part(page).get_by_label("Coördinaten"), place_text([near.x + 40, near.y]))
    page.keyboard.press("Tab")
    expect(page.locator("#doubles")).to_contain_text(words["double"])
    expect(page.locator("#doubles").get_by_role("link", name="Bibliotheek")).to_be_visible()
    nothing_wrong_with(page)
    person.press(page.get_by_role("button", name=words["save"]))
    expect(page.get_by_role("alert")).to_contain_text("Nog niet toegevoegd")
    assert Venue.objects.count() == 1
    nothing_wrong_with(page)
    person.tick(page.get_by_label(words["another"]))
    person.press(page.get_by_role("button", name=words["save"]))
    expect(page.locator(".messages")).to_contain_text(words["added"])
    assert Venue.objects.count() == 2


@pytest.mark.parametrize("language", ["nl", "en"])
def test_journey_11_keeps_the_draft_through_a_reload_and_a_lost_network(open_page, live_server, client, town, language):
    words = WORDS[language]
    page = open_page("/", 390, expected="ERR_INTERNET_DISCONNECTED", has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}{words['prefix']}/account")
    person = Person(page)
    what_and_where(person, words, town.town.areas[1].name)
    whom_and_when(person, words)
    where = page.locator("#id_coordinates").input_value()

    page.reload()
    notice = page.locator("#draft-notice")
    expect(notice).to_contain_text(words["back"])
    nothing_wrong_with(page)
    assert page.locator("#id_name").input_value() == "Huis van de Wijk"
    assert page.locator("#id_coordinates").input_value() == where
    assert page.locator("[name=slots-0-days]:checked").count() == 3

    page.context.set_offline(True)
    person.press(page.get_by_role("button", name=words["save"]))
    expect(notice).to_contain_text(words["offline"])
    assert not Venue.objects.filter(name="Huis van de Wijk").exists()
    page.context.set_offline(False)
    expect(page.locator(".messages")).to_contain_text(words["added"], timeout=15_000)
    assert Venue.objects.filter(name="Huis van de Wijk").count() == 1

    page.goto(f"{live_server.url}{words['prefix']}/venues/new")
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator("#draft-notice")).to_be_hidden()


def test_journey_11_moves_the_pin_with_the_arrow_keys(open_page, live_server, client, town):
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}/venues/new#part-where")
    person = Person(page, "keyboard")
    person.press(page.get_by_role("button", name="Speld midden op de kaart"))
    before = page.locator("#id_coordinates").input_value().split(", ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    after = page.locator("#id_coordinates").input_value().split(", ")
    north, east = (float(now) - float(then) for now, then in zip(after, before, strict=True))
    assert north == pytest.approx(10 / 111_320, abs=2e-6)
    assert east == pytest.approx(1 / 111_320 / 0.61, abs=3e-6)
    nothing_wrong_with(page)


def test_journey_11_enter_goes_on_and_signing_out_leaves_nothing_on_the_device(open_page, live_server, client, town):
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}/venues/new")
    page.locator("#id_name").fill("Half ingevuld")
    page.keyboard.press("Enter")
    expect(page.locator("#part-where")).to_be_visible()
    page.get_by_label("Zoek een adres, plek of buurt").fill(town.town.areas[0].name)
    page.keyboard.press("Enter")
    expect(page.locator("#spots button").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft '))") != []
    page.goto(f"{live_server.url}/account")
    page.get_by_role("button", name="Uitloggen").tap()
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft '))") == []


def test_journey_11_works_where_the_device_keeps_nothing(open_page, live_server, client, town):
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    page.goto(f"{live_server.url}/venues/{_own_place(town).pk}/edit")
    page.locator("#id_name").fill("Andere naam")
    page.get_by_role("button", name="Bewaar", exact=True).tap()
    expect(page.locator(".messages")).to_contain_text("Bewaard.")


def _own_place(town) -> Venue:
    Venue.objects.filter(pk=town.library.pk).update(organisation=town.organisation)
    return town.library
