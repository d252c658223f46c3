"""Small answers that a form asks for while somebody fills it in."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from venues.importing.reading.opening_hours import weekly_hours
from venues.models import RD, Municipality, Organisation, User, Venue
from venues.pages.entry.coordinates import CoordinatesField
from venues.pages.entry.held_in import venue_label, venues_like, venues_offered
from venues.pages.entry.organisations import LISTED
from venues.pages.entry.where import find_spots
from venues.pages.week_words import week_lines
from venues.register.duplicates import near_duplicates
from venues.register.rights import organisations_to_add_for

LONGEST = 500


@login_required
@require_safe
def spots(request: HttpRequest) -> HttpResponse:
    """Where an address or name may be."""
    municipality = get_object_or_404(Municipality, pk=_asked(request, "municipality"), is_scored=True)
    return render(request, "pages/entry/_spots.html", {"found": find_spots(_asked(request, "sought"), municipality)})


@login_required
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """The places of the register that a new one may be."""
    try:
        at = CoordinatesField(required=False).clean(_asked(request, "coordinates"))
    except ValidationError:
        at = None
    found = near_duplicates(Venue, _asked(request, "name"), Point(at[0], at[1], srid=RD) if at else None)
    return render(request, "pages/entry/_doubles.html", {"doubles": found})


@login_required
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """Opening hours as OpenStreetMap writes them, in words."""
    text = _asked(request, "opening_hours")
    read = weekly_hours(text) if text else ()
    rows = [
        {"weekday": each.weekday, "starts": f"{each.starts:%H:%M}", "ends": f"{each.ends:%H:%M}", "host": None}
        for each in read or ()
    ]
    return render(request, "pages/entry/_hours.html", {"text": text, "read": read, "lines": week_lines(rows)})


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Names of organisations for which this person may add; for a suggestion all of a municipality."""
    suggested_in = _asked(request, "suggested_in")
    rows = organisations_to_add_for(cast(User, request.user))
    if suggested_in:
        rows = Organisation.objects.filter(municipality=suggested_in)
    names = rows.filter(name__icontains=_asked(request, "organisation")).order_by("name")
    return render(request, "pages/entry/_names.html", {"names": names.values_list("name", flat=True)[:LISTED]})


@login_required
@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    """Places in which this person may add activities; for a suggestion all of a municipality."""
    offered = venues_offered(cast(User, request.user), _asked(request, "suggested_in"))
    names = [venue_label(each) for each in venues_like(offered, _asked(request, "venue"))]
    return render(request, "pages/entry/_names.html", {"names": names})


def _asked(request: HttpRequest, name: str) -> str:
    """What was typed so far, without what no text holds."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]
