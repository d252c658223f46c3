"""Somebody who is here for the first time finds three answers from the start page, each by at most four clicks."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.venues.assessment.town import make_town, open_library
from venues.assessment.run import store_live_run

pytestmark = pytest.mark.django_db(transaction=True)
MOST_CLICKS = 4
PEOPLE = {"newcomers": (60, 80, 90), "residents": (500, 400, 300)}


@pytest.fixture
def village():
    """Three neighbourhoods; a library that all can walk to, and one near the first alone."""
    town = make_town()
    for group, persons in PEOPLE.items():
        town.people(group, persons)
    open_library(town, name="De Bieb", walks=(300, 700, 700))
    open_library(town, name="De Tak", walks=(100, None, None))
    store_live_run(town.municipality, timezone.localdate())
    return town


class Visitor:
    """Somebody with a mouse or a thumb, whose clicks are counted; a choice from a list is two."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def choose(self, field: str, label: str) -> None:
        self.page.get_by_label(field, exact=True).select_option(label=label)
        self.clicks += 2

    def click(self, target) -> None:
        target.click()
        self.clicks += 1


@pytest.mark.parametrize("width", [390, 1280])
def test_where_newcomers_are_served_worst_and_why(open_page, village, width):
    visitor = Visitor(open_page("/", width))
    page = visitor.page

    visitor.choose("Groep", "Nieuwkomers")
    expect(page.locator("h1")).to_contain_text("Nieuwkomers")
    worst = page.locator(".ranking tbody tr").first.get_by_role("link")
    name = worst.inner_text()
    assert name in {village.areas[1].name, village.areas[2].name}
    assert visitor.clicks <= MOST_CLICKS

    visitor.click(worst)
    expect(page.locator(".quote")).to_contain_text(f"Nieuwkomers in {name}")
    expect(page.locator(".parts tbody tr")).to_have_count(1)
    expect(page.locator(".parts tbody")).to_contain_text("De Bieb")
    assert visitor.clicks <= MOST_CLICKS


@pytest.mark.parametrize("width", [390, 1280])
def test_who_depends_on_a_library(open_page, village, width):
    visitor = Visitor(open_page("/", width))
    page = visitor.page

    visitor.click(page.get_by_role("combobox", name="Vind op deze site"))
    page.keyboard.type("de bieb")
    visitor.click(page.get_by_role("option", name=re.compile("De Bieb")))

    expect(page.locator("h1")).to_contain_text("De Bieb")
    dependants = page.locator(".venue-dependants")
    expect(dependants).to_contain_text("Nieuwkomers: ongeveer 170 mensen")
    expect(dependants.locator("tbody tr").first).to_contain_text(village.areas[0].name[:5])
    assert visitor.clicks <= MOST_CLICKS
