"""The figures follow the register: who asks for them anew, which changes wait for them, and since when."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min
from procrastinate.contrib.django import app

from venues.models import Municipality, RegisterChange

FIGURES_QUEUE = "figures"
"""The queue of what people wait for after a save; long jobs lie in another one, which another worker can take."""

FIRST = 10
"""Figures go before how sure they are."""


def follow(municipality_code: str) -> None:
    """Ask the background worker for the figures anew; call it in the transaction of the change, which may roll back.

    One job a change is fine: the first to run counts all that wait, and the others find nothing left to do.
    """
    # By name, as the job lies in a higher layer. A queueing lock would abort the transaction of the change. A killed
    # worker would keep a lock, which is not needed: the row of the municipality is one.
    job = app.configure_task("venues.follow", queue=FIGURES_QUEUE, priority=FIRST, allow_unknown=True)
    job.defer(municipality=municipality_code)


def followers(municipality: Municipality) -> list[Municipality]:
    """The other scored municipalities whose figures count the places of this one, in order of code."""
    near = Municipality.objects.filter(neighbours=municipality, is_scored=True)
    return list(near.exclude(pk=municipality.pk).order_by("code"))


def waiting_since(municipality_code: str) -> datetime | None:
    """When the oldest change was made that its figures do not count yet; None where they count all."""
    oldest: datetime | None = RegisterChange.objects.of([municipality_code]).aggregate(at=Min("made_at"))["at"]
    return oldest


def is_waiting(municipality_code: str) -> bool:
    """Whether changes were made that its figures do not count yet."""
    return RegisterChange.objects.of([municipality_code]).exists()


def waiting_in(municipality_code: str) -> list[RegisterChange]:
    """The changes that wait; take them before the register is read, so that none is settled that was not read."""
    return list(RegisterChange.objects.of([municipality_code]).order_by("pk"))


def settle(municipality: Municipality, counted: Collection[RegisterChange]) -> None:
    """Strike off the changes that the figures of a municipality count now, and pass them on to those around it.

    A change that was passed on names no place, and goes no further.
    """
    if any(change.venue_uuid or change.activity_uuid for change in counted):
        for other in followers(municipality):
            RegisterChange.objects.create(municipality_code=other.pk)
            follow(other.pk)
    RegisterChange.objects.filter(pk__in=[change.pk for change in counted]).delete()
