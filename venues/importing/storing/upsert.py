"""Store rows so that loading the same file twice changes nothing."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import models
from django.utils import timezone

from venues.importing.base import Report

M = TypeVar("M", bound=models.Model)


def upsert(
    existing: models.QuerySet[M], rows: Iterable[M], key: Sequence[str], fields: Sequence[str], report: Report
) -> list[M]:
    """Create the rows that are new, change those that differ, leave the rest alone; counted in the report.

    Args:
        existing: The stored rows that the source speaks about.
        rows: Unsaved instances.
        key: Field names (attnames, such as `area_id`) that identify a row.
        fields: Field names whose change counts as a change.
        report: Where created, updated and unchanged rows are counted.

    Returns:
        The stored instance for each row, in the order given.

    Raises:
        ValueError: If two rows have the same key: a loader must refuse the second, with words.
    """
    stored = {tuple(getattr(row, name) for name in key): row for row in existing}
    created: list[M] = []
    changed: list[M] = []
    result: list[M] = []
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        identity = tuple(getattr(row, name) for name in key)
        if identity in seen:
            raise ValueError(f"{existing.model.__name__} {dict(zip(key, identity, strict=True))} is given twice")
        seen.add(identity)
        kept = stored.get(identity)
        if kept is None:
            created.append(row)
            result.append(row)
            continue
        result.append(kept)
        if any(getattr(kept, name) != getattr(row, name) for name in fields):
            for name in fields:
                setattr(kept, name, getattr(row, name))
            changed.append(kept)
        else:
            report.unchanged += 1
    manager = existing.model._base_manager
    manager.bulk_create(created, batch_size=2000)
    if changed:
        manager.bulk_update(changed, [*fields, *_mark_changed(changed)], batch_size=500)
    report.created += len(created)
    report.updated += len(changed)
    return result


def _mark_changed(rows: Iterable[models.Model]) -> list[str]:
    """Raise the version and the moment of change, where the model keeps them: a bulk update does neither by itself."""
    now = timezone.now()
    marks: list[str] = []
    for row in rows:
        marks = [name for name in ("updated_at", "version") if hasattr(row, name)]
        if "updated_at" in marks:
            row.updated_at = now  # type: ignore[attr-defined]
        if "version" in marks:
            row.version += 1  # type: ignore[attr-defined]
    return marks
