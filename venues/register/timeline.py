"""What happened to one place: who changed what and when, and how it was after each change.

The tables of events are read once each; the states are built from them in order of time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from venues.register.merge import Difference, differences
from venues.register.record import FACTS, Place, Record, events_of, facts_of, row_of, values_of
from venues.register.visible import without_small_counts


class Act(StrEnum):
    """What somebody did, beside changing what is recorded."""

    ADDED = "added"
    CHECKED = "checked"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought-back"
    DELETED = "deleted"
    NOT_SHOWN = "not-shown"
    """Changed something that the reader may not see."""


@dataclass(frozen=True)
class Sight:
    """What a reader may see of a history.

    Attributes:
        money: Amounts that are not public, and the budget beside them.
        small_counts: How many people of a group came, where they were few.
    """

    money: bool = True
    small_counts: bool = True


ALL = Sight()


@dataclass(frozen=True)
class Moment:
    """One change of a place, with all that was done in the same transaction.

    Attributes:
        at: When; it names the state after it.
        before, after: The place as it was and became; None where there was none.
        acts: What was done beside changing what is recorded.
        user: The key of the account that did it; None for none.
        door: By which way: page, api, admin, file, import; empty for none of these.
        upload: The key of the file that a person brought in.
        import_run: The key of the import.
        restored: The moment whose state this brought back.
    """

    at: datetime
    before: Record | None
    after: Record | None
    acts: tuple[Act, ...]
    user: int | None = None
    door: str = ""
    upload: str = ""
    import_run: int | None = None
    restored: datetime | None = None

    @property
    def changes(self) -> list[Difference]:
        """What differs between before and after; nothing for what was added or deleted."""
        return differences(self.before, self.after) if self.before and self.after else []


@dataclass
class _Building:
    """The place while its events are gone through."""

    model: type[Place]
    values: Record | None = None
    archived: bool = False
    checked: tuple[Any, Any] = (None, None)
    rows: dict[str, dict[int, Record]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, member: str, event: Any) -> None:
        """What one event makes of it."""
        is_gone = event.pgh_label == "delete"
        if member:
            if is_gone:
                self.rows[member].pop(event.pgh_obj_id, None)
            else:
                self.rows[member][event.pgh_obj_id] = row_of(event, member, event.pgh_obj_id)
        else:
            self.values = None if is_gone else values_of(self.model, event)
            self.archived = event.archived_at is not None
            self.checked = (event.verified_on, event.verified_by_id)

    def record(self) -> Record | None:
        """The record by now; None where there is none."""
        if self.values is None:
            return None
        return self.values | {
            name: [self.rows[name][key] for key in sorted(self.rows[name])] for name in facts_of(self.model)
        }


def timeline(model: type[Place], key: UUID, sight: Sight = ALL) -> list[Moment]:
    """Everything that happened to a place, the oldest first; empty where there never was one.

    Args:
        model: `Venue` or `Activity`.
        key: Its primary key; it may be gone.
        sight: What the reader may see.
    """
    happened = _happened(model, key)
    closed = set() if sight.money else _not_public(happened)
    building, moments = _Building(model), []
    for at in sorted(happened):
        raw_before, was_archived, was_checked = building.record(), building.archived, building.checked
        for member, event in happened[at]:
            building.take(member, event)
        raw_after = building.record()
        before, after = _shown(raw_before, sight, closed), _shown(raw_after, sight, closed)
        acts = _acts(raw_before, building, was_archived, was_checked)
        changed = bool(before and after and differences(before, after))
        if not changed and raw_before and raw_after and differences(raw_before, raw_after):
            acts.append(Act.NOT_SHOWN)
        if acts or changed:
            moments.append(Moment(at, before, after, tuple(acts), **_circumstances(e for _m, e in happened[at])))
    return moments


def _shown(record: Record | None, sight: Sight, closed: set[int]) -> Record | None:
    """The record as the reader may see it, by the rules of `venues.register.visible`."""
    if record is None:
        return None
    if closed:
        public = [row for row in record["fundings"] if row["is_public"] and row["id"] not in closed]
        # The budget would tell the size of what is left out.
        record = {name: value for name, value in record.items() if name != "budget_needed_eur"} | {"fundings": public}
    if not sight.small_counts:
        record = without_small_counts(record)
    return record


def _happened(model: type[Place], key: UUID) -> dict[datetime, list[tuple[str, Any]]]:
    """The events by the moment of their transaction, those of the place itself first, each as member and row."""
    happened: dict[datetime, list[tuple[str, Any]]] = defaultdict(list)
    owner = "venue_id" if "inspections" in facts_of(model) else "activity_id"
    for event in events_of(model).filter(pgh_obj_id=key).select_related("pgh_context"):
        happened[event.pgh_created_at].append(("", event))
    for name in facts_of(model):
        for event in events_of(FACTS[name][0]).filter(**{owner: key}).select_related("pgh_context"):
            happened[event.pgh_created_at].append((name, event))
    return happened


def _not_public(happened: dict[datetime, list[tuple[str, Any]]]) -> set[int]:
    """Rows of money whose amount is not public by now; 0, which is no row, for one that once was not."""
    last: dict[int, bool] = {}
    ever = False
    for at in sorted(happened):
        rows = [event for member, event in happened[at] if member == "fundings"]
        last |= {event.pgh_obj_id: event.is_public for event in rows}
        ever = ever or not all(event.is_public for event in rows)
    return {key for key, is_public in last.items() if not is_public} | ({0} if ever else set())


def _acts(before: Record | None, now: _Building, was_archived: bool, was_checked: tuple[Any, Any]) -> list[Act]:
    if now.values is None:
        return [Act.DELETED] if before else []
    acts = [] if before else [Act.ADDED]
    if now.archived != was_archived and before:
        acts.append(Act.ARCHIVED if now.archived else Act.BROUGHT_BACK)
    if now.checked != was_checked and now.checked[0] is not None:
        acts.append(Act.CHECKED)
    return acts


def _circumstances(happened: Iterable[Any]) -> dict[str, Any]:
    """Who and by which way, from the context that the events of one transaction share."""
    said: dict[str, Any] = {}
    for event in happened:
        said |= (event.pgh_context.metadata if event.pgh_context else None) or {}
    restored = said.get("restored")
    return {
        "user": said.get("user"),
        "door": said.get("door") or "",
        "upload": said.get("upload") or "",
        "import_run": said.get("import"),
        "restored": datetime.fromisoformat(restored) if restored else None,
    }
