"""What is known of each municipality of the country: its coverage where it is scored here, and its people and need."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, FloatField, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy

from venues.assessment.scores import FEWEST_PERSONS
from venues.models import (
    Area,
    DemandEstimate,
    DemandGroup,
    Figure,
    GroupRule,
    Indicator,
    Level,
    Municipality,
    Run,
    Score,
)
from venues.pages.area_figures import AreaFigure, coverage_of
from venues.pages.classes import NoFigure
from venues.pages.country_shapes import outlines
from venues.pages.indicators import COVERAGE

NOT_SCORED = NoFigure("coverage-not-scored", gettext_lazy("not scored here"), gettext_lazy("not scored here"))
"""A municipality that is an outline alone: nobody keeps its register here, so nothing is known or unknown of it."""


@dataclass(frozen=True)
class Fact:
    """One municipality.

    Attributes:
        figure: Its coverage by its live run; None where it is not scored here.
        persons: Of the group; None where that is unknown.
        need_hours: A week; None where that is unknown.
    """

    area: Area
    figure: AreaFigure | None
    persons: float | None
    need_hours: float | None

    @property
    def municipality(self) -> Municipality:
        """Which."""
        return self.area.edition.municipality


def facts_of(group: DemandGroup | None) -> list[Fact]:
    """All municipalities with an outline, by code; a fixed number of queries.

    Args:
        group: None for all groups together, whose people overlap: they are not added up.
    """
    scores = _scores(group)
    persons = _persons_elsewhere(group) if group else {}
    norm_hours = _norm_hours(group) if group else None
    found = []
    for area in outlines().defer("boundary", "centre"):
        score = scores.get(area.code)
        if score:
            found.append(Fact(area, coverage_of(score), score.persons, score.need_hours))
            continue
        known = persons.get(area.code)
        need = known * norm_hours if known is not None and norm_hours is not None else None
        found.append(Fact(area, None, known, need))
    return found


def css_of(figure: AreaFigure | None) -> str:
    """How a municipality is painted."""
    return COVERAGE.css(figure) if figure else NOT_SCORED.css


def scores_as_a_whole() -> QuerySet[Score]:
    """The score of each municipality as a whole, of each group and of all together, by its live run."""
    rows = Score.objects.filter(
        run__kind=Run.Kind.LIVE, run__municipality__is_scored=True, area__level=Level.MUNICIPALITY
    )
    own = rows.filter(area__code=F("run__municipality"))
    return own.select_related("area").defer("area__boundary", "area__centre")


def _scores(group: DemandGroup | None) -> Mapping[str, Score]:
    return {score.area.code: score for score in scores_as_a_whole().filter(group=group)}


def _persons_elsewhere(group: DemandGroup) -> Mapping[str, float]:
    """The persons of a group in the municipalities that are not scored, where each neighbourhood has an estimate.

    Fewer than 10 are left out, as everywhere.
    """
    latest = DemandEstimate.objects.filter(area=OuterRef("pk"), group=group).order_by("-reference_on")
    areas = Area.objects.active().filter(
        level=Level.NEIGHBOURHOOD, edition__municipality__is_scored=False, edition__municipality__is_fictional=False
    )
    told = areas.annotate(persons=Subquery(latest.values("persons")[:1], output_field=FloatField()))
    rows = told.values("edition__municipality").annotate(
        total=Sum("persons"), known=Count("persons"), areas=Count("pk")
    )
    estimated = {
        row["edition__municipality"]: row["total"]
        for row in rows.order_by()
        if row["known"] == row["areas"] and not 0 < row["total"] < FEWEST_PERSONS
    }
    return (_residents() if group.is_everyone else {}) | estimated


def _residents() -> dict[str, float]:
    """The published number of residents of each municipality that is not scored, the latest."""
    figures = Figure.objects.filter(
        area__in=outlines().filter(edition__municipality__is_scored=False),
        indicator=Indicator.RESIDENTS,
        value__gte=FEWEST_PERSONS,
    )
    rows = figures.order_by("reference_on").values_list("area__code", "value")
    return {code: value for code, value in rows if value is not None}


def _norm_hours(group: DemandGroup) -> float | None:
    """What a person of the group needs a week, by the method for all."""
    rule = GroupRule.objects.filter(group=group, method__municipality=None, method__is_current=True).first()
    return rule.norm_hours if rule else None
