"""The items of a collection, and one of them, as GeoJSON with links."""

from typing import Any, Protocol, cast

from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from venues.api.errors import Absent
from venues.api.formats import GeoJsonRenderer, Row
from venues.api.ogc.base import GEOJSON, JSON, Ogc, link, whole
from venues.api.ogc.queries import FeatureQuery
from venues.api.query import Query
from venues.api.views import ListResource, SingleResource, Source


class CountedSource(Source, Protocol):
    """Where rows come from, and how many there are."""

    def count(self) -> int:
        """How many on all pages together."""


class Features(Ogc):
    """Something that is given as GeoJSON; who asks for plain JSON gets the same."""

    collection = ""
    """The id of the collection."""

    def get_renderers(self) -> list[BaseRenderer]:
        """GeoJSON first."""
        return [GeoJsonRenderer(), JSONRenderer()]

    def links(self, request: Request) -> list[dict[str, str]]:
        """Of the answer itself, and of the collection that it belongs to."""
        return [
            link(request.build_absolute_uri(), "self", GEOJSON),
            link(whole(request, f"/collections/{self.collection}"), "collection", JSON),
        ]


class Items(Features, ListResource):
    """A page of the features of a collection."""

    def answer(
        self, request: Request, rows: list[Row], following: str | None, query: dict[str, Any], source: Source
    ) -> Any:
        """A feature collection with its links and counts."""
        links = self.links(request)
        if following:
            links.append(link(request.build_absolute_uri(following), "next", GEOJSON))
        return {
            "type": "FeatureCollection",
            "numberMatched": cast("CountedSource", source).count(),
            "numberReturned": len(rows),
            "links": links,
            "features": [self.feature(row) for row in rows],
        }


class Item(Features, SingleResource):
    """One feature."""

    query: type[Query] = FeatureQuery

    def show(self, request: Request, query: dict[str, Any], path: dict[str, Any]) -> HttpResponseBase:
        """The feature as it is now.

        Raises:
            Absent: If there is none; the part of the address has its name of here.
        """
        try:
            return super().show(request, query, path)
        except Absent as absent:
            absent.location = "featureId"
            raise

    def answer(self, request: Request, row: Row) -> Row:
        """The feature with its links."""
        return self.feature(row) | {"links": self.links(request)}
