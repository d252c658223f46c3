"""Background jobs, thin: parse, one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from venues.assessment.history import is_behind
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
    """Score the months of a municipality anew, from its first stored one to this month."""
    kept = Municipality.objects.get(pk=municipality)
    oldest = kept.histories.order_by("first_on").first()
    if oldest and is_behind(kept, timezone.localdate()):
        score_history(kept, oldest.first_on, timezone.localdate())


@app.periodic(cron="35 * * * *")
@app.task(name="venues.continue_histories")
def continue_histories(timestamp: int) -> None:
    """Carry the stored months of every municipality that has any on to this month, and to the method in use."""
    for municipality in Municipality.objects.filter(histories__isnull=False).distinct():
        if is_behind(municipality, timezone.localdate()):
            continue_history.configure(lock=f"score {municipality.pk}").defer(municipality=municipality.pk)
