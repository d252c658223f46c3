"""What a client sends: JSON of a bounded size, of which every problem is listed."""

import json
import math
from typing import IO, Any, NoReturn, cast

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import JSONParser

LARGEST_BODY = 1_000_000
"""Bytes."""

MOST_STRANGE = 5
"""So many unknown members of one object are named: a body can hold a hundred thousand."""


class BodyTooLarge(APIException):
    """More than any sensible request needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The body is larger than 1 MB.")
    default_code = "too_large"
    where = "body"


class NotJson(ParseError):
    """What was sent is no JSON."""

    where = "body"


class BoundedJSONParser(JSONParser):
    """JSON as RFC 8259 has it: no NaN, and nothing so large or so deep that reading it would hold up others."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value.

        Raises:
            BodyTooLarge: If it is larger than 1 MB.
            NotJson: If it is not JSON, or nested too deeply to be read.
        """
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge
        try:
            return json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite)
        except RecursionError as error:
            raise NotJson(gettext("The body has lists or objects in each other, too many to be read.")) from error
        except ValueError as error:
            raise NotJson(gettext("The body is not JSON: %(why)s") % {"why": str(error)[:200]}) from error


def _finite(text: str) -> float:
    # Python reads 1e400 as infinity.
    return number if math.isfinite(number := float(text)) else _refuse(text[:40])


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


class Body(serializers.Serializer[Any]):
    """An object with the members that are named here, and no others: a misspelt one would otherwise do nothing."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read all members.

        Raises:
            ValidationError: Listing everything wrong, unknown names too.
        """
        unknown = [name for name in data if name not in self.fields] if isinstance(data, dict) else []
        text = gettext("Unknown member. Known here: %(known)s.") % {"known": ", ".join(self.fields)}
        strange = {printable(name): [ErrorDetail(text, code="unknown_member")] for name in unknown[:MOST_STRANGE]}
        try:
            values: dict[str, Any] = super().to_internal_value(data)
        except ValidationError as refused:
            raise ValidationError({**cast("dict[str, Any]", refused.detail), **strange}) from refused
        if strange:
            raise ValidationError(strange)
        return values


class Number(serializers.FloatField):
    """A number of JSON: no text that looks like one, no yes or no, and nothing infinite."""

    def to_internal_value(self, data: Any) -> float:
        """The number."""
        if isinstance(data, bool) or not isinstance(data, int | float) or not _is_finite(data):
            self.fail("invalid")
        return float(data)


def _is_finite(number: int | float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def printable(text: object) -> str:
    """The beginning of what a client sent, fit for an answer: half a pair of surrogates has no UTF-8."""
    return str(text)[:60].encode("utf-8", "replace").decode()
