"""One row of the facts of a place, written without a check of the rest of it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from venues.models import User
from venues.register.keep import keep
from venues.register.record import FACTS, Place, Record, normalise, read
from venues.register.rights import Action, require

Check = Callable[[list[Record], int], None]
"""Refuses the rows of a list for what is wrong with one of them, by its position."""


def add_row(place: Place, name: str, row: Record, user: User, check: Check | None = None) -> tuple[Place, int]:
    """Add a row. Sent twice, it is still one.

    Args:
        place: The place or activity.
        name: The list, by its name in a record.
        row: As in a record.
        user: Who adds it.
        check: What the tables cannot see.

    Returns:
        The place as stored, and the key of the row.

    Raises:
        RecordRefused: In words, if it cannot be kept.
        PermissionDenied: If the person may not.
    """
    with transaction.atomic():
        place = _held(place, user)
        record = read(place)
        [row] = normalise(type(place), {name: [row]})[name]
        for each in record[name]:
            if _content(each) == _content(row):
                return place, each["id"]
        rows = [*record[name], row]
        if check:
            check(rows, len(rows) - 1)
        place = keep(place, record | {name: rows}, user, verifies=False)
        # Keys grow.
        return place, max(getattr(place, name).values_list("pk", flat=True))


def change_row(  # noqa: PLR0913 - each says another thing about one row
    place: Place, name: str, key: int, changes: dict[str, Any], user: User, *, check: Check | None = None
) -> Place:
    """Change some fields of a row.

    Raises:
        ObjectDoesNotExist: If the place has no such row any more.
        RecordRefused: In words, if it cannot be kept.
        PermissionDenied: If the person may not.
    """
    with transaction.atomic():
        place = _held(place, user)
        record = read(place)
        position = _position(record, name, key)
        rows = [row | (changes if number == position else {}) for number, row in enumerate(record[name])]
        if check:
            check(rows, position)
        return keep(place, record | {name: rows}, user, verifies=False)


def remove_row(place: Place, name: str, key: int, user: User) -> Place:
    """Take a row away that was a mistake: it never was. History keeps that it was there.

    Raises:
        ObjectDoesNotExist: If the place has no such row any more.
        PermissionDenied: If the person may not.
    """
    with transaction.atomic():
        place = _held(place, user)
        record = read(place)
        rows = list(record[name])
        del rows[_position(record, name, key)]
        return keep(place, record | {name: rows}, user, verifies=False)


def _held(place: Place, user: User) -> Place:
    """The place as stored, which nobody else changes meanwhile."""
    held: Place = type(place).everything.select_for_update(of=("self",)).get(pk=place.pk)
    require(user, Action.CHANGE, held)
    return held


def _position(record: Record, name: str, key: int) -> int:
    for number, row in enumerate(record[name]):
        if row["id"] == key:
            return number
    raise FACTS[name][0].DoesNotExist  # type: ignore[attr-defined]  # every table has one


def _content(row: Record) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
