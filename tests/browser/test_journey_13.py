"""Journey 13: a worker reports a temporary closure on a phone; scores change on those dates; it can be undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from playwright.sync_api import Page, expect

from tests.browser.person import Person, nothing_wrong_with, sign_in
from tests.factories import ActivityFactory, OrganisationFactory, SlotFactory, UserFactory
from tests.venues.assessment.town import Town, make_town, open_library
from tests.venues.worker import forget_jobs, work
from venues.city import score_again
from venues.models import ClosureEvent, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "": {
        "report": "Sluiting melden",
        "from": "Dicht vanaf",
        "until": "Gaat weer open op",
        "reason": ("Reden", "verbouwing"),
        "note": "Opmerking",
        "send": "Meld de sluiting",
        "now": "Nu.",
        "mistake": "Per ongeluk gemeld",
        "undo": "Ja, maak deze sluiting ongedaan",
        "today": "Vandaag weer open",
        "over": "Voorbij.",
        "history": "Geschiedenis",
        "whole": "geheel gesloten, verbouwing",
    },
    "/en": {
        "report": "Report a closure",
        "from": "Closed from",
        "until": "Reopens on",
        "reason": ("Reason", "renovation"),
        "note": "Note",
        "send": "Report the closure",
        "now": "Now.",
        "mistake": "Reported by mistake",
        "undo": "Yes, undo this closure",
        "today": "Reopened today",
        "over": "Over.",
        "history": "History",
        "whole": "wholly closed, renovation",
    },
}


@pytest.fixture
def town():
    """A scored town whose only places are a library and its reading evening; the worker keeps both."""
    town = make_town()
    organisation = OrganisationFactory(municipality=town.municipality, name="De Bibliotheek")
    town.library = open_library(town, name="Bieb", organisation=organisation)
    town.evening = ActivityFactory(
        municipality=town.municipality, name="Leesavond", venue=town.library, location=None, has_own_space=True
    )
    SlotFactory(activity=town.evening, weekday=2)
    town.people("residents", (100, 100, 200))
    town.municipality.is_scored = True
    town.municipality.save()
    score_again(town.municipality, timezone.localdate())
    town.worker = UserFactory(email="worker@example.org")
    Membership.objects.create(user=town.worker, role=Role.WORKER, organisation=organisation)
    yield town
    forget_jobs()


def coverage(page: Page, live_server, town: Town, day: date | None = None) -> float:
    """What the API says of the first neighbourhood, today or as of a date."""
    asked = f"?group=residents&area={town.areas[0].code}" + (f"&date={day}" if day else "")
    answer = page.request.get(f"{live_server.url}/api/v1/coverage{asked}")
    assert answer.ok, answer.text()
    [row] = answer.json()["items"]
    return row["coverage"]


def said(day: date, language: str) -> str:
    with override(language.strip("/") or "nl"):
        return date_format(day, "j F Y")


@pytest.mark.parametrize(("by", "language"), [("touch", ""), ("keyboard", "/en")])
def test_journey_13_a_temporary_closure_counts_on_its_days_and_is_undone(
    open_page, live_server, client, town, by, language
):
    words, today = WORDS[language], timezone.localdate()
    reopens = today + timedelta(days=30)
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    person = Person(page, by)
    before = coverage(page, live_server, town)
    assert before > 0

    page.goto(f"{live_server.url}{language}/venues/{town.library.pk}")
    person.press(page.get_by_role("link", name=words["report"]))
    expect(page.get_by_role("button", name=words["send"])).to_be_visible()
    nothing_wrong_with(page)
    person.write(page.get_by_label(words["from"]), today.isoformat())
    person.write(page.get_by_label(words["until"]), reopens.isoformat())
    person.choose(page.get_by_label(words["reason"][0]), words["reason"][1])
    person.write(page.get_by_label(words["note"]), "Nieuwe vloer")
    person.press(page.get_by_role("button", name=words["send"]))
    closure = page.locator(".keeping-list > li").first
    expect(closure).to_contain_text(words["now"])
    expect(closure).to_contain_text("Nieuwe vloer")
    nothing_wrong_with(page)
    work()

    days = {day: coverage(page, live_server, town, day) for day in (today, reopens - timedelta(days=1), reopens)}
    assert list(days.values()) == [0, 0, pytest.approx(before)]
    assert coverage(page, live_server, town) == 0
    assert coverage(page, live_server, town, today - timedelta(days=1)) == pytest.approx(before)
    page.goto(f"{live_server.url}{language}/venues/{town.library.pk}")
    expect(page.locator("main")).to_contain_text(said(reopens, language))

    person.press(page.get_by_role("link", name=words["report"]))
    person.press(closure.locator("summary", has_text=words["mistake"]))
    nothing_wrong_with(page)
    person.press(closure.get_by_role("button", name=words["undo"]))
    expect(page.get_by_role("status")).to_be_visible()
    work()
    assert coverage(page, live_server, town) == pytest.approx(before)
    assert coverage(page, live_server, town, today) == pytest.approx(before)

    page.goto(f"{live_server.url}{language}/venues/{town.library.pk}")
    person.press(page.get_by_role("link", name=words["history"], exact=True))
    told = page.locator(".history-list > li")
    expect(told.nth(0)).to_contain_text(words["whole"])
    expect(told.nth(1)).to_contain_text(words["whole"])
    expect(told.nth(1)).to_contain_text("worker@example.org")
    nothing_wrong_with(page)
    assert list(ClosureEvent.objects.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
    town.library.refresh_from_db()
    assert town.library.verified_on is None


@pytest.mark.parametrize(("by", "language"), [("touch", "/en"), ("keyboard", "")])
def test_journey_13_an_activity_that_stood_still_is_open_again_today(
    open_page, live_server, client, town, by, language
):
    words, today = WORDS[language], timezone.localdate()
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.worker)
    person = Person(page, by)
    page.goto(f"{live_server.url}{language}/activities/{town.evening.pk}")
    person.press(page.get_by_role("link", name=words["report"]))
    person.write(page.get_by_label(words["from"]), (today - timedelta(days=7)).isoformat())
    person.press(page.get_by_role("button", name=words["send"]))
    closure = page.locator(".keeping-list > li").first
    expect(closure).to_contain_text(words["now"])
    person.press(closure.get_by_role("button", name=words["today"]))
    expect(closure).to_contain_text(words["over"])
    expect(closure).to_contain_text(said(today, language))
    nothing_wrong_with(page)
