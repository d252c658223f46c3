"""The stored months of all areas in one small file: the map paints any month at once while the slider moves."""

import datetime as dt
import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.history import history_of, last_month, months_of
from venues.assessment.month_states import AreaMonths, months_at
from venues.assessment.result import Assessment
from venues.models import History, Level, Municipality
from venues.pages.figures import PRINTED_UP_TO, whole_percent
from venues.pages.indicators import COVERAGE
from venues.pages.query import ALL_GROUPS, Query, read_query
from venues.reports.versioned import versioned

ABOVE_PRINTED = round(PRINTED_UP_TO * 100) + 1
"""Written for whatever is printed as “more than 200%”."""


@dataclass(frozen=True)
class Slider:
    """The months of a view as a slider: `at` is the place of the month shown, counted from the first.

    `text` says what is shown: a month, another day, or today.
    """

    url: str
    first: dt.date
    last: dt.date
    at: int
    most: int
    text: str


def slider_of(query: Query, assessment: Assessment) -> Slider | None:
    """The slider of a view; None where no months of its figure, boundaries, method and group are stored."""
    if query.show != COVERAGE.key or query.year is not None:
        return None
    run = assessment.run
    history = History.objects.filter(municipality=run.municipality_id, edition=run.edition_id, method=run.method_id)
    found = history.filter(series__area__code=query.municipality.code, series__group=query.group_code).first()
    if found is None:
        return None
    months = months_of(found.first_on, last_month(found))
    day = query.day or run.as_of
    before = [place for place, month in enumerate(months) if month <= day]
    text = date_format(day, "F Y" if day.day == 1 else "j F Y") if query.day else _("today")
    path = reverse("map-months", args=[query.municipality.code, query.level.value, query.group_code or ALL_GROUPS])
    url = f"{path}?v={_version(found)}"
    return Slider(url, months[0], months[-1], before[-1] if before else 0, len(months) - 1, text)


@require_safe
def months(request: HttpRequest, municipality: str, level: str, group: str) -> HttpResponseBase:
    """The class and the coverage of the areas of one level for a group, month after month, of the boundaries in use."""
    if level not in Level.values:
        raise Http404(_("There is no level “%(level)s”.") % {"level": level})
    found = get_object_or_404(Municipality, code=municipality)
    group_code = read_query({"group": group}, found).group_code
    history = history_of(found)
    if history is None or not history.series.filter(group=group_code).exists():
        raise Http404(_("No months are stored for this municipality and group."))
    version = _version(history)
    which = history.pk, version, level, group_code
    return versioned(request, version, lambda: _packed(request, which), f"-{level}-{group}")


def _version(history: History) -> str:
    # Stored anew under the same number in another database, or after one was restored, it is another file.
    return f"{history.pk}-{history.created_at.timestamp():.0f}"


def _packed(request: HttpRequest, which: tuple[int, str, str, str | None]) -> HttpResponse:
    body = _written(*which)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(body), content_type="application/json")
    return HttpResponse(body, content_type="application/json", headers={"Content-Encoding": "gzip"})


@lru_cache(maxsize=64)
def _written(history_id: int, _version: str, level: str, group_code: str | None) -> bytes:
    """The file, compressed. Of each area the months in which it changes: which, its class, and whole percents."""
    history = History.objects.select_related("municipality").get(pk=history_id)
    places = {css: place for place, css in enumerate(COVERAGE.looks)}
    found = {
        "first": f"{history.first_on:%Y-%m}",
        "months": history.months,
        "classes": COVERAGE.looks,
        "areas": {each.code: _steps(each, places) for each in months_at(history, level, group_code)},
    }
    return gzip.compress(json.dumps(found, separators=(",", ":")).encode(), mtime=0)


def _steps(area: AreaMonths, places: dict[str, int]) -> list[list[Any]]:
    steps: list[list[Any]] = []
    for month, (coverage, status) in enumerate(zip(area.coverage, area.statuses, strict=True)):
        told = [places[COVERAGE.css_of(status, coverage)], None if coverage is None else _percent(coverage)]
        if not steps or steps[-1][1:] != told:
            steps.append([month, *told])
    return steps


def _percent(coverage: float) -> int:
    return ABOVE_PRINTED if coverage > PRINTED_UP_TO else whole_percent(coverage)
