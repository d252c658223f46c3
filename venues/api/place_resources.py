"""What lists and single resources of places and activities share where they are written."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from venues.api.authentication import reader
from venues.api.bodies import BoundedJSONParser
from venues.api.crs import crs_of_body
from venues.api.formats import Row
from venues.api.place_writing import BODIES, add_place, archive_place, change_place
from venues.api.query import AddQuery, ChangeQuery, Query
from venues.api.views import ListResource, SingleResource
from venues.api.write_schema import WriteSchema
from venues.register.record import Place, Record
from venues.register.visible import visible_record


class MergePatchParser(BoundedJSONParser):
    """RFC 7396: what is named is changed, lists as a whole; null is unknown."""

    media_type = "application/merge-patch+json"


class WritablePlace(SingleResource):
    """A place or activity by its id, which a token may change."""

    http_method_names = ["get", "head", "patch", "delete"]
    parser_classes: ClassVar[list[type[BaseParser]]] = [BoundedJSONParser, MergePatchParser]  # type: ignore[misc]
    schema = WriteSchema()
    model: type[Place]
    listed: type[Serializer[Any]]
    """The members that it has in a list."""
    body: type[Serializer[Any]]
    says: Mapping[str, str]
    """What each way of writing does, for the document."""
    write_queries: ClassVar[dict[str, type[Query]]] = {"PATCH": ChangeQuery, "DELETE": Query}

    def represent(self, rows: Any, query: dict[str, Any]) -> list[Row]:
        """The members of the list, and what is recorded besides: what this client may see of it."""
        person = reader(self.request) or AnonymousUser()
        return [self.row_of(place, visible_record(place, person), query) for place in rows]

    def row_of(self, place: Place, record: Record, query: dict[str, Any]) -> Row:
        """A place as it is in a list, and a record of it."""
        listed = self.listed(place, context={"query": query}).data
        body = BODIES[self.model]()
        told = body.to_representation(record)
        # What is not told is left out, and the location is in the reference system of the list.
        left = {name for name in told if name == "location" or body.fields[name].source not in record}
        return {**listed, **{name: value for name, value in told.items() if name not in left}}

    def patch(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002  # as the address names it
        """Change some members."""
        query = self.write_query(request, ChangeQuery)

        def shown(place: Place, record: Record) -> Row:
            # As the client has it: what JSON makes of it, in the reference system of the body.
            crs = {**query, "crs": query["body_crs"]}
            found, _version = self.find(crs, {"id": str(place.pk)})
            return dict(json.loads(json.dumps(self.row_of(found, record, crs), default=str)))

        change_place(request, self.model, id, shown, query)
        return self.show(request, query, {"id": id})

    def delete(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002
        """Archive it."""
        self.read_query(request, Query)
        archive_place(request, self.model, id)
        return HttpResponse(status=204)

    def write_query(self, request: Request, known: type[Query]) -> dict[str, Any]:
        """The query, checked, with the reference system of the body."""
        query = self.read_query(request, known)
        return {**query, "body_crs": crs_of_body(request, query.get("crs") if "crs" in request.query_params else None)}


class WritablePlaces(ListResource):
    """A list of places or activities, to which a token may add."""

    http_method_names = ["get", "head", "post"]
    parser_classes: ClassVar[list[type[BaseParser]]] = [BoundedJSONParser]  # type: ignore[misc]
    schema = WriteSchema()
    single: type[WritablePlace]
    body: type[Serializer[Any]]
    says: Mapping[str, str]
    write_queries: ClassVar[dict[str, type[Query]]] = {"POST": AddQuery}

    def post(self, request: Request) -> HttpResponseBase:
        """Add one."""
        one = self.single()
        one.request = request
        query = one.write_query(request, AddQuery)
        place, is_new = add_place(request, one.model, query)
        answer = one.show(request, query, {"id": str(place.pk)})
        answer.status_code = 201 if is_new else 200
        answer.headers["Location"] = f"{request.path}/{place.pk}"
        return answer
