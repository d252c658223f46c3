"""The months of all areas of a level with the reason wherever there is no coverage, as a score of each month has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from venues.assessment.arrays import terms_of
from venues.assessment.history import last_month, months_of
from venues.assessment.people import read_population
from venues.models import History, HistorySeries, Score

OK, UNKNOWN, SUPPRESSED, NO_NEED = Score.Status.OK, Score.Status.UNKNOWN, Score.Status.SUPPRESSED, Score.Status.NO_NEED
Cell = tuple[str, str | None]
"""Code of an area and of a group; no group means all together."""


@dataclass(frozen=True)
class AreaMonths:
    """One area over the months of a history: coverage, None where there is none, and the status; both (months,)."""

    code: str
    coverage: list[float | None]
    statuses: list[Score.Status]


def months_at(history: History, level: str, group_code: str | None) -> list[AreaMonths]:
    """The months of the areas of one level for a group, by code; empty where the group was never scored.

    Args:
        history: Under the boundaries in use.
        level: A value of `Level`.
        group_code: None for all groups together.
    """
    rows = history.series.filter(area__level=level).select_related("area").order_by("area__code")
    shown = list(rows.filter(group=group_code))
    # Why a need is not told stands in the figures of residents, not in the months: most have nobody of whom it is not.
    is_needed = any(None in each.need_hours for each in shown)
    missing = _missing(history, level) if is_needed else {}
    if group_code is not None:
        return [_months(each, missing.get((each.area.code, group_code), [])) for each in shown]
    withheld = _withheld(rows.exclude(group=None), missing) if is_needed else {}
    loaded = history.municipality.register_loaded_on is not None
    return [_together(each, withheld.get(each.area.code, set()), is_loaded=loaded) for each in shown]


def _missing(history: History, level: str) -> dict[Cell, list[bool]]:
    """Of each area and group the months in which nobody knows its persons."""
    _edition, _method, rules = terms_of(history.municipality)
    groups = [rule.group for rule in rules]
    population = read_population(history.municipality, groups, set())
    by_month = [population.on(day).missing[level] for day in months_of(history.first_on, last_month(history))]
    return {
        (area.code, group.code): [bool(each[a, g]) for each in by_month]
        for a, area in enumerate(population.areas[level])
        for g, group in enumerate(groups)
    }


def _months(series: HistorySeries, missing: list[bool]) -> AreaMonths:
    statuses = [
        _status(coverage, need, SUPPRESSED if month < len(missing) and not missing[month] else UNKNOWN)
        for month, (coverage, need) in enumerate(zip(series.coverage, series.need_hours, strict=True))
    ]
    return AreaMonths(series.area.code, series.coverage, statuses)


def _together(series: HistorySeries, withheld: set[int], *, is_loaded: bool) -> AreaMonths:
    statuses = [
        _status(coverage, need if is_loaded else None, SUPPRESSED if is_loaded and month in withheld else UNKNOWN)
        for month, (coverage, need) in enumerate(zip(series.coverage, series.need_hours, strict=True))
    ]
    return AreaMonths(series.area.code, series.coverage, statuses)


def _status(coverage: float | None, need_hours: float | None, untold: Score.Status) -> Score.Status:
    if coverage is not None:
        return OK
    if need_hours is None:
        return untold
    # People are there and known: it is the places that are not.
    return UNKNOWN if need_hours > 0 else NO_NEED


def _withheld(rows: Iterable[HistorySeries], missing: Mapping[Cell, list[bool]]) -> dict[str, set[int]]:
    """Of each area the months in which a group is too small to be told of."""
    found: dict[str, set[int]] = {}
    for each in rows:
        unknown = missing.get((each.area.code, each.group_id))
        months = enumerate(each.need_hours)
        small = {month for month, need in months if need is None and unknown and not unknown[month]}
        found.setdefault(each.area.code, set()).update(small)
    return found
