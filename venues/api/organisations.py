"""The bodies that run places and activities."""

from typing import Any

from django.db.models import Count, Q
from rest_framework import serializers

from venues.api.changes import last_changes
from venues.api.cursor import Key
from venues.api.fields import AreaField, MomentField
from venues.api.query import ListQuery
from venues.api.sources import TableSource
from venues.api.views import ListResource, Source
from venues.models import Activity, Organisation, Venue


class OrganisationRow(serializers.Serializer[Any]):
    """A body that runs places or activities."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    municipalityCode = serializers.CharField(source="municipality_id")
    website = serializers.CharField(help_text="Empty where not recorded.")
    venues = serializers.IntegerField(source="n_venues", help_text="Places of it that are in use.")
    activities = serializers.IntegerField(source="n_activities", help_text="Activities of it that are in use.")
    updatedAt = serializers.DateTimeField(source="updated_at")


class OrganisationListQuery(ListQuery):
    """The query of the organisations."""

    area = AreaField(help_text="CBS code: organisations of the municipality of that area.")
    q = serializers.CharField(max_length=100, required=False, help_text="Part of the name.")
    updatedSince = MomentField(
        source="updated_since", required=False, help_text="Changed at or after this moment (ISO 8601)."
    )


class Organisations(ListResource):
    """The organisations of the register, in a fixed order."""

    query = OrganisationListQuery
    row = OrganisationRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The organisations that match."""
        rows = Organisation.objects.annotate(
            n_venues=Count("venues", filter=Q(venues__archived_at=None), distinct=True),
            n_activities=Count("activities", filter=Q(activities__archived_at=None), distinct=True),
        )
        if area := query.get("area"):
            rows = rows.filter(municipality=area.edition.municipality_id)
        if "q" in query:
            rows = rows.filter(name__icontains=query["q"])
        if "updated_since" in query:
            rows = rows.filter(updated_at__gte=query["updated_since"])
        return TableSource(
            rows, ("pk",), after, query["page_size"], lambda: last_changes(Organisation, Venue, Activity)
        )
