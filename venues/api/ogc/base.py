"""What every address below `/ogc` shares: `f`, links with whole addresses, and a document of its own."""

from collections.abc import Iterable
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from venues.api.formats import FormatNegotiation
from venues.api.ogc.queries import PageQuery
from venues.api.query import Query
from venues.api.views import Resource

GEOJSON = "application/geo+json"
JSON = "application/json"
JSON_SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


class ShortFormat(FormatNegotiation):
    """`f` in the address goes before the Accept header: there is one format, the first."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type."""
        renderers = list(renderers)
        if "f" in request.query_params:
            return renderers[0], str(renderers[0].media_type)
        return super().select_renderer(request, renderers, format_suffix)


class Ogc(Resource):
    """Something of OGC API Features. It has a document of its own."""

    http_method_names = ["get", "head"]
    schema = None  # type: ignore[assignment]
    content_negotiation_class = ShortFormat
    query: type[Query] = PageQuery

    def tag(self, request: Request, query: dict[str, Any], version: Iterable[Any]) -> str:
        """Links carry the name of the host, and the whole query."""
        return super().tag(request, query, [*version, request.build_absolute_uri()])


def whole(request: Request, path: str) -> str:
    """The whole address of a path below `/ogc`."""
    address: str = request.build_absolute_uri(f"/ogc{path}")
    return address


def link(href: str, rel: str, media_type: str) -> dict[str, str]:
    """A link as the answers carry it."""
    return {"href": href, "rel": rel, "type": media_type}
