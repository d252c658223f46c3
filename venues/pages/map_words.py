"""What the map page says in words: of the municipality as a whole, and what must be known before it is quoted."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.assessment.change import TownChange
from venues.assessment.result import Assessment
from venues.pages.area_figures import AreaFigure, Asked
from venues.pages.classes import class_of
from venues.pages.indicators import COVERAGE, INDICATORS
from venues.pages.query import Query
from venues.pages.standing import standing


def whole_text(asked: Asked, query: Query) -> tuple[str, str]:
    """The figure of the municipality as a whole with what stands under it; empty where there is none."""
    indicator = INDICATORS[query.show]
    figures = indicator.measure(Asked(asked.assessment, "municipality", asked.group, asked.change))
    whole = next((figure for figure in figures if figure.area.code == query.municipality.code), None)
    return (whole.text, whole.aside) if whole and whole.value is not None else ("", "")


def remarks(asked: Asked, query: Query, figures: Sequence[AreaFigure]) -> list[str]:
    """What must be said beside the headline."""
    assessment = asked.assessment
    whole = assessment.score(query.municipality.code, query.group_code) if query.show == COVERAGE.key else None
    said = standing(assessment, whole)
    if query.show == "worst":
        said = [*_worst_words(figures), *said]
    elif query.show == "reach" and query.group is None:
        said.insert(0, _("The people of several groups overlap, so this is the share of all residents."))
    elif query.show == "change":
        said = [_change_words(asked.change, assessment)]
    return said


def _worst_words(figures: Sequence[AreaFigure]) -> list[str]:
    pairs = [(figure.value, figure.beside["together"][0]) for figure in figures]
    both = [(value, together) for value, together in pairs if value is not None and together is not None]
    if len(both) < 2:
        return []
    lower = sum(class_of(value).low < class_of(together).low for value, together in both)
    told = ngettext(
        "In %(lower)d of the %(all)d areas with both figures the worst-served group is in a lower class than all "
        "groups together.",
        "In %(lower)d of the %(all)d areas with both figures the worst-served group is in a lower class than all "
        "groups together.",
        lower,
    ) % {"lower": lower, "all": len(both)}
    return [told]


def _change_words(change: TownChange | None, assessment: Assessment) -> str:
    if change is None:
        return _("By these boundaries nothing can be compared: a change needs those in use, and figures on both dates.")
    return _("From %(first)s to %(second)s.") % {"first": _day(change.first), "second": _day(assessment.run.as_of)}


def _day(day: date) -> str:
    return date_format(day, "j F Y")
