"""Municipalities and their boundaries, and what is drawn and walked over."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from venues.admin.base import MapAdmin, ReadOnly, Table
from venues.models import Area, Backdrop, Edition, Municipality, Street, Walk


@admin.register(Municipality)
class MunicipalityAdmin(Table):
    """Municipalities."""

    list_display = ["code", "name", "is_scored", "is_fictional", "register_loaded_on"]
    search_fields = ["code", "name"]
    list_filter = ["is_scored", "is_fictional"]
    filter_horizontal = ["unrecorded_types"]


@admin.register(Edition)
class EditionAdmin(Table):
    """Editions of the boundaries."""

    list_display = ["municipality", "year", "is_active", "activated_at"]
    list_select_related = ["municipality"]
    list_filter = ["is_active", "year"]
    search_fields = ["municipality__code", "municipality__name"]
    autocomplete_fields = ["municipality"]
    readonly_fields = ["asked_at", "problem"]


@admin.register(Area)
class AreaAdmin(MapAdmin):
    """Areas. Boundaries come by import, in editions; a name can be corrected."""

    modifiable = False
    list_display = ["code", "name", "level", "edition"]
    list_select_related = ["edition"]
    list_filter = ["level", "edition__is_active", "edition__year"]
    search_fields = ["code", "name"]
    fields = ["name", "code", "level", "edition", "parent", "boundary"]
    readonly_fields = ["code", "level", "edition", "parent"]
    heavy = ("boundary",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """By import only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """History needs them."""
        return False


@admin.register(Backdrop)
class BackdropAdmin(MapAdmin):
    """Water, parks and built-up areas."""

    list_display = ["pk", "kind", "name", "municipality"]
    list_select_related = ["municipality"]
    list_filter = ["kind", "municipality"]
    search_fields = ["name"]
    autocomplete_fields = ["municipality"]
    heavy = ("shape",)


@admin.register(Street)
class StreetAdmin(ReadOnly):
    """Streets, as imported."""

    list_display = ["pk", "municipality", "street_class", "length_m"]
    list_select_related = ["municipality"]
    list_filter = ["municipality"]
    exclude = ["path"]
    heavy = ("path",)


@admin.register(Walk)
class WalkAdmin(ReadOnly):
    """Walks, as measured."""

    list_display = ["pk", "venue", "activity", "bound_m", "measured_at"]
    list_select_related = ["venue", "activity"]
    search_fields = ["venue__name", "activity__name"]
    exclude = ["points", "walk_m", "is_estimated"]
    heavy = ("points", "walk_m", "is_estimated")
