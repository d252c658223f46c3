"""Opening hours as OpenStreetMap writes them to weekly slots; what no single week says stays text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined] # ParserError: not in its stub

FIRST_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - civil time: opening hours know no time zone
WEEKS = 104
"""Two years are looked at, so that months, seasons and fortnights show."""

USUAL = 0.9
"""A week that holds in this share of the weeks is the usual one; the others are like holidays, which are ignored."""

NOT_WEEKLY = re.compile(r"sunrise|sunset|dawn|dusk|easter|\d\s*\+", re.IGNORECASE)
"""Hours by the sun or Easter, or with an open end, are no weekly hours, though the library gives some."""


@dataclass(frozen=True)
class Hours:
    """Open on a weekday (1 = Monday) from one time to another; midnight as an end is 00:00."""

    weekday: int
    starts: time
    ends: time


@lru_cache(maxsize=10_000)
def weekly_hours(text: str) -> tuple[Hours, ...] | None:
    """The weekly slots that an opening_hours text says.

    Holidays and single exceptions such as Christmas are ignored. Past midnight becomes two slots.

    Args:
        text: Such as `Mo-Fr 09:00-17:00; PH off`.

    Returns:
        The slots in order of the week, none where it says closed; None where the text is no opening hours, or no one
        week says it all: seasons, fortnights, single dates, hours by the sun, by appointment, with an open end.
    """
    if NOT_WEEKLY.search(text):
        return None
    try:
        opening = OpeningHours(text)
    except ParserError:
        return None
    weeks = [_week(opening, FIRST_MONDAY + timedelta(weeks=number)) for number in range(WEEKS)]
    usual, times = Counter(weeks).most_common(1)[0]
    return usual if times >= USUAL * WEEKS else None


def _week(opening: OpeningHours, monday: datetime) -> tuple[Hours, ...] | None:
    """The slots of one week; None where it holds hours that are not simply open."""
    slots: list[Hours] = []
    for starts, ends, state, comment in opening.intervals(monday, monday + timedelta(weeks=1)):
        if state == State.CLOSED:
            continue
        if state != State.OPEN or comment:
            return None
        slots.extend(_by_day(starts, ends))
    return tuple(slots)


def _by_day(starts: datetime, ends: datetime) -> Iterator[Hours]:
    while starts < ends:
        midnight = datetime.combine(starts.date() + timedelta(days=1), time(0))
        until = min(ends, midnight)
        yield Hours(starts.isoweekday(), starts.time(), until.time())
        starts = until
