"""The change that a map shows: between which two dates."""

import datetime as dt

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from venues.assessment.change import TownChange, requested_change
from venues.assessment.result import Assessment
from venues.pages.area_figures import Asked
from venues.pages.query import Query


def asked_of(query: Query, assessment: Assessment) -> Asked:
    """What the figures of a view are asked of; a change is only made up where one is shown.

    Raises:
        BadRequest: If the earlier date of a change is not before the date shown.
    """
    change = change_shown(query, assessment) if query.show == "change" else None
    return Asked(assessment, query.level, query.group_code, change)


def since_of(query: Query, assessment: Assessment) -> dt.date:
    """The earlier date: the one that is asked for, else a year before that of the assessment."""
    if query.since:
        return query.since
    shown = assessment.run.as_of
    # A year before a leap day is the last of February.
    return shown.replace(year=shown.year - 1, day=28 if (shown.month, shown.day) == (2, 29) else shown.day)


def change_shown(query: Query, assessment: Assessment) -> TownChange | None:
    """A municipality compared between the earlier date and that of its assessment.

    Returns:
        None where nothing can be compared: by boundaries that are not in use, or where nothing can be scored.

    Raises:
        BadRequest: If the earlier date is not before the other one.
    """
    first, second = since_of(query, assessment), assessment.run.as_of
    if first >= second:
        raise BadRequest(
            _("since=%(first)s: choose a date before the one shown, %(second)s.") % {"first": first, "second": second}
        )
    return None if query.year else requested_change(query.municipality, first, second)
