"""The terms that other resources refer to: venue types and demand groups, named in the client's language."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework import serializers

from venues.api.cursor import Key
from venues.api.query import ListQuery
from venues.api.sources import TableSource
from venues.api.views import ListResource, Source
from venues.models import DemandGroup, GroupRule, Sector, VenueType


class VenueTypeRow(serializers.Serializer[Any]):
    """A type of place."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language.")
    commercial = serializers.BooleanField(source="is_commercial")
    hasRoom = serializers.BooleanField(
        source="has_room", help_text="False for a park or a school: activities can be held there, no room of its own."
    )
    osmTags = serializers.ListField(
        source="osm_tags", child=serializers.DictField(), help_text="OpenStreetMap tags: any of these sets."
    )


class DemandGroupRow(serializers.Serializer[Any]):
    """A group of residents whose need should be met."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language.")
    normHours = serializers.FloatField(
        source="norm_hours", allow_null=True, help_text="Hosted hours a person a week, by the default method in use."
    )
    source = serializers.CharField(source="norm_source", allow_null=True, help_text="Where the norm comes from.")  # type: ignore[assignment]


class SectorRow(serializers.Serializer[Any]):
    """A policy sector: every euro and every hosted hour carries one."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language.")


class PolicySectors(ListResource):
    """The policy sectors, in the order of lists on the site."""

    query = ListQuery
    row = SectorRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """All sectors."""
        rows = Sector.objects.all()
        return TableSource(rows, ("position", "code"), after, query["page_size"], lambda: _version(rows))


class VenueTypes(ListResource):
    """The venue types, in the order of lists on the site."""

    query = ListQuery
    row = VenueTypeRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """All types."""
        rows = VenueType.objects.all()
        return TableSource(rows, ("position", "code"), after, query["page_size"], lambda: _version(rows))


class DemandGroups(ListResource):
    """The demand groups, in the order of lists on the site."""

    query = ListQuery
    row = DemandGroupRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """All groups, each with its norm."""
        rule = GroupRule.objects.filter(method__municipality=None, method__is_current=True, group=OuterRef("pk"))
        rows = DemandGroup.objects.annotate(
            norm_hours=Subquery(rule.values("norm_hours")[:1]), norm_source=Subquery(rule.values("norm_source")[:1])
        )
        return TableSource(rows, ("position", "code"), after, query["page_size"], lambda: _version(rows))


def _version(rows: QuerySet[Any]) -> list[Any]:
    """A few rows without a moment of change: they are their own version."""
    return list(rows.order_by("pk").values_list())
