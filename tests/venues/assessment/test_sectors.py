"""Every hosted hour and every euro carries its policy sector; their shares add up to the whole."""

import pytest

from tests.factories import ActivityFactory, FundingFactory, SlotFactory, StaffingFactory
from tests.venues.assessment.town import DAY, make_town, open_library
from venues.assessment.run import assess

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = make_town()
    made.people("youth", (100, 100, 100))
    return made


def shares(town, position: int = 0) -> dict[str, float]:
    offer = assess(town.municipality, DAY).offers[position]
    assert sum(offer.sector_shares) == pytest.approx(1)
    return dict(zip(offer.sectors, offer.sector_shares, strict=True))


def test_a_place_is_split_by_the_sectors_of_its_host_hours(town):
    venue = open_library(town)
    StaffingFactory(venue=venue, hours_per_week=30, sector_id="library")
    StaffingFactory(venue=venue, hours_per_week=10, sector_id="welfare", kind="volunteer")
    FundingFactory(venue=venue, sector_id="sport", amount_eur=1_000_000)
    assert shares(town) == pytest.approx({"library": 0.75, "welfare": 0.25})


def test_a_vacancy_hosts_nobody_and_carries_no_sector(town):
    venue = open_library(town)
    StaffingFactory(venue=venue, hours_per_week=10, sector_id="library")
    StaffingFactory(venue=venue, hours_per_week=30, sector_id="welfare", kind="vacancy")
    assert shares(town) == {"library": 1}


def test_hours_without_a_sector_stay_unrecorded_beside_those_with_one(town):
    venue = open_library(town)
    StaffingFactory(venue=venue, hours_per_week=10, sector_id="library")
    StaffingFactory(venue=venue, hours_per_week=10)
    assert shares(town) == pytest.approx({"library": 0.5, "unrecorded": 0.5})


def test_without_host_hours_money_tells_the_sector(town):
    venue = open_library(town)
    FundingFactory(venue=venue, sector_id="library", amount_eur=60_000)
    FundingFactory(venue=venue, sector_id="wmo", amount_eur=20_000)
    assert shares(town) == pytest.approx({"library": 0.75, "wmo": 0.25})


def test_an_amount_that_is_not_public_cannot_be_worked_out_from_the_shares(town):
    venue = open_library(town)
    FundingFactory(venue=venue, sector_id="library", amount_eur=60_000)
    FundingFactory(venue=venue, sector_id="wmo", amount_eur=20_000, is_public=False)
    assert shares(town) == pytest.approx({"library": 0.5, "wmo": 0.5})


def test_nothing_recorded_is_said_to_be_unrecorded(town):
    open_library(town)
    assert shares(town) == {"unrecorded": 1}


def test_an_activity_of_which_nothing_is_recorded_is_carried_as_the_place_it_is_held_in(town):
    venue = open_library(town)
    StaffingFactory(venue=venue, sector_id="library")
    for sector in ("", "sport"):
        inside = ActivityFactory(municipality=town.municipality, venue=venue, location=None, places=5)
        SlotFactory(activity=inside)
        if sector:
            StaffingFactory(activity=inside, sector_id=sector)
    assert shares(town, 0) == {"library": 1}
    assert sorted([shares(town, 1), shares(town, 2)], key=str) == [{"library": 1}, {"sport": 1}]
