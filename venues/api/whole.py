"""A whole list in one answer: read page after page while it is sent, so that memory stays flat at any size."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import translation
from rest_framework.request import Request

from venues.api.cursor import Key
from venues.api.formats import CsvRenderer, GeoPackageRenderer, Row, header, lines
from venues.api.query import LONGEST_PAGE

if TYPE_CHECKING:
    from venues.api.views import ListResource

WHOLE_FORMATS = {CsvRenderer.format, GeoPackageRenderer.format}
"""Formats that hold the whole list, unless a page is asked for."""


def is_whole(request: Request) -> bool:
    """Whether the whole list is asked for, and no page of it."""
    is_page = {"pageSize", "cursor"} & set(request.query_params)
    return request.accepted_renderer.format in WHOLE_FORMATS and not is_page


def pages_of(resource: "ListResource", query: dict[str, Any], path: dict[str, Any]) -> Iterator[list[Row]]:
    """All rows, at most 1000 at a time; the first ones are read at once, so that a refusal comes before the answer.

    A row that is added or removed meanwhile neither repeats nor hides another, as when a client pages.
    """
    query = query | {"page_size": LONGEST_PAGE}
    language = translation.get_language()

    def read(after: Key | None) -> tuple[list[Row], Key | None]:
        # The answer is sent after the request has left the language that it was made in.
        with translation.override(language):
            found = resource.source(query, after, path).fetch()
            page = found[:LONGEST_PAGE]
            rows = resource.represent((row for _key, row in page), query)
        return rows, page[-1][0] if len(found) > LONGEST_PAGE else None

    def all_of(rows: list[Row], after: Key | None) -> Iterator[list[Row]]:
        yield rows
        while after is not None:
            rows, after = read(after)
            yield rows

    return all_of(*read(None))


def csv_of(
    pages: Iterator[list[Row]], columns: Sequence[str], point: str | None, axes: Sequence[str]
) -> Iterator[bytes]:
    """The pages as CSV under one header."""
    renderer = CsvRenderer()
    yield renderer.render([header(columns, point, axes)])
    for rows in pages:
        yield renderer.render(lines(rows, columns, point))
