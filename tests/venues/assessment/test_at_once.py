"""Figures stay whole and new while others read and write them."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection

from tests.factories import SlotFactory
from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from tests.venues.worker import forget_jobs
from venues.assessment import prepared, run, succession
from venues.assessment.arrays import bound_m
from venues.assessment.certainty import keep_appraisal
from venues.assessment.live import follow_register
from venues.assessment.queries import assessment_on
from venues.assessment.run import assess, store_live_run
from venues.models import Run, Venue
from venues.walking.measure import measure_walks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Town:
    town = make_town()
    open_library(town)
    town.people("residents", (100, 100, 200))
    return town


def in_background(work: Callable[[], object]) -> Thread:
    def work_and_leave() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=work_and_leave)
    thread.start()
    return thread


def test_of_two_scorings_at_once_the_one_that_read_last_stays(town, monkeypatch):
    has_read, may_store = Event(), Event()
    read = run.inputs_on

    def read_and_linger(municipality, day):
        inputs = read(municipality, day)
        if not has_read.is_set():
            has_read.set()
            may_store.wait(timeout=20)
        return inputs

    monkeypatch.setattr(run, "inputs_on", read_and_linger)
    first = in_background(lambda: store_live_run(town.municipality, DAY))
    assert has_read.wait(timeout=20)
    open_library(town)
    second = in_background(lambda: store_live_run(town.municipality, DAY))
    second.join(timeout=1)
    may_store.set()
    first.join(timeout=20)
    second.join(timeout=20)

    assert of(assessment_on(town.municipality), 0, "residents", town).coverage == pytest.approx(2 * 40 / 100)


@pytest.mark.parametrize("table", ["venues_offerscore", "venues_score"])
def test_a_live_run_that_is_replaced_while_it_is_read_gives_its_successor_whole(town, table):
    first = store_live_run(town.municipality, DAY)
    replaced = Event()

    def replace_before(execute, sql, params, many, context):
        if f'FROM "{table}"' in sql and not replaced.is_set():
            replaced.set()
            store_live_run(town.municipality, DAY)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(replace_before):
        assessment = assessment_on(town.municipality)

    assert replaced.is_set()
    assert assessment.run == Run.objects.get() != first
    assert assessment.offers
    assert of(assessment, 0, "residents", town).coverage == pytest.approx(0.4)


def test_an_appraisal_that_is_stored_while_a_save_is_counted_gives_way(town, monkeypatch):
    measure_walks(town.municipality, bound_m=bound_m(town.municipality))
    store_live_run(town.municipality, DAY)
    library = Venue.objects.get()
    for weekday in (2, 3):
        # The second time the run takes over the rows of the first.
        SlotFactory(venue=library, weekday=weekday)
        stands = follow_register(town.municipality, DAY)
    made = assess(town.municipality, DAY)
    is_storing, may_store = Event(), Event()
    hand_on = succession._hand_on

    def hand_on_later(*runs):
        is_storing.set()
        may_store.wait(timeout=20)
        hand_on(*runs)

    monkeypatch.setattr(succession, "_hand_on", hand_on_later)
    SlotFactory(venue=library, weekday=4)
    counting = in_background(lambda: follow_register(town.municipality, DAY))
    assert is_storing.wait(timeout=20)
    kept: list[bool] = []
    appraising = in_background(lambda: kept.append(keep_appraisal(stands, made)))
    appraising.join(timeout=1)
    may_store.set()
    counting.join(timeout=20)
    appraising.join(timeout=20)

    assert kept == [False]
    assert Run.objects.get() != stands
    forget_jobs()


def test_of_four_who_ask_what_if_at_once_one_reads_and_the_others_wait_for_it(town, monkeypatch):
    store_live_run(town.municipality, DAY)
    read, begun, may_read = prepared.inputs_on, [], Event()

    def read_and_linger(*asked):
        begun.append(asked)
        may_read.wait(timeout=20)
        return read(*asked)

    monkeypatch.setattr(prepared, "inputs_on", read_and_linger)
    found = []
    threads = [in_background(lambda: found.append(prepared.prepared_for(town.municipality))) for _ in range(4)]
    threads[0].join(timeout=1)
    may_read.set()
    for thread in threads:
        thread.join(timeout=20)
    assert len(begun) == 1
    assert [each is found[0] for each in found] == [True] * 4
