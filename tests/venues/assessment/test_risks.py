"""A place is at risk for the reasons that the rules name, as recorded on the day, and for no other."""

from datetime import date

import pytest

from tests.factories import ActivityFactory, FundingFactory, InspectionFactory, SlotFactory, StaffingFactory
from tests.venues.assessment.town import DAY, make_town, of, open_library
from venues.assessment.run import assess

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = make_town()
    made.people("youth", (100, 100, 100))
    return made


def risks(town, day=DAY) -> list[str]:
    """The reasons of the only place that is open."""
    (offer,) = assess(town.municipality, day).offers
    return offer.risks


def safe(venue) -> None:
    """Money and hosts that give no reason to worry."""
    FundingFactory(venue=venue, is_structural=True)
    StaffingFactory(venue=venue)


def test_a_place_of_which_nothing_is_recorded_is_unknown_not_at_risk(town):
    open_library(town)
    (offer,) = assess(town.municipality, DAY).offers
    assert (offer.risks, offer.is_risk_recorded) == ([], False)
    score = of(assess(town.municipality, DAY), 0, "youth", town)
    assert (score.fragile_share, score.fragile_known_share) == (None, 0)


def test_a_place_with_money_and_hosts_is_not_at_risk(town):
    safe(open_library(town))
    (offer,) = assess(town.municipality, DAY).offers
    assert (offer.risks, offer.is_risk_recorded) == ([], True)
    score = of(assess(town.municipality, DAY), 0, "youth", town)
    assert (score.fragile_share, score.fragile_known_share) == (0, 1)


@pytest.mark.parametrize(
    ("ends_on", "at_risk"),
    [(date(2026, 6, 2), True), (date(2027, 6, 1), True), (date(2027, 6, 2), False), (None, False)],
)
def test_funding_that_ends_within_twelve_months_is_a_risk(town, ends_on, at_risk):
    FundingFactory(venue=open_library(town), is_structural=True, ends_on=ends_on)
    assert risks(town) == (["funding-ends"] if at_risk else [])


def test_funding_that_the_same_funder_is_known_to_go_on_with_does_not_end(town):
    venue = open_library(town)
    FundingFactory(venue=venue, is_structural=True, ends_on=date(2027, 1, 1))
    FundingFactory(venue=venue, is_structural=True, starts_on=date(2027, 1, 1))
    assert risks(town) == []


def test_another_funder_later_does_not_undo_the_risk(town):
    venue = open_library(town)
    FundingFactory(venue=venue, is_structural=True, ends_on=date(2027, 1, 1))
    FundingFactory(venue=venue, is_structural=True, starts_on=date(2027, 1, 1), funder="Fonds")
    assert risks(town) == ["funding-ends"]


@pytest.mark.parametrize(
    ("budget", "structural", "one_off", "at_risk"),
    [(50_000, 24_999, 0, True), (50_000, 25_000, 0, False), (None, 4_000, 6_000, True), (None, 5_000, 5_000, False)],
)
def test_structural_money_below_half_of_what_it_needs_is_a_risk(town, budget, structural, one_off, at_risk):
    venue = open_library(town, budget_needed_eur=budget)
    FundingFactory(venue=venue, is_structural=True, amount_eur=structural)
    FundingFactory(venue=venue, is_structural=False, amount_eur=one_off, funder="Fonds")
    assert risks(town) == (["underfunded"] if at_risk else [])


def test_money_of_which_nobody_knows_whether_it_is_structural_is_no_risk(town):
    FundingFactory(venue=open_library(town, budget_needed_eur=10_000), is_structural=None, amount_eur=9_000)
    assert risks(town) == []


def test_money_that_is_not_public_tells_neither_its_end_nor_its_size(town):
    venue = open_library(town, budget_needed_eur=100_000)
    FundingFactory(venue=venue, is_structural=True, is_public=False, ends_on=date(2027, 1, 1))
    assert risks(town) == []
    FundingFactory(venue=venue, is_structural=True, amount_eur=100, ends_on=date(2027, 1, 1), funder="Fonds")
    assert risks(town) == ["funding-ends"]


@pytest.mark.parametrize(("vacant", "at_risk"), [(6, True), (5.99, False)])
def test_a_fifth_of_the_hosting_hours_vacant_is_a_risk(town, vacant, at_risk):
    venue = open_library(town)
    StaffingFactory(venue=venue, hours_per_week=24)
    StaffingFactory(venue=venue, kind="vacancy", hours_per_week=vacant)
    assert risks(town) == (["vacancies"] if at_risk else [])


def test_hosts_of_whom_nobody_is_paid_are_a_risk(town):
    StaffingFactory(venue=open_library(town), kind="volunteer")
    assert risks(town) == ["unpaid"]


@pytest.mark.parametrize(("condition", "at_risk"), [(3, False), (4, True), (6, True)])
def test_a_building_in_condition_4_or_worse_is_a_risk(town, condition, at_risk):
    InspectionFactory(venue=open_library(town), condition=condition)
    assert risks(town) == (["condition"] if at_risk else [])


def test_the_last_inspection_up_to_the_day_counts(town):
    venue = open_library(town)
    InspectionFactory(venue=venue, condition=5, inspected_on=date(2020, 1, 1))
    InspectionFactory(venue=venue, condition=2, inspected_on=date(2024, 1, 1))
    InspectionFactory(venue=venue, condition=6, inspected_on=date(2026, 12, 1))
    assert risks(town) == []
    assert risks(town, date(2023, 1, 1)) == ["condition"]
    assert risks(town, date(2027, 1, 1)) == ["condition"]


def test_what_is_held_in_a_place_shares_its_risks(town):
    venue = open_library(town)
    InspectionFactory(venue=venue, condition=5)
    inside = ActivityFactory(municipality=town.municipality, venue=venue, location=None, places=5)
    SlotFactory(activity=inside)
    StaffingFactory(activity=inside, kind="volunteer")
    own, activity = assess(town.municipality, DAY).offers
    assert own.risks == ["condition"]
    assert activity.risks == ["unpaid", "condition"]


def test_reasons_overlap_and_the_share_is_that_of_the_union(town):
    weak, sound = open_library(town), open_library(town)
    safe(sound)
    StaffingFactory(venue=weak, kind="volunteer")
    InspectionFactory(venue=weak, condition=6)
    score = of(assess(town.municipality, DAY), 0, "youth", town)
    assert score.fragile_share == pytest.approx(0.5)
    assert score.n_minus_one == pytest.approx(0.5)


def test_facts_that_no_longer_hold_are_no_risk(town):
    venue = open_library(town)
    safe(venue)
    StaffingFactory(venue=venue, kind="vacancy", hours_per_week=20, ends_on=date(2026, 5, 1))
    FundingFactory(venue=venue, ends_on=date(2026, 5, 1), funder="Fonds")
    assert risks(town) == []
