"""Background jobs, thin: parse, one call."""

from django.utils import timezone
from procrastinate.contrib.django import app

from venues.city import score_again
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
