"""The OpenAPI document of a resource, from what its view declares."""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field, inline_serializer
from rest_framework import serializers

from venues.api.crs import NAMES
from venues.api.errors import PROBLEM
from venues.api.formats import GeoPackageRenderer
from venues.api.geometry import GEOMETRY_SCHEMA

if TYPE_CHECKING:
    from venues.api.views import Resource


class Fault(serializers.Serializer[Any]):
    """One thing that is wrong with a request."""

    location = serializers.CharField(help_text="Name of the parameter, header or member.")
    code = serializers.CharField(help_text="Short word for programs.")
    detail = serializers.CharField(help_text="What is wrong and what to write instead.")

    def get_fields(self) -> dict[str, Any]:
        """The declared members, and the one whose name is a keyword of Python."""
        where = serializers.ChoiceField(choices=["query", "path", "header", "body", "request"])
        return {"in": where, **super().get_fields()}


class Problem(serializers.Serializer[Any]):
    """Why a request was refused (RFC 9457), with everything that is wrong."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = Fault(many=True)  # type: ignore[assignment]


@extend_schema_field({"oneOf": [GEOMETRY_SCHEMA, {"type": "null"}]})
class Shape(serializers.JSONField):
    """The geometry of a feature, null where it was not asked for."""


class ResourceSchema(AutoSchema):
    """Describes query, envelope, formats, headers and problems of our resources."""

    def get_operation_id(self) -> str:
        """`listVenues`, `getVenue`."""
        name = type(self.view).__name__
        return f"get{name.removeprefix('One')}" if self._is_single else f"list{name}"

    def get_summary(self) -> str:
        """The same, for the head of each entry."""
        return self.get_description().partition(".")[0]

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says of itself."""
        return str(type(self.view).__doc__)

    def get_override_parameters(self) -> list[Any]:
        """The query, the headers and the parts of the path."""
        good = ["200"]
        parameters: list[Any] = [
            self._resource.query,
            *(
                OpenApiParameter(name, str, "path", description=text)
                for name, text in self._resource.path_parts.items()
            ),
            OpenApiParameter("If-None-Match", str, "header", description="The ETag that you have: 304 if still good."),
            OpenApiParameter(
                "API-Version", str, "header", required=True, response=True, description="Of this document."
            ),
            OpenApiParameter("ETag", str, "header", required=True, response=good, description="Version of the data."),
            OpenApiParameter(
                "WWW-Authenticate", str, "header", required=True, response=["401"], description="How to say who asks."
            ),
            OpenApiParameter(
                "Retry-After", int, "header", required=True, response=["429"], description="Seconds to wait."
            ),
        ]
        if self._resource.shape:
            parameters += [
                OpenApiParameter(
                    "Accept-Crs", str, "header", enum=NAMES, description="As `crs`, which goes before it."
                ),
                OpenApiParameter("Content-Crs", str, "header", required=True, response=good, description="URI."),
            ]
        if not self._is_single:
            parameters.append(OpenApiParameter("Link", str, "header", response=good, description="The next page."))
        return parameters

    def get_response_serializers(self) -> Any:
        """What comes back, by status and format."""
        row = self._resource.row
        name = row.__name__.removesuffix("Row")
        responses: dict[Any, Any] = {304: None}
        for status in (400, 401, 404, 406, 429):
            responses[status, PROBLEM] = Problem
        if self._is_single:
            responses[200, "application/json"] = row
            if self._resource.shape:
                responses[200, "application/geo+json"] = _feature(row, self._resource.shape)
            return responses
        following = serializers.CharField(allow_null=True, help_text="Address of the next page; null on the last.")
        envelope = {"items": row(many=True), "next": following}
        responses[200, "application/json"] = inline_serializer(f"{name}List", envelope)
        responses[200, "text/csv"] = OpenApiTypes.STR
        if self._resource.shape:
            collection = {
                "type": serializers.ChoiceField(choices=["FeatureCollection"]),
                "features": _feature(row, self._resource.shape)(many=True),
                "next": following,
            }
            responses[200, "application/geo+json"] = inline_serializer(f"{name}Collection", collection)
            responses[200, GeoPackageRenderer.media_type] = OpenApiTypes.BINARY
        return responses

    @property
    def _resource(self) -> "Resource":
        return cast("Resource", self.view)

    @property
    def _is_single(self) -> bool:
        return not hasattr(self.view, "columns")


@cache
def _feature(row: type[serializers.Serializer[Any]], shape: str) -> type[serializers.Serializer[Any]]:
    """A row as a GeoJSON feature. Made once, so that list and single resource share a component."""
    name = row.__name__.removesuffix("Row")
    # A declared field that is None in a subclass is left out.
    properties = type(f"{name}Properties", (row,), {shape: None, "__doc__": row.__doc__})
    members = {
        "type": serializers.ChoiceField(choices=["Feature"]),
        "id": serializers.CharField(),
        "geometry": Shape(),
        "properties": properties(),
    }
    return type(f"{name}Feature", (serializers.Serializer,), {**members, "__doc__": "A GeoJSON feature."})
