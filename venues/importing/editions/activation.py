"""Asking for other boundaries: the background worker puts them in use with their figures, or leaves all as it is."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from venues.importing.editions.people_moved import residents_of
from venues.models import Edition, Municipality, User
from venues.register.rights import Action, require

STUCK_AFTER = timedelta(minutes=1)
"""An edition that was asked for so long ago is asked for again: its job may be lost."""


def ask_for(user: User, edition: Edition) -> bool:
    """Have an edition put in use, by the background worker; asked twice, it is done once.

    Until then the one in use and its figures stay; an older one can be asked for in the same way.

    Returns:
        False where it is in use already, or being activated.

    Raises:
        PermissionDenied: If the person may not choose the boundaries of this municipality.
        ValidationError: If no figures of residents are loaded with it.
    """
    require(user, Action.BOUNDARIES, edition.municipality)
    if not residents_of(edition):
        raise ValidationError(
            _("No residents are known under these boundaries: bring in their figures first, or nothing can be scored.")
        )
    with transaction.atomic():
        Municipality.objects.select_for_update(no_key=True).get(pk=edition.municipality_id)
        held = Edition.objects.get(pk=edition.pk)
        if held.is_active or held.asked_at:
            return False
        Edition.objects.filter(municipality=edition.municipality_id).update(asked_at=None, problem="")
        Edition.objects.filter(pk=held.pk).update(asked_at=timezone.now())
        _ask(held.pk)
    return True


def ask_again() -> int:
    """Ask once more for editions whose job was lost; returns how many."""
    waiting = Edition.objects.filter(asked_at__lt=timezone.now() - STUCK_AFTER, is_active=False)
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        _ask(key)
    return len(keys)


def _ask(key: int) -> None:
    # By name: the job belongs to a higher layer. The row of the municipality is lock enough: a lock of the queue would
    # stay with a worker that was killed.
    app.configure_task("venues.activate_edition", allow_unknown=True).defer(
        edition=key, language=get_language() or "nl"
    )
