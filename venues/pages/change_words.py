"""A change of coverage in words and printed figures that re-add by hand."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.assessment.change import FACTORS, AreaChange
from venues.models import Score
from venues.pages.classes import NO_FIGURE
from venues.pages.figures import percent_points_text
from venues.reports.rounding import round_to_total

DECIMALS = 3
"""Of a share: tenths of a percent."""
RECORD_KEEPING = "record-keeping"
DEMAND = "demand"
UNKNOWN = "–"
NAMES: dict[str, str | Promise] = {
    "presence": gettext_lazy("Places opened and closed"),
    "hosted-hours": gettext_lazy("Hosted hours"),
    "places": gettext_lazy("Room at a time"),
    DEMAND: gettext_lazy("People"),
    RECORD_KEEPING: gettext_lazy("Record-keeping"),
}
MEANINGS: dict[str, str | Promise] = {
    "presence": gettext_lazy("places and activities that are there on only one of the two dates"),
    "hosted-hours": gettext_lazy("hours with a host, more or fewer, where a place is open on both dates"),
    "places": gettext_lazy("how many people can be there at once, where a place is open on both dates"),
    DEMAND: gettext_lazy("more or fewer people who need the same hours, here and around"),
    RECORD_KEEPING: gettext_lazy(
        "no real change: an assumption made way for a record, or a record ended and an assumption took its place"
    ),
}


@dataclass(frozen=True)
class PartLine:
    """One of the five parts, with its bar: hundredths of the largest part, to the left of 0 where negative."""

    code: str
    name: str
    meaning: str
    text: str
    start: float
    length: float
    css: str
    is_real: bool


@dataclass(frozen=True)
class Parts:
    """The change taken apart: `before` and the printed parts add up to `after`."""

    before: str
    after: str
    change: str
    real_change: str
    lines: list[PartLine]


@dataclass(frozen=True)
class Cell:
    """One printed part, with the name of its column for where rows stack."""

    name: str
    text: str


@dataclass(frozen=True)
class GroupRow:
    """One group in the table of all groups; `cells` are the printed parts, empty where there is no change to tell."""

    name: str
    url: str
    is_chosen: bool
    before: str
    after: str
    cells: list[Cell]
    nothing: str
    change: str


def headline(change: AreaChange, first: dt.date, second: dt.date) -> str:
    """The change in one sentence that can be quoted."""
    printed = _printed(change)
    if printed is None:
        before = after = ""
    else:
        # As in the table below: one figure is not rounded in two ways.
        before, after = (percent_points_text(coverage) for coverage in printed[:2])
    said = {
        "group": change.group.name if change.group else _("All groups together"),
        "area": change.area.name,
        "first": date_format(first, "j F Y"),
        "second": date_format(second, "j F Y"),
        "before": before,
        "after": after,
    }
    if printed is None:
        return _("%(group)s in %(area)s: there are no two coverages to compare.") % said
    if before == after:
        sentence = _(
            "%(group)s in %(area)s: the coverage was %(before)s of the norm on %(first)s, and about the same on "
            "%(second)s."
        )
    elif printed[1] < printed[0]:
        sentence = _(
            "%(group)s in %(area)s: the coverage fell from %(before)s of the norm on %(first)s to %(after)s on "
            "%(second)s."
        )
    else:
        sentence = _(
            "%(group)s in %(area)s: the coverage rose from %(before)s of the norm on %(first)s to %(after)s on "
            "%(second)s."
        )
    return sentence % said


def reasons(change: AreaChange, first: dt.date, second: dt.date) -> list[str]:
    """Why there is nothing to compare, one sentence a date; empty where there is."""
    dates = ((first, change.status_before), (second, change.status_after))
    return [
        _("%(day)s: %(reason)s.") % {"day": date_format(day, "j F Y"), "reason": NO_FIGURE[status].label}
        for day, status in dates
        if status != Score.Status.OK
    ]


def taken_apart(change: AreaChange, same_people_on: dt.date | None) -> Parts | None:
    """The five parts as printed; None where there is no change to take apart.

    Args:
        change: The change.
        same_people_on: The date of the figures of residents that both dates count with; None where these differ.
    """
    printed = _printed(change)
    if printed is None:
        return None
    before, after, parts = printed
    largest = max(*(abs(part) for part in change.parts), 1e-12)
    lines = []
    for code, exact, figure in zip(FACTORS, change.parts, parts, strict=True):
        is_unknown = code == DEMAND and same_people_on is not None
        length = round(100 * abs(exact) / largest, 1)
        lines.append(
            PartLine(
                code=code,
                name=str(NAMES[code]),
                meaning=_same_people_text(same_people_on) if is_unknown else str(MEANINGS[code]),
                text=UNKNOWN if is_unknown else signed_text(figure),
                start=round(100 - length, 1) if exact < 0 else 100.0,
                length=length,
                css=_css(code, exact),
                is_real=code != RECORD_KEEPING,
            )
        )
    return Parts(
        before=percent_points_text(before),
        after=percent_points_text(after),
        change=signed_text(after - before),
        real_change=signed_text(sum(parts[:-1])),
        lines=lines,
    )


def group_rows(
    changes: Sequence[AreaChange],
    chosen: str | None,
    urls: dict[str | None, str],
    same_people_on: Sequence[dt.date | None],
    unknown: Collection[str | None],
) -> list[GroupRow]:
    """All groups of an area, all together last.

    Args:
        changes: Of each group.
        chosen: The code of the group that the page is about; None for all together.
        urls: By code.
        same_people_on: As of `taken_apart`, one for each change.
        unknown: The codes of those of which nothing dated tells the two dates apart.
    """
    rows = []
    for change, same_on in zip(changes, same_people_on, strict=True):
        code = change.group.code if change.group else None
        printed = _printed(change)
        before, after, parts = printed or (change.before, change.after, [])
        rows.append(
            GroupRow(
                name=change.group.name if change.group else _("All groups together"),
                url=urls[code],
                is_chosen=code == chosen,
                before=_cell(before, change.status_before),
                after=_cell(after, change.status_after),
                cells=[]
                if code in unknown
                else [
                    Cell(str(NAMES[factor]), UNKNOWN if factor == DEMAND and same_on else signed_text(part))
                    for factor, part in zip(FACTORS, parts, strict=False)
                ],
                nothing=_("unknown what changed") if code in unknown else _("nothing to compare"),
                change=signed_text(after - before) if parts and before is not None and after is not None else "",
            )
        )
    return rows


def left_out_text(change: AreaChange) -> str:
    """Which groups are in no sum of all together; empty where all are."""
    if change.group or not change.left_out:
        return ""
    names = ", ".join(group.name for group in change.left_out)
    return _("All groups together are here the groups that may be shown on both dates: without %(groups)s.") % {
        "groups": names
    }


def signed_text(points: float) -> str:
    """Percentage points with one decimal and a sign, as “+12.3” or “−0.4”."""
    tenths = round(points * 1000)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{number_format(f'{abs(tenths) / 10:.1f}', decimal_pos=None)}"


def _printed(change: AreaChange) -> tuple[float, float, list[float]] | None:
    if not change.parts or change.before is None or change.after is None:
        return None
    before, after = (round(coverage, DECIMALS) for coverage in (change.before, change.after))
    return before, after, round_to_total(change.parts, after - before, DECIMALS)


def _same_people_text(people_on: dt.date | None) -> str:
    return _("unknown: both dates count with the same population figures (%(people)s)") % {
        "people": date_format(people_on, "j F Y") if people_on else UNKNOWN
    }


def _cell(coverage: float | None, status: Score.Status) -> str:
    return percent_points_text(coverage) if coverage is not None else str(NO_FIGURE[status].words)


def _css(code: str, part: float) -> str:
    if code == RECORD_KEEPING:
        return "part-unreal"
    return "part-loss" if part < 0 else "part-gain"
