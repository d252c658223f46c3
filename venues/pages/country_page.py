"""All municipalities on one map, beside a table of the same facts: those that are scored here are painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import DemandGroup, Level
from venues.pages.country_classes import country_classes_url
from venues.pages.country_facts import NOT_SCORED, Fact, css_of, facts_of
from venues.pages.country_query import USUAL, CountryQuery, read_country_query
from venues.pages.country_shapes import country_url, country_version
from venues.pages.figures import number_text, persons_text
from venues.pages.indicators import COVERAGE, Legend, LegendEntry
from venues.pages.map_page import ALL_ROWS, ROWS_ON_A_PHONE, Choice, Column, turned
from venues.pages.query import ALL_GROUPS


@dataclass(frozen=True)
class Row:
    """A municipality as one row; `url` leads to its map and is empty where it has none."""

    code: str
    name: str
    url: str
    css: str
    figure: str
    aside: str
    cells: list[str]
    is_known: bool
    is_filtered_out: bool


@require_safe
def country_page(request: HttpRequest) -> HttpResponse:
    """Show all municipalities; the address reproduces the view."""
    query = read_country_query(request.GET.dict())
    facts = facts_of(query.group)
    if len(facts) < 2:
        return render(request, "pages/country/empty.html")
    return render(request, "pages/country.html", _context(query, facts))


def _context(query: CountryQuery, facts: Sequence[Fact]) -> dict[str, Any]:
    rows = [_row(fact, query) for fact in _in_order(facts, query.order)]
    return {
        "query": query,
        "indicator": COVERAGE,
        "title": query.group.name if query.group else _("All groups together"),
        "groups": _groups(query),
        "legend": _legend(facts),
        "rows": rows,
        "columns": _columns(query),
        "n_scored": sum(fact.figure is not None for fact in facts),
        "n_matching": sum(not row.is_filtered_out for row in rows),
        "usual_sort": USUAL,
        "sources": _sources(facts),
        "map_data": _map_data(query, facts),
        "rows_url": "" if query.rows or len(rows) <= ROWS_ON_A_PHONE else query.url(rows=ALL_ROWS),
    }


def _groups(query: CountryQuery) -> list[Choice]:
    groups = [(ALL_GROUPS, _("All groups together")), *((g.code, g.name) for g in DemandGroup.objects.all())]
    return [Choice(code, name, code == (query.group.code if query.group else ALL_GROUPS)) for code, name in groups]


def _columns(query: CountryQuery) -> list[Column]:
    found = []
    for key, label in query.columns.items():
        order = {key: "ascending", f"-{key}": "descending"}.get(query.order, "none")
        first = key if key in ("name", USUAL) else f"-{key}"
        url = query.url(sort=turned(query.order) if order != "none" else first)
        found.append(Column(f"sort-{key}", label, url, order, "" if key == "name" else "number"))
    return found


def _in_order(facts: Sequence[Fact], sort: str) -> list[Fact]:
    """Those with what is sorted by in the order asked for, then the others: scored ones first, then by name."""
    by_name = sorted(facts, key=lambda fact: (fact.figure is None, _letters(fact)))
    key, is_turned = sort.lstrip("-"), sort.startswith("-")
    if key == "name":
        return sorted(facts, key=_letters, reverse=is_turned)
    known = [(value, fact) for fact in by_name if (value := _value(fact, key)) is not None]
    known.sort(key=lambda each: each[0], reverse=is_turned)
    without = [fact for fact in by_name if _value(fact, key) is None]
    return [*(fact for _order, fact in known), *without]


def _letters(fact: Fact) -> str:
    # 's-Gravenhage stands with the S.
    return fact.area.name.casefold().lstrip("'’‘")


def _value(fact: Fact, key: str) -> float | None:
    if key == "coverage":
        return fact.figure.value if fact.figure else None
    return fact.persons if key == "people" else fact.need_hours


def _row(fact: Fact, query: CountryQuery) -> Row:
    figure = fact.figure
    missing = NOT_SCORED.words if figure is None else COVERAGE.missing[figure.status].words if not figure.text else ""
    need = "–" if fact.need_hours is None else number_text(round(fact.need_hours, -1))
    beside = {"people": persons_text(fact.persons), "need": need}
    return Row(
        code=fact.area.code,
        name=fact.area.name,
        url="" if figure is None else query.map_url(fact.municipality),
        css=css_of(figure),
        figure=str(missing) or (figure.text if figure else ""),
        aside=figure.aside if figure and figure.aside != figure.text else "",
        cells=[text for key, text in beside.items() if key in query.columns],
        is_known=figure is not None and figure.value is not None,
        is_filtered_out=query.filter.casefold() not in fact.area.name.casefold(),
    )


def _legend(facts: Sequence[Fact]) -> Legend:
    scored = [fact.figure for fact in facts if fact.figure]
    legend = COVERAGE.legend(scored)
    rest = LegendEntry(NOT_SCORED.css, NOT_SCORED.label, "", len(facts) - len(scored))
    return Legend(legend.scale, [*legend.without_figure, rest])


def _sources(facts: Sequence[Fact]) -> list[str]:
    """Whom to name for what is shown, each once."""
    return list(dict.fromkeys(source for fact in facts for source in fact.municipality.attribution))


def _map_data(query: CountryQuery, facts: Sequence[Fact]) -> dict[str, Any]:
    """What the map module reads; no water, streets or places: at this size they would hide the municipalities."""
    version = country_version()
    return {
        "group": query.group.code if query.group else ALL_GROUPS,
        "level": Level.MUNICIPALITY,
        "municipality": "",
        "show": COVERAGE.key,
        "areasUrl": country_url(version),
        "classesUrl": country_classes_url(version),
        "opensAtOnce": True,
        "basemap": {"url": settings.BASEMAP_URL, "attribution": settings.BASEMAP_ATTRIBUTION}
        if settings.BASEMAP_URL
        else None,
        "attribution": _sources(facts),
        "words": {
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "open": _("Open its map"),
            "noFigure": str(NOT_SCORED.words),
            "matching": _("%(n)s of %(all)s municipalities") % {"n": "{n}", "all": "{all}"},
            "failed": _("The map could not be loaded. The table has the same figures."),
        },
    }
