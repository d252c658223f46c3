"""A batch of rows into the register: by key, adding and changing only, and the same twice is no change."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.importing.uploads.columns import read_columns, table_of
from venues.importing.uploads.rows import Problem, source_of
from venues.models import Activity, Municipality, Upload, Venue
from venues.register.rights import changeable

Good = tuple[int, Any]
"""The number of a line, and its unsaved instance."""

Bad = tuple[int, list[Problem]]
"""The number of a line, and what is wrong with it."""


def store_batch(upload: Upload, rows: Sequence[Good], *, dry_run: bool) -> tuple[Counter[str], list[Bad]]:
    """Create the rows that are new and change those that differ.

    Facts of a place (hours, staffing, funding, closures) have no key: one that is there with all its columns the same
    is unchanged. Nothing is ever removed by a file. Call it inside a transaction.

    Args:
        upload: Whose rows they are.
        rows: Of one batch.
        dry_run: Only count.

    Returns:
        How many were created, updated, unchanged; and the rows that may not or cannot be stored.
    """
    if not dry_run:
        # Two files of one municipality take turns: both would write the row that both miss.
        Municipality.objects.select_for_update(no_key=True).get(pk=upload.municipality_id)
    decide = _keyed if "source_key" in {column.field for column in read_columns(upload.table)} else _facts
    counts, bad, create, change = decide(upload, rows, locks=not dry_run)
    if not dry_run:
        try:
            with transaction.atomic():
                _write(upload, [row for _line, row in create], [row for _line, row in change])
        except DatabaseError:
            for kind, one_kind in (("created", create), ("updated", change)):
                for line, row in one_kind:
                    if problem := _write_alone(upload, row, is_new=kind == "created"):
                        counts[kind] -= 1
                        bad.append((line, [problem]))
    return counts, bad


def _keyed(
    upload: Upload, rows: Sequence[Good], *, locks: bool
) -> tuple[Counter[str], list[Bad], list[Good], list[Good]]:
    """Of venues and activities: known by key; what the file leaves empty keeps what is recorded."""
    model: Any = table_of(upload.table).model
    source = source_of(upload)
    keys = [row.source_key for _line, row in rows]
    existing = model.everything.filter(municipality=upload.municipality).order_by("pk")
    if locks:
        # Somebody else may be changing one of them: what is read here must be what is changed.
        existing = existing.select_for_update(of=("self",))
    stored = {str(row.pk): row for row in existing.filter(pk__in=[key for key in keys if _is_id(key)])}
    stored |= {row.source_key: row for row in existing.filter(source=source, source_key__in=keys)}
    allowed = set()
    if upload.made_by is not None:
        allowed = set(
            changeable(upload.made_by, model)
            .filter(pk__in=[row.pk for row in stored.values()])
            .values_list("pk", flat=True)
        )
    carried = [column.field for column in read_columns(upload.table) if _is_carried(upload, column.name)]
    counts: Counter[str] = Counter()
    bad: list[Bad] = []
    create: list[Good] = []
    change: list[Good] = []
    for line, row in rows:
        kept = stored.get(row.source_key)
        if kept is None:
            row.municipality, row.source, row.organisation_id = upload.municipality, source, upload.organisation_id
            create.append((line, row))
            continue
        if kept.pk not in allowed or kept.archived_at:
            bad.append((line, [_not_yours(row.source_key, is_archived=bool(kept.archived_at))]))
            continue
        differs = False
        for name in carried:
            value = getattr(row, name)
            if value not in (None, "") and value != getattr(kept, name):
                setattr(kept, name, value)
                differs = True
        if differs:
            change.append((line, kept))
        else:
            counts["unchanged"] += 1
    counts.update(created=len(create), updated=len(change))
    return counts, bad, create, change


def _facts(
    upload: Upload, rows: Sequence[Good], *, locks: bool
) -> tuple[Counter[str], list[Bad], list[Good], list[Good]]:
    """Of what is said about places: the same when all columns are. Nothing stored is changed, so nothing is locked."""
    model = table_of(upload.table).model
    fields = [column.field for column in read_columns(upload.table)]
    places = {row.venue_id for _line, row in rows} - {None}
    activities = {row.activity_id for _line, row in rows} - {None}
    about = model._default_manager.filter(venue__in=places) | model._default_manager.filter(activity__in=activities)
    stored = set(about.values_list(*fields))
    create = [(line, row) for line, row in rows if tuple(getattr(row, name) for name in fields) not in stored]
    return Counter(created=len(create), unchanged=len(rows) - len(create)), [], create, []


def _write(upload: Upload, create: Sequence[Any], change: Sequence[Any]) -> None:
    model = table_of(upload.table).model
    model._base_manager.bulk_create(create)
    if issubclass(model, Venue | Activity):
        now = timezone.now()
        for row in change:
            row.updated_at, row.version = now, row.version + 1
        fields = [column.field for column in read_columns(upload.table) if column.field != "source_key"]
        model._base_manager.bulk_update(change, [*fields, "updated_at", "version"], batch_size=500)
    else:
        _mark_changed(Venue, (row.venue_id for row in create))
        _mark_changed(Activity, (row.activity_id for row in create))


def _write_alone(upload: Upload, row: Any, *, is_new: bool) -> Problem | None:
    try:
        with transaction.atomic():
            _write(upload, [row] if is_new else [], [] if is_new else [row])
    except DatabaseError as error:
        return {
            "column": "",
            "value": "",
            "problem": _("the database refused it: %(reason)s") % {"reason": str(error).strip().splitlines()[0]},
            "remedy": _("Correct this row and bring it in again."),
        }
    return None


def _mark_changed(model: type[models.Model], keys: Iterable[Any]) -> None:
    """A place with a new fact is another version of it."""
    changed = model._base_manager.filter(pk__in={key for key in keys if key})
    changed.update(version=F("version") + 1, updated_at=timezone.now())


def _is_carried(upload: Upload, column: str) -> bool:
    return column in upload.mapping and column != "key"


def _is_id(key: str) -> bool:
    return len(key) == 36 and key.count("-") == 4 and all(sign in "0123456789abcdef-" for sign in key)


def _not_yours(key: str, *, is_archived: bool) -> Problem:
    if is_archived:
        return {
            "column": "",
            "value": key,
            "problem": _("this was taken out of the register."),
            "remedy": _("Ask an editor to bring it back first."),
        }
    return {
        "column": "",
        "value": key,
        "problem": _("this belongs to another organisation now."),
        "remedy": _("Propose a correction on its page."),
    }
