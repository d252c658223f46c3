"""Municipalities, districts and neighbourhoods of one edition of the boundaries."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, Func, Max, TextField, Value, When
from django.db.models.functions import MD5, Cast
from django.utils.translation import gettext as _
from rest_framework import serializers

from venues.api.crs import as_geojson, meeting
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import AreaField, CrsField, OneOf
from venues.api.geometry import RowWithBoundary, shows_boundaries
from venues.api.query import BoundaryQuery, Query, format_field
from venues.api.sources import TableSource
from venues.api.views import ListResource, SingleResource, Source
from venues.models import Area, Edition, ImportRun, Level
from venues.models.area import AreaQuerySet


class AreaRow(RowWithBoundary):
    """An area: a municipality, district or neighbourhood."""

    code = serializers.CharField(help_text="CBS code.")
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.values)
    year = serializers.IntegerField(source="edition.year", help_text="Edition of the boundaries.")
    parentCode = serializers.CharField(
        source="parent.code", default=None, allow_null=True, help_text="Null for a municipality."
    )
    status = serializers.ChoiceField(choices=["active", "inactive"], help_text="Whether these boundaries are in use.")


class YearQuery(serializers.Serializer[Any]):
    """Which edition of the boundaries."""

    year = serializers.IntegerField(
        min_value=1900, max_value=2200, required=False, help_text="Edition of the boundaries; without it those in use."
    )


class AreaQuery(YearQuery, Query):
    """The query of one area."""

    format = format_field("json", "geojson")
    crs = CrsField()
    geometry = serializers.BooleanField(default=True, help_text="With its boundary.")


class AreaListQuery(YearQuery, BoundaryQuery):
    """The query of the areas."""

    level = OneOf(choices=Level.values, required=False, help_text="How fine.")
    area = AreaField()
    municipality = serializers.RegexField(
        r"^GM\d{4}\Z", required=False, help_text="CBS code of the municipality that they belong to."
    )
    q = serializers.CharField(max_length=100, required=False, help_text="Part of the name.")


class Areas(ListResource):
    """The areas, by code."""

    query: type[Query] = AreaListQuery
    row = AreaRow
    shape = "geometry"
    shape_kind = "MultiPolygon"

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The areas that match."""
        query["geometry"] = shows_boundaries(query, self.request.accepted_renderer.format)
        rows = _areas(query)
        if "level" in query:
            rows = rows.filter(level=query["level"])
        if "area" in query:
            rows = rows.within(query["area"].code)
        if "municipality" in query:
            rows = rows.filter(edition__municipality=query["municipality"])
        if "q" in query:
            rows = rows.filter(name__icontains=query["q"])
        rows = meeting(rows, "boundary", query)
        return TableSource(rows, ("code", "pk"), after, query["page_size"], lambda: _version(rows))


class OneArea(SingleResource):
    """An area by its code."""

    query: type[Query] = AreaQuery
    row = AreaRow
    shape = "geometry"
    path_parts = {"code": "CBS code."}

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Area, str]:
        """The area.

        Raises:
            Absent: If no area of these boundaries has the code.
        """
        code = path["code"]
        found = _areas(query).filter(code=code).first() if code.isalnum() else None
        if found is None:
            raise Absent("code", _("No area has the code “%(code)s” in these boundaries.") % {"code": code[:40]})
        return found, str(found.edition_id)


def _areas(query: dict[str, Any]) -> AreaQuerySet:
    rows = Area.objects.select_related("edition", "parent").defer("boundary", "parent__boundary")
    rows = rows.filter(edition__year=query["year"]) if "year" in query else rows.active()
    rows = rows.annotate(status=Case(When(edition__is_active=True, then=Value("active")), default=Value("inactive")))
    if query["geometry"]:
        rows = rows.annotate(geometry=as_geojson("boundary", query["crs"]))
    return rows


def boundaries_version() -> list[Any]:
    """What changes when boundaries come, change or are activated: they come by import only."""
    editions = Edition.objects.aggregate(editions=Count("pk"), latest=Max("pk"), activated=Max("activated_at"))
    imported = ImportRun.objects.filter(status=ImportRun.Status.DONE).aggregate(latest=Max("finished_at"))
    return [*editions.values(), *imported.values()]


def _version(rows: AreaQuerySet) -> list[Any]:
    """Of the boundaries, and of the names, which an administrator can correct."""
    names = Cast(Func("pk", "name", function="ROW"), TextField())
    digest = rows.aggregate(digest=MD5(StringAgg(names, delimiter=",", order_by="pk")))
    return [*digest.values(), *boundaries_version()]
