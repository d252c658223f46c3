"""Finding an area, a place, an activity or an address, from the field in the head of every page."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.geos import MultiPoint, Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.importing.fetch.addresses import find_addresses
from venues.importing.fetch.web import FetchFailed
from venues.models import RD, Activity, Area, Level, Municipality, Venue
from venues.pages.country_query import CountryQuery
from venues.pages.place_address import place_url
from venues.register.search import MOST, SHORTEST, Hit, clean, search

logger = logging.getLogger(__name__)
WHILE_TYPING = 8


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    url: str
    name: str
    kind: str
    where: str
    remark: str = ""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What a text may mean; with `part=list` the first of it alone, as the field shows it while somebody types."""
    sought, today = clean(request.GET.get("q", "")), timezone.localdate()
    if request.GET.get("part") == "list":
        rows = [_row(hit) for hit in search(sought, today, WHILE_TYPING)]
        return render(request, "pages/_found.html", {"rows": rows})
    addresses, remark = _addresses(sought)
    rows = [_row(hit) for hit in search(sought, today, MOST - len(addresses))] + addresses
    context = {
        "sought": sought,
        "is_empty": not rows and not Municipality.objects.filter(is_scored=True).exists(),
        "is_too_short": len(sought) < SHORTEST,
        "rows": rows,
        "is_cut_off": len(rows) == MOST,
        "remark": remark,
    }
    return render(request, "pages/search.html", context)


def _row(hit: Hit) -> Row:
    found = hit.found
    if isinstance(found, Area):
        within = [found.parent.name] if found.parent and found.level == Level.NEIGHBOURHOOD else []
        if not found.edition.municipality.is_scored:
            return Row(_in_country(found), found.name, found.get_level_display(), "", _("not scored here"))
        whole = [found.edition.municipality.name] if found.parent else []
        return Row(reverse("area", args=[found.code]), found.name, found.get_level_display(), ", ".join(within + whole))
    if isinstance(found, Venue):
        remark = {"closed": _("closed"), "partly-closed": _("partly closed"), "planned": _("not open yet")}
        where = " ".join(part for part in (found.address, found.postcode) if part)
        told = ", ".join(part for part in (where, found.municipality.name) if part)
        return Row(place_url(found), found.name, found.venue_type.name, told, remark.get(_status(found), ""))
    return Row(place_url(found), found.name, _("activity"), _where_held(found))


def _in_country(area: Area) -> str:
    return CountryQuery(filter=area.name).url()


def _status(venue: Venue) -> str:
    """Of today, as the search counted it."""
    return str(venue.status)  # type: ignore[attr-defined]


def _where_held(activity: Activity) -> str:
    held = [activity.venue.name] if activity.venue else []
    return ", ".join([*held, activity.municipality.name])


def _addresses(sought: str) -> tuple[list[Row], str]:
    """Addresses of the service that the setting ADDRESS_SEARCH_URL names, each leading to its area; what went wrong."""
    if not settings.ADDRESS_SEARCH_URL or len(sought) < SHORTEST:
        return [], ""
    codes = Municipality.objects.filter(is_scored=True).values_list("pk", flat=True)
    try:
        found = find_addresses(settings.ADDRESS_SEARCH_URL, sought, *codes) if codes else []
    except FetchFailed as error:
        logger.warning("%s", error)
        return [], _("The address service does not answer; these are from the register itself.")
    points = [Point(each.x, each.y, srid=RD) for each in found]
    around = MultiPoint(points, srid=RD)
    areas = list(
        Area.objects.active().filter(
            level=Level.NEIGHBOURHOOD, edition__municipality__is_scored=True, boundary__intersects=around
        )
        if points
        else []
    )
    rows = []
    for each, point in zip(found, points, strict=True):
        area = next((area for area in areas if area.boundary.intersects(point)), None)
        if area:
            where = _("lies in %(area)s") % {"area": area.name}
            rows.append(Row(reverse("area", args=[area.code]), each.label, _("address"), where))
    return rows, ""
