"""The table of a comparison as a file: the same rows in the same order."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Municipality
from venues.pages.comparison import Comparison, read_comparison, rows_of
from venues.pages.indicators import INDICATORS
from venues.pages.map_table import DECIMALS
from venues.pages.query import ALL_GROUPS
from venues.pages.table_downloads import download


@require_safe
def compare_table(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a comparison, with its address."""
    first = Municipality.objects.filter(is_scored=True).order_by("name").first()
    comparison = read_comparison(request.GET.dict(), first) if first else None
    if comparison is None:
        raise Http404(_("This municipality has not been scored yet."))
    return download(kind, _stem(comparison), _rows(comparison), _explanation(comparison))


def _stem(comparison: Comparison) -> str:
    query = comparison.query
    sides = [
        f"{side.query.group_code or ALL_GROUPS}-{side.assessment.run.as_of.isoformat()}" for side in comparison.sides
    ]
    return "-".join([query.municipality.code, query.show, query.level.value, *sides])


def _rows(comparison: Comparison) -> Iterator[list[Any]]:
    names = [comparison.name(side) for side in comparison.sides]
    difference = _("Difference, in percentage points")
    as_numbers = [f"{name} ({_('As a number')})" for name in names]
    yield [_("Code"), _("Area"), _("Within"), *names, difference, *as_numbers, f"{difference} ({_('As a number')})"]
    for row in rows_of(comparison):
        points = None if row.difference is None else row.difference * 100
        numbers = [row.first.value, row.second.value]
        yield [
            *(row.code, row.name, row.within, row.first.figure, row.second.figure, row.text),
            *(None if value is None else round(value, DECIMALS) for value in numbers),
            None if points is None else round(points, DECIMALS - 2),
        ]


def _explanation(comparison: Comparison) -> Iterator[list[Any]]:
    """What the figures are and where they come from: they are read without the page."""
    indicator = INDICATORS[comparison.query.show]
    yield [str(indicator.title)]
    for side in comparison.sides:
        yield [comparison.name(side), side.group if indicator.is_by_group else "", side.day]
    yield [_("The difference is the second figure less the first in percentage points, taken before rounding.")]
    for source in comparison.query.municipality.attribution:
        yield [source]
