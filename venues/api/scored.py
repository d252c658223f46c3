"""The assessment that an answer is taken from."""

from datetime import date
from typing import Any

from venues.assessment.arrays import NothingToScore
from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Municipality


def scored_on(municipality: Municipality, day: date | None) -> Assessment | None:
    """A municipality as scored on a day, by its live run without one; None where there is nothing to score."""
    try:
        return assessment_on(municipality, day)
    except NothingToScore:
        return None


def token(assessment: Assessment) -> list[Any]:
    """What changes when an assessment changes: its run, or for one made on request the data that it read."""
    run = assessment.run
    return [run.pk, run.fingerprint, run.as_of, run.method_id, str(run.method)]
