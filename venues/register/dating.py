"""What was true until a day stays true of the days before: rows end and begin, they are not overwritten."""

from collections.abc import Sequence
from datetime import date

from venues.register.record import Record

DATES = ("starts_on", "ends_on")


def changed_since(before: Sequence[Record], after: Sequence[Record], since: date | None) -> list[Record]:
    """The rows of dated facts that make `after` true from a day on, and leave `before` true of the days before it.

    Args:
        before: The rows as stored.
        after: The rows as they are to hold, those that stay with their `id`.
        since: The first day of the change; None where `before` was a mistake, which is then corrected for all days.

    Returns:
        Rows to keep, old ones that ended among them.
    """
    if since is None:
        return list(after)
    day = since.isoformat()
    stored = {row["id"]: row for row in before if row.get("id")}
    result: list[Record] = []
    for row in after:
        old = stored.pop(row.get("id"), None)
        if old is None:
            result.append(row | {"starts_on": row.get("starts_on") or (day if stored or before else None)})
        elif _content(old) == _content(row) or _began_by(old, day):
            result.append(row)
        else:
            result.append(old | {"ends_on": day})
            result.append({name: value for name, value in row.items() if name != "id"} | {"starts_on": day})
    for old in stored.values():
        if old.get("ends_on") and old["ends_on"] <= day:
            result.append(old)
        elif not _began_by(old, day):
            result.append(old | {"ends_on": day})
    return result


def _content(row: Record) -> Record:
    return {name: value for name, value in row.items() if name not in {"id", *DATES}}


def _began_by(row: Record, day: str) -> bool:
    """Whether it never held before the day: nothing is lost when it is overwritten."""
    return bool(row.get("starts_on")) and row["starts_on"] >= day
