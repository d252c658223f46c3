"""Files that people brought in, and the columns that are remembered of them."""

from django.contrib import admin

from venues.admin.base import ReadOnly
from venues.models import ColumnMapping, RefusedRow, Upload, UploadContent


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    """Files, with how far they came."""

    list_display = ["made_at", "file_name", "table", "organisation", "state", "rows_total", "rows_refused"]
    list_filter = ["state", "table", "municipality"]
    list_select_related = ["organisation"]
    search_fields = ["file_name", "organisation__name"]


@admin.register(UploadContent)
class UploadContentAdmin(ReadOnly):
    """That a file is kept; its bytes are not shown."""

    heavy = ("data",)
    list_display = ["upload"]
    list_select_related = ["upload"]
    search_fields = ["upload__file_name"]


@admin.register(RefusedRow)
class RefusedRowAdmin(ReadOnly):
    """Rows that were not stored."""

    list_display = ["upload", "line", "problems"]
    list_select_related = ["upload"]
    search_fields = ["upload__file_name"]


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnly):
    """Which column means what in the files of an organisation."""

    list_display = ["municipality", "organisation", "table", "columns"]
    list_select_related = ["municipality", "organisation"]
    search_fields = ["organisation__name"]
