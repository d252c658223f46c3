"""Where a list goes on: an opaque, signed cursor that belongs to one set of filters."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import QueryDict

Key = tuple[Any, ...]

_SALT = "venues.api.cursor"
_PAGING = {"cursor", "pageSize", "format", "limit", "f"}


class CursorRefused(ValueError):
    """A cursor that this API did not give out for these filters."""


def write_cursor(key: Key, path: str, filters: Mapping[str, str]) -> str:
    """The cursor of the row that was given last.

    Args:
        key: What the rows are ordered by; JSON values.
        path: Of the list; keys of another one mean something else.
        filters: What the list is filtered by.
    """
    return signing.dumps([*key], salt=_salt(path, filters))


def read_cursor(cursor: str, path: str, filters: Mapping[str, str]) -> Key:
    """The key of the row that was given last.

    Raises:
        CursorRefused: If it was changed, or belongs to another list or to other filters.
    """
    try:
        return tuple(signing.loads(cursor, salt=_salt(path, filters)))
    except signing.BadSignature as refused:
        raise CursorRefused(cursor) from refused


def filters_of(query: QueryDict) -> dict[str, str]:
    """What a list is filtered by: its query without what only says how it is handed over."""
    return {name: str(value) for name, value in sorted(query.dict().items()) if name not in _PAGING}


def _salt(path: str, filters: Mapping[str, str]) -> str:
    return f"{_SALT}:{path}:{sorted(filters.items())}"
