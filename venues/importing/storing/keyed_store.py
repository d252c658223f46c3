"""Store rows that carry a key of their source: an import changes only what it carries and knows."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from venues.importing.base import Report
from venues.importing.storing.upsert import upsert
from venues.models import Activity, Municipality, Organisation, Venue

M = TypeVar("M", Venue, Activity, Organisation)


def store_keyed(
    municipality: Municipality, existing: QuerySet[M], rows: Sequence[M], carried: Sequence[str], report: Report
) -> list[M]:
    """Create or change the rows of one source of a municipality.

    A value that the file leaves empty keeps what is recorded. A row that is no longer in the file is not deleted:
    history needs it; the report says which. Venues make the municipality one with a register.

    Args:
        municipality: Whose they are.
        existing: What is stored of the same source.
        rows: Unsaved, each with its own `source_key`.
        carried: The fields (attnames) that the file gives.
        report: Gets the counts and notes.

    Returns:
        The stored rows, in the order given.
    """
    stored = {kept.source_key: kept for kept in existing}
    for row in rows:
        if kept := stored.get(row.source_key):
            for field in carried:
                if getattr(row, field) in (None, ""):
                    setattr(row, field, getattr(kept, field))
    result = upsert(existing, rows, ["source_key"], carried, report)
    keys = {row.source_key for row in rows}
    if gone := sorted(kept.name for key, kept in stored.items() if key not in keys):
        report.note(
            ngettext(
                "%(count)d is no longer in the file: %(names)s. It stays; record a closure if it closed.",
                "%(count)d are no longer in the file: %(names)s. They stay; record a closure where one closed.",
                len(gone),
            )
            % {"count": len(gone), "names": ", ".join(gone[:10]) + (" …" if len(gone) > 10 else "")}
        )
    if existing.model is Venue and rows:
        municipality.register_loaded_on = timezone.localdate()
        municipality.save(update_fields=["register_loaded_on"])
    return result
