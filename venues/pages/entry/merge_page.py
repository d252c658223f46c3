"""The page on which somebody chooses, field by field, where two people changed the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from venues.models import Suggestion, User
from venues.pages.entry.drafts import draft_of
from venues.pages.entry.sealed import seal, unseal
from venues.pages.place_address import Place, PlaceAddress, place_url
from venues.pages.record_words import RecordWords
from venues.register.keep import EditConflict, keep
from venues.register.merge import differences
from venues.register.record import RecordRefused, read
from venues.register.rights import Action, require
from venues.register.suggestions import take_over


@dataclass(frozen=True)
class Choice:
    """A member that both changed, in words."""

    member: str
    label: str
    before: list[str]
    theirs: list[str]
    mine: list[str]
    is_mine: bool


def ask_to_choose(
    request: HttpRequest, place: Place, conflict: EditConflict, suggestion_id: UUID | None = None
) -> HttpResponse:
    """Show what both changed, each in another way; nothing of either is lost until somebody chooses.

    Args:
        request: Of who is to choose.
        place: What both changed.
        conflict: What the register said.
        suggestion_id: The suggestion that conflicts, if it is one; it is settled by the choice.
    """
    current = read(type(place).everything.get(pk=place.pk))
    sealed = {
        "current": current,
        "record": conflict.merged.record,
        "base": {each.member: each.base for each in conflict.merged.conflicts},
        "mine": {each.member: each.mine for each in conflict.merged.conflicts},
        "since": conflict.since.isoformat() if conflict.since else None,
        "suggestion": str(suggestion_id or ""),
    }
    return _page(request, place, sealed)


@login_required
@require_POST
def merge(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Keep what somebody chose."""
    user, found = cast(User, request.user), place.find()
    require(user, Action.CHANGE, found)
    sealed = unseal(f"merge {found.pk}", request.POST.get("sealed", ""))
    chosen = {name for name in sealed["mine"] if request.POST.get(f"choice-{name}") == "mine"}
    record = sealed["record"] | {name: sealed["mine"][name] for name in chosen}
    suggestion_id = UUID(sealed["suggestion"]) if sealed["suggestion"] else None
    since = date.fromisoformat(sealed["since"]) if sealed.get("since") else None
    try:
        if suggestion_id is None:
            keep(found, record, user, base=sealed["current"], since=since)
        else:
            suggestion = get_object_or_404(Suggestion.objects.select_related("venue", "activity"), pk=suggestion_id)
            if not take_over(suggestion, record, user, base=sealed["current"]):
                messages.error(request, _("Somebody else decided on this already. What you chose is not saved."))
                return redirect("suggestions")
    except EditConflict as error:
        return ask_to_choose(request, found, error, suggestion_id)
    except RecordRefused as error:
        return _page(request, found, sealed, chosen=chosen, problem=str(error))
    arrived = draft_of(user, reverse("place-edit", args=[found]))
    messages.success(request, _("Saved."), extra_tags=arrived)
    return redirect(place_url(found))


def _page(
    request: HttpRequest,
    place: Place,
    sealed: dict[str, Any],
    *,
    chosen: Collection[str] = (),
    problem: str = "",
) -> HttpResponse:
    words, record = RecordWords(type(place)), sealed["record"]
    context = {
        "place": place,
        "municipality": place.municipality,
        "problem": problem,
        "choices": [
            Choice(
                member,
                words.label(member),
                words.value(member, sealed["base"][member]),
                words.value(member, record[member]),
                words.value(member, mine),
                member in chosen,
            )
            for member, mine in sealed["mine"].items()
        ],
        "together": [
            (words.label(each.member), words.value(each.member, each.after))
            for each in differences(sealed["current"], record)
        ],
        "sealed": seal(f"merge {place.pk}", sealed),
    }
    return render(request, "pages/entry/merge.html", context, status=422 if problem else 409)
