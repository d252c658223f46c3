"""Background jobs, thin: parse, one call."""

import logging
from datetime import timedelta

from django.utils import timezone, translation
from procrastinate import JobContext
from procrastinate.contrib.django import app

from venues.assessment.history import is_behind, last_month
from venues.assessment.live import ChangesWait, appraise_live_run, follow_register, is_unappraised
from venues.boundaries import put_in_use
from venues.city import score_again, score_history
from venues.importing.editions.activation import ask_again
from venues.importing.uploads.steps import forget_old, take_up_again
from venues.importing.uploads.work import work_on
from venues.models import Municipality, RegisterChange, Run
from venues.register.following import FIGURES_QUEUE, follow
from venues.reports.digest_mail import send_due

log = logging.getLogger(__name__)

QUIET_SECONDS = 2
"""How long nothing must have changed before it is worked out how sure the figures are."""


@app.task(name="venues.rescore")
def rescore(municipality: str) -> None:
    """Replace the live run of a municipality by one as of today."""
    score_again(Municipality.objects.get(pk=municipality), timezone.localdate())


@app.task(name="venues.follow", queue=FIGURES_QUEUE)
def follow_changes(municipality: str) -> None:
    """Count all changes of a register that wait, and then say how sure the new figures are."""
    run = follow_register(Municipality.objects.get(pk=municipality), timezone.localdate())
    if run and is_unappraised(run):
        _appraise_later(run)


@app.task(name="venues.appraise_live", queue=FIGURES_QUEUE)
def appraise_live(run: int) -> None:
    """Say how sure the figures of a live run are, unless it was replaced; gives way to changes that come in."""
    stands = Run.objects.filter(pk=run).select_related("municipality").first()
    if stands:
        try:
            appraise_live_run(stands)
        except ChangesWait:
            # They may move no figure; then this run stands, and still needs it.
            _appraise_later(stands)


def _appraise_later(run: Run) -> None:
    # Not at once: changes come in a row, and each makes the appraisal of the one before worthless.
    appraise_live.configure(schedule_in={"seconds": QUIET_SECONDS}).defer(run=run.pk)


@app.periodic(cron="* * * * *")
@app.task(name="venues.follow_all")
def follow_all(timestamp: int) -> None:
    """Ask for the figures that changes wait for, also those made by SQL, the admin or an import, and lost jobs."""
    for code in RegisterChange.objects.values_list("municipality_code", flat=True).distinct():
        if Municipality.objects.filter(pk=code).exists():
            follow(code)
    for run in filter(is_unappraised, Run.objects.filter(kind=Run.Kind.LIVE)):
        if run.created_at < timezone.now() - timedelta(minutes=1):
            appraise_live.defer(run=run.pk)


@app.periodic(cron="* * * * *")
@app.task(name="venues.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of a killed worker that hold a lock: nothing else could be scored for that municipality."""
    jobs = context.app.job_manager
    for task in (rescore, continue_history):
        for job in await jobs.get_stalled_jobs(task_name=task.name):
            await jobs.retry_job(job)


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


@app.task(name="venues.activate_edition")
def activate_edition(edition: int, language: str) -> None:
    """Put boundaries in use that somebody asked for."""
    with translation.override(language):
        put_in_use(edition, log.info)


@app.periodic(cron="20 5-17 * * *")
@app.task(name="venues.send_digests")
def send_digests(timestamp: int) -> None:
    """Mail those who asked for it what is to be done, once a week: on Monday, or when the worker is back."""
    send_due(timezone.localdate())


@app.task(name="venues.work_on_upload")
def work_on_upload(upload: str, language: str) -> None:
    """Try or store a file that somebody brought in."""
    work_on(upload, language)


@app.periodic(cron="* * * * *")
@app.task(name="venues.take_up_uploads")
def take_up_uploads(timestamp: int) -> None:
    """Continue the files and the boundaries whose worker was killed, and forget the old files."""
    take_up_again()
    ask_again()
    forget_old()
