"""A place or activity with its facts as the API reads and writes it: the members of `register.record`, in camelCase."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from venues.api.bodies import MOST_STRANGE, Body, Number, printable
from venues.api.fields import DayField, OneOf
from venues.api.record_fields import Clock, FewWords, Key, Money, PointField, Term
from venues.models import Activity, Closure, DemandGroup, Organisation, Sector, Slot, Staffing, Venue, VenueType
from venues.models.kept import LowThreshold

MOST_ROWS = 200
UNTIL = "First day on which it no longer holds; null = until further notice."
FROM = "First day; null = since the opening, or not recorded."

Fault = dict[str, str]


def _text(**options: Any) -> Any:
    return serializers.CharField(**{"required": False, "allow_blank": True, "allow_null": True, **options})


def _count(**options: Any) -> Any:
    return serializers.IntegerField(**{"required": False, "allow_null": True, "max_value": 1_000_000, **options})


def _choice(choices: Any, **options: Any) -> Any:
    return OneOf(choices=choices, **{"required": False, **options})


class RecordRow(Body):
    """A row of a list of facts. One with an `id` takes the place of the row that has it."""

    id = serializers.IntegerField(required=False, help_text="Of a row that is there; a new one has none.")


class AudienceMember(RecordRow):
    """For whom it is."""

    groupCode = Term(DemandGroup, "/demand-groups", source="group")
    suitability = Number(required=False, help_text="0 not meant for them, 1 made for them.")


class SlotMember(RecordRow):
    """Hours in the week; past midnight is two rows."""

    weekday = _count(help_text="1 = Monday to 7 = Sunday.")
    starts = Clock(required=False)
    ends = Clock(required=False, help_text="00:00 = the midnight that ends the day.")
    host = _choice(Slot.Host.values, allow_blank=True, help_text="Empty where not recorded.")
    everyWeeks = serializers.IntegerField(source="every_weeks", required=False, max_value=53)
    inSchoolHolidays = serializers.BooleanField(source="in_school_holidays", required=False, allow_null=True)
    startsOn = DayField(source="starts_on", required=False, allow_null=True, help_text=FROM)
    endsOn = DayField(source="ends_on", required=False, allow_null=True, help_text=UNTIL)


class StaffingMember(RecordRow):
    """Hours a week that a role hosts people: roles and hours, never names."""

    kind = _choice(Staffing.Kind.values, help_text="vacancy: hours that nobody fills.")
    role = _text(max_length=80)
    hoursPerWeek = Money(source="hours_per_week", max_digits=6)
    sectorCode = Term(Sector, "/policy-sectors", source="sector", allow_null=True)
    startsOn = DayField(source="starts_on", required=False, allow_null=True, help_text=FROM)
    endsOn = DayField(source="ends_on", required=False, allow_null=True, help_text=UNTIL)


class FundingMember(RecordRow):
    """Money of one funder."""

    funder = _text(max_length=200)
    sectorCode = Term(Sector, "/policy-sectors", source="sector", allow_null=True)
    amountEur = Money(source="amount_eur", help_text="EUR a year.")
    amountIsPublic = serializers.BooleanField(source="is_public", required=False)
    structural = serializers.BooleanField(
        source="is_structural", required=False, allow_null=True, help_text="False: one-off; null: not known."
    )
    startsOn = DayField(source="starts_on", required=False, allow_null=True, help_text=FROM)
    endsOn = DayField(source="ends_on", required=False, allow_null=True, help_text=UNTIL)


class ClosureMember(RecordRow):
    """Closed, wholly or partly, from a day until it reopens."""

    extent = _choice(Closure.Extent.values)
    reason = _choice(Closure.Reason.values)
    startsOn = DayField(source="starts_on", required=False, help_text="First day closed.")
    reopensOn = DayField(
        source="reopens_on", required=False, allow_null=True, help_text="First day open again; null = not known."
    )
    hoursRemaining = Money(source="hours_remaining", max_digits=6, help_text="Hosted hours a week, if partly closed.")
    placesRemaining = _count(source="places_remaining", min_value=0, help_text="Places, if partly closed.")
    note = _text(max_length=2000)


class AttendanceMember(RecordRow):
    """How many of a group came, by count. Small counts are shown to who keeps the place alone."""

    groupCode = Term(DemandGroup, "/demand-groups", source="group")
    personsPerWeek = Number(source="persons_per_week", required=False)
    countedOn = DayField(source="counted_on", required=False, help_text="The last day of the count.")


class InspectionMember(RecordRow):
    """The condition of the building (NEN 2767)."""

    condition = _count(help_text="1 excellent to 6 very bad.")
    inspectedOn = DayField(source="inspected_on", required=False)


def _rows(member: type[RecordRow], **options: Any) -> Any:
    return member(many=True, **{"required": False, "max_length": MOST_ROWS, **options})


class PlaceBody(Body):
    """What a place and an activity have in common."""

    name = serializers.CharField(max_length=200, required=False)
    organisationId = Key(Organisation, source="organisation", help_text="The `id` of /organisations.")
    location = PointField(required=False, allow_null=True, help_text="GeoJSON point in `crs`.")
    places = _count(help_text="How many people can be there at once; null = not known.")
    audiences = _rows(AudienceMember)
    slots = _rows(SlotMember)
    staffing = _rows(StaffingMember, source="staffings")
    funding = _rows(FundingMember, source="fundings")
    closures = ClosureMember(many=True, read_only=True, help_text="Written by /closures.")
    attendance = _rows(AttendanceMember, source="attendances")


class VenueBody(PlaceBody):
    """A place as it is written. Null and what is left out of a new one is unknown."""

    typeCode = Term(VenueType, "/venue-types", source="venue_type")
    address = _text(max_length=200)
    postcode = _text(max_length=7)
    website = _text(max_length=500)
    wheelchair = _choice(Venue.Wheelchair.values, allow_blank=True, help_text="Empty where not recorded.")
    lowThreshold = FewWords(
        source="low_threshold",
        child=OneOf(choices=LowThreshold.values),
        required=False,
        allow_null=True,
        max_length=len(LowThreshold),
        help_text="What makes it easy to come in; null = not known.",
    )
    budgetNeededEur = Money(source="budget_needed_eur", help_text="EUR a year that it needs.")
    openedOn = DayField(source="opened_on", required=False, allow_null=True)
    openingHours = _text(source="opening_hours", max_length=2000, help_text="As the source gave it; `slots` count.")
    inspections = _rows(InspectionMember)


class ActivityBody(PlaceBody):
    """An activity as it is written. Null and what is left out of a new one is unknown."""

    venueId = Key(Venue, source="venue", help_text="Null: it has no building, and a location.")
    hasOwnSpace = serializers.BooleanField(
        source="has_own_space", required=False, help_text="False: it takes its places out of the venue's room."
    )
    mixingAim = _choice(Activity.MixingAim.values, allow_blank=True, help_text="Empty where not recorded.")
    startsOn = DayField(source="starts_on", required=False, allow_null=True, help_text=FROM)
    endsOn = DayField(source="ends_on", required=False, allow_null=True, help_text=UNTIL)


def fault(location: str, code: str, detail: object) -> Fault:
    """One thing that is wrong with a body."""
    return {"in": "body", "location": location, "code": code, "detail": str(detail)}


def faults_of(detail: Any, location: str) -> Iterator[Fault]:
    """What a field refused, each with its place in the body: `slots[2].starts`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from faults_of(inner, _inside(location, name))
    elif isinstance(detail, ErrorDetail):
        yield fault(location, detail.code or "invalid", detail)
    else:
        for position, inner in enumerate(detail):
            at = location if isinstance(inner, ErrorDetail) else f"{location}[{position}]"
            yield from faults_of(inner, at)


def _inside(location: str, name: str | int) -> str:
    if name == "non_field_errors":
        return location
    return f"{location}[{name}]" if isinstance(name, int) else f"{location}.{name}"


def read_sent(body: Body, sent: Mapping[str, Any], fixed: Collection[str] = ()) -> tuple[dict[str, Any], list[Fault]]:
    """What can be read of a body, by its names in a record, and all that is wrong with it.

    Args:
        body: Knows the members.
        sent: Members, as they were sent.
        fixed: Names of members that are shown and cannot be written.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    writable = [str(name) for name, field in body.fields.items() if str(name) not in fixed and not field.read_only]
    strange = []
    for name, value in sent.items():
        if name in writable:
            try:
                values[str(body.fields[name].source)] = body.fields[name].run_validation(value)
            except ValidationError as refused:
                faults.extend(faults_of(refused.detail, name))
        elif name in fixed or name in body.fields:
            faults.append(fault(name, "read_only", _("This member cannot be written. Leave it out.")))
        else:
            strange.append(name)
    said = _("Unknown member. Known here: %(known)s.") % {"known": ", ".join(writable)}
    return values, faults + [fault(printable(name), "unknown_member", said) for name in strange[:MOST_STRANGE]]


def location_in_body(body: Body, member: str, row: int | None, field: str) -> str:
    """Where a problem of a record lies in the body that was sent."""
    outer = next((name for name, each in body.fields.items() if each.source == member), "")
    if row is None:
        return outer
    listed = body.fields[outer].child if outer else None  # type: ignore[attr-defined]  # a list of rows
    inner = next((name for name, each in listed.fields.items() if each.source == field), "") if listed else ""
    return f"{outer}[{row}]" + (f".{inner}" if inner else "")
