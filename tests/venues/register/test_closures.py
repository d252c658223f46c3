"""A closure is reported, moved, ended and taken back, and says nothing of the rest of the place."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.factories import ClosureFactory
from venues.models import Closure, ClosureEvent, RegisterChange
from venues.register.closures import reopen, report, take_back
from venues.register.keep import keep
from venues.register.record import RecordRefused, read

MARCH = {"extent": "whole", "reason": "renovation", "starts_on": "2026-03-01", "reopens_on": "2026-04-01"}


@pytest.fixture
def worker(town):
    return town.people["worker"]


@pytest.mark.parametrize("kind", ["venue", "activity"])
def test_it_is_reported_for_a_place_and_for_an_activity(town, worker, kind):
    place = getattr(town, kind)
    RegisterChange.objects.all().delete()
    kept = report(place, MARCH | {"note": "Nieuwe vloer"}, worker)

    [closure] = place.closures.all()
    assert (closure.extent, closure.reason, closure.note) == ("whole", "renovation", "Nieuwe vloer")
    assert (closure.starts_on, closure.reopens_on) == (date(2026, 3, 1), date(2026, 4, 1))
    assert kept.version == 2
    assert RegisterChange.objects.exists()


def test_it_is_no_check_of_the_rest_of_the_place(town, worker):
    kept = report(town.venue, MARCH, worker)
    assert (kept.verified_on, kept.verified_by) == (None, None)
    keep(town.venue, read(town.venue) | {"places": 20}, worker, verifies=False)
    town.venue.refresh_from_db()
    assert (town.venue.places, town.venue.verified_on) == (20, None)
    assert keep(town.venue, read(town.venue), worker).verified_by == worker


def test_sent_twice_it_is_one_closure(town, worker):
    for _time in range(2):
        report(town.venue, MARCH, worker)

    assert town.venue.closures.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_one_closure(town, worker):
    together, done = threading.Barrier(2), []

    def send():
        try:
            together.wait(10)
            done.append(report(town.venue, MARCH, worker).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(done) == 2
    assert town.venue.closures.count() == 1


@pytest.mark.parametrize(
    ("closure", "field", "said"),
    [
        ({"starts_on": None}, "starts_on", "Say from which day"),
        ({"reopens_on": "2026-03-01"}, "reopens_on", "It reopens after the day on which it closes, 1 March 2026"),
        ({"extent": "partial"}, "hours_remaining", "Say what remains"),
        ({"places_remaining": 4}, "extent", "partly closed"),
        ({"starts_on": "2026-04-30", "reopens_on": "2026-05-02"}, "starts_on", "from 1 May 2026 that has no end"),
        ({"reopens_on": None}, "starts_on", "Change that one first"),
        ({"starts_on": "2026-01-31"}, "starts_on", "from 1 January 2026 until 1 February 2026"),
        ({"starts_on": "soon"}, "starts_on", "date"),
        ({"extent": "partial", "hours_remaining": "-1"}, "hours_remaining", "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_refused_in_words(town, worker, closure, field, said):
    ClosureFactory(venue=town.venue, starts_on=date(2026, 1, 1), reopens_on=date(2026, 2, 1))
    ClosureFactory(venue=town.venue, starts_on=date(2026, 5, 1))
    with pytest.raises(RecordRefused) as refused:
        report(town.venue, MARCH | closure, worker)

    [problem] = refused.value.problems
    assert (problem.member, problem.field) == ("closures", field)
    assert said in problem.message
    assert town.venue.closures.count() == 2


def test_one_may_follow_on_another(town, worker):
    report(town.venue, MARCH, worker)
    report(town.venue, MARCH | {"starts_on": "2026-04-01", "reopens_on": None}, worker)
    report(
        town.venue,
        {"extent": "partial", "hours_remaining": "4", "starts_on": "2026-02-01", "reopens_on": "2026-03-01"},
        worker,
    )

    assert town.venue.closures.count() == 3


def test_the_day_of_reopening_can_move_but_not_into_another_closure(town, worker):
    closure = ClosureFactory(venue=town.venue, starts_on=date(2026, 1, 1))
    reopen(town.venue, closure.pk, date(2026, 2, 1), worker)
    ClosureFactory(venue=town.venue, starts_on=date(2026, 3, 1))
    for day in (None, date(2026, 3, 2)):
        with pytest.raises(RecordRefused, match="overlaps"):
            reopen(town.venue, closure.pk, day, worker)

    closure.refresh_from_db()
    assert closure.reopens_on == date(2026, 2, 1)


def test_a_mistake_is_taken_back_and_history_keeps_it(town, worker):
    report(town.venue, MARCH, worker)
    closure = town.venue.closures.get()
    take_back(town.venue, closure.pk, worker)

    assert not town.venue.closures.exists()
    assert list(ClosureEvent.objects.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
    with pytest.raises(Closure.DoesNotExist):
        take_back(town.venue, closure.pk, worker)


def test_who_may_not_change_the_place_closes_nothing(town, worker):
    closure = ClosureFactory(venue=town.others_venue)
    for attempt in (
        lambda: report(town.others_venue, MARCH, worker),
        lambda: reopen(town.others_venue, closure.pk, None, worker),
        lambda: take_back(town.others_venue, closure.pk, worker),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
