"""What a member of a written body may hold: amounts, codes, ids and points."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from venues.api.bodies import printable
from venues.api.crs import AMERSFOORT_RD, AROUND_NETHERLANDS, CRS84, Crs
from venues.api.geometry import GEOMETRY_SCHEMA
from venues.importing.reading.projection import to_rd

RD_X, RD_Y = (-10_000, 310_000), (290_000, 640_000)
"""Where the Dutch grid has meaning, in metres."""


@extend_schema_field({"type": "number"})
class Money(serializers.DecimalField):
    """A number with two decimals, sent and shown as a number of JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "required": False, "allow_null": True, **options})

    def to_internal_value(self, data: Any) -> Any:
        """The number; no text that looks like one."""
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> float:  # type: ignore[override]  # as JSON has it
        """The number."""
        return float(value)


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})
class Clock(serializers.TimeField):
    """Hours and minutes: the `time` of JSON Schema would need seconds and a zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)


class FewWords(serializers.ListField):
    """A short list: of one that is too long no element is looked at."""

    default_error_messages = {"max_length": _("Write at most {max_length} of them.")}

    def to_internal_value(self, data: Any) -> Any:
        """The elements."""
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class Term(serializers.CharField):
    """The code of a term that the site knows."""

    default_error_messages = {"unknown": _("“{code}” is not known here. Look the codes up in {where}.")}

    def __init__(self, model: type[Model], where: str, **options: Any) -> None:
        self.model, self.where = model, where
        super().__init__(**{"max_length": 40, "required": False, "help_text": f"A code of {where}.", **options})

    def to_internal_value(self, data: Any) -> str:
        """The code. All codes are read once for a body, however many rows it has."""
        code: str = super().to_internal_value(data)
        known: dict[Any, set[str]] = self.context["terms"]
        if self.model not in known:
            known[self.model] = set(self.model._default_manager.values_list("pk", flat=True))
        if code not in known[self.model]:
            self.fail("unknown", code=printable(code), where=self.where)
        return code


class Key(serializers.UUIDField):
    """The id of something that is there."""

    default_error_messages = {"unknown": _("Nothing here has the id “{id}”.")}

    def __init__(self, model: type[Model], **options: Any) -> None:
        self.model = model
        super().__init__(**{"required": False, "allow_null": True, **options})

    def to_internal_value(self, data: Any) -> UUID:
        """The id, once it is known to be one."""
        key: UUID = super().to_internal_value(data)
        if not self.model._default_manager.filter(pk=key).exists():
            self.fail("unknown", id=key)
        return key


@extend_schema_field({"oneOf": [GEOMETRY_SCHEMA, {"type": "null"}]})
class PointField(serializers.Field[Any, Any, Any, Any]):
    """A GeoJSON point in the reference system of the request; [x, y] in metres of the Dutch grid within."""

    default_error_messages = {
        "no_point": _("Write a GeoJSON point: {{“type”: “Point”, “coordinates”: [x, y]}}."),
        "outside": _("This point does not lie in the Netherlands. Check the order of the coordinates, and the crs."),
    }

    def to_internal_value(self, data: Any) -> list[float]:
        """Metres in the Dutch grid."""
        if not isinstance(data, dict) or set(data) != {"type", "coordinates"} or data["type"] != "Point":
            self.fail("no_point")
        both = data["coordinates"]
        if not isinstance(both, list) or len(both) != 2 or not all(_is_number(each) for each in both):
            self.fail("no_point")
        crs: Crs = self.context.get("crs", CRS84)
        first, second = (float(each) for each in (reversed(both) if crs.is_latitude_first else both))
        if crs != AMERSFOORT_RD:
            west, south, east, north = AROUND_NETHERLANDS
            if not (west <= first <= east and south <= second <= north):
                self.fail("outside")
            first, second = (float(each) for each in to_rd(first, second))
        if not (RD_X[0] <= first <= RD_X[1] and RD_Y[0] <= second <= RD_Y[1]):
            self.fail("outside")
        return [round(first, 2), round(second, 2)]

    def to_representation(self, value: Any) -> Any:
        """Not from here: the database writes it in the reference system that was asked for."""
        return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
