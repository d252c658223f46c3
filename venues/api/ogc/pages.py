"""What leads to the features: the landing page, conformance, the collections, and the document that describes all."""

from abc import ABC, abstractmethod
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from venues.api.crs import AMERSFOORT_RD, SERVED
from venues.api.errors import Absent
from venues.api.ogc.base import GEOJSON, JSON, JSON_SCHEMA, OPENAPI, Ogc, link, whole
from venues.api.ogc.catalogue import COLLECTIONS, Collection
from venues.api.ogc.description import describe, describe_feature
from venues.api.views import UnknownAddress

CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)


class Page(Ogc, ABC):
    """Something that describes, in JSON."""

    @abstractmethod
    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """What it says."""

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """The page."""
        query = self.read_query(request)
        content = self.content(request, path)
        tag = f'W/"{self.tag(request, query, [content])}"'
        return self.unchanged(request, tag) or self.finish(request, Response(content), tag, query)


class Landing(Page):
    """Where a client begins."""

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """The links to all else."""
        return {
            "title": "infra_map",
            "description": _("Areas, places and the coverage of the need of each group."),
            "links": [
                link(whole(request, ""), "self", JSON),
                link(whole(request, "/api"), "service-desc", OPENAPI),
                link(whole(request, "/conformance"), "conformance", JSON),
                link(whole(request, "/collections"), "data", JSON),
            ],
        }


class Conformance(Page):
    """What is held of OGC API Features."""

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """The classes of requirements."""
        return {"conformsTo": CONFORMANCE}


class Collections(Page):
    """All collections."""

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """Each of them."""
        return {
            "links": [link(whole(request, "/collections"), "self", JSON)],
            "crs": [crs.uri for crs in SERVED],
            "collections": [_described(request, each) for each in COLLECTIONS.values()],
        }


class OneCollection(Page):
    """A collection by its id."""

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """The collection.

        Raises:
            Absent: If there is none of that id.
        """
        return _described(request, _collection(path["collectionId"]))


class SchemaRenderer(JSONRenderer):
    """JSON Schema."""

    media_type = JSON_SCHEMA
    charset = None


class CollectionSchema(Page):
    """The properties of a collection and their types, so that clients need not guess them from the first features."""

    def get_renderers(self) -> list[BaseRenderer]:
        """JSON Schema first; who asks for plain JSON gets the same."""
        return [SchemaRenderer(), JSONRenderer()]

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """The schema.

        Raises:
            Absent: If there is no collection of that id.
        """
        return describe_feature(_collection(path["collectionId"]))


class OpenApiRenderer(JSONRenderer):
    """OpenAPI 3.0 in JSON."""

    # Without the version: with it, no client that accepts anything would be content.
    media_type = OPENAPI.partition(";")[0]
    charset = None


class Description(Page):
    """The OpenAPI document of these addresses."""

    def get_renderers(self) -> list[BaseRenderer]:
        """OpenAPI first; who asks for plain JSON gets the same."""
        return [OpenApiRenderer(), JSONRenderer()]

    def content(self, request: Request, path: dict[str, Any]) -> dict[str, Any]:
        """The document."""
        return describe()

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """The document, named with its version."""
        response = super().get(request, **path)
        if isinstance(request.accepted_renderer, OpenApiRenderer) and isinstance(response, Response):
            response.content_type = OPENAPI
        return response


class UnknownFeatureAddress(UnknownAddress):
    """Any address below `/ogc` where there is nothing."""

    index = "/ogc"


def _collection(name: str) -> Collection:
    found = COLLECTIONS.get(name)
    if found is None:
        text = _("No collection has the id “%(id)s”. There are: %(known)s.")
        raise Absent("collectionId", text % {"id": name[:40], "known": ", ".join(COLLECTIONS)})
    return found


def _described(request: Request, collection: Collection) -> dict[str, Any]:
    here = f"/collections/{collection.id}"
    return {
        "id": collection.id,
        "title": str(collection.title),
        "description": str(collection.description),
        "itemType": "feature",
        "extent": collection.extent(),
        "crs": [crs.uri for crs in SERVED],
        "storageCrs": AMERSFOORT_RD.uri,
        "links": [
            link(whole(request, here), "self", JSON),
            link(whole(request, f"{here}/items"), "items", GEOJSON),
            # Case says nothing in a relation (RFC 8288), but GDAL 3.6 knows it by this one only.
            link(whole(request, f"{here}/schema"), "describedBy", JSON_SCHEMA),
        ],
    }
