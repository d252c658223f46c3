"""The page on which an editor says which organisation runs which place, from names that are alike."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from venues.models import Municipality, User
from venues.register.matching import attach, proposals
from venues.register.rights import Action, require


@login_required
def matches(request: HttpRequest, municipality: str) -> HttpResponse:
    """Places and organisations with names alike; a post says that two belong together."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    kept = get_object_or_404(Municipality, pk=municipality)
    require(request.user, Action.CHANGE, kept)
    if request.method == "POST":
        try:
            keys = [UUID(request.POST.get(name, "")) for name in ("venue", "organisation")]
        except ValueError:
            raise PermissionDenied from None
        if attach(keys[0], keys[1], request.user):
            messages.success(request, _("Recorded."))
        else:
            messages.warning(request, _("Somebody was faster: this place has an organisation already."))
        return redirect("matches", kept.pk)
    return render(request, "pages/matches.html", {"municipality": kept, "proposals": proposals(kept)})
