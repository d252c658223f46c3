"""Score a municipality as of a date, and keep what came out."""

from datetime import date

from venues.assessment.result import Assessment
from venues.models import Municipality


def assess(municipality: Municipality, day: date) -> Assessment:
    """Score a municipality as of a date, without storing anything."""
    raise NotImplementedError
