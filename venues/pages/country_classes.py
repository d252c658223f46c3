"""The class of every municipality for every group in one small file, so that another is painted before an answer."""

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from venues.models import DemandGroup, Run
from venues.pages.area_figures import coverage_of
from venues.pages.class_data import DIGITS
from venues.pages.country_facts import NOT_SCORED, css_of, scores_as_a_whole
from venues.pages.country_shapes import country_version, outlines
from venues.pages.indicators import COVERAGE
from venues.pages.query import ALL_GROUPS
from venues.reports.versioned import versioned


def country_classes_url(outlines_version: str) -> str:
    """Where the classes are fetched; the address changes when they do, or when an outline does."""
    return f"{reverse('map-country-classes')}?v={_version(outlines_version)}"


@require_safe
def country_classes(request: HttpRequest) -> HttpResponseBase:
    """The classes of all municipalities, of each group; under the address of this version they may be kept."""
    version = _version(country_version())
    return versioned(request, version, lambda: HttpResponse(_written(), content_type="application/json"))


def _version(outlines_version: str) -> str:
    live = (
        Run.objects.filter(kind=Run.Kind.LIVE, municipality__is_scored=True).order_by("pk").values_list("pk", flat=True)
    )
    return sha256(" ".join([outlines_version, *map(str, live)]).encode()).hexdigest()[:16]


def _written() -> bytes:
    """Characters in the order of the codes, as in the file of one municipality."""
    codes = list(outlines().values_list("code", flat=True))
    looks = [*COVERAGE.looks, NOT_SCORED.css]
    digit = {css: DIGITS[place] for place, css in enumerate(looks)}
    told = {(score.area.code, score.group_id): css_of(coverage_of(score)) for score in scores_as_a_whole()}
    groups = {
        group or ALL_GROUPS: "".join(digit[told.get((code, group), NOT_SCORED.css)] for code in codes)
        for group in [None, *DemandGroup.objects.values_list("code", flat=True)]
    }
    coverage = {"classes": looks, "groups": groups}
    return json.dumps({"codes": codes, "indicators": {COVERAGE.key: coverage}}, separators=(",", ":")).encode()
