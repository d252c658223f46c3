"""Journey 12: a weekly activity in the park, without a building, makes coverage rise for the groups that it is for."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import WAYS, Person, nothing_wrong_with, sign_in
from tests.browser.register_town import register_town
from tests.browser.words import Words
from tests.venues.worker import forget_jobs, work
from venues.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)
GROUP = {"nl": "Eenzame ouderen", "en": "Lonely older people"}
SAID = {
    "nl": "Zaterdag 10:00–11:30, ontvangst: een vrijwilliger",
    "en": "Saturday 10:00–11:30, host: a volunteer",
}


@pytest.fixture(autouse=True)
def _no_jobs_left(transactional_db):
    yield
    forget_jobs()


def coverage(client, area: str, group: str) -> float:
    rows = client.get("/api/v1/coverage", {"area": area, "group": group}).json()["items"]
    return next(row["coverage"] for row in rows if row["areaCode"] == area)


@pytest.mark.parametrize(("by", "language"), WAYS)
def test_journey_12_adds_a_weekly_activity_in_the_park(open_page, live_server, client, by, language):
    words, town = Words(language), register_town()
    area = town.town.areas[0].code
    before = coverage(client, area, "older-lonely")
    page = open_page("/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    page.goto(f"{live_server.url}{words.prefix}/account")
    person, part = Person(page, by), page.locator(".part.is-shown")

    def onwards():
        person.press(part.get_by_role("button", name=words("Next")))

    person.press(page.get_by_role("link", name=words("Add an activity")))
    person.write(part.get_by_label(words("Name"), exact=True), "Wandelgroep in het park")
    onwards()
    expect(part.get_by_label(words("Place in which it is held"))).to_have_value("")
    nothing_wrong_with(page)
    centre = town.town.areas[0].centre
    centre.transform(4326)
    person.write(part.locator("#id_coordinates"), f"{centre.y:.6f}, {centre.x:.6f}")
    onwards()
    person.choose(part.get_by_label(GROUP[language]), words("made for them"))
    onwards()
    person.tick(part.locator("[name=slots-0-days]").nth(5))
    person.write(part.get_by_label(words("From what time")), "10:00")
    person.write(part.get_by_label(words("To what time")), "11:30")
    person.choose(part.get_by_label(words("Who receives people")), words("a volunteer"))
    onwards()
    nothing_wrong_with(page)
    onwards()
    person.write(part.get_by_label(words("Places")), "15")
    nothing_wrong_with(page)
    person.press(page.get_by_role("button", name=words("Add to the register")))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Wandelgroep in het park")
    expect(page.locator("main")).to_contain_text(SAID[language])
    nothing_wrong_with(page)
    activity = Activity.objects.get()
    assert (activity.venue, activity.organisation, activity.places) == (None, town.organisation, 15)
    work()
    assert coverage(client, area, "older-lonely") > before
