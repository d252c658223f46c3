"""Weekly slots as others write opening hours: OpenStreetMap text, and the specifications of schema.org."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.models import Slot

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAYS_OF_SCHEMA_ORG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = 24 * 60
SHORTEST_RUN = 3
"""From so many days on, days in a row are written as `Mo-We`."""

Range = tuple[int, int]
"""From and to, in minutes since the midnight that begins the day."""
Week = Mapping[int, tuple[Range, ...]]
"""By weekday (1 = Monday) when it is open, in order, without overlap."""


def osm_text(slots: Iterable[Slot]) -> str:
    """Slots as the `opening_hours` text of OpenStreetMap.

    Where all hours end for the school holidays the text says `SH off`. What a week cannot say is said in a comment:
    hours that are not held each week (no source says in which of the weeks), or that alone end for the holidays.

    Args:
        slots: Those that hold on one day; overlapping ones are written as one.

    Returns:
        Such as `Mo-Fr 09:00-17:00; Sa 10:00-13:00; SH off`; empty where there is no slot.
    """
    slots = list(slots)
    none_in_holidays = bool(slots) and all(slot.in_school_holidays is False for slot in slots)
    by_comment: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_comment[_comment(slot, tell_holidays=not none_in_holidays)].append(slot)
    text = "; ".join(_rules(weekly(by_comment.pop("", []))))
    for comment, seldom in sorted(by_comment.items()):
        # A comma adds to the rules before it; a semicolon would replace them.
        text = ", ".join([*filter(None, [text]), *(f'{rule} "{comment}"' for rule in _rules(weekly(seldom)))])
    return f"{text}; SH off" if none_in_holidays else text


def specification(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    """Slots as `OpeningHoursSpecification` of schema.org.

    Hours that are not held each week cannot be said there and are left out; those of `osm_text` tell them.

    Args:
        slots: Those that hold on one day.
    """
    alike: dict[tuple[date | None, date | None, bool], list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.every_weeks == 1:
            alike[slot.starts_on, slot.ends_on, slot.in_school_holidays is False].append(slot)
    return [
        _one_specification(days, hours, *circumstances)
        for circumstances, same in alike.items()
        for days, hours in _days_alike(weekly(same))
    ]


def weekly(slots: Iterable[Slot]) -> Week:
    """The week that slots make together; slots that overlap or touch become one range."""
    ranges: dict[int, list[Range]] = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: (slot.weekday, slot.starts)):
        starts, ends = _minutes(slot.starts), _minutes(slot.ends) or MIDNIGHT
        today = ranges[slot.weekday]
        if today and starts <= today[-1][1]:
            today[-1] = (today[-1][0], max(today[-1][1], ends))
        else:
            today.append((starts, ends))
    return {weekday: tuple(today) for weekday, today in ranges.items()}


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _comment(slot: Slot, *, tell_holidays: bool) -> str:
    said = []
    if slot.every_weeks > 1:
        said.append(ngettext("every week", "every %(n)s weeks", slot.every_weeks) % {"n": slot.every_weeks})
    if tell_holidays and slot.in_school_holidays is False:
        said.append(_("not in school holidays"))
    return ", ".join(said)


def _rules(week: Week) -> list[str]:
    """One rule for the days that have the same hours."""
    rules: dict[tuple[Range, ...], list[int]] = defaultdict(list)
    for weekday in sorted(week):
        rules[week[weekday]].append(weekday)
    return [
        f"{_run_of(days)} {','.join(f'{_clock(starts)}-{_clock(ends)}' for starts, ends in ranges)}"
        for ranges, days in rules.items()
    ]


def _run_of(days: Sequence[int]) -> str:
    """Weekdays as `Mo-Fr` or `Mo,We`."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [
        f"{DAYS[run[0] - 1]}-{DAYS[run[-1] - 1]}"
        if len(run) >= SHORTEST_RUN
        else ",".join(DAYS[day - 1] for day in run)
        for run in runs
    ]
    return ",".join(names)


def _days_alike(week: Week) -> list[tuple[list[int], Range]]:
    """Each range with the days that have it."""
    days: dict[Range, list[int]] = defaultdict(list)
    for weekday in sorted(week):
        for hours in week[weekday]:
            days[hours].append(weekday)
    return [(each, hours) for hours, each in days.items()]


def _one_specification(
    days: Sequence[int], hours: Range, starts_on: date | None, ends_on: date | None, no_holidays: bool
) -> dict[str, Any]:
    starts, ends = hours
    # A day that ends at 00:00 would last no time for some readers, where it also begins then.
    closes = "23:59" if hours == (0, MIDNIGHT) else _clock(ends % MIDNIGHT)
    said: dict[str, Any] = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{DAYS_OF_SCHEMA_ORG[day - 1]}" for day in days],
        "opens": _clock(starts),
        "closes": closes,
    }
    if starts_on:
        said["validFrom"] = starts_on.isoformat()
    if ends_on:
        said["validThrough"] = (ends_on - timedelta(days=1)).isoformat()
    if no_holidays:
        said["description"] = _("not in school holidays")
    return said
