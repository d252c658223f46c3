"""Whether the figures on a page count all that the register says by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from venues.models import Municipality
from venues.register.following import waiting_since

PATIENCE = timedelta(minutes=2)
"""Figures that wait longer wait for a worker that does not answer."""


@dataclass(frozen=True)
class Waiting:
    """Changes that the figures do not count yet.

    Attributes:
        since: When the oldest of them was made.
        is_stuck: Whether that is so long ago that the background worker must be down.
    """

    since: datetime
    is_stuck: bool


def waiting_of(municipality: Municipality) -> Waiting | None:
    """What the figures of a municipality wait for; None where they count all, or where it has none."""
    since = waiting_since(municipality.pk) if municipality.is_scored else None
    return Waiting(since, timezone.now() - since > PATIENCE) if since else None
