"""The live figures follow the calendar: what begins or ends at midnight counts the next morning."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import ClosureFactory, SlotFactory
from tests.venues.assessment.town import make_town, open_library
from tests.venues.worker import forget_jobs, jobs_waiting, work
from venues.assessment.history import last_month, store_history
from venues.assessment.run import store_live_run
from venues.models import History, Run, Walk
from venues.register.methods import make_own
from venues.tasks import continue_histories, continue_history, rescore, rescore_of_yesterday


@pytest.fixture
def no_jobs(transactional_db):
    """An empty queue: its tables are not Django's, so they outlive the flush between tests."""
    yield
    forget_jobs()


def test_a_closure_that_begins_today_counts_without_anybody_pressing_a_button(no_jobs):
    today = timezone.localdate()
    town = make_town()
    venue = town.venue("library", places=10)
    SlotFactory(venue=venue)
    ClosureFactory(venue=venue, starts_on=today)
    town.people("residents", (100, 100, 200))
    store_live_run(town.municipality, today - timedelta(days=1))
    rescore_of_yesterday(timestamp=0)
    work()
    run = Run.objects.get(kind=Run.Kind.LIVE)
    assert run.as_of == today
    assert run.scores.get(area=town.areas[0], group="residents").coverage == 0


def test_a_run_of_today_is_left_alone(no_jobs):
    town = make_town()
    town.people("residents", (100, 100, 200))
    run = store_live_run(town.municipality, timezone.localdate())
    sealed = Run.objects.create(
        municipality=town.municipality,
        edition=town.edition,
        method=run.method,
        kind=Run.Kind.SEALED,
        as_of=date(2020, 1, 1),
        fingerprint="0" * 64,
        register_loaded=True,
        points_kind="centre",
        has_streets=False,
    )
    rescore_of_yesterday(timestamp=0)
    work()
    assert set(Run.objects.all()) == {run, sealed}


def test_a_place_that_was_never_measured_is_measured_and_not_scored_as_out_of_reach(no_jobs):
    town = make_town()
    open_library(town)
    town.people("residents", (100, 100, 200))
    Walk.objects.all().delete()
    rescore(town.municipality.pk)
    assert Run.objects.get().scores.get(area=town.areas[0], group="residents").coverage > 0


def test_stored_months_are_carried_on_to_this_month(no_jobs):
    town = make_town()
    open_library(town)
    town.people("residents", (100, 100, 200))
    this_month = timezone.localdate().replace(day=1)
    store_history(town.municipality, date(2025, 12, 1), this_month - timedelta(days=1))
    continue_histories(timestamp=0)
    work()
    history = History.objects.get()
    assert (history.first_on, last_month(history)) == (date(2025, 12, 1), this_month)
    continue_histories(timestamp=0)
    assert jobs_waiting() == 0


def test_stored_months_follow_a_correction_of_the_register(no_jobs):
    town = make_town()
    library = open_library(town)
    town.people("residents", (100, 100, 200))
    this_month = timezone.localdate().replace(day=1)
    in_a_year = this_month.replace(year=this_month.year + 1)
    store_history(town.municipality, date(2025, 12, 1), in_a_year)
    continue_histories(timestamp=0)
    assert jobs_waiting() == 0
    ClosureFactory(venue=library, starts_on=date(2026, 2, 1))
    continue_histories(timestamp=0)
    assert jobs_waiting() == 1
    continue_history(town.municipality.pk)
    history = History.objects.get()
    # The coming months stay.
    assert (history.first_on, last_month(history)) == (date(2025, 12, 1), in_a_year)
    coverage = history.series.get(area=town.areas[0], group="residents").coverage
    assert [value > 0 for value in coverage[:4]] == [True, True, False, False]


def test_coming_months_stay_under_another_method(no_jobs):
    town = make_town()
    town.people("residents", (100, 100, 200))
    this_month = timezone.localdate().replace(day=1)
    in_a_year = this_month.replace(year=this_month.year + 1)
    history = store_history(town.municipality, date(2025, 12, 1), in_a_year)
    make_own(history.method, town.municipality)
    continue_history(town.municipality.pk)
    new = History.objects.exclude(pk=history.pk).get()
    assert new.method != history.method
    assert (new.first_on, last_month(new)) == (date(2025, 12, 1), in_a_year)


def test_no_months_are_made_where_none_were_asked_for_or_nothing_can_be_scored(no_jobs):
    town = make_town()
    town.people("residents", (100, 100, 200))
    continue_histories(timestamp=0)
    assert jobs_waiting() == 0
    continue_history(town.municipality.pk)
    assert not History.objects.exists()
    store_history(town.municipality, date(2025, 12, 1), date(2025, 12, 1))
    town.edition.is_active = False
    town.edition.save()
    continue_histories(timestamp=0)
    assert jobs_waiting() == 0
