"""The history of one place: a timeline, two moments compared, and the way back."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from venues.models import Municipality, User
from venues.pages.history_seen import seen_by
from venues.pages.history_words import Circumstances, changes_in_words, moment_text
from venues.pages.place_address import Place, PlaceAddress
from venues.pages.record_words import RecordWords
from venues.register.keep import archive
from venues.register.merge import differences
from venues.register.record import RecordRefused, events_of
from venues.register.restoring import ChangedMeanwhile, NothingThere, archived, deleted, restore
from venues.register.rights import Action, keeps_any, may
from venues.register.timeline import Moment, timeline

A_PAGE = 20


@require_safe
def place_history(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Who changed what and when, the latest first; `from` and `to` compare two moments."""
    found, municipality = _find(place)
    may_change = may(request.user, Action.CHANGE, found) if found else False
    may_restore = may_change if found else may(request.user, Action.RESTORE, municipality)
    if not may_restore and (found is None or found.archived_at):
        raise Http404(_("The register has no place with this number."))
    # What was deleted is open to its administrators alone, who see all.
    moments = seen_by(request.user, found, may_change=may_change) if found else timeline(place.model, place.key)
    page = Paginator(moments[::-1], A_PAGE).get_page(request.GET.get("page"))
    shown, words = list(page.object_list), RecordWords(place.model)
    circumstances = Circumstances(shown, by_name=may_restore)
    now = moments[-1] if moments else None
    last_state = next((moment.after or moment.before for moment in moments[::-1]), None)
    context = {
        "place": found,
        "address": place,
        "municipality": municipality,
        "name": found.name if found else (last_state or {}).get("name", ""),
        "page": page,
        "moments": [
            {
                "at": moment.at.isoformat(),
                "when": moment_text(moment),
                "who": circumstances.who(moment),
                "how": circumstances.how(moment),
                "acts": circumstances.acts(moment),
                "changes": changes_in_words(moment.changes, words),
                "back": _way_back(moment, now, words) if may_restore and not (found and found.archived_at) else None,
            }
            for moment in shown
        ],
        "choices": [(moment.at.isoformat(), moment_text(moment)) for moment in moments[::-1]],
        "compared": _compared(request, moments, words),
        "seen": now.at.isoformat() if now else "",
        "may_change": may_change,
        "may_archive": may(request.user, Action.ARCHIVE, found) if found else False,
    }
    return render(request, "pages/history.html", context)


@require_POST
@login_required
def place_restore(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Bring back how a place was at a moment."""
    moment, seen = _moment(request.POST.get("moment", "")), _moment(request.POST.get("seen", ""))
    if moment is None:
        raise Http404
    _find(place)
    try:
        restore(place.model, place.key, moment, cast(User, request.user), seen=seen)
    except NothingThere:
        raise Http404(_("The register has no place with this number.")) from None
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody changed this place meanwhile. Look at what is new, and choose again."))
    except RecordRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, _("It is as it was then."))
    return redirect("place-history", place)


@require_POST
@login_required
def place_archive(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Take a place out of the register, or bring it back."""
    back = "back" in request.POST
    archive(place.find(), cast(User, request.user), back=back)
    said = _("It is in the register again.") if back else _("It is in the archive: it counts no longer.")
    messages.success(request, said)
    return redirect("place-history", place)


@require_safe
@login_required
def archive_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """What was archived in a municipality, and for its administrators what was deleted."""
    kept, user = get_object_or_404(Municipality, pk=municipality), cast(User, request.user)
    if not keeps_any(user, kept):
        raise PermissionDenied
    gone = deleted(kept) if may(user, Action.RESTORE, kept) else []
    context = {
        "municipality": kept,
        "archived": archived(user, kept),
        "deleted": [(PlaceAddress(model, event.pgh_obj_id), event) for model, event in gone],
    }
    return render(request, "pages/archive.html", context)


def _find(place: PlaceAddress) -> tuple[Place | None, Municipality]:
    """The place, or where the one lay that was deleted."""
    try:
        found = place.find()
    except Http404:
        last = events_of(place.model).filter(pgh_obj_id=place.key).last()
        if last is None:
            raise
        return None, get_object_or_404(Municipality, pk=last.municipality_id)
    return found, found.municipality


def _way_back(moment: Moment, now: Moment | None, words: RecordWords) -> dict[str, Any] | None:
    """What to bring back this state would change; None where there is nothing to bring back."""
    if moment.after is None or now is None:
        return None
    if now.after is None:
        return {"changes": []}
    changes = differences(now.after, moment.after)
    return {"changes": changes_in_words(changes, words)} if changes else None


def _compared(request: HttpRequest, moments: list[Moment], words: RecordWords) -> dict[str, Any] | None:
    """How a place differed between two moments."""
    known: dict[datetime | None, Moment] = {moment.at: moment for moment in moments}
    first, other = (known.get(_moment(request.GET.get(name, ""))) for name in ("from", "to"))
    if first is None or other is None:
        return None
    first, other = sorted((first, other), key=lambda moment: moment.at)
    return {
        "from": first.at.isoformat(),
        "to": other.at.isoformat(),
        "from_text": moment_text(first),
        "to_text": moment_text(other),
        "changes": changes_in_words(differences(first.after or {}, other.after or {}), words),
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
