"""What happened between two dates, as lines of a list: when, what, where and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.assessment.events import Event, EventKind
from venues.models import Closure
from venues.pages.figures import hours_text

SHOWN_AT_FIRST = 40


@dataclass(frozen=True)
class EventLine:
    """One line. The reason is that of the register; its notes are not shown, as they may speak of a person."""

    on: dt.date
    name: str
    at: str
    venue_id: UUID | None
    text: str
    reason: str
    css: str
    lost: str = ""
    """Hosted hours a week that a closing took away."""


@dataclass(frozen=True)
class EventList:
    """The lines of one place or its surroundings, by date; the later ones may be folded."""

    lines: list[EventLine]
    more: list[EventLine]


def event_list(events: Sequence[Event]) -> EventList:
    """Events in words."""
    lines = [line_of(event) for event in events]
    # One line more is shorter than a line that says there is one more.
    cut = SHOWN_AT_FIRST if len(lines) > SHOWN_AT_FIRST + 1 else len(lines)
    return EventList(lines[:cut], lines[cut:])


def line_of(event: Event) -> EventLine:
    """An event in words."""
    return EventLine(
        on=event.on,
        name=event.name,
        at=event.venue.name if event.venue and event.activity else "",
        venue_id=event.venue.pk if event.venue else None,
        text=_text(event),
        reason=event.closure.get_reason_display() if _has_reason(event) and event.closure else "",
        lost=hours_text(event.hours_before) if event.kind == EventKind.CLOSED and event.hours_before else "",
        css="event-loss"
        if event.kind in LOSSES
        else "event-unreal"
        if event.kind == EventKind.RECORDED
        else "event-gain",
    )


LOSSES = {EventKind.CLOSED, EventKind.PARTLY_CLOSED, EventKind.ENDED, EventKind.FEWER_HOURS}


def _has_reason(event: Event) -> bool:
    closure = event.closure
    return closure is not None and event.kind != EventKind.REOPENED and closure.reason != Closure.Reason.UNKNOWN


def _text(event: Event) -> str:
    hours = {"before": hours_text(event.hours_before), "after": hours_text(event.hours_after)}
    match event.kind:
        case EventKind.OPENED:
            return _("began") if event.activity else _("opened")
        case EventKind.ENDED:
            return _("ended")
        case EventKind.FEWER_HOURS:
            return _("fewer hosted hours: from %(before)s to %(after)s a week") % hours
        case EventKind.MORE_HOURS:
            return _("more hosted hours: from %(before)s to %(after)s a week") % hours
        case EventKind.RECORDED:
            return (
                _("no real change: hours now counted from other records, %(after)s a week where it was %(before)s")
                % hours
            )
    return _closing(event)


def _closing(event: Event) -> str:
    closure = event.closure
    is_partial = closure is not None and closure.extent == Closure.Extent.PARTIAL
    if event.kind == EventKind.REOPENED:
        return _("wholly open again") if is_partial else _("open again")
    until = date_format(closure.reopens_on, "j F Y") if closure and closure.reopens_on else ""
    if not is_partial or closure is None:
        return _("closed until %(day)s") % {"day": until} if until else _("closed")
    left = []
    if closure.hours_remaining is not None:
        left.append(_("%(hours)s hosted hours a week left") % {"hours": hours_text(float(closure.hours_remaining))})
    if closure.places_remaining is not None:
        left.append(_("room for %(count)d left") % {"count": closure.places_remaining})
    said = _("partly closed: %(left)s") % {"left": ", ".join(left)}
    return f"{said}, " + _("until %(day)s") % {"day": until} if until else said
