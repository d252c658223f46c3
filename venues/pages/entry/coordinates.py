"""A point in a text field: degrees as maps on phones write them, or metres of the Dutch grid."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from venues.importing.base import RowRefused
from venues.importing.uploads.location import read_location
from venues.pages.record_words import place_text

BETWEEN = re.compile(r"[;\s]+|,\s+")


class CoordinatesField(forms.CharField):
    """Reads “52.370216, 4.895168”, “4,89 52,37” or “121687 487484” as [x, y] in RD metres."""

    def prepare_value(self, value: Any) -> Any:
        """What the field shows of a location of a record."""
        return place_text(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The location as a record has it; None where nothing was filled in.

        Raises:
            ValidationError: In words, if it is no place in the Netherlands.
        """
        text = super().clean(value).strip()
        if not text:
            return None
        parts = [part for part in BETWEEN.split(text) if part]
        if len(parts) == 1:
            parts = text.split(",")
        if len(parts) != 2:
            raise ValidationError(_("Write two numbers, such as 52.370216, 4.895168 or 121687 487484."))
        try:
            point, _swapped = read_location(parts[0], parts[1], None, 0)
        except RowRefused as error:
            raise ValidationError(
                _("“%(text)s”: %(problem)s %(remedy)s")
                % {"text": text, "problem": error.refusal.problem, "remedy": error.refusal.remedy}
            ) from None
        return [point.x, point.y]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what was shown: as text a point is rounded."""
        return (self.prepare_value(initial) or "") != (data or "").strip()
