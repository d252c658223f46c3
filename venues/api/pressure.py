"""How hard each venue and activity is pressed, what hangs on it and what puts it at risk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from venues.api.changes import last_changes
from venues.api.cursor import Key
from venues.api.fields import AreaField, DayField, OneOf
from venues.api.query import LONGEST_PAGE, ListQuery
from venues.api.scored import ScoredSource
from venues.api.views import Keyed, ListResource, Source
from venues.assessment.result import Assessment
from venues.models import Activity, Area, Level, Municipality, OfferScore, Run, Venue


@dataclass(frozen=True)
class PressureFact:
    """One scored offer with its names."""

    offer: OfferScore
    run: Run
    venue_name: str | None
    activity_name: str | None

    @property
    def reached(self) -> bool | None:
        """Whether need reaches its room."""
        return self.offer.is_reached if self.offer.room else None

    @property
    def status(self) -> str:
        """Whether there is a load, and if not, why."""
        if self.offer.load_hours is not None:
            return "ok"
        return "withheld" if self.offer.room else "no-room"


def _hours(source: str, meaning: str) -> serializers.FloatField:
    return serializers.FloatField(source=f"offer.{source}", allow_null=True, help_text=meaning)


class PressureRow(serializers.Serializer[Any]):
    """One offer: the opening of a venue, or an activity. Null = without room, or too few people in reach to tell."""

    venueId = serializers.UUIDField(
        source="offer.venue_id", allow_null=True, help_text="Null where an activity has no building."
    )
    venueName = serializers.CharField(
        source="venue_name", allow_null=True, help_text="Null where an activity has no building."
    )
    activityId = serializers.UUIDField(
        source="offer.activity_id", allow_null=True, help_text="Null for the opening hours of the venue itself."
    )
    activityName = serializers.CharField(source="activity_name", allow_null=True)
    date = serializers.DateField(source="run.as_of", help_text="The day that was scored.")
    roomHours = _hours("room", "Hosted hours times places, a week.")
    loadHours = _hours("load_hours", "Hours a week that would be asked if everyone in reach came up to the norm.")
    pressure = _hours("pressure", "Load per hour of room: above 1, more is asked than there is.")
    pressureRelative = _hours("pressure_relative", "1 = as pressed as the municipality's median offer.")
    movedHours = _hours("moved_hours", "If it closed, a venue with all that is held in it: load that others take over.")
    strandedHours = _hours("stranded_hours", "If it closed: load that is left with no offer.")
    bridging = _hours("bridging", "How evenly the groups are expected there, 0 to 1: a potential unless counted.")
    bridgingCounted = serializers.BooleanField(
        source="offer.is_bridging_counted", help_text="The visitors of all groups were counted."
    )
    risks = serializers.SerializerMethodField(
        help_text="Reasons why it may not last, with spaces between; they overlap."
    )
    riskRecorded = serializers.BooleanField(
        source="offer.is_risk_recorded", help_text="False: funding, staffing and condition unknown, so no risk either."
    )
    reached = serializers.BooleanField(
        allow_null=True, help_text="Need reaches it; null without room, since then there is nothing to reach."
    )
    status = serializers.ChoiceField(
        choices=["ok", "no-room", "withheld"],
        help_text="Why load and pressure are null: no room; withheld, since fewer than 10 persons of a group reach it.",
    )
    run = serializers.IntegerField(
        source="run.pk", allow_null=True, help_text="The `id` of /runs; null when scored on request."
    )
    method = serializers.CharField(source="run.method", help_text="The `id` of /methods.")

    def get_risks(self, row: PressureFact) -> str:
        """The reasons in a cell that a table can hold."""
        return " ".join(row.offer.risks)


class PressureListQuery(ListQuery):
    """The query of pressure."""

    pageSize = serializers.IntegerField(
        source="page_size", min_value=1, max_value=LONGEST_PAGE, default=LONGEST_PAGE, help_text="Rows a page."
    )
    area = AreaField(help_text="CBS code: the venues and activities in that area.")
    risk = OneOf(choices=OfferScore.Risk.values, required=False, help_text="Only those at risk for this reason.")
    date = DayField(
        required=False,
        help_text="As of which day. Without: as the register stands, by the live run; `date` of a row says its day.",
    )


class PressureSource(ScoredSource):
    """The offers of the municipality, by the ids of venue and activity."""

    def version(self) -> list[Any]:
        """The runs, and the register, whose names are told as they are now."""
        return [*super().version(), *last_changes(Venue, Activity)]

    def version_of_all(self) -> list[Any]:
        """The same of all municipalities."""
        return [*super().version_of_all(), *last_changes(Venue, Activity)]

    def rows(self, municipality: Municipality, assessment: Assessment) -> list[Keyed]:
        """The offers that match; those around the municipality are listed with their own."""
        here = Q(municipality=municipality)
        area: Area | None = self.query.get("area")
        inside = Q(location__within=area.boundary) if area and area.level != Level.MUNICIPALITY else Q()
        venues = dict(Venue.everything.filter(here & inside).values_list("pk", "name"))
        activities = dict(
            Activity.everything.filter(here, Q(venue__in=list(venues)) | (Q(venue=None) & inside)).values_list(
                "pk", "name"
            )
        )
        risk = self.query.get("risk")
        return [
            (
                (municipality.code, str(offer.venue_id or ""), str(offer.activity_id or "")),
                PressureFact(
                    offer,
                    assessment.run,
                    venues.get(offer.venue_id) if offer.venue_id else None,
                    activities.get(offer.activity_id) if offer.activity_id else None,
                ),
            )
            for offer in assessment.offers
            if (offer.activity_id in activities if offer.activity_id else offer.venue_id in venues)
            and (risk is None or risk in offer.risks)
        ]


class Pressure(ListResource):
    """Pressure on venues and activities, and the reasons why they may not last."""

    query = PressureListQuery
    row = PressureRow

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The offers that match."""
        return PressureSource(query, after)
