"""What a parameter may hold: reference systems, boxes, dates, areas and groups."""

import math
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from venues.api.bodies import printable
from venues.api.crs import NAMES, SERVED, crs_named
from venues.models import Area, DemandGroup, Sector, VenueType

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
ALL_GROUPS = "all"
"""How all groups together are called where a group is asked for."""


class OneOf(serializers.ChoiceField):
    """One of a few words; a refusal names them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = ", ".join(str(word) for word in self.choices)
        self.error_messages["invalid_choice"] = _("“{input}” is not known here. Write one of: %(words)s.") % {
            "words": words
        }

    def to_internal_value(self, data: Any) -> Any:
        """The word; what is refused is told in so much as can be read."""
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            self.fail("invalid_choice", input=printable(data))


@extend_schema_field({"type": "string", "enum": NAMES})
class CrsField(serializers.CharField):
    """A reference system by its short name or URI."""

    default_error_messages = {"unknown_crs": _("“{value}” is not served here. Ask for one of: {names}.")}

    def __init__(self, **options: Any) -> None:
        names = " or ".join(crs.name for crs in SERVED)
        super().__init__(required=False, help_text=options.pop("help_text", f"{names}, or the URI of one."), **options)

    def to_internal_value(self, data: Any) -> Any:
        """The reference system."""
        crs = crs_named(super().to_internal_value(data))
        if crs is None:
            self.fail("unknown_crs", value=str(data)[:100], names=", ".join(NAMES))
        return crs


@extend_schema_field({"type": "string", "pattern": r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$"})
class BoxField(serializers.CharField):
    """Four numbers: the low corner, then the high one."""

    default_error_messages = {
        "not_a_box": _("Write four numbers with commas between: minimum x, minimum y, maximum x, maximum y.")
    }

    def __init__(self) -> None:
        super().__init__(required=False, help_text="minX,minY,maxX,maxY in `bbox-crs`.")

    def to_internal_value(self, data: Any) -> Any:
        """The four numbers."""
        corners = self.corners(super().to_internal_value(data).split(","))
        if corners[0] > corners[2] or corners[1] > corners[3]:
            self.fail("not_a_box")
        return corners

    def corners(self, parts: list[str]) -> tuple[float, float, float, float]:
        """Four numbers, whichever is larger."""
        try:
            numbers = [float(part) for part in parts]
        except ValueError:
            self.fail("not_a_box")
        if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
            self.fail("not_a_box")
        return numbers[0], numbers[1], numbers[2], numbers[3]


class DayField(serializers.DateField):
    """A civil date."""

    default_error_messages = {
        "invalid": _("Write a date as YYYY-MM-DD."),
        "too_far": _("Give a date from {earliest} to {latest}."),
    }

    def to_internal_value(self, value: Any) -> date:
        """The date, within what can be meant."""
        day: date = super().to_internal_value(value)
        if not EARLIEST <= day <= LATEST:
            self.fail("too_far", earliest=EARLIEST, latest=LATEST)
        return day


class MomentField(serializers.DateTimeField):
    """A moment."""

    default_error_messages = {"invalid": _("Write a moment as YYYY-MM-DDThh:mm:ssZ.")}

    def to_internal_value(self, value: Any) -> datetime:
        """The moment, within what can be meant."""
        try:
            moment: datetime = super().to_internal_value(value)
            is_sane = EARLIEST <= moment.date() <= LATEST
        except OverflowError:
            is_sane = False
        if not is_sane:
            self.fail("invalid", format="")
        return moment


class AreaField(serializers.RegexField):
    """An area by its CBS code: the boundaries in use go before older ones."""

    default_error_messages = {
        "unknown_area": _("No area has the code “{code}”. Look the codes up in /areas."),
        "invalid": _("Write a CBS code: GM, WK or BU and the digits or letters after it."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "CBS code: that area and all below it.")
        super().__init__(r"^(GM\d{4}|(WK|BU)[0-9A-Z]{4,10})\Z", required=False, **options)

    def run_validation(self, data: Any = empty) -> Any:
        """The area, once its code has the right form."""
        code = super().run_validation(data)
        found = (
            Area.objects.filter(code=code)
            .select_related("edition__municipality")
            .defer("boundary")
            .order_by("-edition__is_active", "-edition__year")
            .first()
        )
        if found is None:
            self.fail("unknown_area", code=code)
        return found


class GroupField(serializers.SlugField):
    """A demand group by its code, or `all` for all groups together, which is read as None."""

    default_error_messages = {"unknown_group": _("No demand group has the code “{code}”. Write one of: {known}.")}

    def to_internal_value(self, data: Any) -> Any:
        """The code, None for all groups together."""
        code: str = super().to_internal_value(data)
        if code == ALL_GROUPS:
            return None
        known = list(DemandGroup.objects.values_list("code", flat=True))
        if code not in known:
            self.fail("unknown_group", code=code[:40], known=", ".join([*known, ALL_GROUPS]))
        return code


class VenueTypeField(serializers.SlugField):
    """A venue type by its code."""

    default_error_messages = {
        "unknown_type": _("No venue type has the code “{code}”. Look the codes up in /venue-types.")
    }

    def run_validation(self, data: Any = empty) -> Any:
        """The code, once it has the right form."""
        code: str = super().run_validation(data)
        if not VenueType.objects.filter(code=code[:40]).exists():
            self.fail("unknown_type", code=code[:40])
        return code


class SectorField(serializers.SlugField):
    """A policy sector by its code."""

    default_error_messages = {"unknown_sector": _("No policy sector has the code “{code}”. Write one of: {known}.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Code of a policy sector.")
        super().__init__(**options)

    def run_validation(self, data: Any = empty) -> Any:
        """The code, once it has the right form."""
        code: str = super().run_validation(data)
        known = list(Sector.objects.values_list("code", flat=True))
        if code not in known:
            self.fail("unknown_sector", code=code[:40], known=", ".join(known))
        return code
