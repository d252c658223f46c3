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


def opaque_parts(header: str) -> set[str] | None:
    """What stands between the quotes of the tags of a header; None for `*`, which is any.

    `W/` says nothing here: servers on the way that compress an answer put it before its tag, and Django alone would
    take such a tag for another version.

    Raises:
        ValueError: If it is no list of tags.
    """
    if header.strip() == "*":
        return None
    parts, at = set(), 0
    while at < len(header):
        tag = _TAG.match(header, at)
        if tag is None:
            raise ValueError(header)
        parts.add(tag[1])
        at = tag.end()
    return parts


def has_already(request: Request, tag: str) -> bool:
    """Whether `If-None-Match` says that the client has what a tag is of. What is no list of tags says nothing."""
    try:
        parts = opaque_parts(request.headers.get("If-None-Match", ""))
    except ValueError:
        return False
    return parts is None or _opaque(tag) in parts


def require_tag(request: Request, tag: str) -> None:
    """Refuse to show another version than the one that `If-Match` asks for, where a reader sends that.

    Raises:
        PreconditionUnreadable: If it is no list of tags.
        PreconditionFailed: With what to do.
    """
    if HEADER in request.headers and (parts := _if_match(request)) is not None and _opaque(tag) not in parts:
        said = _("It was changed since you read it. Get it again without If-Match.")
        raise PreconditionFailed(said, "changed_meanwhile")


def versions_named(request: Request) -> set[str] | None:
    """The versions that `If-Match` names; None where any will do (`*`).

    A tag of ours is the version, a point, and a digest of how it was shown: whichever way it was read, its version
    counts.

    Raises:
        PreconditionMissing: If there is no such header.
        PreconditionUnreadable: If it is no list of tags.
    """
    if not request.headers.get(HEADER, "").strip():
        said = _("Say which version you change: send the ETag of a GET of this address as If-Match.")
        raise PreconditionMissing(said, "no_if_match")
    parts = _if_match(request)
    return None if parts is None else {part.partition(".")[0] for part in parts}


def require_match(request: Request, version: int) -> None:
    """Refuse a write of something that changed meanwhile; call it with the row locked.

    Raises:
        PreconditionFailed: With what to do.
    """
    versions = versions_named(request)
    if versions is not None and str(version) not in versions:
        said = _("It was changed since you read it: this is version %(version)s now. Get it again, and then change it.")
        raise PreconditionFailed(said % {"version": version}, "changed_meanwhile")


def _if_match(request: Request) -> set[str] | None:
    try:
        return opaque_parts(request.headers[HEADER])
    except ValueError as error:
        said = _("Write If-Match as an ETag in quotes, as a GET gave it, or as *.")
        raise PreconditionUnreadable(said, "invalid") from error


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')
