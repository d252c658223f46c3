"""The page of one area: its coverage in words, all groups compared, and the places that make up a group's figure."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on, contributions
from venues.assessment.result import Assessment
from venues.models import Area, DemandGroup, GroupRule, Level, Sector, VenueType
from venues.pages.area_address import find_area
from venues.pages.area_history import area_history
from venues.pages.area_map import area_map
from venues.pages.behind import groups_in, norm_note
from venues.pages.carriers import carried
from venues.pages.certainty import certainty, interval_facts, rank_text
from venues.pages.classes import css_class
from venues.pages.decomposition import decompose, printed_parts
from venues.pages.figures import rounded_text
from venues.pages.meeting import area_meeting
from venues.pages.neighbours import neighbours
from venues.pages.profile import caveats, facts, group_lines, headline, reach
from venues.pages.query import ALL_GROUPS, Query, read_query
from venues.pages.quotation import quotation
from venues.pages.ranking import row
from venues.pages.reliance import reliance
from venues.pages.standing import standing


@require_safe
def area_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one area, of the boundaries in use or of the `year` that is asked for."""
    area = find_area(request.GET, code)
    query = read_query(request.GET.dict(), area.edition.municipality)
    if not area.edition.is_active and query.year != area.edition.year:
        return redirect(replace(query, year=area.edition.year).area_url(code))
    assessment = assessment_on(query.municipality, query.day, query.year)
    if assessment and assessment.run.edition_id != area.edition_id:
        # What was stored of that date was scored by older boundaries.
        if assessment.score(code, None):
            return redirect(replace(query, year=assessment.run.edition.year).area_url(code))
        assessment = None
    return render(request, "pages/area.html", _context(request, area, query, assessment))


def _context(request: HttpRequest, area: Area, query: Query, assessment: Assessment | None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "area": area,
        "query": query,
        "municipality": query.municipality,
        "assessment": assessment,
        "breadcrumbs": _breadcrumbs(area, query),
        "map_url": query.map_url(level=Level(area.level)),
        "change_url": _change_url(area, query),
    }
    score = assessment.score(area.code, query.group_code) if assessment else None
    if assessment is None or score is None:
        return context
    rules = list(GroupRule.objects.filter(method=assessment.run.method))
    rule = next((rule for rule in rules if rule.group_id == query.group_code), None)
    sentence = headline(score, area, rule)
    parts = contributions(assessment, score)
    type_names = {term.code: term.name for term in VenueType.objects.all()}
    return context | {
        "score": score,
        "css": css_class(score),
        "headline": sentence,
        "quotation": quotation(request, query, assessment, score, sentence),
        "norm_note": norm_note(rules, score),
        "groups_in": groups_in(assessment, score),
        "rounded": rounded_text(score.coverage),
        "facts": facts(score, interval_facts(assessment, score)),
        "certainty": certainty(assessment, score),
        "reach": reach(score),
        "caveats": [*standing(assessment, score), *caveats(assessment, score)],
        "groups": group_lines(assessment, area, query),
        "decomposition": decompose(parts, type_names),
        "reliance": reliance(score, parts, printed_parts(parts)),
        "carried": carried(parts, {sector.code: sector.name for sector in Sector.objects.all()}),
        "lacks_commercial": query.municipality.unrecorded_types.filter(is_commercial=True).exists(),
        "meeting": area_meeting(assessment, score, parts, list(DemandGroup.objects.all())),
        "picture": area_map(area, assessment, query.group_code, parts),
        "history": area_history(area, assessment, query.group_code),
        "neighbours": neighbours(area, query, assessment) if area.parent_id else [],
        "children": _children(area, query, assessment),
    }


def _change_url(area: Area, query: Query) -> str:
    asked = {"group": query.group_code or ALL_GROUPS} | ({} if area.edition.is_active else {"year": area.edition.year})
    return f"{reverse('area-change', args=[area.code])}?{urlencode(asked)}"


def _breadcrumbs(area: Area, query: Query) -> list[tuple[str, str]]:
    """Name and address of each area above, from the municipality down."""
    above = []
    step = area.parent
    while step is not None:
        above.append((step.name, query.area_url(step.code)))
        step = step.parent
    return above[::-1]


def _children(area: Area, query: Query, assessment: Assessment) -> list[Any]:
    """The areas one level below, worst first, those without a figure last."""
    below = [s for s in assessment.scores if s.group_id == query.group_code and s.area.parent_id == area.pk]
    ordered = sorted(below, key=lambda s: (s.coverage is None, s.coverage or 0.0, s.area.code))
    return [
        row(score, query, place if score.coverage is not None else None, {}, rank_text(score))
        for place, score in enumerate(ordered, start=1)
    ]
