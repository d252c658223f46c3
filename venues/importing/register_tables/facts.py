"""Store dated facts: the table is the truth for everything that came with a key from the register's tables."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from venues.importing.base import Report
from venues.importing.register_tables.columns import Table
from venues.importing.register_tables.known import SOURCE
from venues.models import Municipality


def store_facts(municipality: Municipality, table: Table, rows: Sequence[Any], report: Report) -> None:
    """Make these the facts of one kind about the register's venues, activities and organisations.

    A fact has no key: it is the same when all its columns are. What is stored and in the file stays untouched; what is
    new is added; what left the file is removed and counted. Facts about venues of other sources are left alone.

    Args:
        municipality: Whose register it is.
        table: What the facts are.
        rows: All of them, unsaved.
        report: Gets the counts.
    """
    fields = [column.field for column in table.columns]
    owners = [field.removesuffix("_id") for field in fields if field in {"venue_id", "activity_id", "organisation_id"}]
    owned = Q(pk__in=[])
    for owner in owners:
        owned |= Q(**{f"{owner}__municipality": municipality, f"{owner}__source": SOURCE})
    stored: dict[tuple[Any, ...], list[int]] = {}
    for pk, *values in table.model._default_manager.filter(owned).values_list("pk", *fields):
        stored.setdefault(tuple(values), []).append(pk)
    new = []
    for row in rows:
        if same := stored.get(tuple(getattr(row, field) for field in fields)):
            same.pop()
            report.unchanged += 1
        else:
            new.append(row)
    table.model._default_manager.bulk_create(new, batch_size=2000)
    report.created += len(new)
    if gone := [pk for pks in stored.values() for pk in pks]:
        _remove(table, gone, report)


def _remove(table: Table, gone: Sequence[int], report: Report) -> None:
    if report.refused:
        text = ngettext(
            "%(count)d row is not in the file. It stays until no row is refused: it may be one of those.",
            "%(count)d rows are not in the file. They stay until no row is refused: they may be among those.",
            len(gone),
        )
    else:
        table.model._default_manager.filter(pk__in=gone).delete()
        text = ngettext(
            "%(count)d row left the file and was removed.", "%(count)d rows left the file and were removed.", len(gone)
        )
    report.note(text % {"count": len(gone)})
