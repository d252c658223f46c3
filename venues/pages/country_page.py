"""All municipalities on one map, beside a table of the same facts: those that are scored here are painted."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import DemandGroup, Level
from venues.pages.country_classes import country_classes_url
from venues.pages.country_facts import NOT_SCORED, Fact, facts_of
from venues.pages.country_query import USUAL, CountryQuery, read_country_query
from venues.pages.country_rows import rows_of, sources_of
from venues.pages.country_shapes import country_url, country_version
from venues.pages.indicators import COVERAGE, Legend, LegendEntry
from venues.pages.map_page import ALL_ROWS, ROWS_ON_A_PHONE, Choice, Column, turned
from venues.pages.query import ALL_GROUPS
from venues.reports.table_files import KINDS


@require_safe
def country_page(request: HttpRequest) -> HttpResponse:
    """Show all municipalities; the address reproduces the view."""
    query = read_country_query(request.GET.dict())
    facts = facts_of(query.group)
    if len(facts) < 2:
        return render(request, "pages/country/empty.html")
    return render(request, "pages/country.html", _context(query, facts))


def _context(query: CountryQuery, facts: Sequence[Fact]) -> dict[str, Any]:
    rows = rows_of(facts, query)
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
        "sources": sources_of(facts),
        "map_data": _map_data(query, facts),
        "files": [(kind.upper(), query.table_url(kind)) for kind in KINDS],
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


def _legend(facts: Sequence[Fact]) -> Legend:
    scored = [fact.figure for fact in facts if fact.figure]
    legend = COVERAGE.legend(scored)
    rest = LegendEntry(NOT_SCORED.css, NOT_SCORED.label, "", len(facts) - len(scored))
    return Legend(legend.scale, [*legend.without_figure, rest])


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
        "attribution": sources_of(facts),
        "words": {
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "open": _("Open its map"),
            "noFigure": str(NOT_SCORED.words),
            "matching": _("%(n)s of %(all)s municipalities") % {"n": "{n}", "all": "{all}"},
            "failed": _("The map could not be loaded. The table has the same figures."),
        },
    }
