"""Who lives where: figures, estimates and demand points, as imported."""

from django.contrib import admin

from venues.admin.base import ReadOnly
from venues.models import DemandEstimate, DemandPoint, Figure, ImportRun


@admin.register(Figure)
class FigureAdmin(ReadOnly):
    """Published figures."""

    list_display = ["area", "indicator", "reference_on", "value", "source"]
    list_select_related = ["area"]
    list_filter = ["indicator", "reference_on"]
    search_fields = ["area__code", "area__name"]


@admin.register(DemandEstimate)
class DemandEstimateAdmin(ReadOnly):
    """Persons of a group by area."""

    list_display = ["area", "group", "reference_on", "persons_low", "persons", "persons_high", "is_suppressed"]
    list_select_related = ["area", "group"]
    list_filter = ["group", "is_suppressed", "reference_on"]
    search_fields = ["area__code", "area__name"]


@admin.register(DemandPoint)
class DemandPointAdmin(ReadOnly):
    """Where people live."""

    list_display = ["pk", "area", "kind", "weight"]
    list_select_related = ["area"]
    list_filter = ["kind"]
    search_fields = ["area__code", "area__name"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    """What was brought in from where."""

    list_display = ["started_at", "municipality", "loader", "file_name", "status", "rows_created", "rows_refused"]
    list_select_related = ["municipality"]
    list_filter = ["status", "loader", "municipality"]
    search_fields = ["file_name", "sha256"]
    date_hierarchy = "started_at"
