"""What is held where: activities in a place or without a building, with their hours."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from venues.api.areas import boundaries_version
from venues.api.changes import last_changes
from venues.api.crs import CRS84, Crs, as_geojson, box, point_columns
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import AreaField, CrsField, DayField, MomentField
from venues.api.geometry import GeometryText
from venues.api.place_resources import WritablePlace, WritablePlaces
from venues.api.query import MapQuery, Query, format_field
from venues.api.record_bodies import ActivityBody, SlotMember
from venues.api.record_fields import Clock
from venues.api.sources import TableSource
from venues.api.views import Source
from venues.models import Activity, Area, Audience, Level, Slot, Venue


class SlotRow(serializers.Serializer[Any]):
    """Hours in the week at which it is held."""

    weekday = serializers.IntegerField(help_text="1 = Monday to 7 = Sunday.")
    starts = Clock()
    ends = Clock(help_text="00:00 = the midnight that ends the day.")
    host = serializers.CharField(help_text="none, volunteer or professional; empty where not recorded.")
    everyWeeks = serializers.IntegerField(source="every_weeks")
    inSchoolHolidays = serializers.BooleanField(source="in_school_holidays", allow_null=True)


class ActivityRow(serializers.Serializer[Any]):
    """Something held at fixed hours: supply of its own."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    venueId = serializers.UUIDField(source="venue_id", allow_null=True, help_text="Null: it has no building.")
    location = GeometryText(source="point", help_text="GeoJSON point in `crs`; of its place, where it has one.")
    organisationId = serializers.UUIDField(source="organisation_id", allow_null=True)
    places = serializers.IntegerField(allow_null=True)
    mixingAim = serializers.CharField(source="mixing_aim", help_text="yes, no, or empty where not recorded.")
    startsOn = serializers.DateField(source="starts_on", allow_null=True)
    endsOn = serializers.DateField(source="ends_on", allow_null=True, help_text="First day without it.")
    groups = serializers.SerializerMethodField(help_text="Suitability by group code, 0 to 1, where recorded.")
    slots = SlotRow(source="slots_on_the_day", many=True, help_text="On the date asked for.")
    version = serializers.IntegerField(help_text="Grows with each change.")
    updatedAt = serializers.DateTimeField(source="updated_at")

    @extend_schema_field(serializers.DictField(child=serializers.FloatField()))
    def get_groups(self, row: Activity) -> dict[str, float]:
        """For whom it is."""
        return {audience.group_id: audience.suitability for audience in row.audiences.all()}


class NewActivity(ActivityBody):
    """A new activity. What is left out is unknown."""

    id = serializers.UUIDField(required=False, help_text="Made by you, so that it is added once.")


class WholeActivity(ActivityRow, ActivityBody):  # type: ignore[misc]  # what both have is shown as in the list
    """An activity with all that is recorded of it."""

    slots = SlotMember(many=True)  # type: ignore[assignment]  # of all days


class ActivityQuery(Query):
    """The query of one activity."""

    format = format_field("json", "geojson")
    crs = CrsField()


class ActivityListQuery(MapQuery):
    """The query of the activities."""

    date = DayField(required=False, help_text="Those that are held as of this day; today unless said.")
    area = AreaField(help_text="CBS code: activities in that area.")
    venue = serializers.UUIDField(required=False, help_text="The `id` of /venues: what is held there.")
    q = serializers.CharField(max_length=100, required=False, help_text="Part of the name.")
    updatedSince = MomentField(
        source="updated_since", required=False, help_text="Changed at or after this moment (ISO 8601)."
    )


class OneActivity(WritablePlace):
    """An activity by its id, with all that is recorded of it."""

    query = ActivityQuery
    row = WholeActivity
    listed = ActivityRow
    body = ActivityBody
    model = Activity
    shape = "location"
    path_parts = {"id": "Id of the activity."}
    says = {
        "PATCH": "Change some members of an activity. Lists are written as a whole, rows with their id; null: unknown.",
        "DELETE": "Archive an activity that should not have been in the register. One that ended gets an `endsOn`.",
    }

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Activity, str]:
        """The activity, also one that has ended or is to come.

        Raises:
            Absent: If no activity has the id.
        """
        try:
            rows = _activities(Activity.objects.all(), timezone.localdate(), query["crs"])
            found = rows.defer(None).filter(pk=UUID(path["id"])).first()
        except ValueError:
            found = None
        if found is None:
            raise Absent("id", _("No activity has the id “%(id)s”.") % {"id": path["id"][:40]})
        return found, str(found.version)


class Activities(WritablePlaces):
    """The activities, in a fixed order."""

    single = OneActivity
    body = NewActivity
    says = {"POST": "Add an activity. With an id of your own, sent twice it is still one."}

    query = ActivityListQuery
    row = ActivityRow
    shape = "location"

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The activities that match."""
        day = query.get("date", timezone.localdate())
        rows = _activities(Activity.objects.on(day), day, query["crs"])
        if "venue" in query:
            rows = rows.filter(venue=query["venue"])
        if "q" in query:
            rows = rows.filter(name__icontains=query["q"])
        if "updated_since" in query:
            rows = rows.filter(updated_at__gte=query["updated_since"])
        if area := query.get("area"):
            rows = rows.filter(_inside(area))
        if "bbox" in query:
            shape = box(query["bbox"], query.get("bbox_crs", CRS84))
            rows = rows.filter(_within(shape)) if shape else rows.none()
        return TableSource(rows, ("pk",), after, query["page_size"], _version)

    def table_point(self, query: dict[str, Any]) -> tuple[str, tuple[str, str]]:
        """The location as two columns."""
        return "location", point_columns(query["crs"])


def _activities(rows: Any, day: date, crs: Crs) -> Any:
    """Activities in places that are in use, each with its point, its groups, and its hours of a day."""
    return (
        rows.filter(venue__archived_at=None)
        .annotate(point=Coalesce(as_geojson("venue__location", crs), as_geojson("location", crs)))
        .defer("location")
        .prefetch_related(
            Prefetch("slots", Slot.objects.on(day).order_by("weekday", "starts"), to_attr="slots_on_the_day"),
            Prefetch("audiences", Audience.objects.order_by("group")),
        )
    )


def _inside(area: Area) -> Q:
    return Q(municipality=area.code) if area.level == Level.MUNICIPALITY else _within(area.boundary)


def _within(shape: Any) -> Q:
    return Q(venue=None, location__intersects=shape) | Q(venue__location__intersects=shape)


def _version() -> list[Any]:
    return [timezone.localdate(), *last_changes(Activity, Slot, Audience, Venue), *boundaries_version()]
