"""What happened to the places around a municipality between two dates: openings, closures, hours won and lost."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, Subquery

from scoring.room import measure_room
from scoring.room_change import as_known_before
from venues.assessment.arrays import NothingToScore
from venues.assessment.register import Registered
from venues.assessment.span import Records, read_records
from venues.models import Activity, Area, Closure, Edition, Level, Municipality, Venue

LEAST_HOURS = 0.005
"""A change of hosted hours a week below this is rounding."""


class EventKind(StrEnum):
    """What happened."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    PARTLY_CLOSED = "partly-closed"
    ENDED = "ended"
    FEWER_HOURS = "fewer-hours"
    MORE_HOURS = "more-hours"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Event:
    """Something that happened to one offer. A place that closes takes its activities along: they have no event.

    Attributes:
        on: The first day on which it holds.
        kind: What.
        venue, activity: Which place; which activity, if it is one.
        site: Position of the door in the register of the span.
        closure: The row behind a closure or reopening: its reason, its note, what remains and until when.
        hours_before, hours_after: Hosted hours a week, where these changed; of a closing those of its last day.
        area_codes: The areas that it lies in, of every level; empty outside the municipality.
    """

    on: date
    kind: EventKind
    venue: Venue | None
    activity: Activity | None
    site: int
    closure: Closure | None = None
    hours_before: float | None = None
    hours_after: float | None = None
    area_codes: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The activity, else the place."""
        thing = self.activity or self.venue
        return thing.name if thing else ""


def events_of(span: Records) -> list[Event]:
    """All that happened after the first day of a span, up to and including its last, by date and name."""
    found = [
        event
        for entry in span.register.entries
        for event in (*_presence(entry, span), *_closures(entry, span), *_hours(entry, span))
    ]
    where = _places(span.edition, found)
    placed = [replace(event, area_codes=where.get(_door(event), frozenset())) for event in found]
    return sorted(placed, key=lambda event: (event.on, event.name, event.kind))


@lru_cache(maxsize=16)
def kept_events(municipality_code: str, first: date, last: date, live_run_id: int | None) -> tuple[Event, ...]:
    """All that happened in a municipality in a span, kept in memory until the live run follows another register.

    Args:
        municipality_code: Which.
        first: Events come after it.
        last: The last day, included.
        live_run_id: The run in use now: the register is read anew when it was replaced.
    """
    try:
        return tuple(events_of(read_records(Municipality.objects.get(pk=municipality_code), first, last)))
    except NothingToScore:
        return ()


def _happened(entry: Registered, on: date, kind: EventKind) -> Event:
    return Event(on, kind, entry.venue, entry.activity, entry.site)


def _presence(entry: Registered, span: Records) -> Iterator[Event]:
    """Opened or begun; an activity that ended while its place did not."""
    starts_on = entry.activity.starts_on if entry.activity else entry.venue and entry.venue.opened_on
    if starts_on and _within(starts_on, span) and entry.is_open(starts_on):
        yield _happened(entry, starts_on, EventKind.OPENED)
    ends_on = entry.activity.ends_on if entry.activity else None
    if ends_on and _within(ends_on, span) and (entry.place is None or entry.place.is_open(ends_on)):
        yield _happened(entry, ends_on, EventKind.ENDED)


def _closures(entry: Registered, span: Records) -> Iterator[Event]:
    for closure in entry.closures:
        is_whole = closure.extent == Closure.Extent.WHOLE
        # One that follows on another, or lies inside it, closes nothing.
        if _within(closure.starts_on, span) and (not is_whole or entry.is_open(closure.starts_on - timedelta(days=1))):
            kind = EventKind.CLOSED if is_whole else EventKind.PARTLY_CLOSED
            happened = replace(_happened(entry, closure.starts_on, kind), closure=closure)
            before = span.measured(entry, closure.starts_on - timedelta(days=1)) if is_whole else None
            yield replace(happened, hours_before=before.room.hosted_hours, hours_after=0.0) if before else happened
        # Of a closure within the span its own line says when it ended.
        elif closure.reopens_on and _within(closure.reopens_on, span) and entry.is_open(closure.reopens_on):
            yield replace(_happened(entry, closure.reopens_on, EventKind.REOPENED), closure=closure)


def _hours(entry: Registered, span: Records) -> Iterator[Event]:
    """Hosted hours that changed from one day to the next while it stayed open, and not because of a closure."""
    told = {day for closure in entry.closures for day in (closure.starts_on, closure.reopens_on)}
    for day in entry.turns:
        if not _within(day, span) or day in told:
            continue
        before, after = span.measured(entry, day - timedelta(days=1)), span.measured(entry, day)
        if before is None or after is None:
            continue
        hours = before.room.hosted_hours, after.room.hosted_hours
        as_before = as_known_before(before.record, after.record)
        is_recorded = as_before is not after.record
        real = measure_room(as_before, after.assumed).hosted_hours - hours[0]
        written = hours[1] - hours[0] - real
        if is_recorded and abs(real) <= abs(written) + LEAST_HOURS:
            kind = EventKind.RECORDED
        elif abs(hours[1] - hours[0]) < LEAST_HOURS:
            continue
        else:
            kind = EventKind.FEWER_HOURS if hours[1] < hours[0] else EventKind.MORE_HOURS
        yield replace(_happened(entry, day, kind), hours_before=hours[0], hours_after=hours[1])


def _within(day: date, span: Records) -> bool:
    return span.register.first < day <= span.register.last


def _door(event: Event) -> UUID | None:
    thing = event.venue or event.activity
    return thing.pk if thing else None


def _places(edition: Edition, events: Collection[Event]) -> dict[UUID | None, frozenset[str]]:
    """The codes of the neighbourhood, district and municipality that each door lies in."""
    parents = {
        code: frozenset((code, district, municipality))
        for code, district, municipality in Area.objects.filter(edition=edition, level=Level.NEIGHBOURHOOD).values_list(
            "code", "parent__code", "parent__parent__code"
        )
    }
    around = Area.objects.filter(edition=edition, level=Level.NEIGHBOURHOOD, boundary__covers=OuterRef("location"))
    code = Subquery(around.order_by("code").values("code")[:1])
    venues = Venue.objects.filter(pk__in={event.venue.pk for event in events if event.venue})
    outside = Activity.objects.filter(
        pk__in={event.activity.pk for event in events if event.activity and not event.venue}
    )
    found: dict[UUID | None, frozenset[str]] = {}
    for rows in (venues.annotate(code=code), outside.annotate(code=code)):
        found |= {pk: parents[each] for pk, each in rows.values_list("pk", "code") if each}
    return found
