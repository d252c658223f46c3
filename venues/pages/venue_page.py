"""The page of one place: what is recorded of it, and what it means to the people around it."""

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.models import Activity, Area, Closure, Slot, Venue
from venues.pages.dependants import dependants_of
from venues.pages.history_seen import latest_changes
from venues.pages.record_words import RecordWords, suitability_text
from venues.pages.structured_data import structured_data
from venues.pages.venue_facts import Facts, facts_of
from venues.pages.venue_measures import held_here, measures_of
from venues.pages.venue_room import Held
from venues.pages.venue_state import state_of
from venues.register.rights import Action, may


@require_safe
def venue_page(request: HttpRequest, venue_id: str) -> HttpResponse:
    """Show one place as the register has it today, with its figures of the live run.

    Of a closed place it shows how it was on its last day, of an announced one how it will be on its first.
    """
    today = timezone.localdate()
    venue = Venue.objects.select_related("venue_type", "organisation", "municipality").filter(pk=venue_id).first()
    if venue is None:
        raise Http404(_("The register has no place with this number."))
    assessment = assessment_on(venue.municipality)
    state = state_of(venue, list(Closure.objects.filter(venue=venue)), today)
    activities = list(Activity.objects.on(state.facts_on).filter(venue=venue))
    times = Slot.objects.on(state.facts_on).filter(activity__in=activities)
    slots = list(Slot.objects.on(state.facts_on).filter(venue=venue))
    # The live run may be of before a closure was entered.
    scored = assessment if state.kind == "open" else None
    held = Held(slots, state.partial, activities)
    measures = measures_of(scored, venue, held) if scored else None
    may_change = may(request.user, Action.CHANGE, venue)
    welcome, facts = _welcome(venue), facts_of(venue, state.facts_on)
    return render(
        request,
        "pages/venue.html",
        {
            "venue": venue,
            "may_change": may_change,
            "latest_changes": latest_changes(request.user, venue, may_change=may_change),
            "municipality": venue.municipality,
            "assessment": assessment,
            "state": state,
            "week": _week(slots),
            "structured_data": structured_data(request, venue, slots, is_open=state.kind == "open"),
            "welcome": [(label, lines) for label, lines in welcome if lines],
            "facts": facts,
            "unrecorded": _unrecorded(venue, facts, welcome, bool(slots)),
            "measures": measures,
            "dependants": dependants_of(venue, scored) if scored and measures else None,
            "activities": held_here(scored, activities, times),
            "area": Area.objects.active()
            .filter(level="neighbourhood", boundary__contains=venue.location)
            .defer("boundary")
            .first(),
        },
    )


def _welcome(venue: Venue) -> list[tuple[str, list[str]]]:
    """For whom it is, and how easy it is to come in, in words; what is not recorded has none."""
    words = RecordWords(Venue)
    groups = [
        f"{row.group.name}: {suitability_text(row.suitability)}"
        for row in venue.audiences.select_related("group").order_by("group__position")
    ]
    known = {"low_threshold": venue.low_threshold is not None, "wheelchair": bool(venue.wheelchair)}
    told = {name: words.value(name, getattr(venue, name)) if is_known else [] for name, is_known in known.items()}
    return [(words.label(name), lines) for name, lines in ({"audiences": groups} | told).items()]


def _unrecorded(venue: Venue, facts: Facts, welcome: list[tuple[str, list[str]]], has_hours: bool) -> list[str]:
    """The names of what nobody recorded, in one line instead of one each."""
    recorded = [
        (_("Address"), venue.address),
        (_("Run by"), venue.organisation),
        (_("Website"), venue.website),
        *welcome,
        (_("Opening hours"), has_hours or venue.opening_hours),
        (_("Places"), venue.places),
        (_("Staffing"), facts.staffing),
        (_("Money"), facts.funding or facts.has_hidden_money or facts.budget),
        (_("State of the building"), facts.inspection),
        (_("Counted visitors"), facts.counts),
    ]
    return [name.lower() for name, value in recorded if not value]


def _week(slots: list[Slot]) -> list[tuple[str, list[Slot]]]:
    """The slots of each weekday; empty where none is recorded."""
    week: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        week[slot.weekday].append(slot)
    return [(str(WEEKDAYS[day - 1]), week[day]) for day in range(1, 8)] if week else []
