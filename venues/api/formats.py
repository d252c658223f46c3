"""The formats of an answer: JSON, GeoJSON, a flat CSV twin of every list, GeoPackage for what has a shape."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from venues.reports.table_files import safe

Row = dict[str, Any]
CSV_TYPE = "text/csv; charset=utf-8; header=present"


class GeoJsonRenderer(JSONRenderer):
    """RFC 7946."""

    media_type = "application/geo+json"
    format = "geojson"
    charset = None


class CsvRenderer(BaseRenderer):
    """One header, one line a row, in UTF-8. Takes the lines; a list in a cell is written as JSON.

    Programs read it, and people open it in a spreadsheet: no text may become a formula there.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Sequence[Sequence[Any]],
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The lines as text."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([_cell(value) for value in line] for line in data)
        return text.getvalue().encode()


class GeoPackageRenderer(BaseRenderer):
    """A whole collection as an OGC GeoPackage; `venues.api.geopackage` writes it."""

    media_type = "application/geopackage+sqlite3"
    format = "gpkg"
    charset = None
    render_style = "binary"


class FormatNegotiation(DefaultContentNegotiation):
    """`format` in the address goes before the Accept header. An unknown one is for the query to refuse."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type."""
        renderers = list(renderers)
        wanted = request.query_params.get("format")
        if wanted is None:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return chosen
        renderer = next((each for each in renderers if each.format == wanted), renderers[0])
        return renderer, str(renderer.media_type)


def feature(row: Row, geometry: str) -> Row:
    """A row as a GeoJSON feature: `geometry` names the member that is its shape."""
    properties = {name: value for name, value in row.items() if name != geometry}
    return {
        "type": "Feature",
        "id": row.get("id", row.get("code")),
        "geometry": row.get(geometry),
        "properties": properties,
    }


def table(rows: Iterable[Row], columns: Sequence[str], point: str | None, axes: Sequence[str]) -> list[list[Any]]:
    """Rows as lines under one header; `axes` are what the two columns of a point are called."""
    return [header(columns, point, axes), *lines(rows, columns, point)]


def header(columns: Sequence[str], point: str | None, axes: Sequence[str]) -> list[str]:
    """The names of the columns."""
    return [*columns, *(axes if point else [])]


def lines(rows: Iterable[Row], columns: Sequence[str], point: str | None) -> list[list[Any]]:
    """Rows as lines of a table.

    Args:
        rows: The rows.
        columns: Names of the members, in order.
        point: The member that is a point, written as two columns at the end; None if there is none.
    """
    found = []
    for row in rows:
        line = [row[name] for name in columns]
        if point:
            line += row[point]["coordinates"]
        found.append(line)
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else safe(value)
