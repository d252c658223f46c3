"""Journey 10: a worker opens “my places” on a phone and confirms one unchanged in two taps."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.person import Person, nothing_wrong_with, sign_in
from tests.factories import (
    ActivityFactory,
    MunicipalityAreaFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    default_method,
    spot,
)
from tests.venues.importing.sources import load, write
from venues.models import ImportRun, Membership, Role, Venue

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "": (
        "Mijn plekken",
        "Wat ontbreekt",
        "Ongewijzigd",
        "Ja, alles klopt nog",
        "Nog nooit door iemand nagekeken",
        "jou",
    ),
    "/en": ("My places", "What is missing", "Unchanged", "Yes, everything is still right", "Never checked", "you"),
}


@pytest.fixture
def worker():
    """Keeps a library that nobody ever checked, a walk that was checked long ago, and a hall checked this year."""
    default_method()
    municipality = MunicipalityAreaFactory().edition.municipality
    worker = UserFactory(email="worker@example.org")
    organisation = OrganisationFactory(name="Dorpswelzijn", municipality=municipality)
    Membership.objects.create(user=worker, role=Role.WORKER, organisation=organisation)
    ours = {"municipality": municipality, "organisation": organisation}
    VenueFactory(name="Dorpshal", verified_on=date(2026, 3, 1), verified_by=worker, **ours)
    ActivityFactory(name="Wandelclub", verified_on=date(2024, 3, 1), **ours)
    VenueFactory(name="De Bieb", source="register", source_key="V1", location=spot(1, 0), **ours)
    return worker


def names(page: Page) -> list[str]:
    return page.locator(".keeping-list h2 a").all_inner_texts()


@pytest.mark.parametrize(("by", "language"), [("touch", ""), ("keyboard", "/en")])
def test_journey_10_confirms_a_place_in_two_taps(open_page, live_server, client, worker, tmp_path: Path, by, language):
    mine, missing, unchanged, yes, never, you = WORDS[language]
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, worker)
    person = Person(page, by)
    page.goto(f"{live_server.url}{language}/account")
    person.press(page.get_by_role("link", name=mine, exact=True))
    expect(page.get_by_role("heading", name=mine, level=1)).to_be_visible()
    assert names(page) == ["De Bieb", "Wandelclub", "Dorpshal"]
    library = page.locator(".keeping-list > li", has_text="De Bieb")
    expect(library).to_contain_text(never)
    person.press(library.locator("summary", has_text=missing))
    expect(library.locator("dl")).to_be_visible()
    nothing_wrong_with(page)

    person.taps = 0
    person.press(library.locator("summary", has_text=unchanged))
    nothing_wrong_with(page)
    person.press(library.get_by_role("button", name=yes))
    expect(page.get_by_role("status")).to_contain_text("De Bieb")
    assert person.taps == 2
    assert names(page) == ["Wandelclub", "Dorpshal", "De Bieb"]
    expect(library).not_to_contain_text(never)
    expect(library).to_contain_text(you)
    nothing_wrong_with(page)
    place = Venue.objects.get(name="De Bieb")
    assert (place.verified_on, place.verified_by) == (timezone.localdate(), worker)

    # An import that changes a checked place and brings in another leaves both as checked, or not, as they were.
    Venue.objects.filter(name="De Bieb").update(verified_on=date(2025, 1, 1))
    run = load(
        "register",
        write(
            tmp_path / "venues.csv",
            "key,name,type,lon,lat,places",
            "V1,De Bieb,library,4.91,52.33,60",
            "V2,Buurthuis,community-centre,4.92,52.33,",
        ),
        table="venues",
    )
    assert run.status == ImportRun.Status.DONE
    Venue.objects.filter(name="Buurthuis").update(organisation=Venue.objects.get(name="Dorpshal").organisation)
    page.reload()
    assert names(page) == ["Buurthuis", "Wandelclub", "De Bieb", "Dorpshal"]
    expect(page.locator(".keeping-list > li", has_text="Buurthuis")).to_contain_text(never)
