"""The rows of a live run, read again after each change: what was not written anew stays the same object.

A live run hands its rows on to its successor. To make thousands of objects takes longer than to ask which there are,
and wakes the collector besides.
"""

from typing import Generic, TypeVar

from django.db.models.expressions import RawSQL

from venues.models import OfferScore, Run, Score

R = TypeVar("R", Score, OfferScore)


class Reread(Generic[R]):
    """Rows of one model as they were read last."""

    def __init__(self, model: type[R]) -> None:
        self._model: type[R] = model
        self._kept: dict[int, tuple[str, R]] = {}

    def read(self, run: Run) -> list[R]:
        """The rows of a run, in order of number; all that were kept and are not among them are forgotten."""
        # A row that was written anew lies elsewhere or is of another transaction: what is kept is not out of date.
        rows = self._model.objects.filter(run=run).annotate(written=RawSQL("xmin::text || ctid::text", ()))
        before, same = self._kept, dict[int, tuple[str, R]]()
        if before:
            written = dict(rows.values_list("pk", "written"))
            same = {pk: kept for pk, kept in before.items() if written.get(pk) == kept[0]}
            rows = rows.filter(pk__in=written.keys() - same.keys())
        now = dict(sorted((same | {row.pk: (row.written, row) for row in rows}).items()))
        # Others may read at the same time.
        self._kept = now
        return [row for _written, row in now.values()]
