"""Rows for one page, from tables or from memory, going on after a key."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from venues.api.cursor import Key
from venues.api.views import Keyed


class TableSource:
    """Rows of a table in the order of its key columns, found by an index however far the page is."""

    def __init__(
        self,
        rows: QuerySet[Any],
        keys: Sequence[str],
        after: Key | None,
        page_size: int,
        version: Callable[[], Iterable[Any]],
    ) -> None:
        """Read rows in order.

        Args:
            rows: The filtered rows.
            keys: The columns of the order, unique together.
            after: The key of the last row that the client has.
            page_size: Rows a page.
            version: Asked for what changes when the rows change.
        """
        self._keys = keys
        self._size = page_size
        self._version = version
        self._matching = rows
        self._rows = rows.order_by(*keys)
        if after is not None:
            self._rows = self._rows.filter(_beyond(keys, after))

    def fetch(self) -> list[Keyed]:
        """The rows with their keys, and one more."""
        return [(self._key(row), row) for row in self._rows[: self._size + 1]]

    def version(self) -> Iterable[Any]:
        """What changes when the rows change."""
        return self._version()

    def version_of_all(self) -> Iterable[Any]:
        """The same: it is asked of all rows that match."""
        return self._version()

    def count(self) -> int:
        """How many rows there are on all pages together."""
        return self._matching.count()

    def _key(self, row: Model) -> Key:
        values = (getattr(row, name) for name in self._keys)
        return tuple(value if isinstance(value, str | int) else str(value) for value in values)


class MemorySource:
    """Rows that are in memory, or made one after the other; ordered here by their keys."""

    def __init__(self, rows: Iterable[Keyed], after: Key | None, page_size: int, version: Iterable[Any]) -> None:
        self._rows = list(rows)
        self._after = after
        self._size = page_size
        self._known_version = version

    def fetch(self) -> list[Keyed]:
        """The rows with their keys, and one more."""
        rows = sorted(self._rows, key=lambda keyed: keyed[0])
        return [keyed for keyed in rows if self._after is None or keyed[0] > self._after][: self._size + 1]

    def version(self) -> Iterable[Any]:
        """What changes when the rows change."""
        return self._known_version

    def version_of_all(self) -> Iterable[Any]:
        """The same: it is that of all rows."""
        return self._known_version

    def count(self) -> int:
        """How many rows there are on all pages together."""
        return len(self._rows)


def _beyond(keys: Sequence[str], after: Key) -> Q:
    """The rows past a key: larger in the first column that differs."""
    beyond = Q()
    for place, name in enumerate(keys):
        same = {keys[before]: after[before] for before in range(place)}
        beyond |= Q(**same, **{f"{name}__gt": after[place]})
    return beyond
