"""The class of every area for every group in one small file: the map paints another group before the server answers."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.change import TownChange
from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import DemandGroup, Level, Municipality
from venues.pages.area_figures import Asked
from venues.pages.change_shown import change_shown, since_of
from venues.pages.indicators import INDICATORS
from venues.pages.query import ALL_GROUPS, Query, by_its_boundaries, read_query
from venues.pages.shapes import edition_version
from venues.reports.versioned import WEEK_S

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""A class is written as one character: its place in the list of classes."""
EVERY_GROUP = "*"
"""Of a figure that is the same whichever group is chosen."""


def classes_url(query: Query, assessment: Assessment) -> str:
    """Where the classes of a view are fetched; the address changes when the figures do."""
    edition = assessment.run.edition
    path = reverse("map-classes", args=[query.municipality.code, edition.year, query.level.value])
    days = {"date": query.day, "since": since_of(query, assessment) if query.show == "change" else None}
    asked = {"v": _version(assessment)} | {name: day.isoformat() for name, day in days.items() if day}
    return f"{path}?{urlencode(asked)}"


@require_safe
def classes(request: HttpRequest, municipality: str, year: int, level: str) -> HttpResponse:
    """The classes of all areas of one level, of each group, as of `date` or by the live assessment.

    The classes of a change are in it where `since` says from when.
    """
    if level not in Level.values:
        raise Http404(_("There is no level “%(level)s”.") % {"level": level})
    found = get_object_or_404(Municipality, code=municipality)
    asked = {name: request.GET.get(name, "") for name in ("date", "since")}
    query = read_query({**asked, "level": level, "show": "change" if asked["since"] else ""}, found)
    assessment = assessment_on(found, query.day, year)
    if assessment is None:
        raise Http404(_("This municipality has not been scored yet."))
    change = change_shown(by_its_boundaries(query, assessment), assessment) if query.since else None
    codes = [group.code for group in DemandGroup.objects.all()]
    response = HttpResponse(_written(assessment, change, level, codes), content_type="application/json")
    if request.GET.get("v") == _version(assessment):
        patch_cache_control(response, public=True, max_age=WEEK_S)
    else:
        # The page is of another run than this answer: the next page asks anew.
        patch_cache_control(response, no_cache=True)
    return response


def _version(assessment: Assessment) -> str:
    return f"{assessment.run.pk or assessment.run.fingerprint[:12]}-{edition_version(assessment.run.edition)}"


def _written(assessment: Assessment, change: TownChange | None, level: str, groups: Sequence[str]) -> bytes:
    """Characters in the order of the area codes, which stand in it once."""
    codes = sorted({score.area.code for score in assessment.scores if score.area.level == level})
    found: dict[str, Any] = {}
    for indicator in INDICATORS.values():
        if indicator.key == "change" and change is None:
            continue
        digit = {css: DIGITS[place] for place, css in enumerate(indicator.looks)}
        written = {}
        for group in [None, *groups] if indicator.is_by_group else [None]:
            figures = indicator.measure(Asked(assessment, level, group, change))
            css = {figure.area.code: digit[indicator.css(figure)] for figure in figures}
            # A group that was not scored has no characters: the map waits for the server.
            if css.keys() >= set(codes):
                written[group or ALL_GROUPS] = "".join(css[code] for code in codes)
        found[indicator.key] = {"classes": indicator.looks, "groups": written}
        if not indicator.is_by_group:
            found[indicator.key]["groups"] = {EVERY_GROUP: written.get(ALL_GROUPS, "")}
    return json.dumps({"codes": codes, "indicators": found}, separators=(",", ":")).encode()
