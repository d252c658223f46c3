"""The table beside the map as a file: the same rows in the same order, filtered alike."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Municipality
from venues.pages.change_shown import asked_of
from venues.pages.indicators import INDICATORS
from venues.pages.query import ALL_GROUPS, Query, by_its_boundaries, read_query
from venues.pages.ranking import columns_of, rank_areas
from venues.pages.table_downloads import download

DECIMALS = 4


@require_safe
def map_table(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a view of the map, with its address."""
    first = Municipality.objects.filter(is_scored=True).order_by("name").first()
    if first is None:
        raise Http404
    query = read_query(request.GET.dict(), first)
    assessment = assessment_on(query.municipality, query.day, query.year)
    if assessment is None:
        raise Http404(_("This municipality has not been scored yet."))
    query = by_its_boundaries(query, assessment)
    return download(kind, _stem(query, assessment.run.as_of), _rows(query, assessment), _explanation(query, assessment))


def _stem(query: Query, day: dt.date) -> str:
    parts = [query.municipality.code, query.show, query.group_code or ALL_GROUPS, query.level.value, day.isoformat()]
    return "-".join(parts)


def _rows(query: Query, assessment: Assessment) -> Iterator[list[Any]]:
    indicator = INDICATORS[query.show]
    figures = indicator.measure(asked_of(query, assessment))
    values = {figure.area.code: figure.value for figure in figures}
    names = {score.area_id: score.area.name for score in assessment.scores}
    beside = [name for _key, name in columns_of(query)]
    yield [_("No."), _("Code"), _("Area"), _("Within"), str(indicator.name), _("Beside it"), *beside, _("As a number")]
    for row in rank_areas(figures, query, names):
        if row.is_filtered_out:
            continue
        value = values[row.code]
        number = None if value is None else round(value, DECIMALS)
        yield [row.rank, row.code, row.name, row.within, row.figure, row.aside, *row.cells, number]


def _explanation(query: Query, assessment: Assessment) -> Iterator[list[Any]]:
    """What the figures are and where they come from: they are read without the page."""
    indicator = INDICATORS[query.show]
    group = query.group.name if query.group else _("All groups together")
    yield [str(indicator.title), group if indicator.is_by_group else ""]
    yield [str(indicator.explanation)]
    yield [_("As of %(day)s.") % {"day": date_format(assessment.run.as_of, "j F Y")}]
    for source in query.municipality.attribution:
        yield [source]
