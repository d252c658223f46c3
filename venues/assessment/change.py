"""Why the coverage of a municipality's areas changed between two dates, and what happened to the places in between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from scoring.areas import membership
from scoring.arrays import BoolArray, FloatArray
from scoring.change import Change, Factor, attribute_change, mix
from scoring.shapes import Areas
from venues.assessment.arrays import NothingToScore
from venues.assessment.change_states import shift_of, sites_reached
from venues.assessment.events import Event, events_of
from venues.assessment.people import People
from venues.assessment.scores import known, may_be_told
from venues.assessment.span import Span, read_span
from venues.models import Area, DemandGroup, Edition, Method, Municipality, Run, Score

FACTORS = tuple(factor.name.lower().replace("_", "-") for factor in Factor)
"""Presence, hosted hours, places, demand, record-keeping: the order of all parts."""


@dataclass(frozen=True)
class AreaChange:
    """The change of coverage of one group in one area; no group means all together.

    Attributes:
        status_before, status_after: Why there is no coverage on a date; ok where there is.
        before, after: Coverage; None where there is none.
        parts: Of each of the `FACTORS`, adding up to after − before; empty unless both dates have a coverage.
        left_out: All groups together are those that may be told of on both dates, without these.
    """

    area: Area
    group: DemandGroup | None
    status_before: Score.Status
    status_after: Score.Status
    before: float | None
    after: float | None
    parts: tuple[float, ...]
    left_out: tuple[DemandGroup, ...] = ()


@dataclass(frozen=True)
class TownChange:
    """A municipality compared between two dates, under the method and the boundaries in use for both.

    Attributes:
        people_on: The dates of the figures of residents that the two dates count with.
        areas: By area code and group code.
        events: All around the municipality, after the first date and up to the second.
        reached: By area code and group code, the sites of the events that people of the group there can walk to.
    """

    municipality: Municipality
    edition: Edition
    method: Method
    first: date
    second: date
    people_on: tuple[date | None, date | None]
    areas: dict[tuple[str, str | None], AreaChange]
    events: list[Event]
    reached: dict[tuple[str, str | None], frozenset[int]]

    def of_area(self, area_code: str) -> list[AreaChange]:
        """All groups of an area, all together last."""
        return [change for (code, _group), change in self.areas.items() if code == area_code]

    def events_in(self, area_code: str) -> list[Event]:
        """What happened to the places in an area."""
        return [event for event in self.events if area_code in event.area_codes]

    def events_around(self, area_code: str, group_code: str | None) -> list[Event]:
        """What happened to places outside an area that people of the group there can walk to."""
        sites = self.reached.get((area_code, group_code), frozenset())
        return [event for event in self.events if area_code not in event.area_codes and event.site in sites]


def change_between(municipality: Municipality, first: date, second: date) -> TownChange:
    """Compare a municipality between two dates, with the method and the boundaries in use for both.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
        ValueError: If the second date is not after the first.
    """
    if second <= first:
        raise ValueError(f"{second} is not after {first}: a change runs from an earlier date to a later one.")
    span = read_span(municipality, first, second)
    people = span.population.on(first), span.population.on(second)
    mixtures = mix(span.catchment, shift_of(span, people))
    events = events_of(span)
    areas: dict[tuple[str, str | None], AreaChange] = {}
    reached: dict[tuple[str, str | None], frozenset[int]] = {}
    for level, members in people[0].membership.items():
        dates = [_told(span, each, members, level) for each in people]
        told = dates[0].told & dates[1].told
        change = attribute_change(span.catchment, mixtures, members, told)
        rows = people[0].areas[level]
        areas |= _areas(span, rows, change, dates)
        reached |= sites_reached(span, rows, members, people, {event.site for event in events})
    ordered = dict(sorted(areas.items(), key=lambda each: each[0][0]))
    people_on = people[0].reference_on, people[1].reference_on
    return TownChange(municipality, span.edition, span.method, first, second, people_on, ordered, events, reached)


def requested_change(municipality: Municipality, first: date, second: date) -> TownChange | None:
    """The same, kept in memory until the live run is replaced; None where nothing can be scored.

    Raises:
        ValueError: If the second date is not after the first.
    """
    live = Run.objects.filter(municipality=municipality, kind=Run.Kind.LIVE).values_list("pk", flat=True).first()
    try:
        if live is None:
            return change_between(municipality, first, second)
        return _requested(municipality.pk, first, second, live)
    except NothingToScore:
        return None


@lru_cache(maxsize=16)
def _requested(municipality_code: str, first: date, second: date, live_run_id: int) -> TownChange:
    return change_between(Municipality.objects.get(pk=municipality_code), first, second)


def runs_of_other_methods(municipality: Municipality, method: Method, days: Sequence[date]) -> list[Run]:
    """The sealed runs of some days that another method made than the one that compares them here."""
    runs = Run.objects.filter(municipality=municipality, kind=Run.Kind.SEALED, as_of__in=days)
    return list(runs.exclude(method=method).select_related("method").order_by("as_of", "created_at"))


@dataclass(frozen=True)
class _Told:
    """What may be told of the areas of a level on a date, each of shape (A, G)."""

    persons: FloatArray
    missing: BoolArray
    told: BoolArray

    def status(self, a: int, g: int, *, register_loaded: bool) -> Score.Status:
        """Of one group: the same as that of a score."""
        if self.missing[a, g]:
            return Score.Status.UNKNOWN
        if not self.told[a, g]:
            return Score.Status.SUPPRESSED
        if self.persons[a, g] == 0:
            return Score.Status.NO_NEED
        return Score.Status.OK if register_loaded else Score.Status.UNKNOWN


def _told(span: Span, people: People, members: Areas, level: str) -> _Told:
    persons = membership(span.catchment, members) @ people.demand.best
    missing = people.missing[level]
    return _Told(persons, missing, may_be_told(persons, missing))


def _areas(
    span: Span, areas: Sequence[Area], change: Change, dates: Sequence[_Told]
) -> dict[tuple[str, str | None], AreaChange]:
    loaded = span.municipality.register_loaded_on is not None
    result: dict[tuple[str, str | None], AreaChange] = {}
    for a, area in enumerate(areas):
        for g, group in enumerate(span.groups):
            statuses = [each.status(a, g, register_loaded=loaded) for each in dates]
            result[area.code, group.code] = _area_change(area, group, statuses, change, (a, g))
        left_out = tuple(
            group for g, group in enumerate(span.groups) if not (dates[0].told[a, g] and dates[1].told[a, g])
        )
        together = [
            Score.Status.OK if loaded and not np.isnan(each[a, -1]) else Score.Status.UNKNOWN
            for each in (change.before, change.after)
        ]
        all_groups = _area_change(area, None, together, change, (a, len(span.groups)))
        result[area.code, None] = replace(all_groups, left_out=left_out)
    return result


def _area_change(
    area: Area, group: DemandGroup | None, statuses: Sequence[Score.Status], change: Change, cell: tuple[int, int]
) -> AreaChange:
    before, after = (
        known(each[cell]) if status == Score.Status.OK else None
        for each, status in zip((change.before, change.after), statuses, strict=True)
    )
    both = before is not None and after is not None
    parts = tuple(float(part) for part in change.parts[(slice(None), *cell)]) if both else ()
    return AreaChange(area, group, statuses[0], statuses[1], before, after, parts)
