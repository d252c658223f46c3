"""Tables to take along: the rows to mend, an empty table, and the places of a filter."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.importing.uploads.columns import TABLES
from venues.models import User
from venues.pages.files_page import upload_for
from venues.reports.places_file import PlaceFilter, places_table
from venues.reports.table_files import KINDS, write_table
from venues.reports.upload_files import refused_table, template_explanation, template_table


@login_required
@require_safe
def refused_rows(request: HttpRequest, upload_id: UUID, kind: str) -> HttpResponse:
    """The refused rows of a file, to mend and bring in again."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    upload = upload_for(request.user, upload_id)
    stem = re.sub(r"[^\w-]+", "-", upload.file_name.rpartition(".")[0])[:60].strip("-") or "file"
    return download(kind, f"{stem}-{_('refused')}", refused_table(upload))


@require_safe
def template(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """An empty table of one kind."""
    if table not in TABLES:
        raise Http404
    return download(kind, table, template_table(table), template_explanation(table))


@require_safe
def places(request: HttpRequest, kind: str) -> HttpResponse:
    """The places of a filter: municipality, area, type, organisation and text."""
    names = ("municipality", "area", "type", "organisation", "text")
    chosen = PlaceFilter(**{name: request.GET.get(name, "").replace("\0", "") for name in names})
    return download(kind, _("venues"), places_table(chosen, timezone.localdate()))


def download(
    kind: str, stem: str, rows: Iterable[Sequence[Any]], explanation: Iterable[Sequence[Any]] = ()
) -> HttpResponse:
    """Rows as a file of one kind.

    Raises:
        Http404: If no such file can be written.
    """
    if kind not in KINDS:
        raise Http404
    return HttpResponse(
        write_table(kind, rows, explanation),
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{stem}.{kind}"'},
    )
