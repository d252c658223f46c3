"""The part of the OpenAPI document that describes HSDS."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from venues.api.errors import PROBLEM
from venues.api.schema import Problem, ResourceSchema


class HsdsSchema(ResourceSchema):
    """Describes the envelope of HSDS instead of ours."""

    def get_response_serializers(self) -> Any:
        """What comes back, by status and format."""
        row = self._resource.row
        responses: dict[Any, Any] = {304: None}
        for status in (400, 404, 406):
            responses[status, PROBLEM] = Problem
        responses[200, "application/json"] = row if self._is_single else self._page(row)
        return responses

    def _page(self, row: type[serializers.Serializer[Any]]) -> Any:
        members: dict[str, serializers.Field[Any, Any, Any, Any]] = {
            "total_items": serializers.IntegerField(),
            "total_pages": serializers.IntegerField(),
            "page_number": serializers.IntegerField(),
            "size": serializers.IntegerField(help_text="Records on this page."),
            "first_page": serializers.BooleanField(),
            "last_page": serializers.BooleanField(),
            "empty": serializers.BooleanField(),
            "contents": row(many=True),
        }
        return inline_serializer(f"{row.__name__.removesuffix('Row')}Page", members)

    @property
    def _is_single(self) -> bool:
        return not hasattr(self.view, "is_list")
