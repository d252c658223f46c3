"""What all resources share: the query, paging, formats, reference systems, tags and language."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from rest_framework.exceptions import ErrorDetail
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from venues.api import API_VERSION
from venues.api.crs import Crs, crs_of_header
from venues.api.cursor import CursorRefused, Key, filters_of, read_cursor, write_cursor
from venues.api.errors import Absent, QueryRefused
from venues.api.formats import CSV_TYPE, CsvRenderer, GeoJsonRenderer, GeoPackageRenderer, Row, feature, table
from venues.api.geopackage import Layer, geopackage
from venues.api.kept import Kept
from venues.api.preconditions import has_already, require_tag
from venues.api.query import Query
from venues.api.schema import ResourceSchema
from venues.api.throttles import AddressThrottle
from venues.api.whole import csv_of, is_whole, pages_of

Keyed = tuple[Key, Any]
_kept = Kept(most_bytes=32_000_000)
"""Pages that anybody may read, by their tag: most are asked for again before they change."""


class Source(Protocol):
    """Where the rows of one page come from."""

    def fetch(self) -> Sequence[Keyed]:
        """The rows after the cursor with their keys, in order; one more than fits the page where there is more."""

    def version(self) -> Iterable[Any]:
        """What changes when the rows of the page change."""

    def version_of_all(self) -> Iterable[Any]:
        """What changes when any row of the list changes."""


class Resource(APIView):
    """Something that can be read."""

    http_method_names = ["get", "head"]
    schema = ResourceSchema()
    query: type[Query] = Query
    row: type[Serializer[Any]]
    shape: str | None = None
    """The member of a row that is its geometry."""
    shape_kind = "Point"
    path_parts: Mapping[str, str] = {}
    """What the parts of the address mean."""

    def get_renderers(self) -> list[BaseRenderer]:
        """JSON first; GeoJSON for what has a shape."""
        return [JSONRenderer(), *([GeoJsonRenderer()] if self.shape else [])]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer in the language that the client asks for, if its address has not asked too often."""
        translation.activate(_language(request))
        by_address = AddressThrottle()
        # Before a token is looked up, so that guessing counts too.
        if not by_address.allow_request(request, self):
            self.throttled(request, by_address.wait())
        super().initial(request, *args, **kwargs)

    def finalize_response(  # type: ignore[override]  # as DRF does, any response goes through it
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """What somebody with a token may see is not for caches that others share."""
        patch_vary_headers(response, ["Authorization"])
        if "Authorization" in request.headers:
            patch_cache_control(response, private=True)
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]

    def read_query(self, request: Request, known: type[Query] | None = None) -> dict[str, Any]:
        """The query, checked.

        Args:
            request: Whose.
            known: What may be asked; that of reading unless said.

        Raises:
            QueryRefused: Listing every problem.
        """
        query = (known or self.query)(data=request.query_params)
        if not query.is_valid():
            raise QueryRefused(query.errors)
        values: dict[str, Any] = query.validated_data
        if self.shape:
            # A header that asks for what is not served is refused also where the address goes before it.
            values.setdefault("crs", crs_of_header(request))
        return values

    def unchanged(self, request: Request, tag: str) -> HttpResponseBase | None:
        """The short answer to a client that has this version already.

        Raises:
            PreconditionFailed: If the client asks for another version alone.
        """
        require_tag(request, tag)
        return HttpResponse(status=304, headers={"ETag": tag}) if has_already(request, tag) else None

    def represent(self, rows: Iterable[Any], query: dict[str, Any]) -> list[Row]:
        """Rows as their serializer names the members."""
        # A serializer of many would hold all rows until the collector comes by.
        serializer = self.row(context={"query": query})
        return [dict(serializer.to_representation(row)) for row in rows]

    def feature(self, row: Row) -> Row:
        """A row as a GeoJSON feature."""
        return feature(row, self.shape or "")

    def tag(self, request: Request, query: dict[str, Any], version: Iterable[Any]) -> str:
        """A digest of the data's version and of how it is represented."""
        representation = [
            API_VERSION,
            request.path,
            # Also what only says how a page is handed over: it stands in the address of the next one.
            request.query_params.urlencode(),
            query.get("page_size"),
            request.accepted_media_type,
            translation.get_language(),
            query.get("crs"),
        ]
        return hashlib.sha256(repr([representation, *version]).encode()).hexdigest()[:32]

    def finish(self, request: Request, response: HttpResponseBase, tag: str, query: dict[str, Any]) -> HttpResponseBase:
        """The headers of every good answer."""
        response.headers["ETag"] = tag
        patch_vary_headers(response, ["Accept"])
        if self.shape:
            crs: Crs = query["crs"]
            response.headers["Content-Crs"] = crs.header
            patch_vary_headers(response, ["Accept-Crs"])
        return response


class ListResource(Resource, ABC):
    """A list, page by page."""

    def get_renderers(self) -> list[BaseRenderer]:
        """A list also has a CSV twin, and with a shape it is a GeoPackage too; what is written is told as one thing."""
        if getattr(self.request, "method", "GET") not in SAFE_METHODS:
            return super().get_renderers()
        return [*super().get_renderers(), CsvRenderer(), *([GeoPackageRenderer()] if self.shape else [])]

    @abstractmethod
    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """Where the rows come from.

        Args:
            query: The checked query.
            after: The key of the last row that the client has; None at the beginning.
            path: The parts of the address.
        """

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """One page, or in a table or GeoPackage the whole list where no page is asked for."""
        query = self.read_query(request)
        if is_whole(request):
            return self._whole(request, query, path)
        if request.accepted_renderer.format == GeoPackageRenderer.format:
            text = _("A GeoPackage holds the whole collection. Leave out pageSize and cursor.")
            raise QueryRefused({"format": [ErrorDetail(text, code="whole_only")]})
        source = self.source(query, self._after(request, query), path)
        tag = f'W/"{self.tag(request, query, source.version())}"'
        if unchanged := self.unchanged(request, tag):
            return unchanged
        if request.auth is None and (again := _again(tag)):
            return self.finish(request, again, tag, query)
        found = source.fetch()
        page = found[: query["page_size"]]
        following = self._following(request, page[-1][0]) if len(found) > len(page) else None
        rows = self.represent((row for _key, row in page), query)
        response = Response(self.answer(request, rows, following, query, source))
        if request.accepted_renderer.format == CsvRenderer.format:
            response.content_type = CSV_TYPE
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        if request.auth is None:
            response.add_post_render_callback(lambda rendered: _keep(rendered, tag))
        return self.finish(request, response, tag, query)

    def _whole(self, request: Request, query: dict[str, Any], path: dict[str, Any]) -> HttpResponseBase:
        version = self.source(query, None, path).version_of_all()
        tag = f'W/"{self.tag(request, query, ["whole", *version])}"'
        if unchanged := self.unchanged(request, tag):
            return unchanged
        response: HttpResponseBase
        if request.accepted_renderer.format == GeoPackageRenderer.format:
            response = self._geopackage(request, query, path)
        else:
            pages = pages_of(self, query, path)
            body = csv_of(pages, self.columns(), *self.table_point(query))
            response = StreamingHttpResponse(body, content_type=CSV_TYPE)
        return self.finish(request, response, tag, query)

    def _geopackage(self, request: Request, query: dict[str, Any], path: dict[str, Any]) -> HttpResponseBase:
        # A GeoPackage has longitude first whatever the system, and boundaries only as its geometry.
        crs = replace(query["crs"], is_latitude_first=False)
        pages = pages_of(self, query | {"crs": crs, "geometry": True, "has_shapes_as_text": True}, path)
        fields = {name: field for name, field in self.row().get_fields().items() if name != self.shape}
        name = request.path.rpartition("/")[2]
        file = geopackage(pages, Layer(name, fields, self.shape or "", self.shape_kind, crs.srid))
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.gpkg", content_type=GeoPackageRenderer.media_type
        )

    def _after(self, request: Request, query: dict[str, Any]) -> Key | None:
        if "cursor" not in query:
            return None
        try:
            return read_cursor(query["cursor"], request.path, filters_of(request.query_params))
        except CursorRefused as refused:
            text = _("This cursor was not given out for these filters. Start again without a cursor.")
            raise QueryRefused({"cursor": [ErrorDetail(text, code="invalid_cursor")]}) from refused

    def _following(self, request: Request, key: Key) -> str:
        query = request.query_params.copy()
        query["cursor"] = write_cursor(key, request.path, filters_of(request.query_params))
        return f"{request.path}?{query.urlencode()}"

    def answer(
        self, request: Request, rows: list[Row], following: str | None, query: dict[str, Any], source: Source
    ) -> Any:
        """One page in the format that was asked for; `following` is the address of the next one."""
        if request.accepted_renderer.format == CsvRenderer.format:
            return table(rows, self.columns(), *self.table_point(query))
        if request.accepted_renderer.format == "geojson" and self.shape:
            features = [self.feature(row) for row in rows]
            return {"type": "FeatureCollection", "features": features, "next": following}
        return {"items": rows, "next": following}

    def columns(self) -> list[str]:
        """The columns of the CSV twin: every member that is no geometry."""
        return [name for name in self.row().get_fields() if name != self.shape]

    def table_point(self, query: dict[str, Any]) -> tuple[str | None, tuple[str, str]]:
        """The member that the CSV twin writes as two columns, and what they are called."""
        return None, ("", "")


class SingleResource(Resource, ABC):
    """One thing by its address."""

    @abstractmethod
    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Any, str]:
        """The thing, and its version.

        Raises:
            Absent: If there is none.
        """

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """The thing itself."""
        return self.show(request, self.read_query(request), path)

    def show(self, request: Request, query: dict[str, Any], path: dict[str, Any]) -> HttpResponseBase:
        """The thing as it is now: what a GET answers, and a write too."""
        found, version = self.find(query, path)
        row = self.represent([found], query)[0]
        # The version comes first, so that a write can compare it whatever the representation was.
        tag = f'"{version}.{self.tag(request, query, [row])}"'
        if request.method in SAFE_METHODS and (unchanged := self.unchanged(request, tag)):
            return unchanged
        return self.finish(request, Response(self.answer(request, row)), tag, query)

    def answer(self, request: Request, row: Row) -> Row:
        """The thing in the format that was asked for."""
        geo = request.accepted_renderer.format == "geojson" and self.shape
        return self.feature(row) if geo else row


class UnknownAddress(Resource):
    """Any address below the API where there is nothing."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    schema = None  # type: ignore[assignment]  # not in the document
    index = "/api/v1/docs"
    """Where the addresses are listed."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Say so, in the client's language."""
        translation.activate(_language(request))
        address = request.path[:200]
        raise Absent(
            "",
            _("There is nothing at %(address)s. The addresses are in %(index)s.")
            % {"address": address, "index": self.index},
        )


def _language(request: Request) -> str:
    """The language of Accept-Language; unlike on pages, no cookie and no address has a say."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return str(get_supported_language_variant(code))
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _again(tag: str) -> HttpResponse | None:
    """A page as it was answered before; None where it has to be made."""
    body = _kept.get(tag)
    if body is None:
        return None
    head, _newline, content = body.partition(b"\n")
    kind, _space, link = head.decode().partition("\t")
    headers = {"Content-Type": kind} | ({"Link": link} if link else {})
    return HttpResponse(content, headers=headers)


def _keep(response: HttpResponse, tag: str) -> None:
    head = f"{response.headers['Content-Type']}\t{response.headers.get('Link', '')}\n"
    _kept.keep(tag, head.encode() + response.content)
