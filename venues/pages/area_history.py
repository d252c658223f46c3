"""The months of an area on its own page, with what happened there marked on the line and listed under it."""

from dataclasses import dataclass
from datetime import date

from venues.assessment.events import EventKind, kept_events
from venues.assessment.history import series_of
from venues.assessment.result import Assessment
from venues.models import Area, Run
from venues.pages.change_events import EventLine, line_of
from venues.pages.history_chart import Chart, draw

SHOWN_AT_FIRST = 8


@dataclass(frozen=True)
class AreaHistory:
    """The chart, and the events of its months: the last ones first, then the earlier ones."""

    chart: Chart
    last: list[EventLine]
    earlier: list[EventLine]


def area_history(area: Area, assessment: Assessment, group_code: str | None) -> AreaHistory | None:
    """Draw the stored months of an area with its openings, closures and hours won and lost; None without months.

    Under boundaries that are not in use any more the months alone are read.
    """
    in_use = area.edition.is_active
    series = series_of(area, group_code, assessment.run.method if in_use else None)
    lines = _lines(area, assessment, series.history.first_on) if series and in_use else []
    chart = draw(series, (), lines) if series else None
    if chart is None:
        return None
    # One line more is shorter than a line that says there is one more.
    cut = SHOWN_AT_FIRST if len(lines) > SHOWN_AT_FIRST + 1 else len(lines)
    return AreaHistory(chart, lines[:cut], lines[cut:])


def _lines(area: Area, assessment: Assessment, first: date) -> list[EventLine]:
    """What really happened in the area since the first month, the last of it first."""
    run = assessment.run
    if run.as_of <= first:
        return []
    municipality = area.edition.municipality_id
    live = run if run.kind == Run.Kind.LIVE else Run.objects.filter(municipality=municipality, kind="live").first()
    events = kept_events(municipality, first, run.as_of, live.pk if live else None)
    here = [event for event in events if area.code in event.area_codes and event.kind != EventKind.RECORDED]
    return [line_of(event) for event in reversed(here)]
