"""The OpenAPI document of files that are brought in."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from venues.api.errors import PROBLEM
from venues.api.import_files import XLSX
from venues.api.schema import Problem
from venues.api.write_schema import WriteSchema

REFUSALS = {
    "GET": (400, 401, 403, 404, 406, 429),
    "PATCH": (400, 401, 403, 404, 406, 409, 413, 415, 429),
    "POST": (400, 401, 403, 404, 406, 409, 413, 415, 429),
}
NOT_SAID = {"If-Match", "If-None-Match", "ETag"}
"""The state of a file changes by itself: there is no version to hold it to."""


class ImportSchema(WriteSchema):
    """Describes the operations that a view names."""

    def get_operation_id(self) -> str:
        """As the view names it."""
        return str(self.view.operations[self.method])  # type: ignore[attr-defined]

    def get_auth(self) -> list[dict[str, Any]]:
        """Files are not public, nor what comes of them."""
        return [each for each in super().get_auth() if each]

    def get_override_parameters(self) -> list[Any]:
        """As for other writes, without versions."""
        parameters = super().get_override_parameters()
        said = [each for each in parameters if getattr(each, "name", "") not in NOT_SAID]
        is_new = self.method == "POST" and not self.view.path_parts  # type: ignore[attr-defined]
        for each in said:
            if getattr(each, "name", "") == "Location":
                each.response = ["202"]
        return said if is_new else [each for each in said if getattr(each, "name", "") != "Location"]

    def get_request_serializer(self) -> Any:
        """The file, or the columns."""
        view: Any = self.view
        if self.method == "PATCH":
            return view.body
        if self.method != "POST" or view.path_parts:
            return None
        form = inline_serializer("ImportForm", {"file": serializers.FileField()})
        return {"text/csv": OpenApiTypes.BINARY, XLSX: OpenApiTypes.BINARY, "multipart/form-data": form}

    def get_response_serializers(self) -> Any:
        """What comes back, by status."""
        view: Any = self.view
        responses: dict[Any, Any] = {(status, PROBLEM): Problem for status in REFUSALS[self.method]}
        if self.method == "GET":
            responses[304] = None
        if media_type := getattr(view, "media_type", ""):
            del responses[304]
            responses[200, media_type] = OpenApiTypes.STR
        else:
            responses[200 if self.method == "GET" else 202, "application/json"] = view.row
        return responses
