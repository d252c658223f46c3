"""The page of one place: what is recorded of it, and what it means to the people around it."""

from collections import defaultdict
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.models import Activity, Area, Slot, Venue
from venues.pages.venue_facts import facts_of
from venues.pages.venue_measures import held_here, measures_of


@require_safe
def venue_page(request: HttpRequest, venue_id: str) -> HttpResponse:
    """Show one place as the register has it today, with its figures of the live run."""
    today = timezone.localdate()
    venue = Venue.objects.select_related("venue_type", "organisation", "municipality").filter(pk=venue_id).first()
    if venue is None:
        raise Http404(_("The register has no place with this number."))
    assessment = assessment_on(venue.municipality)
    activities = list(Activity.objects.on(today).filter(venue=venue))
    times = Slot.objects.on(today).filter(activity__in=activities)
    return render(
        request,
        "pages/venue.html",
        {
            "venue": venue,
            "municipality": venue.municipality,
            "assessment": assessment,
            "closed": Venue.objects.closed(today).filter(pk=venue.pk).exists(),
            "week": _week(venue, today),
            "facts": facts_of(venue, today),
            "measures": measures_of(assessment, venue) if assessment else None,
            "activities": held_here(assessment, venue, activities, times),
            "area": Area.objects.active()
            .filter(level="neighbourhood", boundary__contains=venue.location)
            .defer("boundary")
            .first(),
        },
    )


def _week(venue: Venue, today: date) -> list[tuple[str, list[Slot]]]:
    """The slots of each weekday; empty where none is recorded."""
    week: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.on(today).filter(venue=venue):
        week[slot.weekday].append(slot)
    return [(str(WEEKDAYS[day - 1]), week[day]) for day in range(1, 8)] if week else []
