"""The page of one place: what it is, where, and when it is open."""

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Activity, Area, Slot, Venue


@require_safe
def venue_page(request: HttpRequest, venue_id: str) -> HttpResponse:
    """Show one place as the register has it today."""
    today = timezone.localdate()
    venue = Venue.objects.select_related("venue_type", "organisation", "municipality").filter(pk=venue_id).first()
    if venue is None:
        raise Http404(_("The register has no place with this number."))
    week: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.on(today).filter(venue=venue):
        week[slot.weekday].append(slot)
    return render(
        request,
        "pages/venue.html",
        {
            "venue": venue,
            "municipality": venue.municipality,
            "closed": Venue.objects.closed(today).filter(pk=venue.pk).exists(),
            "week": [(WEEKDAYS[day - 1], week[day]) for day in range(1, 8)] if week else [],
            "activities": Activity.objects.on(today).filter(venue=venue),
            "area": Area.objects.active()
            .filter(level="neighbourhood", boundary__contains=venue.location)
            .defer("boundary")
            .first(),
        },
    )
