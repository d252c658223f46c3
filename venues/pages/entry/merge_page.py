"""The page on which somebody chooses, field by field, where two people changed the same."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from venues.models import Suggestion, User
from venues.pages.entry.sealed import seal, unseal
from venues.pages.place_address import Place, PlaceAddress, place_url
from venues.pages.record_words import RecordWords
from venues.register.keep import EditConflict, keep
from venues.register.merge import differences
from venues.register.record import RecordRefused, read
from venues.register.rights import Action, require
from venues.register.suggestions import settle


@dataclass(frozen=True)
class Choice:
    """A member that both changed, in words."""

    member: str
    label: str
    before: list[str]
    theirs: list[str]
    mine: list[str]


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
    merged, words = conflict.merged, RecordWords(type(place))
    current = read(type(place).everything.get(pk=place.pk))
    sealed = {
        "current": current,
        "record": merged.record,
        "mine": {each.member: each.mine for each in merged.conflicts},
        "suggestion": str(suggestion_id or ""),
    }
    context = {
        "place": place,
        "municipality": place.municipality,
        "choices": [
            Choice(
                each.member,
                words.label(each.member),
                words.value(each.member, each.base),
                words.value(each.member, each.theirs),
                words.value(each.member, each.mine),
            )
            for each in merged.conflicts
        ],
        "together": [
            (words.label(each.member), words.value(each.member, each.after))
            for each in differences(current, merged.record)
        ],
        "sealed": seal(f"merge {place.pk}", sealed),
    }
    return render(request, "pages/entry/merge.html", context, status=409)


@login_required
@require_POST
def merge(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Keep what somebody chose."""
    user, found = cast(User, request.user), place.find()
    require(user, Action.CHANGE, found)
    sealed = unseal(f"merge {found.pk}", request.POST.get("sealed", ""))
    mine = {name: value for name, value in sealed["mine"].items() if request.POST.get(f"choice-{name}") == "mine"}
    try:
        keep(found, sealed["record"] | mine, user, base=sealed["current"])
        if sealed["suggestion"]:
            settle(Suggestion.objects.get(pk=sealed["suggestion"]), user)
    except EditConflict as error:
        return ask_to_choose(request, found, error, UUID(sealed["suggestion"]) if sealed["suggestion"] else None)
    except RecordRefused as error:
        messages.error(request, str(error))
        return redirect("place-edit", found)
    messages.success(request, _("Saved."))
    return redirect(place_url(found))
