"""The parameter `datetime`: a moment, a day, or an interval that may be open at one end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from venues.api.fields import DayField, MomentField

OPEN = {"", ".."}


@dataclass(frozen=True)
class Span:
    """Civil days from the first to the last, both included; None = open at that end."""

    first: date | None
    last: date | None

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def day(self) -> date:
        """The day that it is looked at from: its last one; where it is open to the future, today or its first day."""
        today = timezone.localdate()
        return self.last or (max(self.first, today) if self.first else today)


class SpanField(serializers.CharField):
    """RFC 3339 dates or moments, and intervals of them. A moment counts as its day in the Netherlands."""

    default_error_messages = {
        "not_a_span": _(
            "Write a date (2026-06-01), a moment (2026-06-01T12:00:00Z), or two of them with a slash between; "
            "`..` leaves an end open."
        ),
        "backwards": _("The interval ends before it begins."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_internal_value(self, data: Any) -> Any:
        """The days."""
        ends = super().to_internal_value(data).split("/")
        if len(ends) > 2 or ends in (["", ""], [".."]):
            self.fail("not_a_span")
        first, last = self._day(ends[0]), self._day(ends[-1])
        if first and last and first > last:
            self.fail("backwards")
        return Span(first, last)

    def _day(self, text: str) -> date | None:
        if text in OPEN:
            return None
        try:
            if len(text) == len("2026-06-01"):
                return DayField().to_internal_value(text)
            # A plus sign that was not written as %2B arrives as a space.
            return timezone.localtime(MomentField().to_internal_value(text.upper().replace(" ", "+"))).date()
        except serializers.ValidationError:
            self.fail("not_a_span")
