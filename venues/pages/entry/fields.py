"""Fields as phones and Dutch people fill them in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from venues.importing.uploads.cells import number

THREE = 3
"""So many digits after a point are taken for thousands."""


class ReadsRecord(forms.Field):
    """A field whose initial value is as records write it: text."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else was filled in."""
        return super().has_changed(None if initial in (None, "") else self.recorded(initial), data)

    def recorded(self, value: Any) -> Any:
        """The value of a record as the field compares it."""
        return self.to_python(value)


class _Typed(str):
    """What somebody typed: it is shown again as it was, and never read as what a record says."""


class NumberField(ReadsRecord, forms.DecimalField):
    """A number with a comma or a point, whatever the language of the page: 12,5 is never read as 125."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The number as a decimal."""
        return super().to_python(number(value) if isinstance(value, str) else value)

    def recorded(self, value: Any) -> Any:
        """The number of a record: 1.125 there is not a thousand."""
        return Decimal(str(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, marked as that."""
        return _Typed(data) if isinstance(data, str) else data

    def prepare_value(self, value: Any) -> Any:
        """What was typed as it was typed; the number of a record with a decimal sign and without thousands."""
        if value in (None, "") or isinstance(value, _Typed):
            return value
        plain = format(Decimal(str(value)).normalize(), "f")
        # Three decimals after a point would be read as thousands.
        sign = "," if len(plain.partition(".")[2]) == THREE else get_format("DECIMAL_SEPARATOR")
        return plain.replace(".", sign)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `step` or `min`: the field is text, so that a comma can be typed."""
        return {}


class WholeNumberField(NumberField):
    """The same without decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(decimal_places=0, **options)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """The number as an int."""
        read = super().clean(value)
        return None if read is None else int(read)


class DayField(ReadsRecord, forms.DateField):
    """A date, with the calendar of the device."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


class ClockField(ReadsRecord, forms.TimeField):
    """A time of day, with the clock of the device."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("not known")), ("True", _("yes")), ("False", _("no"))]
        super().__init__(choices=choices, coerce=lambda value: value == "True", empty_value=None, **options)
