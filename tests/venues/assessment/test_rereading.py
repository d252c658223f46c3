"""A live run hands its rows on: only what changed is written, and only that is read again."""

from itertools import count
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from tests.venues.assessment.edits import Editor, make_square_town
from venues.assessment.live import follow_register
from venues.assessment.queries import assessment_on
from venues.assessment.run import store_live_run
from venues.models import OfferScore, Run, Score, Venue

pytestmark = pytest.mark.django_db

places = count(101)


@pytest.fixture
def town():
    """A town of 25 squares with six places, whose live run this process followed."""
    town = make_square_town()
    editor = Editor(town)
    for _ in range(6):
        editor.open()
    store_live_run(town, timezone.localdate())
    # The first run that follows is compared with what no worker remembers, and writes every row.
    follow_register(town, timezone.localdate())
    change(town)
    return town


def places_on_disk(model):
    return dict(model.objects.extra(select={"at": "ctid::text"}).values_list("pk", "at"))


def change(town):
    busy = OfferScore.objects.filter(is_reached=True, activity=None).order_by("-load_hours", "pk").first()
    Venue.objects.filter(pk=busy.venue_id).update(places=next(places))
    return follow_register(town, timezone.localdate())


def test_rows_that_did_not_change_are_not_touched_by_the_next_run(town):
    first, before = Run.objects.get(), places_on_disk(Score)
    run = change(town)
    assert Run.objects.get() == run != first
    kept = before.items() & places_on_disk(Score).items()
    assert 0 < len(kept) < len(before)
    assert run.scores.count() == Score.objects.count() == len(before)
    assert run.offer_scores.count() == OfferScore.objects.count() == 6


def test_of_the_next_run_only_the_rows_that_changed_are_read(town):
    before = assessment_on(town)
    change(town)
    after = assessment_on(town)
    same = {id(score) for score in before.scores} & {id(score) for score in after.scores}
    assert 0 < len(same) < len(after.scores)
    assert {score.run for score in after.scores} == {after.run}
    in_the_database = Run.objects.get().scores.order_by("area__code", "group__position")
    assert [(score.pk, score.coverage) for score in after.scores] == list(in_the_database.values_list("pk", "coverage"))


def test_what_an_appraisal_adds_to_a_row_is_read(town):
    before = assessment_on(town)
    score = next(score for score in before.scores if score.status == "ok")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE venues_score SET interval_low = 0.1, interval_high = 0.9 WHERE id = %s", [score.pk])
    Run.objects.update(draws=1000)
    assert next(each for each in assessment_on(town).scores if each.pk == score.pk).interval_high == 0.9


def test_a_run_that_is_deleted_takes_its_rows_along(town):
    change(town)
    Run.objects.get().delete()
    assert not Score.objects.exists()
    assert not OfferScore.objects.exists()


def test_a_live_run_that_is_replaced_again_and_again_while_it_is_read_is_read_in_the_end(town):
    """Three times, each in the middle of another attempt."""
    replaced, is_changing = [], Event()

    def replace_before(execute, sql, params, many, context):
        if sql.startswith("SELECT") and 'FROM "venues_area"' in sql and len(replaced) < 3 and not is_changing.is_set():
            is_changing.set()
            replaced.append(change(town))
            is_changing.clear()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(replace_before):
        assessment = assessment_on(town)
    assert len(replaced) == 3
    assert assessment.run == replaced[-1] == Run.objects.get()
