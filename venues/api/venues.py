"""The register of places as of a date. Closed ones stay, with their status."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Func, Max, OuterRef, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import MD5, Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from venues.api.areas import boundaries_version
from venues.api.crs import as_geojson, meeting, point_columns
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import AreaField, CrsField, DayField, MomentField, OneOf, VenueTypeField
from venues.api.formats import Row
from venues.api.geometry import GeometryText
from venues.api.place_resources import WritablePlace, WritablePlaces
from venues.api.query import MapQuery, Query, format_field
from venues.api.record_bodies import VenueBody
from venues.api.sources import TableSource
from venues.api.views import Source
from venues.models import Area, Closure, Level, Venue
from venues.models.venue import VenueQuerySet
from venues.register.checks import instance
from venues.register.opening_text import osm_text, specification
from venues.register.record import Place, Record

STATUSES = ["open", "partly-closed", "closed", "planned"]


class VenueRow(serializers.Serializer[Any]):
    """A place where people meet."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    typeCode = serializers.CharField(source="venue_type_id", help_text="A code of /venue-types.")
    status = serializers.ChoiceField(choices=STATUSES, help_text="On the date asked for.")
    areaCode = serializers.CharField(
        source="area_code", allow_null=True, help_text="Neighbourhood of the boundaries in use; null where outside all."
    )
    location = GeometryText(source="point", help_text="GeoJSON point in `crs`.")
    organisationId = serializers.UUIDField(source="organisation_id", allow_null=True)
    version = serializers.IntegerField(help_text="Grows with each change.")
    updatedAt = serializers.DateTimeField(source="updated_at")


class VenueQuery(Query):
    """The query of one place."""

    format = format_field("json", "geojson")
    crs = CrsField()
    date = DayField(required=False, help_text="As of which day; today unless said.")


class VenueListQuery(MapQuery):
    """The query of the register."""

    date = DayField(required=False, help_text="As of which day; today unless said.")
    area = AreaField(help_text="CBS code: places in that area.")
    type = VenueTypeField(required=False, help_text="A code of /venue-types.")
    status = OneOf(choices=STATUSES, required=False, help_text="On that day.")
    q = serializers.CharField(max_length=100, required=False, help_text="Part of the name.")
    updatedSince = MomentField(
        source="updated_since", required=False, help_text="Changed at or after this moment (ISO 8601)."
    )


class NewVenue(VenueBody):
    """A new place. What is left out is unknown."""

    id = serializers.UUIDField(required=False, help_text="Made by you, so that it is added once.")


class WholeVenue(VenueRow, VenueBody):  # type: ignore[misc]  # what both have is shown as in the list
    """A place with all that is recorded of it."""

    openingHoursOsm = serializers.CharField(
        read_only=True, help_text="The slots of that day as opening hours of OpenStreetMap; empty without slots."
    )
    openingHoursSpecification = serializers.ListField(
        child=serializers.DictField(), read_only=True, help_text="The same in the words of schema.org."
    )


class OneVenue(WritablePlace):
    """A place by its id, with all that is recorded of it."""

    query = VenueQuery
    row = WholeVenue
    listed = VenueRow
    body = VenueBody
    model = Venue
    shape = "location"
    path_parts = {"id": "Id of the venue."}
    says = {
        "PATCH": "Change some members of a place. Lists are written as a whole, rows with their id; null is unknown.",
        "DELETE": "Archive a place that should not have been in the register. One that ended is closed instead.",
    }

    def row_of(self, place: Place, record: Record, query: dict[str, Any]) -> Row:
        """The place, its record, and its hours as others write them."""
        day = query.get("date", timezone.localdate())
        slots = [slot for row in record["slots"] if (slot := instance(place, "slots", row)).holds_on(day)]
        hours = {"openingHoursOsm": osm_text(slots), "openingHoursSpecification": specification(slots)}
        return super().row_of(place, record, query) | hours

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Venue, str]:
        """The place.

        Raises:
            Absent: If no place has the id.
        """
        found = find_venue(query, path["id"])
        return found, str(found.version)


class Venues(WritablePlaces):
    """The register, in a fixed order."""

    single = OneVenue
    body = NewVenue
    says = {"POST": "Add a place. With an id of your own, sent twice it is still one."}

    query = VenueListQuery
    row = VenueRow
    shape = "location"

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The places that match."""
        return source_of(matching(query), query, after)

    def table_point(self, query: dict[str, Any]) -> tuple[str, tuple[str, str]]:
        """The location as two columns."""
        return "location", point_columns(query["crs"])


def matching(query: dict[str, Any]) -> VenueQuerySet:
    """The places that match a checked query, in any order."""
    rows = _venues(query)
    if area := query.get("area"):
        is_whole = area.level == Level.MUNICIPALITY
        rows = rows.filter(municipality=area.code) if is_whole else rows.filter(location__intersects=area.boundary)
    if "type" in query:
        rows = rows.filter(venue_type=query["type"])
    if "status" in query:
        rows = rows.filter(status=query["status"])  # type: ignore[misc]  # annotated by with_status
    if "q" in query:
        rows = rows.filter(name__icontains=query["q"])
    if "updated_since" in query:
        rows = rows.filter(updated_at__gte=query["updated_since"])
    return meeting(rows, "location", query)


def source_of(rows: VenueQuerySet, query: dict[str, Any], after: Key | None) -> TableSource:
    """Places as the source of a page."""
    return TableSource(rows, ("pk",), after, query["page_size"], lambda: _version(rows))


def find_venue(query: dict[str, Any], id: str) -> Venue:  # noqa: A002  # as the address names it
    """A place by its id, with its status on the date of the query.

    Raises:
        Absent: If no place has the id.
    """
    try:
        found = _venues(query).defer(None).filter(pk=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Absent("id", _("No venue has the id “%(id)s”.") % {"id": id[:40]})
    return found


def _venues(query: dict[str, Any]) -> VenueQuerySet:
    around = Area.objects.active().filter(level=Level.NEIGHBOURHOOD, boundary__covers=OuterRef("location"))
    return (
        Venue.objects.with_status(query.get("date", timezone.localdate()))
        .defer("location")
        .annotate(
            area_code=Subquery(around.order_by("code").values("code")[:1]), point=as_geojson("location", query["crs"])
        )
    )


def _version(rows: QuerySet[Venue]) -> Iterable[Any]:
    """Changed places, closures (which carry no moment of change) and boundaries."""
    # The latest moment alone would miss a change that began before it and was stored after it.
    changed = rows.aggregate(places=Count("pk"), versions=Sum("version"), latest=Max("updated_at"))
    closure = Cast(Func("pk", "starts_on", "reopens_on", "extent", function="ROW"), TextField())
    closures = Closure.objects.filter(venue__isnull=False).aggregate(
        digest=MD5(StringAgg(closure, delimiter=",", order_by="pk"))
    )
    return [timezone.localdate(), *changed.values(), *closures.values(), *boundaries_version()]
