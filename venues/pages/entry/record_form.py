"""A whole record as one form: single values, and a set of rows for each list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.importing.reading.opening_hours import weekly_hours
from venues.models import Activity, Venue
from venues.pages.entry.fields import DayField
from venues.pages.entry.forms import ActivityForm, Keeper, PlaceForm, VenueForm
from venues.pages.entry.rows import AttendanceRow, FundingRow, InspectionRow, Row, Rows, SlotRow, StaffingRow
from venues.register.record import Problem, Record, RecordRefused, normalise

ROWS: dict[str, type[Row]] = {
    "slots": SlotRow,
    "staffings": StaffingRow,
    "fundings": FundingRow,
    "attendances": AttendanceRow,
    "inspections": InspectionRow,
}
FORMS: dict[type[Any], type[PlaceForm]] = {Venue: VenueForm, Activity: ActivityForm}
MOST_ROWS = 200


class SinceForm(forms.Form):
    """From when on the changes of a stored place hold."""

    since = DayField(label=_("These changes hold from"), required=False)
    was_wrong = forms.BooleanField(label=_("It was recorded wrongly: correct the days before as well"), required=False)

    def day(self) -> date | None:
        """The first day of the change; None for a correction."""
        if self.cleaned_data["was_wrong"]:
            return None
        return self.cleaned_data["since"] or timezone.localdate()


class RecordForm:
    """A record to fill in.

    Args:
        model: `Venue` or `Activity`.
        record: What is shown: of a new place, what is known beforehand.
        keeper: Who fills it in, and where the place is or is to be.
        data: What was sent.
        is_new: Whether the place is still to be added: then there is no day from which changes hold.
    """

    def __init__(
        self,
        model: type[Any],
        record: Record,
        keeper: Keeper,
        data: Any = None,
        *,
        is_new: bool = False,
    ) -> None:
        self.model, self.record_seen, self.is_new = model, record, is_new
        self.form = FORMS[model](record, keeper, data)
        self.since = SinceForm(data, initial={"since": timezone.localdate()})
        self.sets: dict[str, Any] = {}
        today = timezone.localdate().isoformat()
        self.past: dict[str, list[Record]] = {}
        self.failed_lists: set[str] = set()
        for name, row in ROWS.items():
            if name == "inspections" and model is not Venue:
                continue
            stored = record.get(name) or []
            # What ended stays as it is, and would only be in the way.
            self.past[name] = [each for each in stored if (each.get("ends_on") or "9999") <= today]
            shown = row.initial_of([each for each in stored if each not in self.past[name]])
            made = forms.formset_factory(
                row, Rows, extra=0 if shown else 1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
            )
            self.sets[name] = made(data, prefix=name, initial=shown)

    def is_valid(self) -> bool:
        """Whether each value can be read; what the register says of them comes later."""
        parts = [self.form, *self.sets.values(), *([] if self.is_new else [self.since])]
        return all(part.is_valid() for part in parts)

    def record(self) -> Record:
        """The record as filled in, with what the form does not ask as it was seen.

        Call it on a valid form, in the transaction that keeps the record.

        Raises:
            RecordRefused: If a value cannot be read after all.
        """
        record = self.record_seen | self.form.values()
        for name, rows in self.sets.items():
            record[name] = self.past[name] + [row for each in self._filled(rows) for row in each.rows()]
        self._read_opening_hours(record)
        return normalise(self.model, record)

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Show what the register refuses at the values that it is about."""
        for problem in problems:
            rows = self.sets.get(problem.member)
            field = {"location": "coordinates"}.get(problem.member, problem.member)
            if rows is not None:
                row = self._row_of(problem)
                if row is not None:
                    row.add_error(problem.field if problem.field in row.fields else None, problem.message)
                    continue
                # What others changed meanwhile, or what a date divided in two: the list as a whole is meant.
                self.failed_lists.add(problem.member)
                field = ""
            self.form.add_error(field if field in self.form.fields else None, problem.message)

    def failed_in(self) -> set[str]:
        """The lists and fields with an error, to lead somebody there."""
        return (
            {name for name, rows in self.sets.items() if any(rows.errors)} | set(self.form.errors) | self.failed_lists
        )

    def _row_of(self, problem: Problem) -> Row | None:
        """The form of the row that a problem is about; None where no form shows it."""
        name = problem.member
        shown = [(each, row) for each in self._filled(self.sets[name]) for row in each.rows()]
        if problem.content is None:
            position = (problem.row or 0) - len(self.past[name])
            return shown[position][0] if 0 <= position < len(shown) else None
        if problem.key is not None:
            return next((each for each, row in shown if row.get("id") == problem.key), None)
        rows = normalise(self.model, {name: [row for _form, row in shown]})[name]
        pairs = list(zip(shown, rows, strict=True))
        # Of what is there twice, the later one.
        return next((each for (each, _), row in reversed(pairs) if _is_new(row, problem.content)), None)

    def _filled(self, rows: Any) -> list[Row]:
        gone = rows.deleted_forms
        return [each for each in rows.forms if (each.has_changed() or each.initial) and each not in gone]

    def _read_opening_hours(self, record: Record) -> None:
        """Hours that were only changed as text become slots, with the hosts of the days that had one."""
        if self.model is not Venue:
            return
        text = record["opening_hours"]
        if "opening_hours" not in self.form.changed_data:
            if self._times_changed(record) and any(map(str.isdigit, text)):
                # The text of the source would contradict the hours that somebody knows better.
                record["opening_hours"] = ""
            return
        if self._times_changed(record):
            said = _("You changed the hours above as well. Change one of the two: the other follows.")
            raise RecordRefused([Problem("opening_hours", None, "", str(said))])
        hours = weekly_hours(text) if text else None
        if hours is None:
            return
        known = {(slot["weekday"], slot["starts"], slot["ends"]): slot for slot in record["slots"]}
        hosts: dict[int, set[str]] = {}
        for slot in record["slots"]:
            hosts.setdefault(slot["weekday"], set()).add(slot["host"])
        kept: Any = {day: each.pop() if len(each) == 1 else "" for day, each in hosts.items()}
        record["slots"] = self.past["slots"] + [
            known.get((each.weekday, each.starts, each.ends))
            or {"weekday": each.weekday, "starts": each.starts, "ends": each.ends, "host": kept.get(each.weekday, "")}
            | {"every_weeks": 1, "in_school_holidays": None, "starts_on": None, "ends_on": None}
            for each in hours
        ]

    def _times_changed(self, record: Record) -> bool:
        """Whether other days or times were filled in than the form showed, not only another host."""
        seen, now = (
            {(row["weekday"], row["starts"], row["ends"]) for row in normalise(Venue, {"slots": rows})["slots"]}
            for rows in (self.record_seen.get("slots"), record["slots"])
        )
        return seen != now


def _is_new(row: Record, content: Record) -> bool:
    """Whether a row without a number is the one that the register speaks of, which may have dated it."""
    dates = {"starts_on", "ends_on"}
    return not row.get("id") and all(row[name] == value for name, value in content.items() if name not in dates)
