"""The ranked table beside the map: the same facts in figures, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from venues.models import Score
from venues.pages.area_figures import AreaFigure, coverage_of
from venues.pages.indicators import COVERAGE, INDICATORS, Indicator
from venues.pages.query import Query


@dataclass(frozen=True)
class Row:
    """An area as one row. Without a figure it has no rank, and `figure` says why."""

    code: str
    name: str
    within: str
    url: str
    css: str
    rank: int | None
    figure: str
    aside: str
    cells: list[str]
    ranks: str = ""
    """The places that it may take when the assumptions vary; empty where that is not known."""
    is_filtered_out: bool = False
    """Only the table leaves it out: the map paints every area."""


def columns_of(query: Query) -> list[tuple[str, str]]:
    """Key and name of what stands beside the figure."""
    columns = [(key, str(name)) for key, name in INDICATORS[query.show].columns]
    # The people of all groups together overlap: there is no figure per person.
    return [(key, name) for key, name in columns if query.group or key != "hours"]


def rank_areas(figures: Sequence[AreaFigure], query: Query, names: Mapping[int, str]) -> list[Row]:
    """The areas of a view: those with a figure in the order asked for, then those without one, by name.

    Args:
        figures: Of the areas of the level, of the figure that is shown.
        query: What was asked to show.
        names: Of areas by their id, to say what an area lies in.
    """
    indicator = INDICATORS[query.show]
    turn = 1 if indicator.is_low_bad else -1
    known = [(figure.value, figure) for figure in figures if figure.value is not None]
    ranked = [figure for _value, figure in sorted(known, key=lambda each: (turn * each[0], each[1].area.code))]
    ranks = {figure.area.code: place for place, figure in enumerate(ranked, start=1)}
    key, descending = query.order.lstrip("-"), query.order.startswith("-")
    ordered = sorted(ranked, key=lambda figure: _sort_key(figure, key, indicator), reverse=descending)
    without = sorted((f for f in figures if f.value is None), key=lambda figure: _by_reason(figure, indicator))
    return [_row(figure, query, ranks.get(figure.area.code), names) for figure in [*ordered, *without]]


def row(score: Score, query: Query, rank: int | None, names: Mapping[int, str], ranks: str = "") -> Row:
    """The coverage of one score as a row of the table."""
    return _row(coverage_of(score), replace(query, show=COVERAGE.key), rank, names, ranks)


def _row(figure: AreaFigure, query: Query, rank: int | None, names: Mapping[int, str], ranks: str = "") -> Row:
    indicator = INDICATORS[query.show]
    area = figure.area
    return Row(
        code=area.code,
        name=area.name,
        within=names.get(area.parent_id or 0, ""),
        url=query.area_url(area.code),
        css=indicator.css(figure),
        rank=rank,
        figure=figure.text if figure.value is not None else str(indicator.missing[figure.status].words),
        aside="" if figure.aside == figure.text else figure.aside,
        cells=[figure.beside.get(key, (None, "–"))[1] for key, _name in columns_of(query)],
        ranks=ranks,
        is_filtered_out=query.filter.casefold() not in f"{area.name}\n{names.get(area.parent_id or 0, '')}".casefold(),
    )


def _by_reason(figure: AreaFigure, indicator: Indicator) -> tuple[int, str]:
    # Areas without a figure stand in the order of the legend: what might be mended first.
    return list(indicator.missing).index(figure.status), figure.area.name


def _sort_key(figure: AreaFigure, key: str, indicator: Indicator) -> Any:
    # Without the code: what is alike stays in the order of its rank, from either end.
    if key == "name":
        return figure.area.name.casefold()
    value = figure.value if key == indicator.key else figure.beside.get(key, (None, ""))[0]
    return float("-inf") if value is None else value
