"""The rows of the lists in a form: one form a row, with the fields that the table has."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from venues.models import DemandGroup, Sector, Slot, Staffing
from venues.models.naming import Term
from venues.pages.entry.fields import ClockField, DayField, NumberField, WholeNumberField, YesNoField
from venues.register.record import Record

MORNING = time(6)
"""Hours may go on past midnight until then; a later end before the beginning is a slip."""

Choices = list[tuple[str, str]]
UNKNOWN = ("", _("not known"))


class Row(forms.Form):
    """A row of a list; `id` is that of the stored row, empty for a new one."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    asked: tuple[str, ...] = ()
    terms: dict[str, type[Term]] = {}
    """Fields that are one of the terms of a table."""
    rarer: tuple[str, ...] = ("sector", "starts_on", "ends_on", "every_weeks", "in_school_holidays")

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (choices or {}).items():
            field: Any = self.fields[name]
            field.choices = [*field.choices, *offered]

    def usual_fields(self) -> list[forms.BoundField]:
        """The fields that most rows need, and those that say something already."""
        return [field for field in self._fields() if field not in self.rarer_fields()]

    def rarer_fields(self) -> list[forms.BoundField]:
        """The fields that a phone hides until they are asked for."""
        said = ("", None, 1, "1")
        return [
            field for field in self._fields() if field.name in self.rarer and not field.errors and field.value() in said
        ]

    def _fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "DELETE"]

    def clean(self) -> dict[str, Any]:
        """What ends, ends after it began."""
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The day on which it ends must lie after the day on which it begins."))
        return cleaned

    def rows(self) -> list[Record]:
        """What was filled in as rows of a record, some of which may be unreadable; none where it was left empty."""
        given = {name: self.cleaned_data.get(name) for name in self.asked}
        given |= {name: given[name] or None for name in self.terms}
        key = self.cleaned_data.get("id")
        return [({"id": key} if key else {}) | given]

    @classmethod
    def initial_of(cls, rows: list[Record]) -> list[Record]:
        """What the forms show of the rows of a record."""
        return rows


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of one list. The terms to choose from are read once, however many rows there are."""

    @cached_property
    def choices(self) -> dict[str, Choices]:
        """By field what its select offers."""
        return {name: [(term.pk, str(term)) for term in table.objects.all()] for name, table in self.form.terms.items()}

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The same choices for each row."""
        return super().get_form_kwargs(index) | {"choices": self.choices}


class StaffingRow(Row):
    """Hours of one role."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Staffing.Kind, initial=Staffing.Kind.PROFESSIONAL)
    hours_per_week = NumberField(label=_("Hours a week"), min_value=0, max_digits=6, decimal_places=2)
    role = forms.CharField(
        label=_("Role"),
        max_length=80,
        required=False,
        help_text=_("What this person does, such as host. Never a name."),
    )
    sector = forms.ChoiceField(label=_("Policy sector"), choices=[UNKNOWN], required=False)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    asked = ("kind", "role", "hours_per_week", "sector", "starts_on", "ends_on")
    terms = {"sector": Sector}


class FundingRow(Row):
    """Money of one funder."""

    funder = forms.CharField(label=_("Funder"), max_length=200)
    amount_eur = NumberField(label=_("EUR a year"), min_value=0, max_digits=12, decimal_places=2)
    is_structural = YesNoField(label=_("Structural"), required=False)
    is_public = forms.BooleanField(label=_("Everybody may see the amount"), required=False, initial=True)
    sector = forms.ChoiceField(label=_("Policy sector"), choices=[UNKNOWN], required=False)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    asked = ("funder", "amount_eur", "is_structural", "is_public", "sector", "starts_on", "ends_on")
    terms = {"sector": Sector}


class InspectionRow(Row):
    """The state of the building on a day."""

    condition = forms.TypedChoiceField(
        label=_("Condition"),
        coerce=int,
        choices=[
            ("", "–"),
            (1, _("1 excellent")),
            (2, _("2 good")),
            (3, _("3 fair")),
            (4, _("4 poor")),
            (5, _("5 bad")),
            (6, _("6 very bad")),
        ],
        help_text=_("As an inspection by NEN 2767 found it."),
    )
    inspected_on = DayField(label=_("Inspected on"))
    asked = ("condition", "inspected_on")


class AttendanceRow(Row):
    """A count of who came."""

    group = forms.ChoiceField(label=_("Group"), choices=[("", "–")])
    persons_per_week = NumberField(label=_("People a week"), min_value=0)
    counted_on = DayField(label=_("Counted up to"))
    asked = ("group", "persons_per_week", "counted_on")
    terms = {"group": DemandGroup}


class SlotRow(Row):
    """Hours on one or more days of the week: a person says them once, the table has a row a day."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=[(day, WEEKDAYS_ABBR[day - 1]) for day in range(1, 8)],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = ClockField(label=_("From what time"))
    ends = ClockField(label=_("To what time"))
    host = forms.ChoiceField(label=_("Who receives people"), choices=[UNKNOWN, *Slot.Host.choices], required=False)
    every_weeks = WholeNumberField(label=_("Every so many weeks"), min_value=1, max_value=52, initial=1, required=False)
    in_school_holidays = YesNoField(label=_("Also in school holidays"), required=False)
    starts_on = DayField(label=_("Since"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    ids = forms.RegexField(r"^(\d:\d+,)*$", required=False, widget=forms.HiddenInput)
    same = ("starts", "ends", "host", "every_weeks", "in_school_holidays", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """Hours that end before they begin go on past midnight, but not till the day after."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and MORNING < ends <= starts:
            self.add_error("ends", _("This is before the time at which it begins."))
        return cleaned

    def rows(self) -> list[Record]:
        """A row a day. Hours past midnight become two, as the table has them."""
        given = {name: self.cleaned_data.get(name) for name in self.same}
        given["every_weeks"] = given["every_weeks"] or 1
        keys = dict(pair.split(":") for pair in (self.cleaned_data.get("ids") or "").split(",") if pair)
        starts, ends = given["starts"], given["ends"]
        past_midnight = bool(starts and ends and ends < starts and ends.hour + ends.minute)
        made: list[Record] = []
        for day in self.cleaned_data.get("days") or []:
            key = keys.get(str(day))
            evening = {"ends": "00:00"} if past_midnight else {}
            made.append(({"id": int(key)} if key else {}) | {"weekday": day} | given | evening)
            if past_midnight:
                made.append({"weekday": day % 7 + 1} | given | {"starts": "00:00"})
        return made

    @classmethod
    def initial_of(cls, rows: list[Record]) -> list[Record]:
        """Days with the same hours in one form."""
        shown: dict[tuple[Any, ...], Record] = {}
        for row in sorted(rows, key=lambda each: (each["weekday"], each["starts"])):
            at = tuple(row[name] for name in cls.same)
            first = shown.setdefault(at, {name: row[name] for name in cls.same} | {"days": [], "ids": ""})
            if row["weekday"] in first["days"]:
                first = shown.setdefault((*at, len(shown)), {**first, "days": [], "ids": ""})
            first["days"].append(row["weekday"])
            if row.get("id"):
                first["ids"] += f"{row['weekday']}:{row['id']},"
        return list(shown.values())
