"""What a person does with a file: bring it in, say which column is which, try it, store it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from venues.importing.base import FileRefused
from venues.importing.uploads.columns import asked_columns, guess_mapping, known_names
from venues.importing.uploads.sheet import open_sheet
from venues.models import ColumnMapping, Municipality, Organisation, Upload, UploadContent, User
from venues.register.rights import Action, require

STUCK_AFTER = timedelta(minutes=1)
"""A file that nobody worked on for so long is taken up again."""

KEPT_DAYS = 30
"""How long a file and its refused rows are kept."""


def receive(user: User, owner: Organisation | Municipality, table: str, data: bytes, file_name: str) -> Upload:
    """Keep a file that was sent, once it is clear that it can be read to its end.

    Raises:
        PermissionDenied: If the person may not bring in files for this organisation or municipality.
        FileRefused: If it cannot be read; the message says what to do.
    """
    require(user, Action.IMPORT, owner)
    organisation = owner if isinstance(owner, Organisation) else None
    municipality = owner.municipality if isinstance(owner, Organisation) else owner
    sheet = open_sheet(data, file_name, known_names(table))
    total = sum(1 for _line in sheet.lines)
    if not total:
        raise FileRefused(_("There are no rows below the header."), _("Fill in the table and choose the file again."))
    with transaction.atomic():
        remembered = ColumnMapping.objects.filter(
            municipality=municipality, organisation=organisation, table=table
        ).first()
        upload = Upload.objects.create(
            municipality=municipality,
            organisation=organisation,
            table=table,
            file_name=file_name[:255].replace("\0", ""),
            header=[name[:200].replace("\0", "") for name in sheet.header],
            mapping=guess_mapping(table, sheet.header, remembered.columns if remembered else {}),
            notes=sheet.notes,
            rows_total=total,
            made_by=user,
        )
        UploadContent.objects.create(upload=upload, data=data)
    return upload


def missing_columns(upload: Upload, mapping: Mapping[str, int]) -> list[str]:
    """What must still be pointed out, as people call it."""
    return [asked.label for asked in asked_columns(upload.table) if asked.is_needed and asked.name not in mapping]


def try_out(upload: Upload, mapping: Mapping[str, int]) -> bool:
    """Have a file tried with these columns, and remember them for the next one.

    Returns:
        False where it is being worked on, or was stored already.
    """
    with transaction.atomic():
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.is_busy or held.state == Upload.State.STORED:
            return False
        held.mapping = dict(mapping)
        ColumnMapping.objects.update_or_create(
            municipality=held.municipality,
            organisation=held.organisation,
            table=held.table,
            defaults={"columns": {ours: held.header[place] for ours, place in mapping.items()}},
        )
        _start(held, Upload.State.TRYING)
    return True


def store(upload: Upload) -> bool:
    """Have the good rows of a tried file stored; asked twice, it is done once.

    Returns:
        False where it was not tried, or is being stored already.
    """
    with transaction.atomic():
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state != Upload.State.TRIED:
            return False
        _start(held, Upload.State.STORING)
    return True


def take_up_again() -> int:
    """Continue the files whose worker was killed; returns how many."""
    stuck = Upload.objects.filter(
        state__in=[Upload.State.TRYING, Upload.State.STORING], worked_at__lt=timezone.now() - STUCK_AFTER
    )
    keys = list(stuck.values_list("pk", flat=True))
    for key in keys:
        _ask(key)
    return len(keys)


def forget_old() -> int:
    """Delete the files that are older than is needed, with their refused rows; returns how many."""
    old = Upload.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    count = old.count()
    old.delete()
    return count


def _start(held: Upload, state: Upload.State) -> None:
    held.refused.all().delete()
    held.state, held.problem, held.rows_done, held.rows_refused = state, "", 0, 0
    held.rows_created = held.rows_updated = held.rows_unchanged = 0
    held.save()
    _ask(held.pk)


def _ask(key: UUID) -> None:
    # By name: the job belongs to a higher layer.
    app.configure_task("venues.work_on_upload").defer(upload=str(key), language=get_language() or "nl")
