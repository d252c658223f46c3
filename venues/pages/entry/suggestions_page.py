"""The queue of suggestions: what somebody may decide on, and what became of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from venues.models import Activity, Suggestion, User, Venue
from venues.pages.entry.merge_page import ask_to_choose
from venues.pages.history_words import Change, changes_in_words
from venues.pages.record_words import RecordWords
from venues.register import suggestions
from venues.register.keep import EditConflict
from venues.register.merge import Difference, differences
from venues.register.record import Place, RecordRefused

SHOWN = 50


@dataclass(frozen=True)
class Proposal:
    """A suggestion in words."""

    suggestion: Suggestion
    place: Place
    changes: list[Change]


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The suggestions that this person may decide on, and the ones that this person made."""
    user = cast(User, request.user)
    waiting = suggestions.waiting_for(user)
    mine = Suggestion.objects.filter(made_by=user).select_related("venue", "activity").order_by("-made_at")
    context = {
        "waiting": _in_words(list(waiting[:SHOWN])),
        "more": max(waiting.count() - SHOWN, 0),
        "mine": [(each, suggestions.place_of(each)) for each in mine[:SHOWN]],
    }
    return render(request, "pages/entry/suggestions.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """Take a suggestion over, or leave the place as it is."""
    user = cast(User, request.user)
    found = get_object_or_404(Suggestion.objects.select_related("venue", "activity"), pk=suggestion_id)
    try:
        if "accept" in request.POST:
            was_first, said = suggestions.accept(found, user), _("Taken over.")
        else:
            was_first, said = suggestions.decline(found, user), _("Declined: the place stays as it is.")
        messages.success(request, said if was_first else _("Somebody else decided on this already."))
    except EditConflict as error:
        return ask_to_choose(request, suggestions.place_of(found), error, found.pk)
    except RecordRefused as error:
        messages.error(request, str(error))
    return redirect("suggestions")


def _in_words(waiting: Sequence[Suggestion]) -> list[Proposal]:
    """What each of them changes; of a list only the rows that differ. Names are asked for all at once."""
    changed = [(each, suggestions.place_of(each), differences(each.seen, each.proposed)) for each in waiting]
    words = {model: RecordWords(model) for model in (Venue, Activity)}
    for model, told in words.items():
        told.learn(pair for _each, place, found in changed if isinstance(place, model) for pair in _values(found))
    return [Proposal(each, place, changes_in_words(found, words[type(place)])) for each, place, found in changed]


def _values(found: Sequence[Difference]) -> list[tuple[str, Any]]:
    return [(each.member, value) for each in found for value in (each.before, each.after)]
