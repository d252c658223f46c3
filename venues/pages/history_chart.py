"""Coverage month after month as an SVG line with its honest range, and the same as a table."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from venues.assessment.history import history_of, history_under, last_month, months_of
from venues.models import Area, HistorySeries
from venues.pages.change_events import EventLine
from venues.pages.figures import coverage_text, number_text, range_text, share_text

WIDTH, HEIGHT = 480.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 8.0, 10.0, 22.0
LEAST_TOP, MOST_TOP = 1.25, 3.0
"""The chart reaches above the norm, and no higher than a reader can use."""
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""What the lines of the grid may be apart."""
MOST_LEVELS = 5


@dataclass(frozen=True)
class Tick:
    """A line of the grid or the start of a year; `is_minor` ones give way where there is little room."""

    at: float
    text: str
    is_minor: bool


@dataclass(frozen=True)
class Happening:
    """A triangle at the foot of the chart on the day of an event."""

    points: str
    css: str
    text: str


@dataclass(frozen=True)
class MonthRow:
    """One month as a row of the table."""

    month: dt.date
    coverage: str
    range: str
    need: str
    known: str


@dataclass(frozen=True)
class Chart:
    """The drawing, in units of the picture. Where months have no figure, line and band are broken."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bands: list[str]
    lines: list[str]
    norm_y: float
    levels: list[Tick]
    years: list[Tick]
    marks: list[Tick]
    happened: list[Happening]
    unmarked: list[str]
    is_cut: bool
    rows: list[MonthRow]
    first: dt.date
    last: dt.date
    scored_on: dt.date

    @property
    def to_figure(self) -> str:
        """The coverage of the last month."""
        return self.rows[-1].coverage


def history_chart(area: Area, group_code: str | None, days: Sequence[dt.date]) -> Chart | None:
    """Draw the stored months of an area and group; None where none are stored or none has a figure.

    Args:
        area: An area; of boundaries that are not in use any more the months that were stored under them.
        group_code: None for all groups together.
        days: The compared dates, marked where they lie in the months.
    """
    in_use = area.edition.is_active
    history = history_of(area.edition.municipality) if in_use else history_under(area.edition)
    series = history.series.filter(area=area, group=group_code).first() if history else None
    return draw(series, days) if series else None


def draw(series: HistorySeries, days: Sequence[dt.date], events: Sequence[EventLine] = ()) -> Chart | None:
    """Draw stored months; None where none has a figure.

    Args:
        series: With its history.
        days: Dates to mark where they lie in the months.
        events: Marked at the foot by a triangle: down for a loss, up for a gain.
    """
    history = series.history
    if not any(value is not None for value in series.coverage):
        return None
    months = months_of(history.first_on, last_month(history))
    highs = [value for value in series.coverage_high if value is not None]
    bests = [value for value in series.coverage if value is not None]
    # The line always fits; of the band what lies far above it is cut.
    top = max(LEAST_TOP, max(bests) * 1.1, min(max(highs) * 1.05, MOST_TOP))
    scale = _Scale(months[0], months[-1], top)
    points = list(zip(months, series.coverage_low, series.coverage, series.coverage_high, strict=True))
    runs = _unbroken(points)
    known = zip(
        months,
        series.coverage,
        series.coverage_low,
        series.coverage_high,
        series.need_hours,
        series.known_share,
        strict=True,
    )
    # A day of the last month has no later point of the line to lie before: it is marked at the end.
    inside = [day for day in days if months[0] <= day and day.replace(day=1) <= months[-1]]
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        bands=[_band(run, scale) for run in runs],
        lines=[" ".join(f"{scale.x(month):.1f},{scale.y(best):.1f}" for month, _l, best, _h in run) for run in runs],
        norm_y=scale.y(1.0),
        levels=_levels(scale),
        years=_years(months, scale),
        marks=[Tick(scale.x(min(day, months[-1])), date_format(day, "j F Y"), False) for day in inside],
        happened=[_happening(event, scale, months) for event in events if months[0] <= event.on],
        unmarked=[date_format(day, "j F Y") for day in days if day not in inside],
        is_cut=max(highs) > top,
        rows=[
            MonthRow(
                month,
                coverage_text(best),
                range_text(low, high),
                _hours(need),
                share_text(share),
            )
            for month, best, low, high, need, share in known
        ],
        first=months[0],
        last=months[-1],
        scored_on=history.created_at.date(),
    )


Point = tuple[dt.date, float, float, float]


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date
    top: float

    def x(self, day: dt.date) -> float:
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / span, 1)

    def y(self, coverage: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(coverage, self.top) / self.top), 1)


def _happening(event: EventLine, scale: _Scale, months: Sequence[dt.date]) -> Happening:
    x, foot, side = scale.x(min(event.on, months[-1])), HEIGHT - BOTTOM - 1, 4.5
    base, top = (foot - 8, foot) if event.css == "event-loss" else (foot, foot - 8)
    return Happening(
        f"{x - side:.1f},{base} {x + side:.1f},{base} {x},{top}",
        event.css,
        f"{date_format(event.on, 'j F Y')}: {event.name} {event.text}",
    )


def _hours(need: float | None) -> str:
    return "–" if need is None else number_text(need)


def _unbroken(points: Sequence[tuple[dt.date, float | None, float | None, float | None]]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for month, low, best, high in points:
        if low is None or best is None or high is None:
            runs.append([])
        else:
            runs[-1].append((month, low, best, high))
    return [run for run in runs if run]


def _band(run: Sequence[Point], scale: _Scale) -> str:
    there = [f"{scale.x(month):.1f},{scale.y(high):.1f}" for month, _low, _best, high in run]
    back = [f"{scale.x(month):.1f},{scale.y(low):.1f}" for month, low, _best, _high in reversed(run)]
    return " ".join([*there, *back])


def _levels(scale: _Scale) -> list[Tick]:
    step = next((step for step in STEPS if scale.top / step <= MOST_LEVELS), scale.top)
    count = math.floor(scale.top / step + 1e-9)
    return [Tick(scale.y(level * step), f"{level * step * 100:.0f}%", False) for level in range(count + 1)]


def _years(months: Sequence[dt.date], scale: _Scale) -> list[Tick]:
    starts = [month for month in months if month.month == 1] or [months[0]]
    every = max(1, math.ceil(len(starts) / 12))
    return [Tick(scale.x(month), f"{month.year}", place % 3 != 0) for place, month in enumerate(starts[::every])]
