"""Closures of a place or activity: reported, moved, ended and taken back. The rest of the place stays unchecked."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.models import Closure, User
from venues.register.record import Place, Problem, Record, RecordRefused
from venues.register.rows import add_row, change_row, remove_row


def report(place: Place, closure: Record, user: User) -> Place:
    """Add a closure. Sent twice, it is still one.

    Args:
        place: The place or activity.
        closure: As a row of a record: extent, reason, starts_on, reopens_on, hours_remaining, places_remaining, note.
        user: Who reports it.

    Raises:
        RecordRefused: In words, if it says too little, or overlaps another one.
        PermissionDenied: If the person may not.
    """
    return add_row(place, "closures", closure, user, check_closures)[0]


def reopen(place: Place, closure_id: int, reopens_on: date | None, user: User) -> Place:
    """Change the day on which it reopens; None where that is not known, or never.

    Raises:
        Closure.DoesNotExist: If the place has no such closure any more.
        RecordRefused: In words, if that day cannot be.
        PermissionDenied: If the person may not.
    """
    day = reopens_on.isoformat() if reopens_on else None
    return change_row(place, "closures", closure_id, {"reopens_on": day}, user, check=check_closures)


def take_back(place: Place, closure_id: int, user: User) -> Place:
    """Undo a closure that was reported by mistake: it never was. History keeps that it was reported.

    Raises:
        Closure.DoesNotExist: If the place has no such closure any more.
        PermissionDenied: If the person may not.
    """
    return remove_row(place, "closures", closure_id, user)


def check_closures(rows: list[Record], position: int) -> None:
    """Refuse closures of which one says too little, or overlaps another.

    Args:
        rows: The closures of one place.
        position: Which of them is new or changed.

    Raises:
        RecordRefused: In words.
    """
    problems = [*_dates(rows[position]), *_rest(rows[position])] or _overlaps(rows, position)
    if problems:
        raise RecordRefused([Problem("closures", position, field, message) for field, message in problems])


def _dates(row: Record) -> list[tuple[str, str]]:
    if not row["starts_on"]:
        return [("starts_on", _("Say from which day it is closed."))]
    if row["reopens_on"] and row["reopens_on"] <= row["starts_on"]:
        return [
            (
                "reopens_on",
                _("It reopens after the day on which it closes, %(day)s. If it never closed, undo the closure.")
                % {"day": _day(row["starts_on"])},
            )
        ]
    return []


def _rest(row: Record) -> list[tuple[str, str]]:
    remains = row["hours_remaining"] is not None or row["places_remaining"] is not None
    if row["extent"] == Closure.Extent.PARTIAL and not remains:
        return [("hours_remaining", _("Say what remains: hours with a host, places, or both."))]
    if row["extent"] == Closure.Extent.WHOLE and remains:
        return [("extent", _("Where something remains, it is partly closed."))]
    return []


def _overlaps(rows: list[Record], position: int) -> list[tuple[str, str]]:
    row = rows[position]
    for other in rows[:position] + rows[position + 1 :]:
        if _begins_before_the_end_of(row, other) and _begins_before_the_end_of(other, row):
            said = {"since": _day(other["starts_on"]), "until": _day(other["reopens_on"])}
            if other["reopens_on"]:
                told = _("This overlaps the closure from %(since)s until %(until)s. Change that one first.") % said
            else:
                told = _("This overlaps the closure from %(since)s that has no end. Change that one first.") % said
            return [("starts_on", told)]
    return []


def _begins_before_the_end_of(one: Record, other: Record) -> bool:
    return not other["reopens_on"] or one["starts_on"] < other["reopens_on"]


def _day(day: str | None) -> str:
    return date_format(date.fromisoformat(day), "j F Y") if day else ""
