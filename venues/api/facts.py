"""The dated facts of places and activities: who hosts, who pays, and what is or was closed."""

from typing import Any

from django.db.models import Model, Q
from rest_framework import serializers

from venues.api.areas import boundaries_version
from venues.api.authentication import reader
from venues.api.changes import last_changes
from venues.api.cursor import Key
from venues.api.fact_resources import AddsFacts, ClosureBody, FundingBody, StaffingBody, WritableFact
from venues.api.fields import AreaField, DayField, OneOf, SectorField, VenueTypeField
from venues.api.flat import FlatRow
from venues.api.query import ListQuery
from venues.api.sources import TableSource
from venues.api.views import Resource, Source
from venues.models import Activity, Area, Closure, Funding, Level, Organisation, Staffing, Venue
from venues.register.rights import money_seen

STARTS = "First day; null = since the opening, or not recorded."
ENDS = "First day on which it no longer holds; null = until further notice."


class FactRow(FlatRow):
    """A fact of one place or one activity."""

    id = serializers.IntegerField()
    venueId = serializers.UUIDField(source="venue_id", allow_null=True, help_text="Null where it is of an activity.")
    activityId = serializers.UUIDField(source="activity_id", allow_null=True, help_text="Null where it is of a place.")


class StaffingRow(FactRow):
    """Hours a week that a role hosts people: roles and hours, never names."""

    kind = serializers.ChoiceField(choices=Staffing.Kind.values, help_text="vacancy: hours that nobody fills.")
    role = serializers.CharField(help_text="Empty where not recorded.")
    hoursPerWeek = serializers.FloatField(source="hours_per_week")
    sectorCode = serializers.CharField(source="sector_id", allow_null=True, help_text="Policy sector that pays.")
    startsOn = serializers.DateField(source="starts_on", allow_null=True, help_text=STARTS)
    endsOn = serializers.DateField(source="ends_on", allow_null=True, help_text=ENDS)


class FundingRow(FactRow):
    """Money for a place, an activity or a whole organisation."""

    organisationId = serializers.UUIDField(
        source="organisation_id", allow_null=True, help_text="Where it is for the organisation as a whole."
    )
    funder = serializers.CharField()
    sectorCode = serializers.CharField(source="sector_id", allow_null=True, help_text="Policy sector that pays.")
    amountEur = serializers.FloatField(
        source="public_amount_eur",
        allow_null=True,
        help_text="EUR a year; null where the amount is not public, and not for you.",
    )
    amountIsPublic = serializers.BooleanField(source="is_public")
    structural = serializers.BooleanField(
        source="is_structural", allow_null=True, help_text="False: one-off; null: not known."
    )
    policyField = serializers.CharField(source="policy_field", help_text="As the subsidy register names it.")
    startsOn = serializers.DateField(source="starts_on", allow_null=True, help_text=STARTS)
    endsOn = serializers.DateField(source="ends_on", allow_null=True, help_text=ENDS)


class ClosureRow(FactRow):
    """A place or an activity that is closed. A closed place takes its activities along."""

    extent = serializers.ChoiceField(choices=Closure.Extent.values)
    reason = serializers.ChoiceField(choices=Closure.Reason.values)
    startsOn = serializers.DateField(source="starts_on", help_text="First day closed.")
    reopensOn = serializers.DateField(
        source="reopens_on", allow_null=True, help_text="First day open again; null = for good, or not known."
    )
    hoursRemaining = serializers.FloatField(
        source="hours_remaining", allow_null=True, help_text="Hosted hours a week that remain, if partly closed."
    )
    placesRemaining = serializers.IntegerField(
        source="places_remaining", allow_null=True, help_text="Places that remain, if partly closed."
    )


class WholeClosure(ClosureRow):
    """A closure with what was noted of it."""

    note = serializers.CharField()


class FactListQuery(ListQuery):
    """The query of facts."""

    area = AreaField(help_text="CBS code: facts of the places and activities in that area.")
    date = DayField(required=False, help_text="Those that hold on this day. Without: all, past and coming.")
    venue = serializers.UUIDField(required=False, help_text="The `id` of /venues.")
    activity = serializers.UUIDField(required=False, help_text="The `id` of /activities.")
    type = VenueTypeField(required=False, help_text="A code of /venue-types: facts of these places.")


class StaffingListQuery(FactListQuery):
    """The query of staffing."""

    kind = OneOf(choices=Staffing.Kind.values, required=False, help_text="Who fills the hours.")
    sector = SectorField(required=False)


class FundingListQuery(FactListQuery):
    """The query of funding."""

    organisation = serializers.UUIDField(required=False, help_text="The `id` of /organisations.")
    sector = SectorField(required=False)


class ClosureListQuery(FactListQuery):
    """The query of closures."""

    reason = OneOf(choices=Closure.Reason.values, required=False, help_text="Why.")
    extent = OneOf(choices=Closure.Extent.values, required=False, help_text="Wholly or partly.")


class FactList(AddsFacts):
    """Facts of the places and activities that are in use, in the order in which they were recorded."""

    model: type[Model]
    equals = {"venue": "venue", "activity": "activity", "type": "venue__venue_type"}
    """Parameters that a column must equal."""

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The facts that match."""
        rows = self.model._default_manager.filter(self.in_use())
        for name, column in self.equals.items():
            if name in query:
                rows = rows.filter(**{column: query[name]})
        if "date" in query:
            rows = rows.on(query["date"])  # type: ignore[attr-defined]  # dated facts have it
        if area := query.get("area"):
            rows = rows.filter(self.inside(area))
        return TableSource(rows, ("pk",), after, query["page_size"], self._version)

    def in_use(self) -> Q:
        """What was archived is no longer told of, nor what is held in an archived place."""
        of_activity = Q(activity__archived_at=None, activity__venue__archived_at=None, activity__isnull=False)
        return Q(venue__isnull=False, venue__archived_at=None) | of_activity

    def inside(self, area: Area) -> Q:
        """Facts of what lies in an area: activities with their place, else where they are held."""
        if area.level == Level.MUNICIPALITY:
            return Q(venue__municipality=area.code) | Q(activity__municipality=area.code)
        here = {"location__intersects": area.boundary}
        venues = Venue.objects.filter(municipality=area.edition.municipality_id, **here).values("pk")
        outside = Activity.objects.filter(venue=None, **here).values("pk")
        return Q(venue__in=venues) | Q(activity__venue__in=venues) | Q(activity__in=outside)

    def _version(self) -> list[Any]:
        return [*last_changes(self.model, Venue, Activity, Organisation), *boundaries_version()]


class TellsAmounts(Resource):
    """Funding, of which amounts that are not public are for those alone who may see them, by a token that reads."""

    def represent(self, rows: Any, query: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows, without the amounts that are not public."""
        told = list(rows)
        seen = self._hidden_that_are_seen(told)
        for funding in told:
            funding.public_amount_eur = funding.amount_eur if funding.is_public or funding.pk in seen else None
        return super().represent(told, query)

    def _hidden_that_are_seen(self, rows: list[Funding]) -> set[int]:
        user = reader(self.request)
        hidden = [funding for funding in rows if not funding.is_public]
        if user is None or not hidden:
            return set()
        seen: set[int] = set()
        for column, model in (("venue_id", Venue), ("activity_id", Activity), ("organisation_id", Organisation)):
            owners = {owner for funding in hidden if (owner := getattr(funding, column))}
            may_be = (
                set(money_seen(user, model).filter(pk__in=owners).values_list("pk", flat=True)) if owners else set()
            )
            seen |= {funding.pk for funding in hidden if getattr(funding, column) in may_be}
        return seen


class OneStaffing(WritableFact):
    """Hours a week of one role, by id."""

    model = Staffing
    row = StaffingRow
    body = StaffingBody
    says = {
        "PATCH": "Change staffing.",
        "DELETE": "Take back staffing that was a mistake. What ended gets an `endsOn`.",
    }


class OneFunding(TellsAmounts, WritableFact):
    """Money of one funder, by id."""

    model = Funding
    row = FundingRow
    body = FundingBody
    says = {"PATCH": "Change funding.", "DELETE": "Take back funding that was a mistake. What ended gets an `endsOn`."}


class OneClosure(WritableFact):
    """A closure, by id."""

    model = Closure
    row = WholeClosure
    body = ClosureBody
    says = {
        "PATCH": "Change a closure: such as the day on which it reopens.",
        "DELETE": "Take back a closure that was reported by mistake: it never was. History keeps that it was reported.",
    }


class Staffings(FactList):
    """Who hosts: hours a week by role."""

    single = OneStaffing
    body = StaffingBody
    says = {"POST": "Add staffing to a place or an activity. Sent twice, it is still one."}

    model = Staffing
    query = StaffingListQuery
    row = StaffingRow
    equals = {**FactList.equals, "kind": "kind", "sector": "sector"}


class Fundings(TellsAmounts, FactList):
    """Who pays. Amounts that are not public are for those alone who may see them, by a token that reads."""

    single = OneFunding
    body = FundingBody
    says = {"POST": "Add funding to a place or an activity. Sent twice, it is still one."}

    model = Funding
    query = FundingListQuery
    row = FundingRow
    equals = {**FactList.equals, "organisation": "organisation", "sector": "sector"}

    def in_use(self) -> Q:
        """Also money of an organisation as a whole."""
        return super().in_use() | Q(organisation__isnull=False)

    def inside(self, area: Area) -> Q:
        """An organisation is of its municipality, and lies in none of its areas."""
        within = super().inside(area)
        return within | Q(organisation__municipality=area.code) if area.level == Level.MUNICIPALITY else within

    def _version(self) -> list[Any]:
        """Also who reads, and by which roles: others see other amounts."""
        user = reader(self.request)
        seen_by = user and [user.pk, user.is_superuser, *user.memberships.order_by("pk").values_list()]
        return [*super()._version(), seen_by]


class Closures(FactList):
    """What is, was or will be closed, over all sectors."""

    single = OneClosure
    body = ClosureBody
    says = {"POST": "Report a closure of a place or an activity. Sent twice, it is still one."}

    model = Closure
    query = ClosureListQuery
    row = ClosureRow
    equals = {**FactList.equals, "reason": "reason", "extent": "extent"}
