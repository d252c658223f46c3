"""Other boundaries come into use: areas, people, walks and figures change at once, or not at all."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from venues.city import CityRefused, measure_and_score
from venues.models import Edition, Municipality, Run
from venues.register.following import followers

log = logging.getLogger(__name__)


def put_in_use(edition_id: int, say: Callable[[str], object]) -> Run | None:
    """Activate an edition that was asked for, and score its municipality by it.

    The last figures under the boundaries before are kept: their pages stay readable. Where it cannot be scored all
    stays as it was, and the edition says why.

    Args:
        edition_id: Which; one that was taken away since is passed over.
        say: Receives one line a stage.

    Returns:
        The live run under it; None where it was not asked for any more, or cannot be scored.
    """
    try:
        with transaction.atomic():
            return _put_in_use(edition_id, say)
    except CityRefused as error:
        _leave(edition_id, str(error))
    except Exception:
        # A person waits for an answer.
        log.exception("edition %s could not be activated", edition_id)
        _leave(edition_id, _("Something went wrong here. The administrator of the site finds it in the log."))
    return None


def _put_in_use(edition_id: int, say: Callable[[str], object]) -> Run | None:
    # Taken before anything is read, as by everything that scores: figures by the boundaries before come first or never.
    municipality = Municipality.objects.select_for_update(no_key=True).filter(editions=edition_id).first()
    edition = Edition.objects.filter(pk=edition_id, is_active=False, asked_at__isnull=False).first()
    if municipality is None or edition is None:
        return None
    Run.objects.filter(municipality=municipality, kind=Run.Kind.LIVE).update(kind=Run.Kind.SEALED)
    edition.activate()
    Edition.objects.filter(pk=edition_id).update(asked_at=None, problem="")
    run = measure_and_score(municipality, say)
    for other in followers(municipality):
        # Their walks lead to homes by the boundaries before.
        job = app.configure_task("venues.rescore", lock=f"score {other.pk}", allow_unknown=True)
        job.defer(municipality=other.pk)
    return run


def _leave(edition_id: int, problem: str) -> None:
    Edition.objects.filter(pk=edition_id).update(asked_at=None, problem=problem)
