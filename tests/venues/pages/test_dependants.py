"""Who depends on a place: hours and share of each area and group, and for whom it is the only one within reach."""

import pytest
from django.utils import timezone

from tests.factories import ActivityFactory, ClosureFactory, SlotFactory
from tests.venues.assessment.town import Town, make_town, open_library
from tests.venues.pages.measured_town import words
from venues.assessment.dependants import dependence_on, only_place_for
from venues.assessment.queries import assessment_on
from venues.assessment.run import store_live_run
from venues.models import Score, Venue

pytestmark = pytest.mark.django_db
PEOPLE = {"youth": (100, 40, 12), "newcomers": (30, 0, 4), "residents": (500, 300, 200)}


@pytest.fixture
def village() -> tuple[Town, Venue, Venue]:
    """A library near all three squares, and one that only the first can walk to."""
    town = make_town()
    for group, persons in PEOPLE.items():
        town.people(group, persons)
    central = open_library(town, name="De Bieb", walks=(300, 300, 300))
    near = open_library(town, name="De Tak", walks=(100, None, None))
    store_live_run(town.municipality, timezone.localdate())
    return town, central, near


def test_hours_and_shares_are_those_of_the_explanations(village):
    town, central, near = village
    assessment = assessment_on(town.municipality)

    for score in Score.objects.filter(area__in=town.areas, group__isnull=False, status="ok"):
        told = {
            venue.pk: next((d for d in dependence_on(venue, assessment) if d.score.pk == score.pk), None)
            for venue in (central, near)
        }
        assert sum(d.share for d in told.values() if d) == pytest.approx(1)
        assert sum(d.hours for d in told.values() if d) == pytest.approx(score.coverage * score.need_hours)


def test_what_is_held_in_a_place_counts_with_it_and_by_itself(village):
    town, central, _near = village
    evening = ActivityFactory(
        municipality=town.municipality, venue=central, location=None, places=10, has_own_space=True
    )
    SlotFactory(activity=evening, weekday=2)
    store_live_run(town.municipality, timezone.localdate())
    assessment = assessment_on(town.municipality)

    of_place = sum(each.hours for each in dependence_on(central, assessment))
    of_evening = sum(each.hours for each in dependence_on(evening, assessment))
    assert 0 < of_evening < of_place


def test_only_place_counts_the_people_who_can_walk_to_no_other_and_withholds_few(village):
    town, central, near = village
    assessment = assessment_on(town.municipality)

    only = {each.group.code: each.persons for each in only_place_for(central, assessment)}
    # The first square has both; of newcomers four in the third have this one only.
    assert only["youth"] == pytest.approx(40 + 12)
    assert only["residents"] == pytest.approx(300 + 200)
    assert only["newcomers"] is None
    assert only_place_for(near, assessment) == []


def test_the_page_says_who_depends_on_a_place(client, village):
    town, central, near = village
    said = words(client, f"/en/venues/{central.pk}")

    assert "Who depends on it" in said
    assert "Newcomers: fewer than 10 people" in said
    assert "All residents: about 500 people" in said
    assert "It adds to the coverage of 3 neighbourhoods." in said
    assert f"{town.areas[1].name} All residents" in said
    assert "can walk to another suitable place" in words(client, f"/en/venues/{near.pk}")


def test_nothing_is_told_of_a_group_of_fewer_than_ten_in_an_area(village):
    town, central, _near = village

    told = {
        (each.score.area_id, each.score.group_id) for each in dependence_on(central, assessment_on(town.municipality))
    }
    assert (town.areas[0].pk, "newcomers") in told
    assert (town.areas[2].pk, "newcomers") not in told


def test_a_closed_place_has_nobody_who_depends_on_it(client, village):
    _town, central, _near = village
    ClosureFactory(venue=central)

    assert "Who depends on it" not in words(client, f"/en/venues/{central.pk}")


def test_an_activity_in_a_place_has_its_own_part_and_says_nothing_of_other_places(client, village):
    town, central, _near = village
    evening = ActivityFactory(
        municipality=town.municipality, venue=central, location=None, places=10, has_own_space=True
    )
    SlotFactory(activity=evening, weekday=2)
    store_live_run(town.municipality, timezone.localdate())

    said = words(client, f"/en/activities/{evening.pk}")

    assert "It adds to the coverage of 3 neighbourhoods." in said
    assert "can walk to another" not in said


def test_a_place_without_room_says_that_no_coverage_comes_from_it(client, village):
    town, _central, _near = village
    park = town.venue("park", name="Park")
    store_live_run(town.municipality, timezone.localdate())

    assert "No coverage that may be told comes from here." in words(client, f"/en/venues/{park.pk}")
