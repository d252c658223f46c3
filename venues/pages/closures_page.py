"""The closures of one place: reported, moved, ended today, and taken back."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from venues.models import Closure, User
from venues.pages.closure_form import ClosureForm
from venues.pages.place_address import Place, PlaceAddress
from venues.pages.record_words import RecordWords
from venues.register.closures import reopen, report, take_back
from venues.register.record import RecordRefused, read
from venues.register.rights import Action, require


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place_closures(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """List the closures of a place; a post reports one."""
    found, user = _to_change(request, place)
    form = ClosureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report(found, form.row(), user)
        except RecordRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The closure is reported. The figures follow on that day."))
            return redirect("place-closures", found)
    context = {"place": found, "form": form, "closures": _told(found), "today": timezone.localdate()}
    return render(request, "pages/closures.html", context)


@require_POST
@login_required
def place_closure(request: HttpRequest, place: PlaceAddress, closure_id: int) -> HttpResponse:
    """Move the reopening of one closure, end it today, or take it back."""
    found, user = _to_change(request, place)
    try:
        if "mistake" in request.POST:
            take_back(found, closure_id, user)
            messages.success(request, _("The closure is undone: it counts as if it never was. The history keeps it."))
        else:
            day = timezone.localdate() if "today" in request.POST else _day(request.POST.get("reopens_on", ""))
            reopen(found, closure_id, day, user)
            messages.success(request, _("The day on which it reopens is changed."))
    except Closure.DoesNotExist:
        messages.warning(request, _("This closure was undone already."))
    except RecordRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem.message)
    return redirect("place-closures", found)


def _to_change(request: HttpRequest, place: PlaceAddress) -> tuple[Place, User]:
    found, user = place.find(), cast(User, request.user)
    require(user, Action.CHANGE, found)
    if found.archived_at:
        raise Http404(_("The register has no place with this number."))
    return found, user


def _told(place: Place) -> list[dict[str, object]]:
    """Each closure in words, the latest first."""
    words, today = RecordWords(type(place)), timezone.localdate().isoformat()
    rows = sorted(read(place)["closures"], key=lambda row: row["starts_on"], reverse=True)
    return [
        {
            "id": row["id"],
            "text": words.value("closures", [row])[0],
            "reopens_on": row["reopens_on"] or "",
            "is_over": bool(row["reopens_on"]) and row["reopens_on"] <= today,
            "is_ahead": row["starts_on"] > today,
            "can_reopen_today": row["starts_on"] < today and (not row["reopens_on"] or row["reopens_on"] > today),
        }
        for row in rows
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
