"""What several tables share: maps from this host, rows that are only looked at, versions that grow."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.gis.db.models import GeometryField
from django.db.models import Model, QuerySet, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from leaflet.admin import LeafletGeoAdmin

# The stubs know what a table's page is of, Django itself does not.
if TYPE_CHECKING:
    Table = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Table = admin.ModelAdmin
    Inline = admin.TabularInline

NETHERLANDS = (3.2, 50.7, 7.3, 53.6)
"""West, south, east, north in degrees: what a map without a place shows."""

_BASEMAP = [("map", settings.BASEMAP_URL, {"attribution": settings.BASEMAP_ATTRIBUTION})]


ROUNDING_M = 0.1
"""How far six decimals of a degree can shift a point, in metres."""

HTTPS_UNLESS_SAID: dict[Any, dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


class LightList(Table):
    """A list that leaves heavy columns in the database and does not count millions of rows twice."""

    show_full_result_count = False
    heavy: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All rows, without their heavy columns."""
        return super().get_queryset(request).defer(*self.heavy)


class MapAdmin(LeafletGeoAdmin, LightList):  # type: ignore[misc]
    """A form with a map. What nobody moved stays where it was, to the millimetre."""

    class Media:
        js = ("js/admin-marker.js",)

    settings_overrides = {"SPATIAL_EXTENT": NETHERLANDS, "TILES": _BASEMAP if settings.BASEMAP_URL else []}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Save; the way to the browser and back rounds coordinates, and that alone is no change."""
        for field in obj._meta.get_fields():
            before = form.initial.get(field.name) if isinstance(field, GeometryField) else None
            after = getattr(obj, field.name) if before else None
            if before and after and after.equals_exact(before, tolerance=ROUNDING_M):
                setattr(obj, field.name, before)
        super().save_model(request, obj, form, change)


class ReadOnly(LightList):
    """Rows that were computed or imported: never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False


class Versioned(Table):
    """Rows whose version grows with each change, so that clients notice it."""

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Save with the next version."""
        obj.version += change
        super().save_model(request, obj, form, change)
