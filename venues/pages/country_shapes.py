"""The outlines of all municipalities on one map, in one small file."""

import gzip
import json
from functools import lru_cache
from hashlib import sha256

import numpy as np
import shapely
from django.core.cache import cache
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from venues.models import Area, Edition, ImportRun, Level
from venues.pages.shapes import Geometries, edition_version, feature_collection, from_models, simplified
from venues.reports.versioned import WEEK_S, versioned

TOLERANCE_M = 200.0
"""A quarter of a pixel where the country fills the map."""
DECIMALS = 4
"""Of a degree: about ten metres."""
SNAP_M = 25.0
NARROW_M = 400.0
"""A gap between two outlines narrower than this is a drawing error, not water."""


def outlines() -> QuerySet[Area]:
    """The municipalities that lie on the map of the country, by the boundaries in use: all but the fictional ones."""
    rows = Area.objects.active().filter(level=Level.MUNICIPALITY, edition__municipality__is_fictional=False)
    return rows.select_related("edition__municipality").order_by("code")


def has_country() -> bool:
    """Whether there is more than one municipality to show together."""
    return len(outlines().values_list("pk")[:2]) > 1


def country_url(version: str) -> str:
    """Where the outlines are fetched; the address changes when they do."""
    return f"{reverse('map-country')}?v={version}"


@require_safe
def country(request: HttpRequest) -> HttpResponseBase:
    """All outlines as GeoJSON; under the address of this version they may be kept."""
    version = country_version()
    return versioned(request, version, lambda: _answer(request, version))


def fitted(shapes: Geometries) -> Geometries:
    """Outlines from several files, or each simplified by itself, as one coverage: what two share is one border.

    Args:
        shapes: Polygons in metres.

    Returns:
        As many shapes. Where two overlap the first has it; a gap between them narrower than `NARROW_M` goes to the one
        that it borders on longest.
    """
    if shapely.coverage_is_valid(shapes):
        return shapes
    borders = shapely.union_all(shapely.boundary(shapes), grid_size=SNAP_M)
    faces = shapely.get_parts(shapely.polygonize([borders]))
    tree = shapely.STRtree(shapes)
    owners = np.full(len(faces), -1)
    face, shape = tree.query(shapely.point_on_surface(faces), "within")
    # The last one written stays: from the end, so that the first shape has it.
    order = np.argsort(-shape, kind="stable")
    owners[face[order]] = shape[order]
    free = np.flatnonzero(owners < 0)
    for gap in free[shapely.is_empty(shapely.buffer(faces[free], -NARROW_M / 2))]:
        near = tree.query(faces[gap], "intersects")
        if len(near):
            edge = shapely.intersection(shapely.buffer(faces[gap], SNAP_M), shapely.boundary(shapes[near]))
            owners[gap] = near[np.argmax(shapely.length(edge))]
    return np.array([shapely.union_all(faces[owners == place]) for place in range(len(shapes))], dtype=object)


def country_version() -> str:
    """Changes when an outline does."""
    used = Edition.objects.filter(is_active=True, municipality__is_fictional=False).order_by("pk")
    # The same edition may have been loaded anew.
    loads = ImportRun.objects.filter(loader__in=["areas", "country"], status=ImportRun.Status.DONE)
    drawn = loads.aggregate(Max("pk"))["pk__max"], TOLERANCE_M, SNAP_M, NARROW_M, DECIMALS
    return sha256(" ".join([*map(edition_version, used), *map(str, drawn)]).encode()).hexdigest()[:16]


def _answer(request: HttpRequest, version: str) -> HttpResponse:
    body, kind = _packed(version), "application/geo+json"
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(body), content_type=kind)
    return HttpResponse(body, content_type=kind, headers={"Content-Encoding": "gzip"})


@lru_cache(maxsize=2)
def _packed(version: str) -> bytes:
    # It takes a second: the first visitor after a restart should not wait for it.
    return bytes(cache.get_or_set(f"country-{version}", _pack, WEEK_S) or b"")


def _pack() -> bytes:
    areas = list(outlines())
    if not areas:
        return gzip.compress(json.dumps({"type": "FeatureCollection", "features": []}).encode(), mtime=0)
    shapes = simplified(fitted(from_models(area.boundary for area in areas)), TOLERANCE_M)
    drawn = ~shapely.is_empty(shapes)
    named = [{"code": area.code, "name": area.name} for area, is_drawn in zip(areas, drawn, strict=True) if is_drawn]
    return gzip.compress(feature_collection(shapes[drawn], named, DECIMALS), mtime=0)
