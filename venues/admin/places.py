"""The register: organisations, places, activities, and the dated facts about them."""

from typing import Any

from django.contrib import admin

from venues.admin.base import HTTPS_UNLESS_SAID, Inline, MapAdmin, Table, Versioned
from venues.models import (
    Activity,
    Attendance,
    Audience,
    Closure,
    Funding,
    Inspection,
    Organisation,
    Slot,
    Staffing,
    Venue,
)


class _Facts(Inline):
    extra = 0

    def get_exclude(self, request: Any, obj: Any = None) -> list[str]:
        """A fact about this place or activity is not about another one."""
        others = {"venue", "activity", "organisation"}
        return [field.name for field in self.model._meta.fields if field.name in others]


class SlotInline(_Facts):
    """Hours."""

    model = Slot


class AudienceInline(_Facts):
    """For whom."""

    model = Audience


class StaffingInline(_Facts):
    """Who hosts."""

    model = Staffing


class FundingInline(_Facts):
    """Who pays."""

    model = Funding


class ClosureInline(_Facts):
    """When it was closed."""

    model = Closure


class AttendanceInline(_Facts):
    """Who came."""

    model = Attendance


OFFER_FACTS: list[type[Inline]] = [
    SlotInline,
    AudienceInline,
    StaffingInline,
    FundingInline,
    ClosureInline,
    AttendanceInline,
]
"""What a place and an activity have in common."""


class InspectionInline(_Facts):
    """The condition of the building."""

    model = Inspection


@admin.register(Organisation)
class OrganisationAdmin(Table):
    """Organisations."""

    formfield_overrides = HTTPS_UNLESS_SAID
    list_display = ["name", "municipality", "website"]
    list_select_related = ["municipality"]
    list_filter = ["municipality"]
    search_fields = ["name"]
    autocomplete_fields = ["municipality"]


@admin.register(Venue)
class VenueAdmin(MapAdmin, Versioned):
    """Places."""

    formfield_overrides = HTTPS_UNLESS_SAID
    list_display = ["name", "venue_type", "municipality", "opened_on", "verified_on", "source"]
    list_select_related = ["venue_type", "municipality"]
    list_filter = ["municipality", "venue_type", "source"]
    search_fields = ["name", "address", "postcode", "source_key"]
    autocomplete_fields = ["municipality", "venue_type", "organisation"]
    readonly_fields = ["version", "updated_at"]
    inlines = (*OFFER_FACTS, InspectionInline)


@admin.register(Activity)
class ActivityAdmin(MapAdmin, Versioned):
    """Activities."""

    list_display = ["name", "venue", "municipality", "starts_on", "ends_on", "verified_on"]
    list_select_related = ["venue", "municipality"]
    list_filter = ["municipality", "mixing_aim"]
    search_fields = ["name", "venue__name"]
    autocomplete_fields = ["municipality", "venue", "organisation"]
    readonly_fields = ["version", "updated_at"]
    inlines = (*OFFER_FACTS,)


class FactAdmin(Table):
    """Facts about a place or an activity, each kind over all of them."""

    list_select_related = ["venue", "activity"]
    search_fields = ["venue__name", "activity__name"]
    autocomplete_fields = ["venue", "activity"]


@admin.register(Slot)
class SlotAdmin(FactAdmin):
    """Hours."""

    list_display = ["pk", "venue", "activity", "weekday", "starts", "ends", "host"]
    list_filter = ["weekday", "host"]


@admin.register(Audience)
class AudienceAdmin(FactAdmin):
    """For whom."""

    list_display = ["pk", "venue", "activity", "group", "suitability"]
    list_select_related = ["venue", "activity", "group"]
    list_filter = ["group"]


@admin.register(Staffing)
class StaffingAdmin(FactAdmin):
    """Who hosts."""

    list_display = ["pk", "venue", "activity", "kind", "role", "hours_per_week", "sector", "ends_on"]
    list_select_related = ["venue", "activity", "sector"]
    list_filter = ["kind", "sector"]


@admin.register(Funding)
class FundingAdmin(FactAdmin):
    """Who pays."""

    list_display = ["pk", "venue", "activity", "organisation", "funder", "amount_eur", "sector", "ends_on"]
    list_select_related = ["venue", "activity", "organisation", "sector"]
    list_filter = ["is_structural", "is_public", "sector"]
    search_fields = [*FactAdmin.search_fields, "organisation__name", "funder"]
    autocomplete_fields = [*FactAdmin.autocomplete_fields, "organisation"]


@admin.register(Closure)
class ClosureAdmin(FactAdmin):
    """What was closed when."""

    list_display = ["pk", "venue", "activity", "extent", "reason", "starts_on", "reopens_on"]
    list_filter = ["extent", "reason"]
    date_hierarchy = "starts_on"


@admin.register(Attendance)
class AttendanceAdmin(FactAdmin):
    """Who came, by count."""

    list_display = ["pk", "venue", "activity", "group", "persons_per_week", "counted_on"]
    list_select_related = ["venue", "activity", "group"]
    list_filter = ["group"]
    date_hierarchy = "counted_on"


@admin.register(Inspection)
class InspectionAdmin(Table):
    """The condition of buildings."""

    list_display = ["venue", "condition", "inspected_on"]
    list_select_related = ["venue"]
    list_filter = ["condition"]
    search_fields = ["venue__name"]
    autocomplete_fields = ["venue"]
