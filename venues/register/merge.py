"""Two people changed one record: what goes together, and what somebody must choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from venues.register.record import FACTS, Record


@dataclass(frozen=True)
class Difference:
    """A member of a record that differs."""

    member: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Conflict:
    """A member that both changed, each in another way.

    Of a list, `theirs` and `mine` differ in the rows in conflict only: what one of the two did elsewhere is in both.
    """

    member: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merge:
    """Both changes in one record; where they conflict it holds theirs."""

    record: Record
    conflicts: list[Conflict]

    def choose(self, mine: Sequence[str]) -> Record:
        """The record with my value in some of the conflicting members, theirs in the others."""
        return self.record | {each.member: each.mine for each in self.conflicts if each.member in mine}


def differences(before: Record, after: Record) -> list[Difference]:
    """The members that differ between two records, in the order of the record."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if not _same(name, before.get(name), after.get(name))
    ]


def merge(base: Record, theirs: Record, mine: Record) -> Merge:
    """Bring together what two people made of one record.

    Args:
        base: The record that both saw; all three in their one form.
        theirs: As it is stored now.
        mine: As it is to become.
    """
    record: Record = {}
    conflicts: list[Conflict] = []
    for name in mine:
        pair = (_merge_rows if name in FACTS else _merge_value)(base.get(name), theirs.get(name), mine[name])
        record[name] = pair[0]
        if pair[0] != pair[1]:
            conflicts.append(Conflict(name, base.get(name), *pair))
    return Merge(record, conflicts)


def _same(name: str, one: Any, other: Any) -> bool:
    if name not in FACTS:
        return bool(one == other)
    return sorted(map(_as_text, one or [])) == sorted(map(_as_text, other or []))


def _as_text(row: Record) -> str:
    return repr(sorted((key, value) for key, value in row.items() if key != "id"))


def _merge_value(base: Any, theirs: Any, mine: Any) -> tuple[Any, Any]:
    """What to keep with theirs and with mine chosen: twice the same where they do not conflict."""
    if mine in (base, theirs):
        return theirs, theirs
    return (mine, mine) if theirs == base else (theirs, mine)


def _merge_rows(
    base: Sequence[Record] | None, theirs: Sequence[Record] | None, mine: Sequence[Record]
) -> tuple[list[Record], list[Record]]:
    """Row by row: what only one of the two touched is as that one left it."""
    was, is_now, is_to_be = ({row["id"]: row for row in rows or [] if row.get("id")} for rows in (base, theirs, mine))
    pairs = [_merge_value(was.get(key), is_now.get(key), is_to_be.get(key)) for key in {**is_now, **was, **is_to_be}]
    added = [row for row in mine if not row.get("id")]
    with_theirs = [row for row, _mine in pairs if row is not None]
    with_mine = [row for _theirs, row in pairs if row is not None]
    known = {_as_text(row) for row in with_theirs}
    new = [row for row in added if _as_text(row) not in known]
    return with_theirs + new, with_mine + new
