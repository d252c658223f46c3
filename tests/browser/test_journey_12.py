"""Journey 12: a weekly activity in the park, without a building, makes coverage rise for the groups that it is for."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from tests.venues.worker import forget_jobs, work
from venues.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "nl": {
        "prefix": "",
        "add": "Activiteit toevoegen",
        "name": "Naam",
        "venue": ("Waar het is", "niet in een gebouw: buiten, of op een andere plaats"),
        "next": "Volgende",
        "middle": "Speld midden op de kaart",
        "group": ("Eenzame ouderen", "voor hen gemaakt"),
        "from": "Van hoe laat",
        "to": "Tot hoe laat",
        "host": ("Wie er ontvangt", "een vrijwilliger"),
        "places": "Plaatsen",
        "save": "Aan het register toevoegen",
        "said": "Zaterdag 10:00–11:30, ontvangst: een vrijwilliger",
    },
    "en": {
        "prefix": "/en",
        "add": "Add an activity",
        "name": "Name",
        "venue": ("Where it is held", "not in a building: outside, or at another spot"),
        "next": "Next",
        "middle": "Pin in the middle of the map",
        "group": ("Lonely older people", "made for them"),
        "from": "From what time",
        "to": "To what time",
        "host": ("Who receives people", "a volunteer"),
        "places": "Places",
        "save": "Add to the register",
        "said": "Saturday 10:00–11:30, host: a volunteer",
    },
}


@pytest.fixture(autouse=True)
def _no_jobs_left(transactional_db):
    yield
    forget_jobs()


def coverage(client, area: str, group: str) -> float:
    rows = client.get("/api/v1/coverage", {"area": area, "group": group}).json()["items"]
    return next(row["coverage"] for row in rows if row["areaCode"] == area)


@pytest.mark.parametrize(("by", "language"), [("touch", "nl"), ("keyboard", "en")])
def test_journey_12_adds_a_weekly_activity_in_the_park(open_page, live_server, client, by, language):
    words, town = WORDS[language], register_town()
    area = town.town.areas[0].code
    before = coverage(client, area, "older-lonely")
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}{words['prefix']}/account")
    person, part = Person(page, by), page.locator(".part.is-shown")

    def onwards():
        person.press(part.get_by_role("button", name=words["next"]))

    person.press(page.get_by_role("link", name=words["add"]))
    person.write(part.get_by_label(words["name"], exact=True), "Wandelgroep in het park")
    onwards()
    expect(part.get_by_label(words["venue"][0])).to_have_value("")
    nothing_wrong_with(page)
    centre = town.town.areas[0].centre
    centre.transform(4326)
    person.write(part.locator("#id_coordinates"), f"{centre.y:.6f}, {centre.x:.6f}")
    onwards()
    person.choose(part.get_by_label(words["group"][0]), words["group"][1])
    onwards()
    person.tick(part.locator("[name=slots-0-days]").nth(5))
    person.write(part.get_by_label(words["from"]), "10:00")
    person.write(part.get_by_label(words["to"]), "11:30")
    person.choose(part.get_by_label(words["host"][0]), words["host"][1])
    onwards()
    nothing_wrong_with(page)
    onwards()
    person.write(part.get_by_label(words["places"]), "15")
    nothing_wrong_with(page)
    person.press(page.get_by_role("button", name=words["save"]))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Wandelgroep in het park")
    expect(page.locator("main")).to_contain_text(words["said"])
    nothing_wrong_with(page)
    activity = Activity.objects.get()
    assert (activity.venue, activity.organisation, activity.places) == (None, town.organisation, 15)
    work()
    assert coverage(client, area, "older-lonely") > before
