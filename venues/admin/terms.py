"""The lists of terms in two languages: groups, sectors and venue types."""

from django.contrib import admin

from venues.admin.base import Table
from venues.models import DemandGroup, Sector, VenueType


@admin.register(DemandGroup, Sector)
class TermAdmin(Table):
    """Groups and sectors."""

    list_display = ["code", "name_nl", "name_en", "position"]
    search_fields = ["code", "name_nl", "name_en"]


@admin.register(VenueType)
class VenueTypeAdmin(TermAdmin):
    """Venue types."""

    list_display = [*TermAdmin.list_display, "is_commercial", "has_room"]
    list_filter = ["is_commercial", "has_room"]
