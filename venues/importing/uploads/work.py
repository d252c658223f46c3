"""Trying and storing a file in batches: a batch and its mark are one transaction, so a killed worker loses nothing."""

import logging
from collections import Counter
from itertools import islice
from uuid import UUID

import pghistory
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, storable
from venues.importing.uploads.columns import known_names, table_of
from venues.importing.uploads.rows import Reader, reader_of
from venues.importing.uploads.sheet import Line, open_sheet
from venues.importing.uploads.store import Bad, store_batch
from venues.models import RefusedRow, Upload, Venue
from venues.register.following import follow
from venues.register.rights import Action, may

BATCH = 500
"""Rows a transaction."""

log = logging.getLogger(__name__)


def work_on(upload_id: UUID | str, language: str) -> None:
    """Try or store what is left of a file, as its state asks.

    Any number of workers may do this at once, or one after another was killed: who holds the row does the next batch.

    Args:
        upload_id: Which.
        language: In which language problems are told.
    """
    with translation.override(language):
        try:
            _work(upload_id)
        except FileRefused as error:
            _fail(upload_id, str(error))
        except Exception:
            # A person waits for an answer.
            log.exception("upload %s failed", upload_id)
            _fail(upload_id, _("Something went wrong here, not with your file. The administrator finds it in the log."))


def _work(upload_id: UUID | str) -> None:
    upload = Upload.objects.select_related("municipality", "organisation", "made_by", "content").get(pk=upload_id)
    state = upload.state
    if not upload.is_busy:
        return
    target = upload.organisation or upload.municipality
    if upload.made_by is None or not may(upload.made_by, Action.IMPORT, target):
        raise FileRefused(_("You have no right any more to bring in files for this organisation."))
    sheet = open_sheet(bytes(upload.content.data), upload.file_name, known_names(upload.table))
    reader = reader_of(upload)
    position = 0
    while True:
        with transaction.atomic(), pghistory.context(user=upload.made_by_id, door="file", upload=str(upload_id)):
            held = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
            if held.state != state:
                return
            for line in islice(sheet.lines, held.rows_done - position):
                reader.read(line)
            position = held.rows_done
            batch = list(islice(sheet.lines, BATCH))
            position += len(batch)
            if batch:
                _do(held, upload, reader, batch)
            else:
                _finish(held, reader)
                return


def _do(held: Upload, upload: Upload, reader: Reader, batch: list[Line]) -> None:
    good = []
    bad: list[Bad] = []
    for line in batch:
        instance, problems = reader.read(line)
        if instance is None:
            bad.append((line[0], problems))
        else:
            good.append((line[0], instance))
    dry_run = held.state == Upload.State.TRYING
    counts, refused = store_batch(upload, good, dry_run=dry_run)
    bad += refused
    cells = dict(batch)
    RefusedRow.objects.bulk_create(
        RefusedRow(
            upload=held,
            line=line,
            cells=[storable(cell) for cell in cells[line]],
            problems=[{name: storable(text) for name, text in each.items()} for each in problems],
        )
        for line, problems in bad
    )
    _count(held, counts, len(batch), len(bad))


def _count(held: Upload, counts: Counter[str], done: int, refused: int) -> None:
    held.rows_done += done
    held.rows_refused += refused
    held.rows_created += counts["created"]
    held.rows_updated += counts["updated"]
    held.rows_unchanged += counts["unchanged"]
    held.save()


def _finish(held: Upload, reader: Reader) -> None:
    """The last mark of a file, and the figures that follow from what was stored."""
    held.rows_total = held.rows_done
    if reader.swapped and held.state == Upload.State.TRYING:
        held.notes = [
            *held.notes,
            _("In %(count)d rows x and y stood in each other's column; they were exchanged.")
            % {"count": reader.swapped},
        ]
    if held.state == Upload.State.TRYING:
        held.state = Upload.State.TRIED
    else:
        held.state = Upload.State.STORED
        if table_of(held.table).model is Venue and (held.rows_created or held.rows_updated):
            held.municipality.register_loaded_on = timezone.localdate()
            held.municipality.save(update_fields=["register_loaded_on"])
        if held.rows_created or held.rows_updated:
            follow(held.municipality_id)
    held.save()


def _fail(upload_id: UUID | str, problem: str) -> None:
    # The transaction that failed may have left the connection unusable.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    Upload.objects.filter(pk=upload_id).update(
        state=Upload.State.FAILED, problem=problem[:2000], worked_at=timezone.now()
    )
