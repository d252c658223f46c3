"""The pages on which somebody brings in a file: choose it, point out its columns, look at what it would do, store."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from venues.importing.base import FileRefused
from venues.importing.uploads import steps
from venues.importing.uploads.columns import TABLES, asked_columns
from venues.importing.uploads.limits import MAX_BYTES
from venues.models import Municipality, Organisation, Role, Upload, User
from venues.pages.file_words import is_stuck, preview_of, problems_of, progress_of
from venues.register.rights import Action, may

Owner = Organisation | Municipality


@login_required
def files(request: HttpRequest) -> HttpResponse:
    """The files that somebody brought in, and a form for the next one; a post brings it in."""
    user = _user(request)
    owners = owners_of(user)
    problem = ""
    if request.method == "POST":
        owner = next((each for value, each in owners if value == request.POST.get("owner")), None)
        table = request.POST.get("table", "")
        file = request.FILES.get("file")
        if owner is None or table not in TABLES:
            raise PermissionDenied
        if file is None:
            problem = _("Choose a file first.")
        elif (file.size or 0) > MAX_BYTES:
            problem = _("This file is larger than %(size)d MB. Split the table into several files.") % {
                "size": MAX_BYTES // 2**20
            }
        else:
            try:
                return redirect("file", steps.receive(user, owner, table, file.read(), file.name or "").pk)
            except FileRefused as error:
                problem = str(error)
    return render(
        request,
        "pages/files.html",
        {
            "owners": [(value, owner.name) for value, owner in owners],
            "tables": Upload.Table.choices,
            "chosen": request.POST,
            "problem": problem,
            "uploads": Upload.objects.filter(made_by=user).select_related("organisation", "municipality")[:50],
            "max_mb": MAX_BYTES // 2**20,
            "municipalities": municipalities_of(owner for _value, owner in owners),
            "kept": [owner for _value, owner in owners if isinstance(owner, Municipality)],
        },
        status=422 if problem else 200,
    )


@login_required
@require_safe
def file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One file: how far it is, and what can be done with it now."""
    upload = upload_for(_user(request), upload_id)
    asks = upload.state in {Upload.State.RECEIVED, Upload.State.FAILED} or "columns" in request.GET
    context: dict[str, Any] = {
        "upload": upload,
        "progress": progress_of(upload),
        "is_stuck": is_stuck(upload),
        "asks": asks and not upload.is_busy,
    }
    if context["asks"]:
        context |= preview_of(upload)
    else:
        context |= problems_of(upload)
    return render(request, "pages/file.html", context)


@login_required
@require_POST
def try_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have a file tried with the columns that were pointed out."""
    upload = upload_for(_user(request), upload_id)
    mapping = {}
    for asked in asked_columns(upload.table):
        place = request.POST.get(f"column-{asked.name}", "")
        if place.isascii() and place.isdigit() and int(place) < len(upload.header):
            mapping[asked.name] = int(place)
    if missing := steps.missing_columns(upload, mapping):
        messages.error(request, _("Point out these columns too: %(columns)s.") % {"columns": ", ".join(missing)})
        return redirect("file", upload.pk)
    steps.try_out(upload, mapping)
    return redirect("file", upload.pk)


@login_required
@require_POST
def store_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have the good rows of a tried file stored."""
    upload = upload_for(_user(request), upload_id)
    steps.store(upload)
    return redirect("file", upload.pk)


def upload_for(user: User, upload_id: UUID) -> Upload:
    """A file, for who brought it in or may bring in files for the same organisation.

    Raises:
        Http404: If there is none for this person: whether somebody else has one is not told.
    """
    upload = get_object_or_404(Upload.objects.select_related("organisation", "municipality"), pk=upload_id)
    if not may(user, Action.IMPORT, upload.organisation or upload.municipality):
        raise Http404
    return upload


def owners_of(user: User) -> list[tuple[str, Owner]]:
    """For whom somebody may bring in files: own organisations, and the municipalities that somebody keeps."""
    mine = (
        Organisation.objects.filter(memberships__user=user, memberships__role=Role.WORKER)
        .select_related("municipality")
        .distinct()
    )
    kept = Municipality.objects.filter(memberships__user=user).distinct()
    if user.is_superuser:
        kept = Municipality.objects.filter(is_scored=True)
    owners: list[Owner] = [*mine, *kept]
    return [(str(owner.pk), owner) for owner in owners if may(user, Action.IMPORT, owner)]


def municipalities_of(owners: Iterable[Owner]) -> list[Municipality]:
    """The municipalities that these owners are or lie in, each once."""
    all_of_them = [owner if isinstance(owner, Municipality) else owner.municipality for owner in owners]
    return list({each.pk: each for each in all_of_them}.values())


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
