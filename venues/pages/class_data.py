"""The class of every area for every group in one small file: the map paints another group before the server answers."""

import json
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import DemandGroup, Level, Municipality
from venues.pages.classes import CLASSES, NO_FIGURE, css_class
from venues.pages.map_data import WEEK_S
from venues.pages.query import ALL_GROUPS, Query, read_query
from venues.pages.shapes import edition_version

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""A class is written as one character: its place in the list of classes."""


def classes_url(query: Query, assessment: Assessment) -> str:
    """Where the classes of a view are fetched; the address changes when the figures do."""
    edition = assessment.run.edition
    path = reverse("map-classes", args=[query.municipality.code, edition.year, query.level.value])
    day = f"&date={query.day.isoformat()}" if query.day else ""
    return f"{path}?v={_version(assessment)}{day}"


@require_safe
def classes(request: HttpRequest, municipality: str, year: int, level: str) -> HttpResponse:
    """The classes of all areas of one level, of each group, as of `date` or by the live assessment."""
    if level not in Level.values:
        raise Http404(_("There is no level “%(level)s”.") % {"level": level})
    found = get_object_or_404(Municipality, code=municipality)
    day = read_query({"date": request.GET.get("date", "")}, found).day
    assessment = assessment_on(found, day, year)
    if assessment is None:
        raise Http404(_("This municipality has not been scored yet."))
    codes = [group.code for group in DemandGroup.objects.all()]
    response = HttpResponse(_written(assessment, level, codes), content_type="application/json")
    if request.GET.get("v") == _version(assessment):
        patch_cache_control(response, public=True, max_age=WEEK_S)
    else:
        # The page is of another run than this answer: the next page asks anew.
        patch_cache_control(response, no_cache=True)
    return response


def _version(assessment: Assessment) -> str:
    return f"{assessment.run.pk or assessment.run.fingerprint[:12]}-{edition_version(assessment.run.edition)}"


def _written(assessment: Assessment, level: str, group_codes: Sequence[str]) -> bytes:
    """Characters in the order of the area codes, which stand in it once."""
    looks = [*(painted.css for painted in CLASSES), *(missing.css for missing in NO_FIGURE.values())]
    digit = {css: DIGITS[place] for place, css in enumerate(looks)}
    areas = [score.area.code for score in assessment.at(level, None)]
    groups = {
        code or ALL_GROUPS: "".join(digit[css_class(score)] for score in assessment.at(level, code))
        for code in [None, *group_codes]
    }
    # A group that was not scored then has no characters: the map waits for the server.
    known = {code: written for code, written in groups.items() if len(written) == len(areas)}
    body = {"codes": areas, "indicators": {"coverage": {"classes": looks, "groups": known}}}
    return json.dumps(body, separators=(",", ":")).encode()
