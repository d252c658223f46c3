"""A new live run takes over the rows of the one before it that did not change, and writes only the others.

They belong to the sheet, which the new one gets: unchanged rows are not touched at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection
from django.db.models import Count

from venues.assessment.found import Found, differing
from venues.assessment.offers import Key
from venues.assessment.run import Draft, finish, replace_live_run, store_rows
from venues.models import OfferScore, Run, Score

_MOST_KEPT = 8
_NOT_TOLD = {"id", "run_id", "venue_id", "activity_id"}
_told = attrgetter(*(field.attname for field in OfferScore._meta.concrete_fields if field.attname not in _NOT_TOLD))


@dataclass(frozen=True)
class _Kept:
    """What a live run was stored from, to compare the next one with.

    Attributes:
        run: Which; the moment with the number, as a database that was put back may give a number twice.
        terms: What must be the same for rows to be comparable.
        keys: The offers, in their order.
        found: The figures of the areas, by level.
        offers: Of each offer the number of its row, and what is told in it.
    """

    run: tuple[object, ...]
    terms: tuple[object, ...]
    keys: Sequence[Key]
    found: Mapping[str, Found]
    offers: Mapping[Key, tuple[int, object]]


_kept: dict[str, _Kept] = {}
"""By municipality."""


def succeed(live: Run, draft: Draft) -> Run:
    """Put a draft in place of the live run; call it in a transaction that locks the row of the municipality.

    Args:
        live: The run that is replaced.
        draft: What was found now. Its intervals and ranks are still to come.
    """
    kept, terms = _kept.pop(live.municipality_id, None), _terms(draft)
    before: dict[Key, int] = {}
    if kept and (kept.run, kept.terms) == ((live.pk, live.created_at), terms):
        run, before = _take_over(live, kept, draft)
    else:
        run = replace_live_run(finish(draft))
    keys = [offer.key for offer in draft.inputs.supply.offers]
    offers = {_key(each): (before.get(_key(each), each.pk), _told(each)) for each in draft.offers}
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[live.municipality_id] = _Kept((run.pk, run.created_at), terms, keys, draft.found, offers)
    return run


def _terms(draft: Draft) -> tuple[object, ...]:
    areas = draft.inputs.people.areas
    return (
        draft.run.register_loaded,
        *(group.code for group in draft.inputs.groups),
        *(area.pk for level in draft.found for area in areas[level]),
    )


def _key(offer: OfferScore) -> Key:
    return offer.venue_id, offer.activity_id


def _take_over(live: Run, kept: _Kept, draft: Draft) -> tuple[Run, dict[Key, int]]:
    """The new run, and the rows of offers that it has from the one before it."""
    run = draft.run
    cells = differing(kept.found, draft.found, kept.keys, [offer.key for offer in draft.inputs.supply.offers])
    scores = draft.scores(cells)
    told = {_key(offer): _told(offer) for offer in draft.offers}
    same = {key: row for key, (row, was) in kept.offers.items() if told.get(key) == was}
    _drop_scores(live, scores)
    _drop_offers([row for key, (row, _was) in kept.offers.items() if key not in same])
    _hand_on(live, run)
    store_rows(run, scores, [offer for offer in draft.offers if _key(offer) not in same])
    run.counts = draft.counts(dict(run.scores.values_list("status").annotate(rows=Count("pk"))))
    run.save(update_fields=["counts"])
    return run, same


def _hand_on(live: Run, run: Run) -> None:
    """Put a run in the place of another, with all rows that it has; they are not written, as the sheet stays."""
    with connection.cursor() as cursor:
        # By itself, for to delete it otherwise would take its rows along.
        cursor.execute("DELETE FROM venues_run WHERE id = %s", [live.pk])
    run.kind, run.sheet = Run.Kind.LIVE, live.sheet
    run.save()


def _drop_scores(run: Run, scores: Sequence[Score]) -> None:
    those = """
        SELECT score.id FROM venues_score score JOIN unnest(%s::bigint[], %s::text[]) AS cell(area, grp)
        ON score.area_id = cell.area AND score.group_id IS NOT DISTINCT FROM cell.grp WHERE score.run_id = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(those, [[s.area_id for s in scores], [s.group_id for s in scores], run.sheet])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM venues_explanation WHERE score_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM venues_score WHERE id = ANY(%s)", [ids])


def _drop_offers(rows: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM venues_offerscore WHERE id = ANY(%s)", [rows])
