"""What lists and single resources of closures, staffing and funding share where they are written."""

import json
from abc import ABC
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from venues.api.bodies import Body, BoundedJSONParser
from venues.api.fact_writing import Fact, add_fact, change_fact, find_fact, remove_fact
from venues.api.place_resources import MergePatchParser
from venues.api.query import Query
from venues.api.record_bodies import ClosureMember, FundingMember, StaffingMember
from venues.api.record_fields import Key
from venues.api.views import ListResource, SingleResource
from venues.api.write_schema import WriteSchema
from venues.models import Activity, Venue


class FactBody(Body):
    """A fact as it is written: of one place, or of one activity."""

    venueId = Key(Venue, source="venue", help_text="The place; or name an activity.")
    activityId = Key(Activity, source="activity", help_text="The activity; or name a place.")


class ClosureBody(FactBody, ClosureMember):
    """A closure as it is written."""


class StaffingBody(FactBody, StaffingMember):
    """Staffing as it is written."""


class FundingBody(FactBody, FundingMember):
    """Funding as it is written."""


class WritableFact(SingleResource):
    """A fact by its id, which a token may change. Its version is that of its place."""

    http_method_names = ["get", "head", "patch", "delete"]
    parser_classes: ClassVar[list[type[BaseParser]]] = [BoundedJSONParser, MergePatchParser]  # type: ignore[misc]
    schema = WriteSchema()
    path_parts = {"id": "Id of the fact."}
    model: type[Fact]
    body: type[Body]
    says: Mapping[str, str]
    write_queries: ClassVar[dict[str, type[Query]]] = {"PATCH": Query, "DELETE": Query}

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Any, str]:
        """The fact.

        Raises:
            Absent: If there is none.
        """
        found = find_fact(self.model, path["id"])
        place = found.venue or found.activity
        return found, str(place.version if place else 0)

    def patch(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002  # as the address names it
        """Change some members."""
        query = self.read_query(request)
        shown = self.represent([find_fact(self.model, id)], query)[0]
        as_sent = json.loads(json.dumps(shown, default=str))
        change_fact(request, self.model, id, self.body(context={"terms": {}}), as_sent)
        return self.show(request, query, {"id": id})

    def delete(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002
        """Take it back."""
        self.read_query(request)
        remove_fact(request, self.model, id)
        return HttpResponse(status=204)


class AddsFacts(ListResource, ABC):
    """A list of facts, to which a token may add."""

    http_method_names = ["get", "head", "post"]
    parser_classes: ClassVar[list[type[BaseParser]]] = [BoundedJSONParser]  # type: ignore[misc]
    schema = WriteSchema()
    single: type[WritableFact]
    body: type[serializers.Serializer[Any]]
    says: Mapping[str, str]
    write_queries: ClassVar[dict[str, type[Query]]] = {"POST": Query}

    def post(self, request: Request) -> HttpResponseBase:
        """Add one."""
        one = self.single()
        one.request = request
        query = one.read_query(request)
        key = add_fact(request, one.model, one.body(context={"terms": {}}))
        answer = one.show(request, query, {"id": str(key)})
        answer.status_code = 201
        answer.headers["Location"] = f"{request.path}/{key}"
        return answer
