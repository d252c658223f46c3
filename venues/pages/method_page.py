"""How the figures are made: the method page, written from the rows of the method that it shows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Municipality, OfferScore, Run
from venues.pages.method_checks import comparisons, sturdiness
from venues.pages.method_fixed import fixed_lines, fixed_numbers
from venues.pages.method_numbers import numbers_of, translated
from venues.pages.method_versions import Choice, choose, method_url


@require_safe
def method_page(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show the method for all, or that of one municipality with what its own figures say of it."""
    municipalities = list(Municipality.objects.filter(is_scored=True))
    municipality = next((each for each in municipalities if each.code == code), None)
    if code and municipality is None:
        raise Http404(_("No municipality with the code “%(code)s” is kept here.") % {"code": code})
    choice = choose(request.GET.dict(), municipality)
    if choice is None:
        return render(request, "pages/start.html")
    return render(request, "pages/method.html", _context(choice, municipalities))


def _context(choice: Choice, municipalities: list[Municipality]) -> dict[str, Any]:
    municipality, method = choice.municipality, choice.method
    runs = Run.objects.select_related("method").filter(municipality=municipality, kind=Run.Kind.LIVE)
    run = runs.first() if municipality else None
    return {
        "municipality": municipality,
        "others": [(each.name, method_url(each)) for each in municipalities if each != municipality],
        "for_all_url": method_url(None) if municipality else "",
        "choice": choice,
        "method": method,
        "note": translated(method.note),
        "label": choice.label(method),
        "in_use_label": choice.label(choice.in_use),
        "in_use_url": method_url(municipality),
        "compared_label": choice.label(choice.compared) if choice.compared else "",
        "run": run,
        "numbers": numbers_of(method),
        "fixed": fixed_numbers(),
        "fixed_lines": fixed_lines(),
        "risks": OfferScore.Risk.labels,
        "sturdiness": sturdiness(run) if run else None,
        "comparisons": comparisons(municipality) if municipality else [],
    }
