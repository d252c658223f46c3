"""Who may meet whom at the places of an area, told so that few people never show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AttendanceFactory, MunicipalityFactory, SlotFactory
from tests.venues.assessment.town import DAY, make_town, of, open_library
from venues.assessment.meeting import offers_met_at, visitor_shares, who_may_meet
from venues.assessment.run import assess
from venues.models import DemandGroup, OfferScore, Venue

GROUPS = ["youth", "newcomers", "older-lonely"]


def offer(load_hours=100.0, is_bridging_counted=False, **visitors):
    named = {code.replace("_", "-"): persons for code, persons in visitors.items()}
    return OfferScore(load_hours=load_hours, is_bridging_counted=is_bridging_counted, visitors=named)


def test_of_two_groups_in_equal_parts_each_meets_as_many_of_both():
    assert who_may_meet([offer(youth=30.0, newcomers=30.0)], GROUPS) == {
        "youth": {"youth": 0.5, "newcomers": 0.5},
        "newcomers": {"youth": 0.5, "newcomers": 0.5},
    }


def test_groups_that_use_other_places_do_not_meet():
    apart = who_may_meet([offer(youth=30.0, newcomers=0.0), offer(youth=0.0, newcomers=20.0)], GROUPS)

    assert apart["youth"] == {"youth": 1.0, "newcomers": 0.0}


def test_a_group_of_fewer_than_ten_visitors_is_in_no_row_and_no_column():
    shares = who_may_meet([offer(youth=30.0, newcomers=30.0, older_lonely=9.9)], GROUPS)

    assert set(shares) == {"youth", "newcomers"}
    assert shares["youth"] == {"youth": 0.5, "newcomers": 0.5}


def test_one_group_alone_has_nobody_to_meet():
    assert who_may_meet([offer(youth=30.0, newcomers=2.0)], GROUPS) == {}
    assert who_may_meet([], GROUPS) == {}


def test_a_place_of_which_the_load_is_withheld_does_not_count_unless_its_visitors_were_counted():
    open_to_all = offer(youth=20.0, newcomers=20.0)
    withheld = offer(load_hours=None, youth=60.0, newcomers=0.0)
    counted = offer(load_hours=None, is_bridging_counted=True, youth=60.0, newcomers=0.0)

    assert who_may_meet([open_to_all, withheld], GROUPS)["youth"]["youth"] == 0.5
    assert who_may_meet([open_to_all, counted], GROUPS)["youth"]["youth"] > 0.8


@given(st.lists(st.tuples(*[st.floats(0, 500)] * 3), max_size=8))
def test_rows_add_up_to_one_over_the_groups_that_are_shown(towns):
    offers = [offer(youth=a, newcomers=b, older_lonely=c) for a, b, c in towns]
    for row in who_may_meet(offers, GROUPS).values():
        assert sum(row.values()) == pytest.approx(1)
        assert all(share >= 0 for share in row.values())


def test_visitors_are_told_by_group():
    assert visitor_shares(offer(youth=30.0, newcomers=50.0, older_lonely=20.0), GROUPS) == [
        ("youth", 0.3),
        ("newcomers", 0.5),
        ("older-lonely", 0.2),
    ]


def test_small_groups_of_visitors_stand_together():
    shares = visitor_shares(offer(youth=84.0, newcomers=7.0, older_lonely=9.0), GROUPS)

    assert shares == [("youth", 0.84), (None, 0.16)]


def test_a_single_small_group_is_joined_by_the_next_so_that_subtraction_tells_nothing():
    shares = visitor_shares(offer(youth=75.0, newcomers=20.0, older_lonely=5.0), GROUPS)

    assert shares == [("youth", 0.75), (None, 0.25)]


def test_a_group_that_does_not_come_at_all_hides_nobody():
    assert visitor_shares(offer(youth=60.0, newcomers=40.0, older_lonely=0.0), GROUPS) == [
        ("youth", 0.6),
        ("newcomers", 0.4),
    ]


@pytest.mark.parametrize(
    "nobody", [offer(), offer(youth=0.0), offer(youth=4.0, newcomers=5.0), offer(load_hours=None, youth=50.0)]
)
def test_too_few_visitors_are_not_told_apart(nobody):
    assert visitor_shares(nobody, GROUPS) == []


@pytest.mark.django_db
def test_an_area_meets_at_the_places_that_its_coverage_is_made_of():
    town = make_town()
    near = open_library(town, walks=(100, None, None))
    far = town.venue("library", places=10, walks=(None, None, 100))
    SlotFactory(venue=far)
    town.people("youth", (50, 30, 20))
    assessment = assess(town.municipality, DAY)

    met = offers_met_at(assessment, of(assessment, 0, None, town))

    assert [offer.venue_id for offer in met] == [near.pk]


@pytest.mark.django_db
def test_a_municipality_meets_at_its_own_places_not_at_those_across_the_border():
    town = make_town()
    own = open_library(town)
    across = open_library(town)
    Venue.objects.filter(pk=across.pk).update(municipality=MunicipalityFactory(code="GM9991", name="Elders"))
    town.people("youth", (50, 30, 20))
    assessment = assess(town.municipality, DAY)
    assert len(assessment.offers) == 2

    met = offers_met_at(assessment, of(assessment, town.municipality.code, None, town))

    assert [offer.venue_id for offer in met] == [own.pk]


@pytest.mark.django_db
def test_an_area_without_a_figure_tells_of_no_meeting():
    town = make_town()
    open_library(town)
    town.people("youth", (50, 5, 20))
    assessment = assess(town.municipality, DAY)

    assert offers_met_at(assessment, of(assessment, 1, None, town)) == []


@pytest.mark.django_db
def test_counted_visitors_are_those_who_meet():
    town = make_town()
    library = open_library(town)
    town.people("youth", (50, 30, 20))
    for group in DemandGroup.objects.exclude(is_everyone=True):
        persons = {"youth": 40.0, "newcomers": 60.0}.get(group.code, 0.0)
        AttendanceFactory(venue=library, group=group, persons_per_week=persons)
    assessment = assess(town.municipality, DAY)

    shares = who_may_meet(offers_met_at(assessment, of(assessment, 0, None, town)), GROUPS)

    assert shares["youth"] == {"youth": pytest.approx(0.4), "newcomers": pytest.approx(0.6)}
