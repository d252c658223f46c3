"""Background jobs, thin: parse, one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from venues.assessment.history import is_behind, last_month
from venues.city import score_again, score_history
from venues.models import Municipality, Run


@app.task(name="venues.rescore")
def rescore(municipality: str) -> None:
    """Replace the live run of a municipality by one as of today."""
    score_again(Municipality.objects.get(pk=municipality), timezone.localdate())


@app.periodic(cron="5 * * * *")
@app.task(name="venues.rescore_of_yesterday")
def rescore_of_yesterday(timestamp: int) -> None:
    """Rescore the live runs of an earlier day: closures and openings begin and end at midnight.

    Every hour, so that a worker that was down at midnight catches up.
    """
    behind = Run.objects.filter(kind=Run.Kind.LIVE, as_of__lt=timezone.localdate())
    for municipality in behind.values_list("municipality_id", flat=True):
        rescore.configure(lock=f"score {municipality}").defer(municipality=municipality)


@app.task(name="venues.continue_history")
def continue_history(municipality: str) -> None:
    """Score the months of a municipality anew, from the first stored one to this one, and coming ones as stored."""
    kept = Municipality.objects.get(pk=municipality)
    stored = list(kept.histories.all())
    today = timezone.localdate()
    if stored and is_behind(kept, today):
        last = max(today, *(last_month(history) for history in stored))
        score_history(kept, min(history.first_on for history in stored), last)


@app.periodic(cron="35 * * * *")
@app.task(name="venues.continue_histories")
def continue_histories(timestamp: int) -> None:
    """Carry stored months on to this month and the method in use, and score anew those of which the data changed."""
    for municipality in Municipality.objects.filter(histories__isnull=False).distinct():
        if is_behind(municipality, timezone.localdate()):
            continue_history.configure(lock=f"score {municipality.pk}").defer(municipality=municipality.pk)
