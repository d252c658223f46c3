"""Which two dates and which group the page of change was asked for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.models import DemandGroup
from venues.pages.query import ALL_GROUPS, EARLIEST, LATEST

YEARS_BACK = 4
"""A term of the council."""


@dataclass(frozen=True)
class Span:
    """Two dates to compare, for one group; no group means all together."""

    first: dt.date
    second: dt.date
    group: DemandGroup | None


class ChangeForm(forms.Form):
    """Reads the address; what is left out is today, and the first day of this month in the year of the last election.

    It is bound to what was asked, completed with what is usual, so that the fields show the dates in use.
    """

    def __init__(self, asked: Mapping[str, str]) -> None:
        today = timezone.localdate()
        usual = {
            "from": today.replace(year=today.year - YEARS_BACK, day=1).isoformat(),
            "to": today.isoformat(),
            "group": ALL_GROUPS,
        }
        super().__init__(usual | {name: value for name, value in asked.items() if value})
        # A Python keyword cannot name a field of the class.
        self.fields["from"] = _date(_("From"))
        self.fields["to"] = _date(_("To"))
        self.fields["group"] = forms.ChoiceField(
            label=_("Group"),
            choices=[(ALL_GROUPS, _("All groups together")), *((g.code, g.name) for g in DemandGroup.objects.all())],
            error_messages={"invalid_choice": _("There is no group with this code.")},
        )

    def clean(self) -> dict[str, Any]:
        """The dates must lie within reason, the first before the second."""
        found: dict[str, Any] = super().clean() or {}
        for name in ("from", "to"):
            day = found.get(name)
            if day and not EARLIEST <= day < LATEST:
                self.add_error(
                    name,
                    _("Choose a date between %(first)d and %(last)d.") % {"first": EARLIEST.year, "last": LATEST.year},
                )
        first, second = found.get("from"), found.get("to")
        if not self.errors and first and second and first >= second:
            self.add_error("to", _("The second date must come after the first."))
        return found

    def span(self) -> Span | None:
        """What was asked for; None where it cannot be understood, and the errors say why."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        group = None if asked["group"] == ALL_GROUPS else DemandGroup.objects.get(code=asked["group"])
        return Span(asked["from"], asked["to"], group)


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1990-01-01", "max": "2099-12-31"}),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2026-01-31.")},
    )
