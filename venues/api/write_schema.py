"""The OpenAPI document of what is written."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from venues.api.errors import PROBLEM
from venues.api.schema import Problem, ResourceSchema

_TAGS = {"type": "string", "pattern": r"\S"}
WORDS = {"POST": "add", "PATCH": "change", "DELETE": "remove"}
REFUSALS = {
    "POST": (400, 401, 403, 404, 406, 409, 413, 415, 429),
    "PATCH": (400, 401, 403, 404, 406, 409, 412, 413, 415, 428, 429),
    "DELETE": (400, 401, 403, 404, 406, 412, 428, 429),
}


class WriteSchema(ResourceSchema):
    """Describes reading as the others do, and writing by the `body` of the view and by what it says of it."""

    @property
    def _writes(self) -> bool:
        return self.method in WORDS

    def get_operation_id(self) -> str:
        """`addVenue`, `changeVenue`, `removeVenue`."""
        if not self._writes:
            return super().get_operation_id()
        one = self.view if self._is_single else self.view.single()  # type: ignore[attr-defined]
        return WORDS[self.method] + type(one).__name__.removeprefix("One")

    def get_auth(self) -> list[dict[str, Any]]:
        """Nobody writes without a token."""
        asked: list[dict[str, Any]] = super().get_auth()
        return [each for each in asked if each] if self._writes else asked

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says of the operation."""
        return str(self.view.says[self.method]) if self._writes else super().get_description()  # type: ignore[attr-defined]

    def get_override_parameters(self) -> list[Any]:
        """The query, the headers and the parts of the path."""
        if not self._writes:
            return super().get_override_parameters()
        view: Any = self.view
        parameters: list[Any] = [
            view.write_queries[self.method],
            *(OpenApiParameter(name, str, "path", description=text) for name, text in view.path_parts.items()),
            OpenApiParameter(
                "API-Version", str, "header", required=True, response=True, description="Of this document."
            ),
            OpenApiParameter(
                "WWW-Authenticate", str, "header", required=True, response=["401"], description="How to say who asks."
            ),
            OpenApiParameter(
                "Retry-After", int, "header", required=True, response=["429"], description="Seconds to wait."
            ),
        ]
        if self.method != "DELETE":
            good = ["200", "201"]
            parameters.append(
                OpenApiParameter("ETag", str, "header", required=True, response=good, description="Its version.")
            )
            if view.shape:
                parameters.append(OpenApiParameter("Content-Crs", str, "header", description="Of the body."))
        if self.method == "POST":
            parameters.append(
                OpenApiParameter("Location", str, "header", required=True, response=["201"], description="Its address.")
            )
        else:
            said = "The ETag of the version that is changed; `*` for whichever is stored."
            parameters.append(OpenApiParameter("If-Match", _TAGS, "header", required=True, description=said))
        return parameters

    def get_request_serializer(self) -> Any:
        """The body."""
        return self.view.body if self._writes and self.method != "DELETE" else None  # type: ignore[attr-defined]

    def get_response_serializers(self) -> Any:
        """What comes back, by status and format."""
        if not self._writes:
            return super().get_response_serializers()
        responses: dict[Any, Any] = {(status, PROBLEM): Problem for status in REFUSALS[self.method]}
        one: Any = self.view if self._is_single else self.view.single  # type: ignore[attr-defined]
        if self.method == "POST":
            responses[409, PROBLEM] = ConflictProblem
            responses[201, "application/json"] = one.row
        if self.method == "DELETE":
            responses[204] = None
        else:
            responses[200, "application/json"] = one.row
        return responses


class Candidate(serializers.Serializer[Any]):
    """Something nearby that may be the same."""

    id = serializers.CharField()
    name = serializers.CharField()
    distanceM = serializers.IntegerField(help_text="Metres.")


class ConflictProblem(Problem):
    """Why something was not added, with what may be the same."""

    candidates = Candidate(many=True, required=False)
