"""Saving shows: the worker counts what changed, the pages say what still waits, and nothing is lost meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import ClosureFactory, MunicipalityFactory, SlotFactory
from tests.venues.assessment.town import make_town, open_library
from tests.venues.worker import forget_jobs, jobs_waiting, kill_worker_at_work, work
from venues.city import score_again
from venues.models import RegisterChange, Run
from venues.register.following import follow
from venues.tasks import appraise_live, follow_all, follow_changes, rescore, take_up_stalled

BUSY = "The figures are being recalculated."
STUCK = "The figures wait."


@pytest.fixture
def town(transactional_db):
    """A scored town with one library, in which all is counted."""
    town = make_town()
    town.library = open_library(town)
    town.people("residents", (100, 100, 200))
    town.municipality.is_scored = True
    town.municipality.save()
    score_again(town.municipality, timezone.localdate())
    assert not RegisterChange.objects.exists()
    yield town
    forget_jobs()


def save(town, weekday: int = 3) -> None:
    """What a form does: the change and the wish for figures, in one transaction."""
    with transaction.atomic():
        SlotFactory(venue=town.library, weekday=weekday)
        follow(town.municipality.pk)


def coverage(client, town) -> float:
    rows = client.get("/api/v1/coverage", {"area": town.areas[0].code, "group": "residents"}).json()["items"]
    return next(row["coverage"] for row in rows if row["areaCode"] == town.areas[0].code)


def waiting(client) -> str | None:
    return client.get("/api/v1/runs").json()["items"][-1]["waitingSince"]


def test_a_save_is_counted_by_the_worker_and_the_pages_say_so_until_then(client, town):
    before = coverage(client, town)
    pages = ["/en/", f"/en/areas/{town.areas[0].code}", f"/en/venues/{town.library.pk}"]
    pages.append(f"/en/areas/{town.areas[0].code}/change")
    assert [BUSY in client.get(page).text for page in pages] == [False] * 4
    assert waiting(client) is None
    save(town)
    assert [BUSY in client.get(page).text for page in pages] == [True] * 4
    assert waiting(client) is not None
    assert coverage(client, town) == before
    work()
    assert coverage(client, town) == pytest.approx(2 * before)
    assert [BUSY in client.get(page).text for page in pages] == [False] * 4
    assert waiting(client) is None


def test_with_the_worker_down_the_page_says_that_figures_wait_and_afterwards_nothing_was_lost(client, town):
    before = coverage(client, town)
    for weekday in (3, 4, 5):
        save(town, weekday)
    RegisterChange.objects.update(made_at=timezone.now() - timedelta(minutes=3))
    page = client.get(f"/en/areas/{town.areas[0].code}").text
    assert STUCK in page
    assert "Nothing is lost" in page
    work()
    assert coverage(client, town) == pytest.approx(4 * before)
    assert STUCK not in client.get(f"/en/areas/{town.areas[0].code}").text
    # Three jobs, of which the first counted all.
    assert Run.objects.count() == 1
    assert jobs_waiting() == 1


def test_a_worker_that_was_killed_at_work_holds_up_no_later_save(client, town):
    before = coverage(client, town)
    save(town)
    kill_worker_at_work()
    save(town, 4)
    work()
    assert coverage(client, town) == pytest.approx(3 * before)


def test_a_killed_worker_does_not_keep_the_lock_of_a_municipality(town):
    rescore.configure(lock=f"score {town.municipality.pk}").defer(municipality=town.municipality.pk)
    kill_worker_at_work()
    run = Run.objects.get()
    take_up_stalled.defer(timestamp=0)
    work()
    assert Run.objects.get() != run


def test_a_save_that_is_rolled_back_asks_for_nothing(town):
    with transaction.atomic():
        save(town)
        transaction.set_rollback(True)
    assert jobs_waiting() == 0
    assert not RegisterChange.objects.exists()


def test_a_change_past_all_forms_is_counted_within_a_minute(client, town):
    before = coverage(client, town)
    SlotFactory(venue=town.library, weekday=3)
    assert jobs_waiting() == 0
    follow_all(timestamp=0)
    work()
    assert coverage(client, town) == pytest.approx(2 * before)


def test_an_interval_is_shown_as_soon_as_it_is_worked_out(client, town):
    area = f"/en/areas/{town.areas[0].code}?group=residents"
    words = "is being worked out"
    save(town)
    follow_changes(town.municipality.pk)
    assert words in client.get(area).text
    tag = client.get("/api/v1/coverage")["ETag"]
    appraise_live(Run.objects.get().pk)
    assert words not in client.get(area).text
    assert client.get("/api/v1/coverage")["ETag"] != tag
    assert Run.objects.get().scores.filter(interval_low__isnull=False).exists()


def test_an_appraisal_that_gave_way_to_a_change_without_figures_is_taken_up_again(town):
    save(town)
    follow_changes(town.municipality.pk)
    run = Run.objects.get()
    ClosureFactory(venue=town.library, starts_on=timezone.localdate() + timedelta(days=30))
    forget_jobs()
    appraise_live(run.pk)
    assert jobs_waiting() == 1
    follow_changes(town.municipality.pk)
    assert not Run.objects.get().draws
    appraise_live(run.pk)
    assert Run.objects.get().draws > 0
    assert Run.objects.get() == run


def test_figures_lie_in_a_queue_of_their_own_and_go_before_how_sure_they_are(town):
    save(town)
    follow_changes(town.municipality.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name FROM procrastinate_jobs ORDER BY priority DESC")
        assert cursor.fetchall() == [("venues.follow", "figures"), ("venues.appraise_live", "figures")]


def test_an_appraisal_that_got_lost_is_asked_for_again(town):
    save(town)
    follow_changes(town.municipality.pk)
    forget_jobs()
    Run.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    follow_all(timestamp=0)
    work()
    assert Run.objects.get().draws > 0


def test_the_figures_of_a_scored_neighbour_follow_too(town):
    other = MunicipalityFactory(code="GM9991", name="Buurdorp", is_scored=True)
    other.neighbours.add(town.municipality)
    save(town)
    follow_changes(town.municipality.pk)
    passed_on = RegisterChange.objects.get()
    assert (passed_on.municipality_code, passed_on.venue_uuid) == (other.pk, None)
    # It goes no further than that, and not back.
    work()
    assert not RegisterChange.objects.exists()
