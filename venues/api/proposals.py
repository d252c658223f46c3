"""What a client proposes: places that close and places that open, all in one municipality."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from venues.api.bodies import Body, Number, printable
from venues.api.crs import AROUND_NETHERLANDS, CRS84
from venues.api.fields import DayField, OneOf, VenueTypeField
from venues.assessment.what_if import Opening, Proposal
from venues.models import RD, Activity, Area, DemandGroup, Level, Municipality, Venue

MOST_CLOSED, MOST_OPENED = 1000, 20
MOST_PLACES = 10_000
Kept = type[Venue] | type[Activity]


class Spot(NamedTuple):
    """A location: metres in the Dutch grid, and the scored municipalities that it lies in."""

    x: float
    y: float
    municipalities: frozenset[str]


class IdField(serializers.UUIDField):
    """A place or an activity of the register."""

    default_error_messages = {"not_found": _("Nothing in the register has the id “{id}”.")}

    def __init__(self, kept: Kept, **options: Any) -> None:
        self.kept = kept
        super().__init__(required=False, **options)

    def to_internal_value(self, data: Any) -> UUID:
        """Its id."""
        found: UUID = super().to_internal_value(data)
        code = self.context["known"].get((self.kept, found))
        if code is None:
            self.fail("not_found", id=found)
        self.context["lies_in"].append(frozenset([code]))
        return found


@extend_schema_field({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})
class LocationField(serializers.Field[Any, Any, Any, Any]):
    """Longitude and latitude (CRS84)."""

    default_error_messages = {
        "invalid": _("Write longitude and latitude, two numbers: [4.895, 52.37]."),
        "nowhere": _("No municipality that is scored here lies at {lon:.5f}, {lat:.5f}."),
    }

    def to_internal_value(self, data: Any) -> Spot:
        """The spot in the Dutch grid."""
        if not isinstance(data, list) or len(data) != 2:
            self.fail("invalid")
        try:
            lon, lat = (Number().to_internal_value(each) for each in data)
        except ValidationError:
            self.fail("invalid")
        west, south, east, north = AROUND_NETHERLANDS
        spot = _spot(lon, lat) if west <= lon <= east and south <= lat <= north else None
        if spot is None or not spot.municipalities:
            self.fail("nowhere", lon=max(-999.0, min(lon, 999.0)), lat=max(-999.0, min(lat, 999.0)))
        self.context["lies_in"].append(spot.municipalities)
        return spot

    def to_representation(self, value: Any) -> Any:
        """As it was sent."""
        return value


class SuitabilityField(serializers.DictField):
    """How well it suits each group, 0 to 1."""

    default_error_messages = {
        "unknown_group": _("No demand group has the code “{code}”. Write one of: {known}."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Number(min_value=0, max_value=1), required=False, **options)

    def run_child_validation(self, data: Mapping[Any, Any]) -> dict[str, float]:
        """The groups and their suitability; every unknown group is told."""
        known = self.context["groups"]
        problems: dict[str, Any] = {}
        found: dict[str, float] = {}
        # Of more than there are groups most must be unknown: a few say enough.
        for code in list(data)[: len(known) + 10]:
            try:
                if code not in known:
                    self.fail("unknown_group", code=printable(code), known=", ".join(known))
                found[code] = self.child.run_validation(data[code])
            except ValidationError as refused:
                problems[printable(code)] = refused.detail
        if problems:
            raise ValidationError(problems)
        return found


class ClosingBody(Body):
    """What closes: a place with all that is held in it, or an activity."""

    venue = IdField(Venue, help_text="The `id` of /venues: it closes with all that is held in it.")
    activity = IdField(Activity, help_text="The `id` of /activities.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two.

        Raises:
            ValidationError: If it names none or both.
        """
        if len(attrs) != 1:
            raise ValidationError(gettext("Name a venue or an activity, one of the two."), code="one_of")
        return attrs


class OpeningBody(Body):
    """A place that opens. What is left out is as its type has it."""

    location = LocationField(help_text="Longitude and latitude (CRS84). Without a token it is moved to whole 100 m.")
    venueType = VenueTypeField(source="type_code", help_text="A code of /venue-types.")
    hostedHours = Number(
        source="hosted_hours", required=False, min_value=0, max_value=168, help_text="Hours a week with a host."
    )
    places = Number(
        required=False, min_value=0, max_value=MOST_PLACES, help_text="How many people can be there at once."
    )
    suitability = SuitabilityField(help_text="By group code, 0 to 1; groups that are left out as its type has them.")


class WhatIfBody(Body):
    """What is proposed, in one municipality."""

    date = DayField(required=False, help_text="As of which day. Without: as the register stands.")
    level = OneOf(choices=Level.values, default=Level.NEIGHBOURHOOD.value, help_text="Areas of which level are told.")
    close: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=ClosingBody(), required=False, max_length=MOST_CLOSED, help_text=f"At most {MOST_CLOSED}."
    )
    open: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=OpeningBody(), required=False, max_length=MOST_OPENED, help_text=f"At most {MOST_OPENED}."
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read all members, and find the municipality.

        Raises:
            ValidationError: Listing everything wrong.
        """
        lies_in: list[frozenset[str]] = []
        closing = data.get("close") if isinstance(data, dict) else None
        groups = list(DemandGroup.objects.values_list("code", flat=True))
        self._context = {**self._context, "known": _known(closing), "lies_in": lies_in, "groups": groups}
        problems: dict[str, Any] = {}
        values: dict[str, Any] = {}
        try:
            values = super().to_internal_value(data)
        except ValidationError as refused:
            problems = cast("dict[str, Any]", refused.detail)
        codes = reduce(frozenset.__and__, lies_in) if lies_in else frozenset()
        if lies_in and not codes:
            names = Municipality.objects.filter(pk__in=frozenset.union(*lies_in)).values_list("name", flat=True)
            text = gettext("These changes lie in several municipalities (%(names)s): ask of one at a time.") % {
                "names": ", ".join(sorted(names)[:5])
            }
            problems = {"": [ErrorDetail(text, code="several_municipalities")], **problems}
        elif not problems and not values.get("close") and not values.get("open"):
            text = gettext("Nothing is proposed: name what closes in “close”, or what opens in “open”.")
            problems = {"": [ErrorDetail(text, code="nothing_proposed")]}
        if problems:
            raise ValidationError(problems)
        # A fictional town may lie on the same ground as a real one: the real one, unless something closes in the other.
        values["municipality"] = Municipality.objects.filter(pk__in=codes).order_by("is_fictional", "code")[0]
        return values

    def proposal(self) -> Proposal:
        """What was proposed, once it was found valid."""
        closing = self.validated_data.get("close", [])
        return Proposal(
            venues=frozenset(each["venue"] for each in closing if "venue" in each),
            activities=frozenset(each["activity"] for each in closing if "activity" in each),
            openings=tuple(_opening(each) for each in self.validated_data.get("open", [])),
        )

    def refuse_closing(self, ids: set[UUID]) -> None:
        """Say of each of these that it is not open on the day.

        Raises:
            ValidationError: If there are any.
        """
        if not ids:
            return
        text = gettext("It is not open on that day: there is nothing to close.")
        problems = [
            {name: [ErrorDetail(text, code="not_open")] for name, key in each.items() if key in ids}
            for each in self.validated_data.get("close", [])
        ]
        raise ValidationError({"close": problems})


def _opening(values: Mapping[str, Any]) -> Opening:
    spot: Spot = values["location"]
    rest = {name: value for name, value in values.items() if name != "location"}
    return Opening(x=spot.x, y=spot.y, **rest)


def _known(closing: Any) -> dict[tuple[Kept, UUID], str]:
    """The municipality of each place and activity that is named: two questions, however many they are."""
    found: dict[tuple[Kept, UUID], str] = {}
    if isinstance(closing, list) and len(closing) <= MOST_CLOSED:
        for kept, name in ((Venue, "venue"), (Activity, "activity")):
            rows = kept.objects.filter(pk__in=set(_ids(closing, name))).values_list("pk", "municipality_id")
            found |= {(kept, key): code for key, code in rows}
    return found


def _ids(closing: Iterable[Any], name: str) -> Iterator[UUID]:
    for each in closing:
        if isinstance(each, dict) and isinstance(each.get(name), str):
            try:
                yield UUID(hex=each[name])
            except ValueError:
                continue


def _spot(lon: float, lat: float) -> Spot:
    point = Point(lon, lat, srid=CRS84.srid)
    inside = Area.objects.active().filter(
        level=Level.MUNICIPALITY, edition__municipality__is_scored=True, boundary__covers=point
    )
    codes = frozenset(inside.values_list("edition__municipality_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(spot), ST_Y(spot) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s), %s) AS spot",
            [lon, lat, CRS84.srid, RD],
        )
        x, y = cursor.fetchone()
    return Spot(x, y, codes)
