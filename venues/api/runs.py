"""What was scored, when, from which data, by which method."""

from typing import Any

from django.db.models import Case, Count, Max, Min, OuterRef, Subquery, Sum, When
from rest_framework import serializers

from venues.api.cursor import Key
from venues.api.fields import AreaField, DayField, OneOf
from venues.api.query import ListQuery
from venues.api.sources import TableSource
from venues.api.views import ListResource, Source
from venues.models import DemandPoint, GroupRule, Method, RegisterChange, Run, TypeDefault


class RunRow(serializers.Serializer[Any]):
    """One scoring of a municipality as of a date."""

    id = serializers.IntegerField()
    municipalityCode = serializers.CharField(source="municipality_id")
    year = serializers.IntegerField(source="edition.year", help_text="Edition of the boundaries.")
    date = serializers.DateField(source="as_of", help_text="As of which day.")
    kind = serializers.ChoiceField(
        choices=Run.Kind.values, help_text="live: follows the register, replaced on change; sealed: kept for good."
    )
    scoredAt = serializers.DateTimeField(source="created_at")
    seconds = serializers.FloatField(help_text="Time that it took.")
    method = serializers.CharField(help_text="The `id` of /methods.")
    fingerprint = serializers.CharField(
        help_text="Digest of the data that it read: the same data and method, the same."
    )
    registerLoaded = serializers.BooleanField(
        source="register_loaded", help_text="False: no venue register, so coverage is unknown, not zero."
    )
    figuresDate = serializers.DateField(source="demand_reference_on", allow_null=True)
    points = serializers.ChoiceField(
        source="points_kind", choices=DemandPoint.Kind.values, help_text="From where people walk."
    )
    streets = serializers.BooleanField(source="has_streets", help_text="False: straight lines × 1.3.")
    draws = serializers.IntegerField(help_text="Monte Carlo draws behind intervals and ranks; 0: none were made.")
    seed = serializers.IntegerField(allow_null=True, help_text="Of the draws: the same seed and data, the same draws.")
    counts = serializers.DictField(child=serializers.IntegerField())
    waitingSince = serializers.DateTimeField(
        source="waiting_since",
        allow_null=True,
        help_text="Of a live run: when the oldest change of the register was made that it does not count yet; null: it"
        " counts all.",
    )


class RunListQuery(ListQuery):
    """The query of the runs."""

    area = AreaField(help_text="CBS code: runs of the municipality of that area.")
    date = DayField(required=False, help_text="As of which day.")
    kind = OneOf(choices=Run.Kind.values, required=False, help_text="Live or sealed.")


class GroupRuleRow(serializers.Serializer[Any]):
    """The norm and the distance decay of a group."""

    groupCode = serializers.CharField(source="group_id")
    normHours = serializers.FloatField(source="norm_hours", help_text="Hosted hours a person a week.")
    normSource = serializers.CharField(source="norm_source")
    reachM = serializers.ListField(source="reach_m", child=serializers.FloatField(), help_text="Steps, metres.")
    reachWeights = serializers.ListField(source="reach_weights", child=serializers.FloatField())
    reachSource = serializers.CharField(source="reach_source")


class TypeDefaultRow(serializers.Serializer[Any]):
    """What is assumed of a venue type where nothing is recorded."""

    typeCode = serializers.CharField(source="venue_type_id")
    hostedHours = serializers.FloatField(source="hosted_hours", help_text="A week.")
    places = serializers.FloatField()
    highNeedsHost = serializers.BooleanField(source="high_needs_host")
    suitability = serializers.DictField(child=serializers.FloatField(), help_text="By group, 0 to 1.")
    source = serializers.CharField()  # type: ignore[assignment]


class MethodRow(serializers.Serializer[Any]):
    """Norms, decay and defaults in one version."""

    id = serializers.CharField(source="__str__", help_text="What `method` of a run or a coverage refers to.")
    municipalityCode = serializers.CharField(
        source="municipality_id", allow_null=True, help_text="Null: for all who have none of their own."
    )
    version = serializers.IntegerField()
    current = serializers.BooleanField(source="is_current")
    usedAt = serializers.DateTimeField(
        source="used_at", allow_null=True, help_text="When figures were first made with it; it does not change since."
    )
    unhostedWeight = serializers.FloatField(source="unhosted_weight", help_text="Of hours without a host, 0 to 1.")
    activityHostedHours = serializers.FloatField(
        source="activity_hosted_hours", help_text="A week, of an activity where none are recorded."
    )
    activityPlaces = serializers.FloatField(
        source="activity_places", help_text="Of an activity where none are recorded."
    )
    activitySuitability = serializers.FloatField(
        source="activity_suitability", help_text="For every group, where neither activity nor place says for whom."
    )
    note = serializers.CharField(allow_blank=True)
    createdAt = serializers.DateTimeField(source="created_at")
    groups = GroupRuleRow(source="group_rules", many=True)
    venueTypes = TypeDefaultRow(source="type_defaults", many=True)


class Runs(ListResource):
    """The runs, oldest first."""

    query = RunListQuery
    row = RunRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The runs that match."""
        waiting = RegisterChange.objects.filter(municipality_code=OuterRef("municipality")).order_by("made_at")
        since = Case(When(kind=Run.Kind.LIVE, then=Subquery(waiting.values("made_at")[:1])))
        rows = Run.objects.select_related("edition", "method").annotate(waiting_since=since)
        if "area" in query:
            rows = rows.filter(municipality=query["area"].edition.municipality_id)
        if "date" in query:
            rows = rows.filter(as_of=query["date"])
        if "kind" in query:
            rows = rows.filter(kind=query["kind"])
        # Runs never change, but for the draws that a live one gets: which there are says it all.
        counted = rows.aggregate(runs=Count("pk"), latest=Max("pk"), draws=Sum("draws"), since=Min("waiting_since"))
        return TableSource(rows, ("pk",), after, query["page_size"], counted.values)


class Methods(ListResource):
    """The methods, oldest first. The pages /method and /method/{municipalityCode} tell them in words."""

    query = ListQuery
    row = MethodRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """All methods with their rules."""
        rows = Method.objects.prefetch_related("group_rules", "type_defaults")
        return TableSource(rows, ("pk",), after, query["page_size"], _method_version)


def _method_version() -> list[Any]:
    """A method that no run used yet can change: its rows are its version."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Method, GroupRule, TypeDefault)]
