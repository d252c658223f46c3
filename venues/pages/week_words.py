"""Weekly hours in words: days that have the same hours on one line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.models import Slot


def week_lines(slots: Iterable[dict[str, Any]]) -> list[str]:
    """Slots as lines such as “Monday to Friday 09:00–17:00, host: a volunteer”.

    Args:
        slots: Rows of a record.
    """
    same: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for slot in sorted(slots, key=lambda each: (each["weekday"], each["starts"])):
        same[_content(slot)].append(slot["weekday"])
    return [" ".join([days_text(days), _hours(content)]) for content, days in same.items()]


def days_text(days: Sequence[int]) -> str:
    """Days of the week (1 = Monday) in words: three or more in a row as a span."""
    spans: list[list[int]] = []
    for day in sorted(set(days)):
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    parts: list[str] = []
    for span in spans:
        if len(span) > 2:
            parts.append(_("%(first)s to %(last)s") % {"first": _day(span[0]), "last": _day(span[-1])})
        else:
            parts.extend(_day(day) for day in span)
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _day(day: int) -> str:
    return str(WEEKDAYS[day - 1])


def _content(slot: dict[str, Any]) -> tuple[Any, ...]:
    names = ("starts", "ends", "host", "every_weeks", "in_school_holidays", "starts_on", "ends_on")
    return tuple(slot.get(name) for name in names)


def _hours(content: tuple[Any, ...]) -> str:
    starts, ends, host, every_weeks, in_school_holidays, starts_on, ends_on = content
    parts = [f"{starts}–{'24:00' if ends == '00:00' else ends}"]
    parts.append(
        _("host: %(host)s") % {"host": Slot.Host(host).label} if host else _("whether there is a host is not recorded")
    )
    if every_weeks and int(every_weeks) > 1:
        parts.append(ngettext("every week", "every %(n)s weeks", int(every_weeks)) % {"n": every_weeks})
    if in_school_holidays is not None:
        parts.append(_("also in school holidays") if in_school_holidays else _("not in school holidays"))
    return ", ".join([*parts, *span_parts(starts_on, ends_on)])


def span_parts(starts_on: str | None, ends_on: str | None) -> list[str]:
    """From when until when a fact holds, as far as recorded."""
    parts = []
    if starts_on:
        parts.append(_("from %(day)s") % {"day": day_text(starts_on)})
    if ends_on:
        parts.append(_("until %(day)s") % {"day": day_text(ends_on)})
    return parts


def day_text(day: str) -> str:
    """An ISO date as the page's language writes it."""
    return date_format(date.fromisoformat(day), "j F Y")
