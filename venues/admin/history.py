"""The history of the register, as its rows were after each change, and what still waits for figures."""

from django.contrib import admin

from venues.admin.base import HTTPS_UNLESS_SAID, ReadOnly
from venues.models import (
    ActivityEvent,
    AttendanceEvent,
    AudienceEvent,
    ClosureEvent,
    FundingEvent,
    InspectionEvent,
    OrganisationEvent,
    RegisterChange,
    SlotEvent,
    StaffingEvent,
    VenueEvent,
)


@admin.register(
    ActivityEvent,
    AttendanceEvent,
    AudienceEvent,
    ClosureEvent,
    FundingEvent,
    InspectionEvent,
    OrganisationEvent,
    SlotEvent,
    StaffingEvent,
    VenueEvent,
)
class EventAdmin(ReadOnly):
    """Changes of one table."""

    list_display = ["pgh_id", "pgh_label", "pgh_created_at", "pgh_obj_id"]
    list_filter = ["pgh_label"]
    search_fields = ["pgh_label"]
    formfield_overrides = HTTPS_UNLESS_SAID
    date_hierarchy = "pgh_created_at"


@admin.register(RegisterChange)
class RegisterChangeAdmin(ReadOnly):
    """Changes that wait for figures."""

    list_display = ["municipality_code", "venue_uuid", "activity_uuid", "made_at"]
    list_filter = ["municipality_code"]
    search_fields = ["municipality_code"]
