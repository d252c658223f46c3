"""Checks that a row must pass before it is stored, in words that name the column of the file."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from venues.importing.base import RowRefused


def check_fields(instance: models.Model, columns: Mapping[str, str], line: int | None = None) -> None:
    """Refuse a row whose values do not fit its model: too long, no address of a website, out of range.

    Args:
        instance: Unsaved.
        columns: Field name to the column of the file that it came from; other fields are not checked.
        line: Line in the file.

    Raises:
        RowRefused: With the first such column.
    """
    for name, column in columns.items():
        field = instance._meta.get_field(name)
        value = getattr(instance, name)
        if not isinstance(field, models.Field) or field.is_relation or value in field.empty_values:
            continue
        try:
            field.clean(value, instance)
        except ValidationError as error:
            raise RowRefused(
                _("this cannot be stored."), " ".join(str(message) for message in error.messages), column, value, line
            ) from None


class Once:
    """Refuses what stands in the file twice, naming both places."""

    def __init__(self, columns: Sequence[str]):
        self._columns = columns
        self._first: dict[Hashable, Any] = {}

    def check(self, key: Hashable, place: Any, line: int | None = None) -> None:
        """Note a key.

        Args:
            key: What may stand in the file once; shown in the message.
            place: Where it stands: a line number, or a text such as “feature 7”.
            line: The line, where there is one.

        Raises:
            RowRefused: If the key was noted before.
        """
        if key in self._first:
            shown = ", ".join(str(part) for part in key if part not in (None, "")) if isinstance(key, tuple) else key
            raise RowRefused(
                _("this stands in the file twice: also at %(place)s.") % {"place": _place(self._first[key])},
                _("Keep one of the two."),
                ", ".join(self._columns),
                shown,
                line,
            )
        self._first[key] = place


def _place(place: Any) -> str:
    return _("line %(line)d") % {"line": place} if isinstance(place, int) else str(place)
