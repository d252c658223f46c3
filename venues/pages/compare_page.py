"""Two dates or two groups side by side: two maps with the same classes, one legend, and one table with both figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Municipality
from venues.pages.area_figures import Asked
from venues.pages.compare_form import compare_form
from venues.pages.comparison import Comparison, Side, read_comparison, rows_of
from venues.pages.country_shapes import has_country
from venues.pages.indicators import INDICATORS
from venues.pages.map_data import areas_url, map_setting
from venues.pages.map_page import Column, first_municipality, turned
from venues.pages.map_words import remarks, whole_text
from venues.reports.table_files import KINDS


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Show two views of a municipality beside each other; the address reproduces them."""
    first = first_municipality()
    if first is None:
        return render(request, "pages/start.html", {"has_country": has_country()})
    comparison = read_comparison(request.GET.dict(), first)
    if comparison is None:
        asked = Municipality.objects.filter(code=request.GET.get("municipality")).first()
        return render(request, "pages/compare.html", {"municipality": asked or first})
    return render(request, "pages/compare.html", _context(comparison))


def _context(comparison: Comparison) -> dict[str, Any]:
    query, indicator = comparison.query, INDICATORS[comparison.query.show]
    one, other = (indicator.legend(list(side.figures.values())) for side in comparison.sides)
    return {
        "query": query,
        "municipality": query.municipality,
        "indicator": indicator,
        "comparison": comparison,
        "compare": compare_form(query, comparison.beside),
        "title": _title(comparison),
        "sides": [_shown(comparison, side, number) for number, side in enumerate(comparison.sides, start=1)],
        "scale": list(zip(one.scale, other.scale, strict=True)),
        "without_figure": list(zip(one.without_figure, other.without_figure, strict=True)),
        "rows": rows_of(comparison),
        "columns": _columns(comparison),
        "files": [(kind.upper(), comparison.address("compare-table", kind)) for kind in KINDS],
        "map_url": query.map_url(),
        "map_data": map_setting(query.municipality)
        | {"sides": [areas_url(side.assessment.run.edition, query.level) for side in comparison.sides]},
    }


def _title(comparison: Comparison) -> str:
    first, second = (comparison.name(side) for side in comparison.sides)
    return _("%(first)s beside %(second)s") % {"first": first, "second": second}


def _shown(comparison: Comparison, side: Side, number: int) -> dict[str, Any]:
    """What stands over and under one of the maps."""
    asked = Asked(side.assessment, side.query.level, side.query.group_code)
    figure, aside = whole_text(asked, side.query)
    return {
        "number": number,
        "group": side.group if INDICATORS[side.query.show].is_by_group else "",
        "day": side.day,
        "name": comparison.name(side),
        "whole": figure,
        "aside": aside,
        "standing": remarks(asked, side.query, list(side.figures.values())),
    }


def _columns(comparison: Comparison) -> list[Column]:
    labels = {
        "name": _("Area"),
        "first": comparison.name(comparison.first),
        "second": comparison.name(comparison.second),
        "difference": _("Difference"),
    }
    found = []
    for key, label in labels.items():
        order = {key: "ascending", f"-{key}": "descending"}.get(comparison.order, "none")
        url = comparison.address("compare", sort=turned(comparison.order) if order != "none" else key)
        found.append(Column(f"sort-{key}", label, url, order, "" if key == "name" else "number"))
    return found
