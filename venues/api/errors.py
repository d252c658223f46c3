"""Every refusal as a problem document (RFC 9457) that lists all that is wrong."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException, NotAcceptable, NotFound, ParseError, ValidationError
from rest_framework.exceptions import PermissionDenied as Forbidden

PROBLEM = "application/problem+json"


class QueryRefused(ValidationError):
    """A query that cannot be answered as it stands."""

    where = "query"


class Absent(NotFound):
    """Nothing at this address; `location` names the part of the path, `code` the reason."""

    where = "path"

    def __init__(self, location: str, detail: str, code: str = "not_found") -> None:
        super().__init__(detail, code)
        self.location = location


class CrsNotAcceptable(NotAcceptable):
    """The header asks for a reference system that is not served."""

    where = "header"
    location = "Accept-Crs"


class BodyCrsUnknown(ParseError):
    """The header names a reference system that is not known here."""

    where = "header"
    location = "Content-Crs"


class BodyRefused(ValidationError):
    """A body that cannot be kept as it stands; lists every problem with its place in the body."""

    def __init__(self, faults: Sequence[Mapping[str, str]]) -> None:
        super().__init__([fault["detail"] for fault in faults])
        self.faults = list(faults)


class Conflict(APIException):
    """What is stored stands in the way; what the client needs to know of it is in `more`."""

    status_code = HTTPStatus.CONFLICT
    where = "body"

    def __init__(self, detail: str, code: str, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail, code)
        self.more = more or {}


class ProblemFormatter(ExceptionFormatter):
    """Puts the collected errors of a request in the members of a problem document."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """The members of the problem document."""
        if isinstance(self.exc, BodyRefused):
            return members(self.exc.status_code, _in_words(self.exc.faults), self.exc.faults)
        where = getattr(self.exc, "where", "body" if isinstance(self.exc, ValidationError) else "request")
        location = getattr(self.exc, "location", "")
        faults = [
            {"in": where, "location": _named(error.attr) or location, "code": error.code, "detail": error.detail}
            for error in error_response.errors
        ]
        return members(self.exc.status_code, _in_words(faults), faults) | getattr(self.exc, "more", {})


class ProblemHandler(ExceptionHandler):
    """Answers every exception with a problem document."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """A request that Django itself distrusts is a bad request, not a fault of ours."""
        if isinstance(exc, SuspiciousOperation):
            return ParseError(_("The request is malformed."))
        if isinstance(exc, PermissionDenied):
            return Forbidden(str(exc) or None, "no_right")
        converted: Exception = super().convert_known_exceptions(exc)
        return converted

    def get_response(  # type: ignore[override]
        self, exc: APIException, data: Mapping[str, Any]
    ) -> HttpResponse:
        """The response, whatever format was asked for."""
        return problem(data, headers=self.get_headers(exc))


def members(status: int, detail: str, faults: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(faults),
    }


def problem(data: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem document as a response."""
    # Half a character may have been sent; it cannot be sent back.
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(body, content_type=PROBLEM, status=data["status"], headers=headers)


def _named(attribute: str | None) -> str:
    """The member itself, where something is wrong with the whole of it."""
    return ".".join(part for part in (attribute or "").split(".") if part != "non_field_errors")


def _in_words(faults: Sequence[Mapping[str, str]]) -> str:
    if len(faults) == 1:
        return faults[0]["detail"]
    return ngettext(
        "The request has %(n)d problem; see errors.", "The request has %(n)d problems; see errors.", len(faults)
    ) % {"n": len(faults)}
