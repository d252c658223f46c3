"""What closing and opening places would do: a question by POST that stores nothing."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from venues.api.authentication import reader
from venues.api.bodies import BoundedJSONParser
from venues.api.errors import PROBLEM
from venues.api.proposals import WhatIfBody
from venues.api.schema import Problem, ResourceSchema
from venues.api.throttles import TokenThrottle
from venues.api.views import Resource
from venues.assessment.prepared import Prepared, prepared_for
from venues.assessment.what_if import AreaChange, WhatIf, not_on_offer, what_if


class AreaChangeRow(serializers.Serializer[Any]):
    """The coverage of one group in one area, where it changes; as withheld as in /coverage."""

    areaCode = serializers.CharField(source="area.code")
    groupCode = serializers.CharField(source="group.code")
    before = serializers.FloatField(help_text="Coverage as it stands: 1 = the norm is met.")
    after = serializers.FloatField(help_text="Coverage with the changes.")
    needHours = serializers.FloatField(source="need_hours", help_text="Persons times the norm, hosted hours a week.")


class VenueChangeRow(serializers.Serializer[Any]):
    """The pressure on one venue or activity, where it changes; as withheld as in /pressure."""

    venueId = serializers.UUIDField(
        source="venue_id", allow_null=True, help_text="Null where an activity has no building, and for what opens."
    )
    activityId = serializers.UUIDField(
        source="activity_id", allow_null=True, help_text="Null for the opening hours of the venue itself."
    )
    opening = serializers.IntegerField(
        allow_null=True, help_text="Position in `open`, from 0; null for what is there already."
    )
    status = serializers.ChoiceField(
        choices=["ok", "closed", "opened", "withheld"],
        help_text="withheld: it changes, but fewer than 10 persons of a group reach it.",
    )
    pressureBefore = serializers.FloatField(source="before", allow_null=True, help_text="Null without room.")
    pressureAfter = serializers.FloatField(source="after", allow_null=True, help_text="Null without room.")
    loadReceivedHours = serializers.FloatField(
        source="received_hours",
        allow_null=True,
        help_text="Load that it gets besides, hours a week; below 0 what it is relieved of; null where it closes.",
    )


class WhatIfAnswer(serializers.Serializer[Any]):
    """What would change. What is not listed stays as it is."""

    date = serializers.DateField(help_text="The day that it is scored as of.")
    run = serializers.IntegerField(
        allow_null=True, help_text="The `id` of /runs with the figures before; null when scored on request."
    )
    method = serializers.CharField(help_text="The `id` of /methods.")
    rounded = serializers.BooleanField(help_text="Without a token: 3 digits, and openings on whole 100 m.")
    areas = AreaChangeRow(many=True, help_text="Those who lose most hosted hours come first.")
    venues = VenueChangeRow(many=True, help_text="Those that get most load come first.")
    movedHours = serializers.FloatField(
        source="moved_hours",
        allow_null=True,
        help_text="Load of what closes that others take over, hours a week; null where it would tell of few.",
    )
    strandedHours = serializers.FloatField(
        source="stranded_hours", allow_null=True, help_text="Load of what closes that is left with no offer."
    )
    summary = serializers.CharField(help_text="Who loses most, in one sentence in the language of Accept-Language.")


class WhatIfSchema(ResourceSchema):
    """Describes a question by POST."""

    def get_operation_id(self) -> str:
        """`askWhatIf`."""
        return "askWhatIf"

    def get_override_parameters(self) -> list[Any]:
        """The query and the headers."""
        inherited = super().get_override_parameters()
        meant = {"API-Version", "WWW-Authenticate", "Retry-After"}
        headers = [each for each in inherited if isinstance(each, OpenApiParameter) and each.name in meant]
        return [self._resource.query, *headers]

    def get_request_serializer(self) -> Any:
        """What is proposed."""
        return WhatIfBody

    def get_response_serializers(self) -> Any:
        """What comes back, by status."""
        refused = {(status, PROBLEM): Problem for status in (400, 401, 406, 413, 415, 429)}
        return {(200, "application/json"): WhatIfAnswer, **refused}


class AskWhatIf(Resource):
    """What closing and opening places would do. Nothing is stored, and no account is needed.

    Coverage and pressure before and after, the load that moves to others and that is left with none, and who loses. The
    figures are those of scoring the municipality anew with the changes.
    """

    http_method_names = ["post"]
    parser_classes = [BoundedJSONParser]
    # It writes nothing, so it counts as reading.
    throttle_classes = [TokenThrottle]
    schema = WhatIfSchema()
    row = WhatIfAnswer

    def post(self, request: Request, **path: Any) -> Response:
        """Work out the proposal."""
        self.read_query(request)
        body = WhatIfBody(data=request.data)
        body.is_valid(raise_exception=True)
        values, proposal = body.validated_data, body.proposal()
        municipality = values["municipality"]
        prepared = prepared_for(municipality, values.get("date"))
        if prepared is None:
            text = _("%(area)s has not been scored for this date.") % {"area": municipality.name}
            raise ValidationError({"date": [ErrorDetail(text, code="not_scored")]})
        body.refuse_closing(not_on_offer(prepared, proposal))
        is_exact = reader(request) is not None
        found = what_if(prepared, proposal, values["level"], is_exact=is_exact)
        answer = {
            "date": prepared.day,
            "run": prepared.run_id,
            "method": str(prepared.method),
            "rounded": not is_exact,
            "areas": found.areas,
            "venues": found.offers,
            "moved_hours": found.moved_hours,
            "stranded_hours": found.stranded_hours,
            "summary": summary(prepared, found),
        }
        return Response(WhatIfAnswer(answer).data)


def summary(prepared: Prepared, found: WhatIf) -> str:
    """Who loses most, of those whose figures may be told; in the language in use."""
    if not prepared.is_register_loaded:
        return _("The coverage of %(name)s is unknown, as no register of its places is loaded.") % {
            "name": prepared.municipality.name
        }
    if not found.areas:
        return _("No coverage that may be told would change.")
    first, last = found.areas[0], found.areas[-1]
    if first.hours < 0:
        text = _(
            "%(group)s in %(area)s would lose most of all whose figures may be told: %(hours)s hosted hours a week, "
            "from %(before)s%% to %(after)s%% of their norm."
        )
        return text % _words(first)
    text = _(
        "%(group)s in %(area)s would gain most (%(hours)s hosted hours a week, from %(before)s%% to %(after)s%% of "
        "their norm), and nobody whose figures may be told would lose."
    )
    return text % _words(last)


def _words(change: AreaChange) -> dict[str, str]:
    return {
        "group": change.group.name,
        "area": change.area.name,
        "hours": _number(abs(change.hours)),
        "before": _number(100 * change.before),
        "after": _number(100 * change.after),
    }


def _number(figure: float) -> str:
    return number_format(round(figure, 1), decimal_pos=1)
