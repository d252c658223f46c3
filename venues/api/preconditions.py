"""Writing only what was read: `If-Match` against the version of a row (RFC 9110, RFC 6585)."""

import re

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

HEADER = "If-Match"
_TAG = re.compile(r'\s*(?:W/)?"([^"\x00-\x20]*)"\s*(?:,|$)')


class _HeaderRefused(APIException):
    where = "header"
    location = HEADER


class PreconditionMissing(_HeaderRefused):
    """It is not said which version is to be changed."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED


class PreconditionUnreadable(_HeaderRefused):
    """The header is no list of tags."""

    status_code = status.HTTP_400_BAD_REQUEST


class PreconditionFailed(_HeaderRefused):
    """Somebody else changed it since it was read."""

    status_code = status.HTTP_412_PRECONDITION_FAILED


def versions_named(request: Request) -> set[str] | None:
    """The versions that `If-Match` names; None where any will do (`*`).

    A tag of ours is the version, a point, and a digest of how it was shown: whichever way it was read, its version
    counts. `W/` says nothing here, since servers on the way that compress an answer put it before its tag.

    Raises:
        PreconditionMissing: If there is no such header.
        PreconditionUnreadable: If it is no list of tags.
    """
    header = request.headers.get(HEADER, "").strip()
    if not header:
        said = _("Say which version you change: send the ETag of a GET of this address as If-Match.")
        raise PreconditionMissing(said, "no_if_match")
    if header == "*":
        return None
    versions, at = set(), 0
    while at < len(header):
        tag = _TAG.match(header, at)
        if tag is None:
            raise PreconditionUnreadable(
                _("Write If-Match as an ETag in quotes, as a GET gave it, or as *."), "invalid"
            )
        versions.add(tag[1].partition(".")[0])
        at = tag.end()
    return versions


def require_match(request: Request, version: int) -> None:
    """Refuse a write of something that changed meanwhile; call it with the row locked.

    Raises:
        PreconditionFailed: With what to do.
    """
    versions = versions_named(request)
    if versions is not None and str(version) not in versions:
        said = _("It was changed since you read it: this is version %(version)s now. Get it again, and then change it.")
        raise PreconditionFailed(said % {"version": version}, "changed_meanwhile")
