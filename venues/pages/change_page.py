"""The page of a change: how the change of an area's coverage is made up, and what happened in between."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from venues.assessment.change import TownChange, requested_change
from venues.models import Area, DemandGroup, Level
from venues.pages.area_address import find_area
from venues.pages.change_basis import caveats, is_unknown, same_people_on, unknown_text
from venues.pages.change_events import event_list
from venues.pages.change_form import ChangeForm, Span
from venues.pages.change_words import MEANINGS, NAMES, group_rows, headline, reasons, taken_apart
from venues.pages.history_chart import history_chart
from venues.pages.query import ALL_GROUPS, Query


@require_safe
def change_page(request: HttpRequest, code: str) -> HttpResponse:
    """Compare an area between two dates; the address reproduces the view.

    Of older boundaries it shows the months that were stored under them.
    """
    area = find_area(request.GET, code)
    form = ChangeForm(request.GET.dict())
    span = form.span()
    older = None if area.edition.is_active else area.edition.year
    query = Query(area.edition.municipality, group=span.group if span else None, year=older)
    context: dict[str, Any] = {
        "area": area,
        "municipality": query.municipality,
        "form": form,
        "query": query,
        "map_url": query.map_url(level=Level(area.level)),
        "breadcrumbs": _breadcrumbs(area, query),
    }
    if span is None:
        return render(request, "pages/change.html", context, status=400)
    # By boundaries that are not in use any more nothing is scored anew: the stored months stay readable.
    town = None if older else requested_change(query.municipality, span.first, span.second)
    if town:
        context |= _compared(area, span, town)
    context["chart"] = history_chart(area, query.group_code, (span.first, span.second))
    return render(request, "pages/change.html", context)


def _compared(area: Area, span: Span, town: TownChange) -> dict[str, Any]:
    code = span.group.code if span.group else None
    change = town.areas[area.code, code]
    groups = town.of_area(area.code)
    # Of a group without a change to tell it is not told either what it can walk to.
    around = town.events_around(area.code, code if change.parts else None)
    by_code = {each.group.code if each.group else None: each for each in groups}
    urls = {each_code: _url(area, span, each.group) for each_code, each in by_code.items()}
    unknown_codes = {each_code for each_code, each in by_code.items() if is_unknown(each, town)}
    is_any_known = any(each.parts and each_code not in unknown_codes for each_code, each in by_code.items())
    people = [same_people_on(each, town) for each in groups]
    return {
        "span": span,
        "town": town,
        "headline": unknown_text(town) if code in unknown_codes else headline(change, span.first, span.second),
        "reasons": reasons(change, span.first, span.second),
        "parts": None if code in unknown_codes else taken_apart(change, same_people_on(change, town)),
        "caveats": caveats(change, town),
        # Where of no group anything is known to have changed, the table would be one of zeros.
        "groups": group_rows(groups, code, urls, people, unknown_codes) if is_any_known or not unknown_codes else [],
        "factors": [(NAMES[name], MEANINGS[name]) for name in NAMES],
        "events_here": event_list(town.events_in(area.code)),
        "events_around": event_list(around),
    }


def _url(area: Area, span: Span, group: DemandGroup | None) -> str:
    asked = {
        "from": span.first.isoformat(),
        "to": span.second.isoformat(),
        "group": group.code if group else ALL_GROUPS,
    }
    return f"{reverse('area-change', args=[area.code])}?{urlencode(asked)}"


def _breadcrumbs(area: Area, query: Query) -> list[tuple[str, str]]:
    """Name and address of each area above, from the municipality down, and of the area itself."""
    above = [(area.name, query.area_url(area.code))]
    step = area.parent
    while step is not None:
        above.append((step.name, query.area_url(step.code)))
        step = step.parent
    return above[::-1]
