"""Add to the rows of a live run how sure its figures are."""

from collections.abc import Iterable
from operator import attrgetter

from django.db import connection, transaction

from venues.assessment.result import Assessment
from venues.models import Municipality, Run, Score

APPRAISED = ("interval_low", "interval_high", "rank_low", "rank_high", "surely_worse", "surely_better")
"""What `appraise` fills in. While a run has no draws yet, its rows may have that of the run that handed them on."""


def without_appraisal(scores: Iterable[Score]) -> None:
    """Leave out how sure figures are, in the rows as they were read."""
    for score in scores:
        for name in APPRAISED:
            setattr(score, name, None)


def keep_appraisal(run: Run, made: Assessment) -> bool:
    """Store what was found of a live run.

    Args:
        run: As it was when the appraisal began.
        made: The same figures, appraised.

    Returns:
        Whether it was stored; not if the run was replaced or appraised meanwhile.
    """
    found = attrgetter(*APPRAISED)
    told = [score for score in made.scores if score.status == Score.Status.OK]
    columns = zip(*((score.area_id, score.group_id, *found(score)) for score in told), strict=True)
    with transaction.atomic():
        # First this row, as all that scores does: two that write the same rows in another order would block each other.
        Municipality.objects.select_for_update(no_key=True).get(pk=run.municipality_id)
        kept = Run.objects.select_for_update().filter(pk=run.pk, draws=0).first()
        if kept is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE venues_score score
                SET (interval_low, interval_high, rank_low, rank_high, surely_worse, surely_better)
                    = (found.low, found.high, found.rank_low, found.rank_high, found.worse, found.better)
                FROM unnest(
                    %s::bigint[], %s::text[], %s::float8[], %s::float8[], %s::int[], %s::int[], %s::int[], %s::int[]
                ) AS found(area, grp, low, high, rank_low, rank_high, worse, better)
                WHERE score.run_id = %s AND score.area_id = found.area AND score.group_id IS NOT DISTINCT FROM found.grp
                """,
                [*map(list, columns), run.sheet],
            )
        kept.draws, kept.seed, kept.sturdiness = made.run.draws, made.run.seed, made.run.sturdiness
        kept.seconds += made.run.seconds
        kept.save(update_fields=["draws", "seed", "sturdiness", "seconds"])
    return True
