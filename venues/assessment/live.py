"""The live run follows the register: figures at once, and how sure they are as soon as nothing else waits."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import date

from django.db import connection, transaction

from venues.assessment.appraisal import appraise
from venues.assessment.arrays import NothingToScore, bound_m, inputs_on
from venues.assessment.certainty import keep_appraisal
from venues.assessment.run import Draft, draft_run, finish
from venues.assessment.succession import succeed
from venues.models import Activity, Municipality, RegisterChange, Run, Venue
from venues.register.following import is_waiting, settle, waiting_in
from venues.walking.measure import measure_walks, not_measured

_last: dict[str, Draft] = {}
"""What the run that followed last was made from, by its municipality; of one alone, as a city takes much memory."""


class ChangesWait(Exception):
    """An appraisal gave way: changes came in, and whoever made them waits for the figures."""


def follow_register(municipality: Municipality, day: date) -> Run | None:
    """Count all changes that wait: measure the places they touch, and put new figures in place of the live run.

    How sure the figures are is left for `appraise_live_run`: that takes longer than all the rest.

    Args:
        municipality: Whose register changed.
        day: As of which date.

    Returns:
        The new live run; None where no figures changed, or where none were ever made.
    """
    with _uncollected(), transaction.atomic():
        _without_help()
        municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        changes = waiting_in(municipality.pk)
        if not changes:
            return None
        _measure(municipality, changes)
        run = _rescored(municipality, day)
        settle(municipality, changes)
        return run


def appraise_live_run(run: Run) -> bool:
    """Say how sure the figures of a live run are, if it still stands and nobody did.

    Returns:
        Whether it was done; not where the data have changed since.

    Raises:
        ChangesWait: If changes in the register wait to be counted, also when they come in meanwhile.
    """
    if not is_unappraised(run):
        return False

    def give_way() -> None:
        if is_waiting(run.municipality_id):
            raise ChangesWait

    with _uncollected():
        give_way()
        draft = _draft_of(run, give_way)
        if draft is None:
            return False
        # Its own, and so are the seconds: the other was stored.
        draft = replace(draft, run=copy(run))
        draft.run.seconds = 0
        made = finish(draft)
        give_way()
        appraise(made, draft.inputs, give_way)
        is_kept = keep_appraisal(run, made)
        _last.pop(run.municipality_id, None)
        return is_kept


def _draft_of(run: Run, between: Callable[[], object]) -> Draft | None:
    """What a live run was made from, kept or read again; None where the data have changed since."""
    kept = _last.get(run.municipality_id)
    if kept and (kept.run.pk, kept.run.created_at) == (run.pk, run.created_at):
        return kept
    inputs = inputs_on(run.municipality, run.as_of)
    between()
    draft = draft_run(inputs)
    between()
    return draft if draft.run.fingerprint == run.fingerprint else None


def is_unappraised(run: Run) -> bool:
    """Whether it is a live run of which it is still to be worked out how sure its figures are."""
    return run.kind == Run.Kind.LIVE and not run.draws and run.counts.get("scoresOk", 0) > 0


def _without_help() -> None:
    """Let the database answer by itself, for this transaction: to start another process takes longer than its share."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away: it would look at all that is kept in memory, a third of a second for a large city."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _measure(municipality: Municipality, changes: Sequence[RegisterChange]) -> None:
    """Measure the walks of the places that changed; those that did not move cost no search."""
    venues = Venue.everything.filter(pk__in={change.venue_uuid for change in changes if change.venue_uuid})
    activities = Activity.everything.filter(pk__in={change.activity_uuid for change in changes if change.activity_uuid})
    offers: list[Venue | Activity] = [*venues.only("pk"), *activities.only("pk")]
    bound = bound_m(municipality)
    moved = not_measured(municipality, offers, bound_m=bound)
    if moved:
        measure_walks(municipality, bound_m=bound, offers=moved)


def _rescored(municipality: Municipality, day: date) -> Run | None:
    live = Run.objects.filter(municipality=municipality, kind=Run.Kind.LIVE).first()
    if live is None:
        return None
    try:
        inputs = inputs_on(municipality, day)
    except NothingToScore:
        return None
    draft = draft_run(inputs)
    if (draft.run.fingerprint, day) == (live.fingerprint, live.as_of):
        return None
    run = succeed(live, draft)
    _last.clear()
    _last[municipality.pk] = draft
    return run
