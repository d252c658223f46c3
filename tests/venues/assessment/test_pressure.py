"""How hard places are pressed, what hangs on them, and who may meet there: as stored with a run."""

from datetime import date

import pytest

from tests.factories import ActivityFactory, AttendanceFactory, AudienceFactory, SlotFactory
from tests.venues.assessment.town import DAY, make_town, of, open_library
from venues.assessment.run import assess
from venues.models import Attendance, DemandGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_town()


def only_offer(town, day=DAY):
    (offer,) = assess(town.municipality, day).offers
    return offer


def test_pressure_is_the_need_in_reach_for_each_place_hour(town):
    open_library(town)
    town.people("youth", (50, 30, 20))
    offer = only_offer(town)
    # 100 young people × 2 hours × suitability .8, all of it at the only place.
    assert offer.load_hours == pytest.approx(200)
    assert offer.pressure == pytest.approx(200 / 40)
    assert offer.pressure_relative == pytest.approx(1)


def test_without_the_only_place_all_need_is_stranded(town):
    open_library(town)
    town.people("youth", (50, 30, 20))
    offer = only_offer(town)
    assert (offer.moved_hours, offer.stranded_hours) == (pytest.approx(0), pytest.approx(200))


def test_of_two_places_the_need_of_one_moves_to_the_other_where_it_can_be_walked_to(town):
    near = open_library(town)
    far = town.venue("library", places=10, walks=(None, None, 100))
    SlotFactory(venue=far)
    town.people("youth", (50, 30, 20))
    offers = {offer.venue_id: offer for offer in assess(town.municipality, DAY).offers}
    # The third neighbourhood, 40 hours, can choose; the other two, 160 hours, cannot.
    assert offers[near.pk].load_hours == pytest.approx(180)
    assert offers[near.pk].stranded_hours == pytest.approx(160)
    assert offers[near.pk].moved_hours == pytest.approx(20)
    assert offers[far.pk].stranded_hours == pytest.approx(0)


def test_fewer_than_ten_people_in_reach_are_not_told_of_by_a_load(town):
    open_library(town)
    town.people("youth", (5, 0, 4))
    offer = only_offer(town)
    assert (offer.load_hours, offer.pressure, offer.pressure_relative) == (None, None, None)
    assert (offer.moved_hours, offer.stranded_hours) == (None, None)


def test_need_of_fewer_than_ten_people_that_hangs_on_one_place_is_not_told(town):
    near = town.venue("library", places=10, walks=(100, 100, None))
    far = town.venue("library", places=10, walks=(None, 100, 100))
    for venue in (near, far):
        SlotFactory(venue=venue)
    town.people("youth", (5, 50, 20))
    offers = {offer.venue_id: offer for offer in assess(town.municipality, DAY).offers}
    assert offers[near.pk].load_hours is not None
    assert (offers[near.pk].moved_hours, offers[near.pk].stranded_hours) == (None, None)
    assert offers[far.pk].stranded_hours == pytest.approx(40)


def test_a_place_without_room_has_no_load_and_no_pressure(town):
    town.venue("park")
    town.people("youth", (50, 30, 20))
    offer = only_offer(town)
    assert (offer.load_hours, offer.pressure, offer.moved_hours) == (None, None, None)


def test_who_may_meet_is_a_potential_until_everyone_was_counted(town):
    venue = open_library(town)
    town.people("youth", (50, 50, 50))
    town.people("newcomers", (50, 50, 50))
    expected = only_offer(town)
    assert not expected.is_bridging_counted
    assert 0 < expected.bridging < 1
    special = [group.code for group in DemandGroup.objects.exclude(is_everyone=True)]
    for code in special[:-1]:
        AttendanceFactory(venue=venue, group_id=code, persons_per_week=30 if code == "youth" else 0)
    assert not only_offer(town).is_bridging_counted
    AttendanceFactory(venue=venue, group_id=special[-1], persons_per_week=0)
    counted = only_offer(town)
    assert counted.is_bridging_counted
    assert counted.bridging == 0
    assert counted.visitors["youth"] == 30
    assert of(assess(town.municipality, DAY), 0, "youth", town).bridging_counted_share == 1


def test_fewer_than_ten_of_a_group_in_reach_cannot_be_worked_out_from_the_others(town):
    open_library(town)
    town.people("residents", (400, 400, 200))
    town.people("older-lonely", (3, 3, 3))
    offer = only_offer(town)
    assert (offer.load_hours, offer.moved_hours, offer.stranded_hours) == (None, None, None)
    # Nor by how even the groups are.
    assert offer.bridging is None


def test_a_house_without_room_of_its_own_says_what_its_activities_would_leave(town):
    school = town.venue("school")
    inside = ActivityFactory(municipality=town.municipality, venue=school, location=None, places=10)
    SlotFactory(activity=inside)
    AudienceFactory(activity=inside, group_id="youth")
    town.people("youth", (50, 30, 20))
    offers = {offer.activity_id: offer for offer in assess(town.municipality, DAY).offers}
    assert offers[None].load_hours is None
    assert offers[None].stranded_hours == pytest.approx(200)
    assert offers[inside.pk].stranded_hours == pytest.approx(200)


def test_a_count_of_fewer_than_ten_is_taken_for_five_so_that_nothing_tells_it(town):
    venue = open_library(town)
    town.people("youth", (50, 50, 50))
    told = []
    for few in (1, 7, 9):
        Attendance.objects.all().delete()
        for group in DemandGroup.objects.exclude(is_everyone=True):
            AttendanceFactory(venue=venue, group=group, persons_per_week=few if group.code == "newcomers" else 30)
        told.append((only_offer(town).bridging, only_offer(town).visitors))
    assert told[0] == told[1] == told[2]
    assert told[0][1]["newcomers"] == 5


def test_the_last_count_up_to_the_day_holds(town):
    venue = open_library(town)
    town.people("youth", (50, 50, 50))
    for day, persons in ((date(2025, 1, 1), 10), (date(2026, 1, 1), 20), (date(2026, 12, 1), 90)):
        for group in DemandGroup.objects.exclude(is_everyone=True):
            AttendanceFactory(venue=venue, group=group, persons_per_week=persons, counted_on=day)
    assert only_offer(town).visitors["youth"] == 20
    assert only_offer(town, date(2025, 6, 1)).visitors["youth"] == 10
