"""How many persons of each group live where, by estimate. Of few persons nothing is told."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils import timezone
from rest_framework import serializers

from venues.api.areas import YearQuery, boundaries_version
from venues.api.cursor import Key
from venues.api.fields import AreaField, DayField, GroupField
from venues.api.flat import FlatRow
from venues.api.query import ListQuery
from venues.api.sources import TableSource
from venues.api.views import ListResource, Source
from venues.assessment.scores import FEWEST_PERSONS
from venues.models import DemandEstimate, Level, Score

HAIR = 1e-6
"""Shares of 10 persons add up to a hair less."""


class DemandEstimateRow(FlatRow):
    """The persons of one group in one neighbourhood, with an honest range."""

    areaCode = serializers.CharField(source="area_code")
    areaName = serializers.CharField(source="area.name")
    groupCode = serializers.CharField(source="group_id")
    referenceDate = serializers.DateField(source="reference_on", help_text="As of which day it was estimated.")
    status = serializers.ChoiceField(
        choices=Score.Status.values,
        help_text="ok; no-need: nobody of this group; suppressed: fewer than 10; unknown: withheld by the source.",
    )
    persons = serializers.FloatField(source="told_persons", allow_null=True, help_text="Best estimate.")
    personsLow = serializers.FloatField(source="told_low", allow_null=True)
    personsHigh = serializers.FloatField(source="told_high", allow_null=True)
    source = serializers.CharField(help_text="What it follows from.")  # type: ignore[assignment]


class DemandEstimateListQuery(YearQuery, ListQuery):
    """The query of the estimates."""

    area = AreaField(help_text="CBS code: the neighbourhoods in that area.")
    group = GroupField(required=False, help_text="A code of /demand-groups.")
    date = DayField(required=False, help_text="The last estimate of or before this day; today unless said.")


class DemandEstimates(ListResource):
    """The estimates of neighbourhoods, by area and group."""

    query = DemandEstimateListQuery
    row = DemandEstimateRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The estimates that match."""
        rows = _told(_as_of(query.get("date", timezone.localdate())))
        rows = (
            rows.filter(area__edition__year=query["year"])
            if query.get("year")
            else rows.filter(area__edition__is_active=True)
        )
        if query.get("group"):
            rows = rows.filter(group=query["group"])
        if area := query.get("area"):
            rows = rows.filter(Q(area=area) | Q(area__parent=area) | Q(area__parent__parent=area))
        return TableSource(rows, ("area_code", "group_id"), after, query["page_size"], _version)


def _as_of(day: date) -> QuerySet[DemandEstimate]:
    later = DemandEstimate.objects.filter(
        area=OuterRef("area"), group=OuterRef("group"), reference_on__gt=OuterRef("reference_on"), reference_on__lte=day
    )
    return DemandEstimate.objects.filter(~Exists(later), reference_on__lte=day, area__level=Level.NEIGHBOURHOOD)


def _told(rows: QuerySet[DemandEstimate]) -> QuerySet[DemandEstimate]:
    """With what may be told of each: persons where there are none, or enough of them."""
    status = Case(
        When(is_suppressed=True, then=Value(Score.Status.UNKNOWN)),
        When(persons=0, then=Value(Score.Status.NO_NEED)),
        When(persons__lt=FEWEST_PERSONS - HAIR, then=Value(Score.Status.SUPPRESSED)),
        default=Value(Score.Status.OK),
        output_field=CharField(),
    )
    may = Q(status__in=[Score.Status.OK, Score.Status.NO_NEED])
    return (
        rows.select_related("area")
        .defer("area__boundary")
        .annotate(area_code=F("area__code"), status=status)
        .annotate(
            told_persons=Case(When(may, then=F("persons"))),
            told_low=Case(When(may, then=F("persons_low"))),
            told_high=Case(When(may, then=F("persons_high"))),
        )
    )


def _version() -> list[Any]:
    told = DemandEstimate.objects.aggregate(rows=Count("pk"), last=Max("pk"), persons=Sum("persons"))
    return [timezone.localdate(), *told.values(), *boundaries_version()]
