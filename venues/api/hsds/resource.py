"""What all addresses of HSDS share: the envelope, tags, and the language of terms."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from venues.api.hsds.found import register_version
from venues.api.hsds.schema import HsdsSchema
from venues.api.hsds.terms import Json, Terms
from venues.api.views import Resource


class HsdsResource(Resource, ABC):
    """Something in the form of HSDS, made of the register as of today."""

    schema = HsdsSchema()

    @abstractmethod
    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """What is answered.

        Raises:
            Absent: If there is nothing at the address.
        """

    def version(self, terms: Terms) -> Iterable[Any]:
        """What changes when the answer may change."""
        return [timezone.localdate(), *register_version(), *terms.version()]

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """The answer, unless the client has it already."""
        query = self.read_query(request)
        terms = Terms.read()
        tag = f'W/"{self.tag(request, query, self.version(terms))}"'
        if unchanged := self.unchanged(request, tag):
            return unchanged
        return self.finish(request, Response(self.body(request, query, terms, path)), tag, query)


class HsdsList(HsdsResource):
    """A page of records, in the envelope of HSDS."""

    is_list = True

    @abstractmethod
    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The records of a page, from a place in the list on, and how many there are in all."""

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The page."""
        page, size = query["page"], query["page_size"]
        contents, total = self.records(query, terms, (page - 1) * size)
        pages = -(-total // size)
        return {
            "total_items": total,
            "total_pages": pages,
            "page_number": page,
            "size": len(contents),
            "first_page": page == 1,
            "last_page": page >= pages,
            "empty": not contents,
            "contents": contents,
        }


def uuid_of(text: str) -> UUID | None:
    """An id; None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
