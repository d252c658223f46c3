"""Other boundaries come into use by the worker, with their figures; what was scored before stays readable."""

import subprocess
import sys
from datetime import date, timedelta
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import (
    AreaFactory,
    EditionFactory,
    FigureFactory,
    HistorySeriesFactory,
    MunicipalityFactory,
    UserFactory,
    square,
)
from tests.venues.assessment.town import make_town, open_library
from tests.venues.worker import address, forget_jobs, jobs_waiting, work
from venues.boundaries import put_in_use
from venues.city import measure_and_score
from venues.importing.editions.activation import ask_again, ask_for
from venues.models import Edition, Indicator, Run
from venues.tasks import take_up_uploads


@pytest.fixture
def town(transactional_db):
    """A scored town of three neighbourhoods; in the edition of 2026 the first of them has another code."""
    # The queue is not Django's: what other tests left there outlived their flush.
    forget_jobs()
    town = make_town()
    town.library = open_library(town)
    town.boss = UserFactory(is_superuser=True)
    town.new = EditionFactory(municipality=town.municipality, year=2026, is_active=False, activated_at=None)
    for edition, columns in ((town.edition, (0, 1)), (town.new, (7, 1))):
        for column in columns:
            shape = square(0 if column == 7 else column)
            area = AreaFactory(edition=edition, column=column, boundary=shape)
            for indicator in (Indicator.RESIDENTS, Indicator.AGE_15_25):
                FigureFactory(area=area, indicator=indicator, value=200, reference_on=date(2026, 1, 1))
    measure_and_score(town.municipality, lambda _line: None)
    yield town
    forget_jobs()


def state(year: int) -> tuple[bool, bool, bool]:
    edition = Edition.objects.get(year=year)
    return edition.is_active, edition.asked_at is not None, bool(edition.problem)


def test_the_worker_puts_boundaries_in_use_with_their_figures_at_once(client, town):
    assert ask_for(town.boss, town.new)
    assert (state(2025), state(2026)) == ((True, False, False), (False, True, False))
    assert Run.objects.get().edition == town.edition
    work()
    assert (state(2025), state(2026)) == ((False, False, False), (True, False, False))
    live = Run.objects.get(kind=Run.Kind.LIVE)
    assert (live.edition, live.counts["scoresOk"] > 0) == (town.new, True)
    assert client.get("/api/v1/coverage?area=BU99900007&group=residents").json()["items"][0]["status"] == "ok"


def test_asked_twice_it_is_done_once_and_only_the_last_wish_counts(town):
    third = EditionFactory(municipality=town.municipality, year=2027, is_active=False, activated_at=None)
    FigureFactory(area=AreaFactory(edition=third, column=0))
    assert ask_for(town.boss, town.new)
    assert not ask_for(town.boss, town.new)
    assert jobs_waiting() == 1
    assert ask_for(town.boss, third)
    work()
    assert [edition.year for edition in Edition.objects.filter(is_active=True)] == [2027]
    assert Run.objects.count() == 2


def test_what_was_scored_under_the_old_boundaries_stays_readable_by_code_and_year(client, town):
    old = "BU99900000"
    asked = f"/api/v1/coverage?area={old}&group=residents"
    before = client.get(asked).json()["items"][0]["coverage"]
    quote = client.get(f"/en/areas/{old}?group=residents").text.split('class="quote">')[1].split("<")[0]
    ask_for(town.boss, town.new)
    work()
    found = client.get(f"{asked}&year=2025").json()["items"]
    assert [row["coverage"] for row in found] == [before]
    parts = client.get(f"/api/v1/coverage/{old}/residents/contributions?year=2025").json()["items"]
    assert sum(part["coverage"] for part in parts) == pytest.approx(before)
    assert client.get(asked).status_code == 400
    assert client.get(f"/api/v1/areas/{old}?year=2025").json()["status"] == "inactive"
    page = client.get(f"/en/areas/{old}?group=residents&year=2025").text
    assert quote in page
    assert "These are the boundaries of 2025, which are not in use now." in page
    assert "year=2025" in page.split('class="breadcrumbs"')[1].split("</nav>")[0]
    assert old in client.get("/en/?year=2025").text
    assert old not in client.get("/en/").text


def test_an_address_of_an_area_that_is_gone_leads_to_the_last_boundaries_that_had_it(client, town):
    ask_for(town.boss, town.new)
    work()
    answer = client.get("/en/areas/BU99900000?group=residents")
    assert (answer.status_code, answer["Location"]) == (302, "/en/areas/BU99900000?group=residents&year=2025")
    assert client.get("/en/areas/BU99900000?year=2026").status_code == 404
    assert client.get("/en/areas/BU99900007?year=2025").status_code == 404


def test_boundaries_that_nobody_put_in_use_have_no_pages(client, town):
    assert client.get("/en/areas/BU99900007").status_code == 404
    assert client.get("/en/areas/BU99900007?year=2026").status_code == 404


def test_months_stored_under_the_old_boundaries_stay_readable(client, town):
    HistorySeriesFactory(area=town.areas[0], group=None, history__edition=town.edition)
    ask_for(town.boss, town.new)
    work()
    page = client.get("/en/areas/BU99900000/change?year=2025").text
    assert "Month after month" in page
    assert "The months as a table" in page
    assert "not in use now" in page


def test_it_can_be_turned_back(client, town):
    address = "/api/v1/coverage?area=BU99900000&group=residents"
    before = client.get(address).json()["items"][0]["coverage"]
    ask_for(town.boss, town.new)
    work()
    ask_for(town.boss, town.edition)
    work()
    assert (state(2025)[0], state(2026)[0]) == (True, False)
    assert client.get(address).json()["items"][0]["coverage"] == pytest.approx(before)


def test_what_cannot_be_scored_stays_out_of_use_and_says_why(town):
    # A number of residents that is in no estimate: nobody lives anywhere.
    town.new.areas.filter(level="neighbourhood").delete()
    FigureFactory(area=town.new.areas.get(level="municipality"))
    Edition.objects.filter(pk=town.new.pk).update(asked_at=timezone.now())
    assert put_in_use(town.new.pk, lambda _line: None) is None
    assert (state(2025), state(2026)) == ((True, False, False), (False, False, True))
    assert Run.objects.get(kind=Run.Kind.LIVE).edition == town.edition


def test_a_crash_leaves_all_as_it_was_and_is_told(town, monkeypatch):
    monkeypatch.setattr("venues.boundaries.measure_and_score", lambda *_: 1 / 0)
    Edition.objects.filter(pk=town.new.pk).update(asked_at=timezone.now())
    assert put_in_use(town.new.pk, lambda _line: None) is None
    assert (state(2025), state(2026)) == ((True, False, False), (False, False, True))
    assert Run.objects.get().kind == Run.Kind.LIVE


def test_a_lost_job_is_asked_for_again(town):
    ask_for(town.boss, town.new)
    forget_jobs()
    assert ask_again() == 0
    Edition.objects.filter(pk=town.new.pk).update(asked_at=timezone.now() - timedelta(minutes=2))
    take_up_uploads(timestamp=0)
    work()
    assert state(2026) == (True, False, False)


def test_a_worker_that_is_killed_halfway_changes_nothing_and_another_finishes_it(town):
    ask_for(town.boss, town.new)
    # The walks are measured after the boundaries are switched: there the worker is held up, and killed.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE venues_walk IN ACCESS EXCLUSIVE MODE")
        worker = subprocess.Popen([sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"], **address())
        for _attempt in range(600):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'venues_walk'::regclass")
            if cursor.fetchone()[0]:
                break
            sleep(0.05)
        else:
            pytest.fail("the worker never came to the walks")
        worker.kill()
        worker.wait(timeout=10)
    assert (state(2025), state(2026)) == ((True, False, False), (False, True, False))
    assert Run.objects.get().kind == Run.Kind.LIVE
    Edition.objects.filter(pk=town.new.pk).update(asked_at=timezone.now() - timedelta(minutes=2))
    take_up_uploads(timestamp=0)
    work()
    assert (state(2025)[0], state(2026)[0]) == (False, True)


def test_figures_of_a_scored_neighbour_follow(town):
    other = MunicipalityFactory(code="GM9991", name="Buurdorp", is_scored=True)
    other.neighbours.add(town.municipality)
    Edition.objects.filter(pk=town.new.pk).update(asked_at=timezone.now())
    put_in_use(town.new.pk, lambda _line: None)
    assert jobs_waiting() == 1
