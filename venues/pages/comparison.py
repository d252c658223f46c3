"""Two dates or groups of one municipality beside each other, area by area, with the difference if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Municipality, Score
from venues.pages.area_figures import AreaFigure, Asked
from venues.pages.change_shown import since_of
from venues.pages.figures import points_text
from venues.pages.indicator_classes import CHANGE
from venues.pages.indicators import INDICATORS
from venues.pages.query import Query, by_its_boundaries, read_query

COMPARABLE = ("coverage", "worst", "reach", "fragility", "bridging")
"""Figures that are shares, so that their difference is one in percentage points."""
SORTS = ("name", "first", "second", "difference")


@dataclass(frozen=True)
class Side:
    """One of the two maps: its view, its assessment, and the figure of each area by code."""

    query: Query
    assessment: Assessment
    figures: dict[str, AreaFigure]

    @property
    def group(self) -> str:
        """The name of the group that it shows."""
        return self.query.group.name if self.query.group else _("All groups together")

    @property
    def day(self) -> str:
        """The date that it shows, in words."""
        return date_format(self.assessment.run.as_of, "j F Y")


@dataclass(frozen=True)
class Cell:
    """A figure of one side as it stands in the table; without one `figure` says why."""

    figure: str
    aside: str
    css: str
    value: float | None


@dataclass(frozen=True)
class Row:
    """An area with both figures. The difference is the second less the first; None unless there are both."""

    code: str
    name: str
    within: str
    url: str
    first: Cell
    second: Cell
    difference: float | None
    text: str


@dataclass(frozen=True)
class Comparison:
    """Two sides, the earlier date first.

    Attributes:
        query: The view of the map that was asked for.
        beside: The view that it is compared with.
        order: What the table is sorted by, with “-” before it from high to low.
    """

    query: Query
    beside: Query
    first: Side
    second: Side
    order: str

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both."""
        return self.first, self.second

    @property
    def is_of_groups(self) -> bool:
        """Whether the sides show different groups."""
        return self.first.query.group != self.second.query.group

    @property
    def is_of_dates(self) -> bool:
        """Whether the sides show different dates."""
        return self.first.assessment.run.as_of != self.second.assessment.run.as_of

    @property
    def have_same_areas(self) -> bool:
        """Whether both are by the same boundaries: else an area is not the same area."""
        return self.first.assessment.run.edition_id == self.second.assessment.run.edition_id

    def name(self, side: Side) -> str:
        """What tells a side from the other one."""
        told = [side.group] * self.is_of_groups + [side.day] * (self.is_of_dates or not self.is_of_groups)
        return ", ".join(told)

    def parameters(self, **changes: str) -> dict[str, str]:
        """What an address says to show the same, with changes."""
        shown = {
            name: value for name, value in self.query.parameters().items() if name not in {"sort", "rows", "filter"}
        }
        said = shown | {
            "beside_group": self.beside.parameters()["group"] if self.is_of_groups else "",
            "beside_date": self.beside.parameters().get("date", "") if self.beside.day != self.query.day else "",
            "sort": "" if self.order == "difference" else self.order,
        }
        return {name: value for name, value in (said | changes).items() if value}

    def address(self, name: str, *arguments: str, **changes: str) -> str:
        """The address of a named page or file for this comparison."""
        return f"{reverse(name, args=arguments)}?{urlencode(self.parameters(**changes))}"


def read_comparison(asked: Mapping[str, str], municipality: Municipality) -> Comparison | None:
    """Read from an address what to compare; None where a date was not scored.

    Args:
        asked: The parameters of the map, and `beside_group` and `beside_date`: empty ones are as on the map. Without
            either a year before the date shown is compared with.
        municipality: The one to show where none is asked for.

    Raises:
        BadRequest: If a value cannot be understood, or the figure is none that can be compared.
    """
    order = asked.get("sort") or "difference"
    if order.removeprefix("-") not in SORTS:
        raise BadRequest(_("sort=%(sort)s: choose one of %(sorts)s.") % {"sort": order, "sorts": ", ".join(SORTS)})
    usual = {name: value for name, value in asked.items() if name != "sort"}
    query = read_query(usual, municipality)
    if query.show not in COMPARABLE:
        raise BadRequest(
            _("show=%(show)s: choose one of %(figures)s.") % {"show": query.show, "figures": ", ".join(COMPARABLE)}
        )
    given = {name: asked.get(f"beside_{name}", "") for name in ("group", "date")}
    try:
        beside = read_query(usual | {name: value for name, value in given.items() if value}, municipality)
    except BadRequest as error:
        raise BadRequest(f"beside_{error}") from error
    if not INDICATORS[query.show].is_by_group:
        beside = replace(beside, group=query.group)
    shown = assessment_on(query.municipality, query.day, query.year)
    if shown is None:
        return None
    if (beside.group, beside.day) == (query.group, query.day) and not given["date"]:
        beside = replace(beside, day=since_of(query, shown))
    other = assessment_on(beside.municipality, beside.day, beside.year)
    if other is None:
        return None
    query, beside = by_its_boundaries(query, shown), by_its_boundaries(beside, other)
    sides = [_side(query, shown), _side(beside, other)]
    if sides[1].assessment.run.as_of < sides[0].assessment.run.as_of:
        sides.reverse()
    return Comparison(query, beside, sides[0], sides[1], order)


def rows_of(comparison: Comparison) -> list[Row]:
    """The areas that either side has, in the order asked for; those without what they are sorted by stand last."""
    first, second = comparison.first.figures, comparison.second.figures
    names = {score.area_id: score.area.name for side in comparison.sides for score in side.assessment.scores}
    rows = [_row(comparison, first.get(code), second.get(code), names) for code in sorted(first | second)]
    key, is_turned = comparison.order.removeprefix("-"), comparison.order.startswith("-")
    if key == "name":
        return sorted(rows, key=lambda row: row.name.casefold(), reverse=is_turned)
    values = {row.code: _value(row, key) for row in rows}
    told = [row for row in rows if values[row.code] is not None]
    ordered = sorted(told, key=lambda row: values[row.code] or 0.0, reverse=is_turned)
    return ordered + sorted((row for row in rows if values[row.code] is None), key=lambda row: row.name.casefold())


def _side(query: Query, assessment: Assessment) -> Side:
    measured = INDICATORS[query.show].measure(Asked(assessment, query.level, query.group_code))
    return Side(query, assessment, {figure.area.code: figure for figure in measured})


def _row(comparison: Comparison, first: AreaFigure | None, second: AreaFigure | None, names: Mapping[int, str]) -> Row:
    area = next(figure.area for figure in (first, second) if figure)
    cells = [_cell(figure, comparison.query) for figure in (first, second)]
    before, after = (cell.value for cell in cells)
    difference = None
    if comparison.have_same_areas and before is not None and after is not None:
        difference = after - before
    return Row(
        code=area.code,
        name=area.name,
        within=names.get(area.parent_id or 0, ""),
        url=comparison.query.area_url(area.code),
        first=cells[0],
        second=cells[1],
        difference=difference,
        text=_("cannot be told") if difference is None else points_text(CHANGE, difference),
    )


def _cell(figure: AreaFigure | None, query: Query) -> Cell:
    indicator = INDICATORS[query.show]
    if figure is None:
        return Cell(_("no such area"), "", indicator.missing[Score.Status.UNKNOWN].css, None)
    if figure.value is None:
        return Cell(str(indicator.missing[figure.status].words), "", indicator.css(figure), None)
    return Cell(figure.text, "" if figure.aside == figure.text else figure.aside, indicator.css(figure), figure.value)


def _value(row: Row, key: str) -> float | None:
    return {"first": row.first.value, "second": row.second.value, "difference": row.difference}[key]
