"""The page of one activity: what is recorded of it today or for later, and its figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Activity, Area, Slot
from venues.pages.dependants import Dependants, dependants_of
from venues.pages.history_seen import latest_changes
from venues.pages.record_words import RecordWords
from venues.pages.venue_measures import held_here
from venues.register.checks import location_of
from venues.register.record import FACTS, Record
from venues.register.rights import Action, may
from venues.register.visible import visible_record


@require_safe
def activity_page(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Show one activity as the register has it, with its figures of the live run."""
    rows = Activity.objects.select_related("venue", "organisation", "municipality")
    activity = rows.filter(pk=activity_id).first()
    if activity is None:
        raise Http404(_("The register has no activity with this number."))
    words = RecordWords(Activity)
    record = _not_ended(visible_record(activity, request.user))
    recorded = [
        (words.label(name), words.value(name, value)) for name, value in record.items() if name not in {"venue", "name"}
    ]
    may_change = may(request.user, Action.CHANGE, activity)
    nothing = [_("not recorded")]
    assessment = assessment_on(activity.municipality)
    times = Slot.objects.on(timezone.localdate()).filter(activity=activity)
    at = location_of(activity)
    context: dict[str, Any] = {
        "activity": activity,
        "municipality": activity.municipality,
        "assessment": assessment,
        "recorded": [(label, lines) for label, lines in recorded if lines != nothing],
        "unrecorded": [label.lower() for label, lines in recorded if lines == nothing],
        "activities": held_here(assessment, [activity], times),
        "dependants": _dependants(activity, assessment),
        "may_change": may_change,
        "latest_changes": latest_changes(request.user, activity, may_change=may_change),
        "area": Area.objects.active().filter(level="neighbourhood", boundary__contains=at).defer("boundary").first(),
    }
    return render(request, "pages/activity.html", context)


def _dependants(activity: Activity, assessment: Assessment | None) -> Dependants | None:
    """Who depends on it; None where it is in no assessment."""
    if assessment is None or all(offer.activity_id != activity.pk for offer in assessment.offers):
        return None
    return dependants_of(activity, assessment)


def _not_ended(record: Record) -> Record:
    """What still holds or is to come."""
    today = timezone.localdate().isoformat()

    def stays(row: Record) -> bool:
        return (row.get("ends_on") or row.get("reopens_on") or "9999") > today

    return {name: [row for row in value if stays(row)] if name in FACTS else value for name, value in record.items()}
