"""Fields as phones and Dutch people fill them in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from venues.importing.uploads.cells import number


class ReadsRecord(forms.Field):
    """A field whose initial value is as records write it: text."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else was filled in."""
        return super().has_changed(None if initial in (None, "") else self.to_python(initial), data)


class NumberField(ReadsRecord, forms.DecimalField):
    """A number with a comma or a point, whatever the language of the page: 12,5 is never read as 125."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The number as a decimal."""
        return super().to_python(number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """What the field shows: the decimal sign of the page's language, without thousands."""
        if value in (None, "") or (isinstance(value, str) and not _is_plain(value)):
            return value
        return number_format(Decimal(str(value)).normalize(), use_l10n=True, force_grouping=False).replace("\xa0", "")

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


def _is_plain(text: str) -> bool:
    """Whether a text is a number as records write it; what a person typed is shown as typed."""
    return text.replace(".", "", 1).removeprefix("-").isascii() and text.replace(".", "", 1).removeprefix("-").isdigit()
