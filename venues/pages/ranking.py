"""The ranked table beside the map: the same facts in figures, worst first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from venues.assessment.result import Assessment
from venues.models import Score
from venues.pages.classes import NO_FIGURE, css_class
from venues.pages.figures import coverage_text, hours_text, range_text, share_text
from venues.pages.query import Query


@dataclass(frozen=True)
class Row:
    """An area as one row. Without a figure it has no rank, and `coverage` says why."""

    code: str
    name: str
    within: str
    url: str
    css: str
    rank: int | None
    coverage: str
    range: str
    hours: str
    known: str
    is_edge: bool
    ranks: str = ""
    """The places that it may take when the assumptions vary; empty where that is not known."""

    @property
    def summary(self) -> str:
        """The figure with its range, for the map."""
        return f"{self.coverage} ({self.range})" if self.range and self.range != self.coverage else self.coverage


def hours_per_person(score: Score) -> float | None:
    """Hosted hours a person a week: coverage × norm, where need = persons × norm.

    None where there is no figure, and for all groups together, whose people overlap.
    """
    if score.coverage is None or not score.persons or score.need_hours is None:
        return None
    return score.coverage * score.need_hours / score.persons


def rank_areas(assessment: Assessment, query: Query) -> list[Row]:
    """The areas of a view: those with a figure in the order asked for, then those without one, by name."""
    scores = assessment.at(query.level, query.group_code)
    with_figure = sorted((s for s in scores if s.coverage is not None), key=lambda s: (s.coverage, s.area.code))
    ranks = {score.area_id: place for place, score in enumerate(with_figure, start=1)}
    key, descending = query.sort.lstrip("-"), query.sort.startswith("-")
    ordered = sorted(with_figure, key=_SORT_KEYS[key], reverse=descending)
    without = sorted((s for s in scores if s.coverage is None), key=_by_reason)
    names = {score.area_id: score.area.name for score in assessment.scores}
    return [row(score, query, ranks.get(score.area_id), names) for score in [*ordered, *without]]


def row(score: Score, query: Query, rank: int | None, names: dict[int, str], ranks: str = "") -> Row:
    """One score as a row of the table."""
    scored = score.coverage is not None
    return Row(
        code=score.area.code,
        name=score.area.name,
        within=names.get(score.area.parent_id or 0, ""),
        url=query.area_url(score.area.code),
        css=css_class(score),
        rank=rank,
        coverage=coverage_text(score.coverage) if scored else str(NO_FIGURE[Score.Status(score.status)].words),
        range=range_text(score.coverage_low, score.coverage_high),
        hours=hours_text(hours_per_person(score)),
        known=share_text(score.known_share),
        is_edge=score.is_edge,
        ranks=ranks,
    )


_WITHOUT = list(NO_FIGURE)
"""Areas without a figure stand in this order: what might be mended first."""


def _by_reason(score: Score) -> tuple[int, str]:
    return _WITHOUT.index(Score.Status(score.status)), score.area.name


def _missing_first(value: float | None) -> float:
    return -1.0 if value is None else value


_SORT_KEYS: dict[str, Callable[[Score], Any]] = {
    "coverage": lambda score: (score.coverage, score.area.code),
    "name": lambda score: (score.area.name.casefold(), score.area.code),
    "hours": lambda score: (_missing_first(hours_per_person(score)), score.area.code),
    "known": lambda score: (_missing_first(score.known_share), score.area.code),
}
