"""The version of an assessment that an answer is taken from."""

from typing import Any

from venues.assessment.result import Assessment


def token(assessment: Assessment) -> list[Any]:
    """What changes when an assessment changes: its run, or for one made on request the data that it read."""
    run = assessment.run
    return [run.pk, run.fingerprint, run.as_of, run.method_id, str(run.method)]
