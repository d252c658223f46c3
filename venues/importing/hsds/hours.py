"""Schedules of HSDS to weekly slots; what is no rule by the week stays out and is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import RowRefused
from venues.importing.hsds.record import coded, text_of
from venues.importing.reading.opening_hours import weekly_hours
from venues.models import Slot
from venues.register.opening_text import DAYS
from venues.register.vocabulary import Taxonomy

CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
LOCAL = {None, "+01:00", "+02:00", "+0100", "+0200"}
"""Offsets from UTC that stand for the time on Dutch clocks."""
MIDNIGHT = time(0)
WEEKDAYS = {name.upper(): number for number, name in enumerate(DAYS, start=1)}
HOLDS_IN_HOLIDAYS = {"yes": True, "no": False}


@dataclass
class Hours:
    """When a service is given: unsaved slots without an owner, and what was only known as text.

    Attributes:
        slots: Weekly.
        text: Opening hours that stand in a schedule without a rule.
        is_whole: Whether all schedules could be read as weeks.
    """

    slots: list[Slot] = field(default_factory=list)
    text: str = ""
    is_whole: bool = True


def hours_of(schedules: Sequence[Mapping[str, Any]], today: date) -> Hours:
    """The weekly slots of a service.

    Args:
        schedules: Of HSDS.
        today: Schedules that ended before are left out.

    Raises:
        RowRefused: If a day, time or date cannot be read.
    """
    found = Hours()
    for schedule in schedules:
        if not schedule.get("freq") and not schedule.get("byday"):
            found.text = found.text or text_of(schedule, "description")
        elif schedule.get("freq", "WEEKLY") != "WEEKLY" or not (schedule.get("byday") and schedule.get("opens_at")):
            found.is_whole = False
        else:
            slots = list(_slots(schedule))
            found.slots += [slot for slot in slots if slot.ends_on is None or slot.ends_on > today]
    if found.text and not found.slots:
        plain = weekly_hours(found.text)
        found.slots = [Slot(weekday=each.weekday, starts=each.starts, ends=each.ends) for each in plain or ()]
    return found


def _slots(schedule: Mapping[str, Any]) -> Iterator[Slot]:
    starts, ends = _clock(schedule, "opens_at"), _clock(schedule, "closes_at")
    terms = coded(schedule)
    holidays = next(iter(terms.get(Taxonomy.SCHOOL_HOLIDAYS, {})), "")
    host = next(iter(terms.get(Taxonomy.HOST, {})), "")
    common = {
        "host": host if host in Slot.Host.values else "",
        "every_weeks": _interval(schedule),
        "in_school_holidays": HOLDS_IN_HOLIDAYS.get(holidays),
        **_validity(schedule),
    }
    for weekday in _weekdays(schedule):
        if ends > starts or ends == MIDNIGHT:
            yield Slot(weekday=weekday, starts=starts, ends=ends, **common)
        else:
            yield Slot(weekday=weekday, starts=starts, ends=MIDNIGHT, **common)
            yield Slot(weekday=weekday % 7 + 1, starts=MIDNIGHT, ends=ends, **common)


def _clock(schedule: Mapping[str, Any], member: str) -> time:
    given = text_of(schedule, member)
    found = CLOCK.fullmatch(given)
    try:
        clock = time(int(found[1]) % 24 if found[1] == "24" else int(found[1]), int(found[2])) if found else None
    except ValueError:
        clock = None
    if found is None or clock is None:
        raise RowRefused(_("this is no time."), _("Write it as 09:00 or 09:00+01:00."), f"schedules.{member}", given)
    if found[3] not in LOCAL:
        raise RowRefused(
            _("this time is not on Dutch clocks, so the hour in summer or winter is unknown."),
            _("Write local time, with +01:00, +02:00 or no offset."),
            f"schedules.{member}",
            given,
        )
    return clock


def _weekdays(schedule: Mapping[str, Any]) -> list[int]:
    given = text_of(schedule, "byday")
    days = [day.strip().upper() for day in given.split(",")]
    if unknown := [day for day in days if day not in WEEKDAYS]:
        raise RowRefused(
            _("this is no day of the week."), _("Write MO, TU, WE, TH, FR, SA or SU."), "schedules.byday", unknown[0]
        )
    return [WEEKDAYS[day] for day in days]


def _interval(schedule: Mapping[str, Any]) -> int:
    given = schedule.get("interval") or 1
    if not isinstance(given, int | float) or given != int(given) or not 1 <= given <= 52:
        raise RowRefused(
            _("this is no number of weeks."), _("Write a whole number from 1 to 52."), "schedules.interval", given
        )
    return int(given)


def _validity(schedule: Mapping[str, Any]) -> dict[str, date | None]:
    first, last = _day(schedule, "valid_from"), _day(schedule, "valid_to")
    # Theirs is the last day with it, ours the first day without it.
    ends_on = last + timedelta(days=1) if last and last < date.max else None
    if first and ends_on and ends_on <= first:
        raise RowRefused(
            _("this day lies before the first one."), _("Correct one of the two."), "schedules.valid_to", last
        )
    return {"starts_on": first, "ends_on": ends_on}


def _day(schedule: Mapping[str, Any], member: str) -> date | None:
    given = text_of(schedule, member)
    if not given:
        return None
    try:
        return date.fromisoformat(given[:10])
    except ValueError:
        raise RowRefused(_("this is no date."), _("Write it as 2024-01-01."), f"schedules.{member}", given) from None
