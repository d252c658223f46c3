"""The table of all municipalities as a file: the same rows in the same order, filtered alike."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.pages.country_facts import Fact, facts_of
from venues.pages.country_query import CountryQuery, read_country_query
from venues.pages.country_rows import rows_of, sources_of
from venues.pages.indicators import COVERAGE
from venues.pages.map_table import DECIMALS
from venues.pages.query import ALL_GROUPS
from venues.pages.table_downloads import download


@require_safe
def country_table(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a view of all municipalities, with its address."""
    query = read_country_query(request.GET.dict())
    facts = facts_of(query.group)
    stem = f"{_('municipalities')}-{query.group.code if query.group else ALL_GROUPS}-{timezone.localdate().isoformat()}"
    return download(kind, stem, _rows(facts, query), _explanation(facts, query))


def _rows(facts: Sequence[Fact], query: CountryQuery) -> Iterator[list[Any]]:
    values = {fact.area.code: fact.figure.value for fact in facts if fact.figure}
    name, coverage, *beside = query.columns.values()
    yield [_("Code"), name, coverage, _("Beside it"), *beside, _("As a number")]
    for row in rows_of(facts, query):
        if not row.is_filtered_out:
            value = values.get(row.code)
            number = None if value is None else round(value, DECIMALS)
            yield [row.code, row.name, row.figure, row.aside, *row.cells, number]


def _explanation(facts: Sequence[Fact], query: CountryQuery) -> Iterator[list[Any]]:
    """What the figures are and where they come from: they are read without the page."""
    yield [str(COVERAGE.title), query.group.name if query.group else _("All groups together")]
    yield [_("As of %(day)s.") % {"day": date_format(timezone.localdate(), "j F Y")}]
    for source in sources_of(facts):
        yield [source]
