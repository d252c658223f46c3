"""What stands behind a figure, in words a reader needs before quoting it: how much is recorded, and for which date."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.assessment.result import Assessment
from venues.models import Score
from venues.pages.figures import coverage_text

MOSTLY = 0.5
"""A coverage of which less than this share is recorded rests mostly on assumptions."""


def standing(assessment: Assessment, score: Score | None) -> list[str]:
    """What must be said beside a figure; empty where it is recorded and of its own time.

    Args:
        assessment: The assessment that the figure is from.
        score: The figure; None or one without coverage says nothing of what is recorded.
    """
    said = []
    if score and score.known_share == 0:
        said.append(
            _(
                "Wholly assumed: of no place that adds to this are hours, hosts and places all recorded, so they are "
                "taken from the kind of place. It may be anything from %(low)s to %(high)s of the norm."
            )
            % {"low": coverage_text(score.coverage_low), "high": coverage_text(score.coverage_high)}
        )
    elif score and mostly_assumed(score):
        said.append(
            _(
                "Mostly assumed: little of this is recorded, so hours, hosts and places are taken from the kind of "
                "place. The range tells how far off it may be."
            )
        )
    return said + of_its_time(assessment.run.as_of, assessment.run.demand_reference_on)


def mostly_assumed(score: Score) -> bool:
    """Whether little of what makes up the coverage is recorded."""
    return bool(score.coverage) and score.known_share is not None and score.known_share < MOSTLY


def of_its_time(as_of: dt.date, people_on: dt.date | None) -> list[str]:
    """What must be said of figures of another day than today, or than that of the people in them."""
    if as_of > timezone.localdate():
        return [_("A look ahead: only what is recorded today counts. Later closures and openings are not known yet.")]
    if people_on and people_on > as_of:
        return [
            _(
                "A look back: people are counted as of %(day)s, and a place without a recorded opening date counts as "
                "always open."
            )
            % {"day": date_format(people_on, "j F Y")}
        ]
    return []
