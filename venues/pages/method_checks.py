"""What a municipality's own figures say of the method: other measures, other assumptions, and published figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from venues.models import DemandGroup, Level, Municipality, Run, Validation, VenueType
from venues.pages.figures import norm_text
from venues.reports.validation_words import lines

SHOWN = 10
"""Assumptions that move the ranks less than so many others are not listed."""
FIRST, FIRST_OF_STRAIGHT_LINE = 6, 4
"""Lines of a comparison that stand open; what explains the difference is a step away."""
ALL_GROUPS, ACTIVITY = "all", "activity"


@dataclass(frozen=True)
class Measure:
    """Another measure, and how far it agrees with ours on the order of the areas: by group, all together last."""

    name: str
    meaning: str
    correlations: list[str]


@dataclass(frozen=True)
class Moved:
    """An assumption, changed, and what that does to the order of the areas."""

    assumption: str
    correlation: str
    median_shift: str
    largest_shift: str
    worst_group: str
    worst_correlation: str


@dataclass(frozen=True)
class Sturdiness:
    """What the order of the areas does under other measures and assumptions; all empty where nothing was ranked.

    `nothing_left`: the changes after which no area has coverage, so that there is no order to compare.
    """

    level: str
    areas: int
    columns: list[str]
    measures: list[Measure]
    moved: list[Moved]
    nothing_left: list[str]


@dataclass(frozen=True)
class Comparison:
    """Our metres beside published ones."""

    title: str
    reference: str
    day: datetime
    meaning: str
    lines: list[tuple[str, str]]
    more: list[tuple[str, str]]


def sturdiness(run: Run) -> Sturdiness:
    """Read what was stored with a run: two queries."""
    stored: Mapping[str, Any] = run.sturdiness
    groups = {each.code: each.name for each in DemandGroup.objects.all()}
    groups[ALL_GROUPS] = _("All groups together")
    found: Mapping[str, Mapping[str, float | None]] = stored.get("alternatives", {})
    told = {code for by_group in found.values() for code in by_group}
    columns = [code for code in groups if code in told]
    kinds = {each.code: each.name for each in VenueType.objects.all()} | {ACTIVITY: _("activities")}
    level = stored.get("level", Level.NEIGHBOURHOOD)
    rows: Sequence[Mapping[str, Any]] = stored.get("sensitivity", [])
    return Sturdiness(
        level=_LEVELS[level](),
        areas=stored.get("areas", 0),
        columns=[groups[code] for code in columns],
        measures=[
            Measure(name(), meaning(), [_number(found[code].get(each), 2) for each in columns])
            for code, (name, meaning) in _MEASURES.items()
            if code in found
        ],
        moved=[_moved(row, groups, kinds) for row in _most_first(rows)[:SHOWN]],
        nothing_left=[_assumption(row, groups, kinds) for row in rows if row["correlation"] is None],
    )


def comparisons(municipality: Municipality) -> list[Comparison]:
    """What was compared with published figures: one query."""
    stored = Validation.objects.filter(municipality=municipality)
    return [_comparison(each) for each in stored]


def _comparison(stored: Validation) -> Comparison:
    told = lines(stored)
    is_straight_line = stored.subject == Validation.Subject.STRAIGHT_LINE
    first = FIRST_OF_STRAIGHT_LINE if is_straight_line else FIRST
    return Comparison(
        title=stored.get_subject_display(),
        reference=stored.reference,
        day=stored.made_at,
        meaning=_("An error below nil means that the straight line with its detour is shorter than the walk.")
        if is_straight_line
        else _("An error below nil means that our walks are shorter."),
        lines=told[:first],
        more=told[first:],
    )


def _most_first(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of each assumption the change that moves the ranks more, and those that move them most first."""
    strongest: dict[tuple[str, str | None], Mapping[str, Any]] = {}
    for row in sorted((row for row in rows if row["correlation"] is not None), key=lambda row: row["correlation"]):
        strongest.setdefault((row["assumption"], row["of"]), row)
    return list(strongest.values())


def _moved(row: Mapping[str, Any], groups: Mapping[str, str], kinds: Mapping[str, str]) -> Moved:
    return Moved(
        assumption=_assumption(row, groups, kinds),
        correlation=_number(row["correlation"], 3),
        median_shift=norm_text(row["medianShift"]),
        largest_shift=norm_text(row["largestShift"]),
        worst_group=groups.get(row["worstGroup"] or "", ""),
        worst_correlation=_number(row["worstCorrelation"], 3),
    )


def _assumption(row: Mapping[str, Any], groups: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    of, to = row["of"] or "", row["to"]
    times = norm_text(to)
    is_high = to > 0
    match row["assumption"]:
        case "norm":
            return _("Norm × %(times)s: %(group)s") % {"group": groups.get(of, of), "times": times}
        case "decay":
            return _("All steps of distance × %(times)s") % {"times": times}
        case "demand":
            text = _("Highest number of people: %(group)s") if is_high else _("Lowest number of people: %(group)s")
            return text % {"group": groups.get(of, of)}
        case "type-default":
            return _("Default room × %(times)s: %(kind)s") % {"kind": kinds.get(of, of), "times": times}
        case "unknown-room":
            return (
                _("All room that is not recorded at its highest")
                if is_high
                else _("All room that is not recorded at its lowest")
            )
        case other:
            return str(other)


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else str(number_format(f"{value:.{decimals}f}"))


_LEVELS: Mapping[str, Callable[[], str]] = {
    Level.MUNICIPALITY.value: lambda: _("Municipality"),
    Level.DISTRICT.value: lambda: _("Districts"),
    Level.NEIGHBOURHOOD.value: lambda: _("Neighbourhoods"),
}
_MEASURES: Mapping[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "nearest": (
        lambda: _("Nearest place"),
        lambda: _("Metres to the nearest place that suits the group. It does not see how much room there is."),
    ),
    "cumulative": (
        lambda: _("Room in reach"),
        lambda: _("All room in reach added up. It does not see how many people share it."),
    ),
    "gravity": (
        lambda: _("Gravity"),
        lambda: _("The same, in which what is near counts more. It does not see how many people share it either."),
    ),
    "three-step": (
        lambda: _("Three-step catchment (3SFCA)"),
        lambda: _("As ours, but who has more to choose from asks less of each place."),
    ),
    "balanced": (
        lambda: _("Balanced catchment (BFCA)"),
        lambda: _("As ours, but neither people nor room are counted twice where places overlap."),
    ),
}
