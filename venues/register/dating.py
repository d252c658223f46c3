"""What was true until a day stays true of the days before: rows end and begin, they are not overwritten."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from venues.register.record import Record

DATES = ("starts_on", "ends_on")
DATED = {"slots": ("weekday", "starts"), "staffings": ("kind", "role"), "fundings": ("funder",)}
"""The lists whose rows hold from a day until another, and what rows that follow each other have in common."""


def changed_since(before: Sequence[Record], after: Sequence[Record], since: date | None) -> list[Record]:
    """The rows of dated facts that make `after` true from a day on, and leave `before` true of the days before it.

    A changed row keeps its `id`, so that two people who change it meet; what it was until then becomes a row beside it.

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
            result.append(row | {"starts_on": row.get("starts_on") or (day if before else None)})
        elif _content(old) == _content(row):
            result.append(row)
        else:
            result.extend(_changed(old, row, day))
    for old in stored.values():
        if old.get("ends_on") and old["ends_on"] <= day:
            result.append(old)
        elif not _began_by(old, day):
            result.append(old | {"ends_on": day})
    return result


def agreed(base: Sequence[Record], theirs: Sequence[Record], mine: Sequence[Record], since: date) -> list[Record]:
    """My rows, with theirs for those that say the same from the day on: a form sent twice changes once.

    Args:
        base: The rows that I saw.
        theirs: The rows as stored, dated.
        mine: The rows as they are to hold, not dated yet.
        since: The first day of my change.
    """
    seen = {row["id"]: row for row in base if row.get("id")}
    stored = {row["id"]: row for row in theirs}
    new = [row for row in theirs if row["id"] not in seen]
    result: list[Record] = []
    for row in mine:
        old, now = seen.get(row.get("id")), stored.get(row.get("id"))
        if old and now and _dates(row) == _dates(old) and _content(row) == _content(now):
            result.append(now)
        elif not row.get("id"):
            dated = row | {"starts_on": row.get("starts_on") or (since.isoformat() if base else None)}
            same = next((each for each in new if _same(each, dated)), None)
            if same:
                new.remove(same)
            result.append(same or row)
        else:
            result.append(row)
    return result


def in_sequence(before: Sequence[Record], after: Sequence[Record], same: Sequence[str]) -> list[Record]:
    """The rows, where one that now begins earlier ends those that it followed: no form shows what ended already.

    Args:
        before: The rows as stored.
        after: The rows as they are to hold.
        same: The members that rows which follow each other have in common.
    """
    stored = {row["id"]: row for row in before}
    rows = list(after)
    for row in after:
        old = stored.get(row.get("id"))
        start = row.get("starts_on") or ""
        if old and old["starts_on"] and start < old["starts_on"]:
            rows = [each for beside in rows if (each := _before(beside, start, old, stored, same))]
    return rows


def _before(row: Record, start: str, old: Record, stored: dict[Any, Record], same: Sequence[str]) -> Record | None:
    """A row, ended on the day on which its successor begins now; None where nothing of it is left."""
    is_left_alone = row == stored.get(row.get("id"))
    precedes = row.get("ends_on") and row["ends_on"] <= old["starts_on"] and row["ends_on"] > start
    if not (is_left_alone and precedes and all(row[name] == old[name] for name in same)):
        return row
    return row | {"ends_on": start} if (row["starts_on"] or "") < start else None


def _changed(old: Record, row: Record, day: str) -> list[Record]:
    """What a row was until the change, if anything, and what it is from then on."""
    given = row.get("starts_on")
    start = given if given and given != old.get("starts_on") and given > day else day
    if _began_by(old, start):
        return [row | {"starts_on": given or old["starts_on"]}]
    was = {name: value for name, value in old.items() if name != "id"}
    return [was | {"ends_on": min(old.get("ends_on") or start, start)}, row | {"starts_on": start}]


def _same(one: Record, other: Record) -> bool:
    return _content(one) == _content(other) and _dates(one) == _dates(other)


def _dates(row: Record) -> list[str | None]:
    return [row.get(name) for name in DATES]


def _content(row: Record) -> Record:
    return {name: value for name, value in row.items() if name not in {"id", *DATES}}


def _began_by(row: Record, day: str) -> bool:
    """Whether it never held before the day: nothing is lost when it is overwritten."""
    return bool(row.get("starts_on")) and row["starts_on"] >= day
