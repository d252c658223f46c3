"""Figures stay whole and new while others read and write them."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection

from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from venues.assessment import run
from venues.assessment.queries import assessment_on
from venues.assessment.run import store_live_run
from venues.models import Run

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
