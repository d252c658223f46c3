"""The map page: one group, date and level of one municipality, as map, legend and ranked table that agree."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import DemandGroup, Level, Municipality, Run
from venues.pages.change_shown import asked_of
from venues.pages.class_data import classes_url
from venues.pages.compare_form import compare_form
from venues.pages.country_query import CountryQuery
from venues.pages.country_shapes import has_country
from venues.pages.indicators import INDICATORS
from venues.pages.map_data import areas_url, map_setting, places_sources
from venues.pages.map_words import remarks, whole_text
from venues.pages.month_data import slider_of
from venues.pages.query import ALL_GROUPS, Query, by_its_boundaries, read_query
from venues.pages.ranking import columns_of, rank_areas
from venues.reports.table_files import KINDS

ROWS_ON_A_PHONE, ALL_ROWS = 25, "all"
"""The style sheet hides the others on a narrow screen, until all are asked for."""


@dataclass(frozen=True)
class Choice:
    """One option of a picker."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Column:
    """A column of the table that can be sorted by; focus stays on its `id` when the view is exchanged."""

    id: str
    label: str
    url: str
    order: str
    css: str


def first_municipality() -> Municipality | None:
    """The one that is shown where none is asked for: scored here, with figures if there is one."""
    is_live = Exists(Run.objects.filter(municipality=OuterRef("pk"), kind=Run.Kind.LIVE))
    return Municipality.objects.filter(is_scored=True).order_by(is_live.desc(), "name").first()


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show a municipality on the map; the address reproduces the view."""
    first = first_municipality()
    if first is None:
        return render(request, "pages/start.html", {"has_country": has_country()})
    query = read_query(request.GET.dict(), first)
    assessment = assessment_on(query.municipality, query.day, query.year)
    query = by_its_boundaries(query, assessment)
    return render(request, "pages/map.html", _context(query, assessment))


def _context(query: Query, assessment: Assessment | None) -> dict[str, Any]:
    indicator = INDICATORS[query.show]
    context = {
        "query": query,
        "indicator": indicator,
        "municipality": query.municipality,
        "pickers": _pickers(query),
        "country_url": CountryQuery(query.group).url() if has_country() else "",
        "compare": compare_form(query),
        "title": query.group.name if query.group else _("All groups together"),
        "assessment": assessment,
    }
    if not indicator.is_by_group:
        context["title"] = str(indicator.name)
    if assessment is None:
        return context
    asked = asked_of(query, assessment)
    figures = indicator.measure(asked)
    names = {score.area_id: score.area.name for score in assessment.scores}
    rows = rank_areas(figures, query, names)
    whole, aside = whole_text(asked, query)
    return context | {
        "whole": {"figure": whole, "aside": aside} if whole else None,
        "standing": remarks(asked, query, figures),
        "legend": indicator.legend(figures),
        "rows": rows,
        "columns": _columns(query),
        "with_figure": sum(row.rank is not None for row in rows),
        "below_half": sum(row.css in {"coverage-1", "coverage-2"} for row in rows),
        "map_data": _map_data(query, assessment) | {"countryUrl": context["country_url"]},
        "slider": slider_of(query, assessment),
        "today_url": query.map_url(day=None) if query.day else "",
        "n_matching": sum(not row.is_filtered_out for row in rows),
        "files": [(kind.upper(), query.address("map-table", kind)) for kind in KINDS],
        "rows_url": "" if query.rows or len(rows) <= ROWS_ON_A_PHONE else query.map_url(rows=ALL_ROWS),
    }


def _pickers(query: Query) -> dict[str, list[Choice]]:
    municipalities = Municipality.objects.filter(is_scored=True)
    groups = [(ALL_GROUPS, _("All groups together")), *((g.code, g.name) for g in DemandGroup.objects.all())]
    levels = [
        (Level.MUNICIPALITY, _("Municipality")),
        (Level.DISTRICT, _("Districts")),
        (Level.NEIGHBOURHOOD, _("Neighbourhoods")),
    ]
    return {
        "figures": [Choice(each.key, str(each.name), each.key == query.show) for each in INDICATORS.values()],
        "municipalities": [Choice(m.code, m.name, m == query.municipality) for m in municipalities],
        "groups": [Choice(code, name, code == (query.group_code or ALL_GROUPS)) for code, name in groups],
        "levels": [Choice(level.value, label, level == query.level) for level, label in levels],
    }


def _columns(query: Query) -> list[Column]:
    indicator = INDICATORS[query.show]
    found = []
    for key, label in [("name", _("Area")), (indicator.key, str(indicator.name)), *columns_of(query)]:
        order = {key: "ascending", f"-{key}": "descending"}.get(query.order, "none")
        # Twice the same turns the order; of what is bad when it is high the highest come first.
        first = indicator.sort if key == indicator.key else key
        url = query.map_url(sort=turned(query.order) if order != "none" else first)
        found.append(Column(f"sort-{key}", label, url, order, "" if key == "name" else "number"))
    return found


def turned(order: str) -> str:
    """The same order from the other end."""
    return order[1:] if order.startswith("-") else f"-{order}"


def _map_data(query: Query, assessment: Assessment) -> dict[str, Any]:
    """What the map module reads: what to show, and where the shapes are. The table says the rest."""
    return map_setting(query.municipality) | {
        "group": query.group_code or ALL_GROUPS,
        "level": query.level,
        "municipality": query.municipality.code,
        "date": query.day.isoformat() if query.day else "",
        "show": query.show,
        "since": query.since.isoformat() if query.since else "",
        "classesUrl": classes_url(query, assessment),
        "areasUrl": areas_url(assessment.run.edition, query.level),
        **places_sources(query.municipality, query.day),
    }
