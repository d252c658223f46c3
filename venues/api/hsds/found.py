"""The offers that a client asks for: venues and activities as one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from venues.api.areas import boundaries_version
from venues.api.changes import last_changes
from venues.api.crs import CRS84, as_geojson
from venues.api.hsds.with_term import having
from venues.models import Activity, Area, Audience, Closure, Level, Organisation, Slot, Venue

Offer = Venue | Activity
CLOSURES = "closures_today"
SLOTS = "slots_from_today"


@dataclass(frozen=True)
class Offers:
    """Venues, then activities, each in the order of their ids."""

    venues: QuerySet[Venue]
    activities: QuerySet[Activity]

    def page(self, start: int, size: int) -> tuple[list[Offer], int]:
        """So many offers from a place in the list on, and how many there are in all."""
        n_venues, n_activities = self.venues.count(), self.activities.count()
        found: list[Offer] = list(self.venues.order_by("pk")[start : start + size]) if start < n_venues else []
        after = max(start - n_venues, 0)
        if (wanted := size - len(found)) and after < n_activities:
            found += self.activities.order_by("pk")[after : after + wanted]
        return found, n_venues + n_activities


def all_offers(day: date) -> Offers:
    """Every offer that is in use, closed, ended and announced ones too, with all that is told of it."""
    common = (
        Prefetch("slots", Slot.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day)), to_attr=SLOTS),
        Prefetch("closures", Closure.objects.on(day), to_attr=CLOSURES),
        Prefetch("audiences", Audience.objects.order_by("group__position", "group")),
    )
    venues = (
        Venue.objects.annotate(point=as_geojson("location", CRS84))
        .defer("location")
        .select_related("municipality", "organisation__municipality")
        .prefetch_related(*common)
    )
    activities = (
        Activity.objects.filter(venue__archived_at=None)
        .annotate(point=Coalesce(as_geojson("venue__location", CRS84), as_geojson("location", CRS84)))
        .defer("location", "venue__location")
        .select_related("municipality", "organisation__municipality", "venue__municipality")
        .prefetch_related(*common, Prefetch("venue__closures", Closure.objects.on(day), to_attr=CLOSURES))
    )
    return Offers(venues, activities)


def narrowed(offers: Offers, query: dict[str, Any]) -> Offers:
    """The offers that fit a checked query."""
    venues, activities = offers.venues, offers.activities
    if area := query.get("area"):
        if area.level == Level.MUNICIPALITY:
            venues, activities = venues.filter(municipality=area.code), activities.filter(municipality=area.code)
        else:
            venues = venues.filter(location__intersects=area.boundary)
            activities = activities.filter(_within(area))
    if "search" in query:
        text = query["search"]
        venues, activities = venues.filter(name__icontains=text), activities.filter(name__icontains=text)
    if "organization_id" in query:
        body = query["organization_id"]
        venues, activities = venues.filter(organisation=body), activities.filter(organisation=body)
    if "modified_after" in query:
        moment = query["modified_after"]
        venues, activities = venues.filter(updated_at__gte=moment), activities.filter(updated_at__gte=moment)
    for term in (query.get("taxonomy"), query.get("term")):
        if term is None:
            continue
        venues = venues.filter(having(Venue, *term))
        activities = activities.filter(having(Activity, *term))
    return Offers(venues, activities)


def _within(area: Area) -> Q:
    return Q(venue=None, location__intersects=area.boundary) | Q(venue__location__intersects=area.boundary)


def register_version() -> Iterable[Any]:
    """What changes when any of this does."""
    return [*last_changes(Venue, Activity, Slot, Audience, Closure, Organisation), *boundaries_version()]
