"""Coverage month after month: the walks are weighed once, and a month costs no more than its own room and people."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np
from django.db import transaction

from scoring.areas import membership, summarise
from scoring.arrays import BoolArray, FloatArray
from scoring.catchment import cover_range
from scoring.shapes import Rooms
from venues.assessment.arrays import NothingToScore, terms_of
from venues.assessment.people import People
from venues.assessment.scores import may_be_told
from venues.assessment.span import Span, read_span
from venues.models import Area, DemandGroup, Edition, History, HistorySeries, Level, Method, Municipality

FIGURES = ("need_hours", "coverage", "coverage_low", "coverage_high", "known_share")


@dataclass(frozen=True)
class Months:
    """The figures of one municipality on the first day of each month.

    Attributes:
        months: The first days, in order.
        figures: Of each level and month the five `FIGURES`, shape (5, A, G + 1), column G all groups together; NaN
            where a score has none.
    """

    months: list[date]
    figures: dict[str, list[FloatArray]]


def months_of(first: date, last: date) -> list[date]:
    """The first days of the months from that of the one date to that of the other.

    Raises:
        ValueError: If the last month comes before the first.
    """
    start, end = (12 * day.year + day.month - 1 for day in (first, last))
    if end < start:
        raise ValueError(f"{last:%Y-%m} comes before {first:%Y-%m}: the first month comes first.")
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def history_of(municipality: Municipality) -> History | None:
    """The months of a municipality under the boundaries and the method in use; None where they were never stored."""
    try:
        edition, method, _rules = terms_of(municipality)
    except NothingToScore:
        return None
    return History.objects.filter(municipality=municipality, edition=edition, method=method).first()


def history_under(edition: Edition) -> History | None:
    """The months of a municipality as last stored under some boundaries, in use or not."""
    return History.objects.filter(edition=edition).order_by("-created_at").first()


def series_of(area: Area, group_code: str | None, method: Method | None = None) -> HistorySeries | None:
    """The months of an area and group with their history, under a method, else those last stored; by one query."""
    rows = HistorySeries.objects.filter(area=area, group=group_code, history__edition=area.edition_id)
    if method:
        rows = rows.filter(history__method=method)
    return rows.select_related("history").order_by("-history__created_at").first()


def last_month(history: History) -> date:
    """The first day of its last month."""
    month = 12 * history.first_on.year + history.first_on.month - 1 + history.months - 1
    return date(month // 12, month % 12 + 1, 1)


def is_behind(municipality: Municipality, day: date) -> bool:
    """Whether the months do not reach that of a day, or would be others by now; never where nothing can be scored.

    The register may be corrected about the past, and figures of residents come late.
    """
    try:
        terms_of(municipality)
        history = history_of(municipality)
        if history is None or last_month(history) < day.replace(day=1):
            return True
        months = months_of(history.first_on, last_month(history))
        return fingerprint_of(read_span(municipality, months[0], months[-1]), months) != history.fingerprint
    except NothingToScore:
        return False


def store_history(municipality: Municipality, first: date, last: date) -> History:
    """Score the months of a municipality and put them in place of those under the same boundaries and method, at once.

    Args:
        municipality: Which.
        first: Any day in the first month.
        last: Any day in the last month; coming months count what is known of them now.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
        ValueError: If the last month comes before the first.
    """
    started = perf_counter()
    months = months_of(first, last)
    with transaction.atomic():
        # Taken before anything is read: of two at once, the one that read the register last is the one that stays.
        municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        span = read_span(municipality, months[0], months[-1])
        scored = score_months(span, months)
        kept = {"municipality": municipality, "edition": span.edition, "method": span.method}
        History.objects.filter(**kept).delete()
        fingerprint = fingerprint_of(span, months)
        history = History.objects.create(first_on=months[0], months=len(months), fingerprint=fingerprint, **kept)
        HistorySeries.objects.bulk_create(_series(history, span, scored), batch_size=500)
        history.seconds = perf_counter() - started
        history.save(update_fields=["seconds"])
    return history


def score_months(span: Span, months: Sequence[date]) -> Months:
    """Score a municipality on some days, with the same figures as `assess` gives for each.

    Args:
        span: From `read_span`.
        months: Days within it.
    """
    figures: dict[str, list[FloatArray]] = {str(level): [] for level in Level.values}
    for _month, rooms, people, n_months in _eras(span, months):
        for level, found in _figures(span, rooms, people):
            figures[level].extend([found] * n_months)
    return Months(list(months), figures)


def fingerprint_of(span: Span, months: Sequence[date]) -> str:
    """SHA-256 of everything that the figures of some months follow from: the same means the same figures."""
    catchment, population = span.catchment, span.population
    named = (
        span.method.pk,
        span.method.version,
        span.edition.pk,
        span.municipality.register_loaded_on is None,
        *months,
        *([area.code for area in rows] for rows in population.areas.values()),
    )
    seen = hashlib.sha256("\n".join(map(str, named)).encode())
    arrays = [
        *(each.area_index for each in population.membership.values()),
        *(catchment.walk_m.indptr, catchment.walk_m.indices, catchment.walk_m.data),
        *(catchment.offers.site_index, catchment.offers.suitability),
    ]
    for month, rooms, people, _n_months in _eras(span, months):
        arrays += [np.array(month), rooms.low, rooms.best, rooms.high, rooms.known]
        arrays += [*people.missing.values(), people.demand.low, people.demand.best, people.demand.high]
    for array in arrays:
        seen.update(np.ascontiguousarray(array).tobytes())
    return seen.hexdigest()


def _eras(span: Span, months: Sequence[date]) -> Iterator[tuple[int, Rooms, People, int]]:
    """The months that differ from the one before: which, its room and people, and for how many months they hold."""
    found: list[tuple[int, Rooms, People]] = []
    for month, day in enumerate(months):
        rooms, people = span.rooms_on(day), span.population.on(day)
        # In most months nothing changes at all.
        if not found or people is not found[-1][2] or not _same(rooms, found[-1][1]):
            found.append((month, rooms, people))
    ends = [month for month, _rooms, _people in found[1:]] + [len(months)]
    for (month, rooms, people), end in zip(found, ends, strict=True):
        yield month, rooms, people, end - month


def _figures(span: Span, rooms: Rooms, people: People) -> Iterator[tuple[str, FloatArray]]:
    coverage = cover_range(span.catchment, rooms, people.demand)
    persons = people.demand.best
    for level, members in people.membership.items():
        living = membership(span.catchment, members) @ persons
        told = may_be_told(living, people.missing[level])
        areas = summarise(span.catchment, coverage, persons, members, told)
        has_figure = _has_figure(told, living, span.municipality.register_loaded_on is not None)
        of_score = (areas.coverage, areas.low, areas.high, areas.known_share)
        yield (
            level,
            np.stack(
                [
                    np.where(_has_need(told, areas.need_hours), areas.need_hours, np.nan),
                    *(np.where(has_figure, each, np.nan) for each in of_score),
                ]
            ),
        )


def _has_figure(told: BoolArray, persons: FloatArray, register_loaded: bool) -> BoolArray:
    """Where a score has status ok, shape (A, G + 1): somebody of the group may be told of, and places are known."""
    ok = told & (persons > 0) & register_loaded
    return np.column_stack([ok, ok.any(axis=1)])


def _has_need(told: BoolArray, need_hours: FloatArray) -> BoolArray:
    """Where a score tells the need, shape (A, G + 1); where those who may be told of are nobody, the rest are not 0."""
    return np.column_stack([told, (need_hours[:, -1] > 0) | told.all(axis=1)])


def _same(one: Rooms, other: Rooms) -> bool:
    pairs = ((one.low, other.low), (one.best, other.best), (one.high, other.high), (one.known, other.known))
    return all(np.array_equal(a, b) for a, b in pairs)


def _series(history: History, span: Span, scored: Months) -> Iterator[HistorySeries]:
    columns: list[DemandGroup | None] = [*span.groups, None]
    areas: dict[str, list[Area]] = span.population.areas
    for level, found in scored.figures.items():
        # Months last: (5, A, G + 1, M).
        by_cell = np.stack(found, axis=-1)
        for a, area in enumerate(areas[level]):
            for g, group in enumerate(columns):
                arrays = {name: _known(by_cell[f, a, g]) for f, name in enumerate(FIGURES)}
                yield HistorySeries(history=history, area=area, group=group, **arrays)


def _known(values: FloatArray) -> list[float | None]:
    """NaN is unknown, in the database NULL."""
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124
