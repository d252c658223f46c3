"""What is known of a place is counted, and what is missing is named with the range that it leaves."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    ActivityFactory,
    AudienceFactory,
    FundingFactory,
    InspectionFactory,
    OfferScoreFactory,
    RunFactory,
    SlotFactory,
    StaffingFactory,
    VenueFactory,
    venue_type,
)
from venues.models import Run, Venue
from venues.register.completeness import Fact, completeness_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def test_of_a_place_of_which_only_a_name_is_recorded_everything_is_missing():
    venue = VenueFactory()

    known = completeness_of([venue], TODAY)[venue.pk]

    assert known.known == ()
    assert known.missing == tuple(Fact)
    assert known.room is None


def test_of_a_place_of_which_all_is_recorded_nothing_is_missing(town):
    venue = town.venue
    Venue.objects.filter(pk=venue.pk).update(
        places=20, opened_on=TODAY, low_threshold=[], wheelchair="yes", address="Dorpsstraat 1"
    )
    for make in (SlotFactory, AudienceFactory, StaffingFactory, FundingFactory, InspectionFactory):
        make(venue=venue)
    venue.refresh_from_db()

    assert completeness_of([venue], TODAY)[venue.pk].missing == ()


def test_hosts_are_known_only_where_each_hour_says_who_receives_people():
    venue = VenueFactory()
    SlotFactory(venue=venue)
    SlotFactory(venue=venue, weekday=2, host="")

    assert completeness_of([venue], TODAY)[venue.pk].known == (Fact.HOURS,)


def test_hours_that_ended_are_no_longer_known():
    venue = VenueFactory()
    SlotFactory(venue=venue, ends_on=TODAY)

    assert Fact.HOURS in completeness_of([venue], TODAY)[venue.pk].missing


def test_of_a_park_no_hours_and_hosts_are_asked():
    park = VenueFactory(venue_type=venue_type("park"))

    assert not {Fact.HOURS, Fact.HOSTS, Fact.PLACES} & set(completeness_of([park], TODAY)[park.pk].missing)


def test_the_range_is_that_of_the_live_figures():
    venue, activity = VenueFactory(), ActivityFactory()
    sealed, live = RunFactory(), RunFactory(kind=Run.Kind.LIVE)
    OfferScoreFactory(run=sealed, venue=venue, room_low=1)
    OfferScoreFactory(run=live, venue=venue, room_low=20, room=80, room_high=340)
    OfferScoreFactory(run=live, activity=activity, room_low=40, room=40, room_high=40)

    known = completeness_of([venue, activity], TODAY)

    assert (known[venue.pk].room, known[activity.pk].room) == ((20, 340), (40, 40))


def test_the_queries_do_not_grow_with_the_places(django_assert_max_num_queries):
    venues, activities = VenueFactory.create_batch(5), ActivityFactory.create_batch(5)
    for place in venues:
        SlotFactory(venue=place, ends_on=TODAY + timedelta(days=1))

    with django_assert_max_num_queries(12):
        completeness_of([*venues, *activities], TODAY)
