"""The places that somebody keeps true, what is oldest first, and the two taps that say “unchanged”."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from venues.models import User
from venues.pages.completeness_words import missing_words
from venues.pages.place_address import PlaceAddress
from venues.register.completeness import completeness_of
from venues.register.freshness import Choice, oldest_first, organisations_of, with_facts
from venues.register.keep import confirm
from venues.register.rights import kept_by

A_PAGE = 20


@require_safe
@login_required
def my_places(request: HttpRequest) -> HttpResponse:
    """The places and activities that somebody may change, by what nobody checked for longest."""
    user, today = cast(User, request.user), timezone.localdate()
    choice = _choice(request)
    page = Paginator(oldest_first(user, choice, today), A_PAGE).get_page(request.GET.get("page"))
    places = with_facts(list(page.object_list))
    known = completeness_of(places, today)
    asked = {
        "q": choice.name,
        "organisation": choice.organisation,
        "closed": "yes" if choice.closed_too else "",
    }
    context = {
        "page": page,
        "rows": [
            {"place": place, "completeness": known[place.pk], "missing": missing_words(known[place.pk])}
            for place in places
        ],
        "has_organisations": len(organisations_of(user)[:2]) > 1,
        "choice": choice,
        "is_filtered": choice != Choice(),
        "kept_query": urlencode({name: value for name, value in asked.items() if value}),
        "kept": kept_by(user),
        "here": request.get_full_path(),
    }
    return render(request, "pages/my_places.html", context)


@require_POST
@login_required
def place_confirm(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """Note that somebody found everything about a place still right."""
    found = place.find()
    if found.archived_at:
        raise Http404(_("The register has no place with this number."))
    confirm(found, cast(User, request.user))
    messages.success(request, _("“%(name)s” is checked: everything is still right.") % {"name": found.name})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("my-places")
    return redirect(back)


def _choice(request: HttpRequest) -> Choice:
    name, organisation = (request.GET.get(asked, "").replace("\0", "").strip() for asked in ("q", "organisation"))
    return Choice(name, organisation, request.GET.get("closed") == "yes")
