"""Whether a place is open, wholly or partly closed, or announced: in words, and as of which day its facts are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.models import Closure, Venue
from venues.pages.venue_room import exact_text


@dataclass(frozen=True)
class State:
    """How a place stands today.

    Attributes:
        kind: What it is today; partly closed is open.
        told: Sentences for the top of its page, none for a place that is simply open.
        facts_on: The day of which the facts are told: today, the last day it was open, or its first.
        partial: The partial closures of today.
    """

    kind: Literal["open", "closed", "planned"]
    told: list[str]
    facts_on: date
    partial: list[Closure]

    @property
    def has_fewer_hours(self) -> bool:
        """Whether its hours of today are fewer than those recorded for the week."""
        return any(row.hours_remaining is not None for row in self.partial)

    @property
    def has_fewer_places(self) -> bool:
        """Whether its places of today are fewer than those recorded."""
        return any(row.places_remaining is not None for row in self.partial)


def state_of(venue: Venue, closures: Sequence[Closure], today: date) -> State:
    """Tell how a place stands.

    Args:
        venue: The place.
        closures: All of its own, past and announced.
        today: The day of the reader.
    """
    whole = [row for row in closures if row.extent == Closure.Extent.WHOLE]
    if venue.opened_on and venue.opened_on > today:
        opens = _("Opens on %(day)s; it counts from that day on.") % {"day": _day(venue.opened_on)}
        return State("planned", [opens, *_announced(closures, today)], venue.opened_on, [])
    if any(_holds(row, today) for row in whole):
        last = _last_open(whole, today)
        return State("closed", [_closed(whole, last + timedelta(days=1), today), _as_it_was(last)], last, [])
    partial = [row for row in closures if row not in whole and _holds(row, today)]
    told = [_partly(row) for row in partial] + _announced(closures, today)
    return State("open", told, today, partial)


def _announced(closures: Sequence[Closure], today: date) -> list[str]:
    ahead = sorted((row for row in closures if row.starts_on > today), key=lambda row: row.starts_on)
    return [_closes(row) if row.extent == Closure.Extent.WHOLE else _partly(row) for row in ahead]


def _closed(whole: Sequence[Closure], since: date, today: date) -> str:
    now = next(row for row in whole if _holds(row, today))
    until = _reopens(whole, now.reopens_on)
    said = {"since": _day(since), "until": _day(until) if until else "", "reason": _reason(now)}
    if until:
        return _("Closed from %(since)s until %(until)s%(reason)s.") % said
    return _("Closed since %(since)s%(reason)s.") % said


def _as_it_was(last: date) -> str:
    return _("Below is how it was on %(day)s, the last day on which it was open.") % {"day": _day(last)}


def _closes(row: Closure) -> str:
    said = {"since": _day(row.starts_on), "reason": _reason(row)}
    if row.reopens_on:
        return _("Closed from %(since)s until %(until)s%(reason)s.") % {**said, "until": _day(row.reopens_on)}
    return _("Closes on %(since)s%(reason)s.") % said


def _partly(row: Closure) -> str:
    left = []
    if row.hours_remaining is not None:
        left.append(_("%(hours)s hosted hours a week") % {"hours": exact_text(float(row.hours_remaining))})
    if row.places_remaining is not None:
        left.append(
            ngettext("%(places)s place", "%(places)s places", row.places_remaining) % {"places": row.places_remaining}
        )
    said = {"since": _day(row.starts_on), "reason": _reason(row), "left": _both(left)}
    if row.reopens_on:
        said["until"] = _day(row.reopens_on)
        return _("Partly closed from %(since)s until %(until)s%(reason)s: %(left)s left.") % said
    return _("Partly closed from %(since)s%(reason)s: %(left)s left.") % said


def _both(left: list[str]) -> str:
    return _("%(one)s and %(other)s") % {"one": left[0], "other": left[1]} if len(left) > 1 else left[0]


def _reason(row: Closure) -> str:
    if row.reason == Closure.Reason.UNKNOWN:
        return ""
    return " " + _("(reason: %(reason)s)") % {"reason": row.get_reason_display()}


def _last_open(whole: Sequence[Closure], day: date) -> date:
    """The day before the closure, or before the closures that followed on one another."""
    while starts := [row.starts_on for row in whole if _holds(row, day)]:
        day = min(starts) - timedelta(days=1)
    return day


def _reopens(whole: Sequence[Closure], until: date | None) -> date | None:
    """The day on which it opens again, past closures that follow on one another; None where it does not."""
    while until and (next_ones := [row.reopens_on for row in whole if _holds(row, until)]):
        until = None if None in next_ones else max(day for day in next_ones if day)
    return until


def _holds(row: Closure, day: date) -> bool:
    return row.starts_on <= day and (row.reopens_on is None or day < row.reopens_on)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
