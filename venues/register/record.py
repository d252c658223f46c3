"""A place or activity with all facts about it as one record: what forms show, histories compare, suggestions propose.

A record is plain JSON: dates and times as ISO text, money and hours as decimal text, a location as [x, y] in RD metres,
references as keys. Facts are lists of rows; a stored row carries its `id`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _

from venues.models import (
    RD,
    Activity,
    Attendance,
    Audience,
    Closure,
    Funding,
    Inspection,
    Slot,
    Staffing,
    Venue,
    events,
)

Record = dict[str, Any]
Place = Venue | Activity

FIELDS: dict[type[Model], tuple[str, ...]] = {
    Venue: (
        *("name", "venue_type", "organisation", "location", "address", "postcode", "website", "places"),
        *("wheelchair", "low_threshold", "budget_needed_eur", "opened_on", "opening_hours"),
    ),
    Activity: (
        *("name", "venue", "organisation", "location", "places", "has_own_space", "mixing_aim"),
        *("starts_on", "ends_on"),
    ),
}
"""The members of a record that are one value."""

FACTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "audiences": (Audience, ("group", "suitability")),
    "slots": (
        Slot,
        ("weekday", "starts", "ends", "host", "every_weeks", "in_school_holidays", "starts_on", "ends_on"),
    ),
    "staffings": (Staffing, ("kind", "role", "hours_per_week", "sector", "starts_on", "ends_on")),
    "fundings": (
        Funding,
        ("funder", "sector", "amount_eur", "is_structural", "is_public", "starts_on", "ends_on"),
    ),
    "closures": (
        Closure,
        ("extent", "reason", "starts_on", "reopens_on", "hours_remaining", "places_remaining", "note"),
    ),
    "attendances": (Attendance, ("group", "persons_per_week", "counted_on")),
    "inspections": (Inspection, ("condition", "inspected_on")),
}
"""The members of a record that are lists of rows: the table, and what a row says."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value: the member, the row of a list (from 0), the field of the row, and why."""

    member: str
    row: int | None
    field: str
    message: str
    key: int | None = None
    """The `id` of the row, where it is a stored one."""
    content: Record | None = None
    """What the row says; None of one that could not be read, which is then where it was in the record that was sent."""


class RecordRefused(Exception):
    """A record that cannot be kept; lists every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.message for problem in problems))


def facts_of(model: type[Model]) -> list[str]:
    """The lists that a record of a place or activity has."""
    return [name for name in FACTS if model is Venue or name != "inspections"]


def read(place: Place) -> Record:
    """The record of a stored place or activity as it is."""
    record = values_of(type(place), place)
    for name in facts_of(type(place)):
        record[name] = [row_of(row, name, row.pk) for row in getattr(place, name).order_by("pk")]
    return record


def events_of(model: type[Model]) -> Any:
    """What ever happened to the rows of a table of the register, newest last."""
    return getattr(events, f"{model.__name__}Event").objects.order_by("pgh_id")


def read_added(model: type[Place], key: UUID) -> Record | None:
    """The record as it was when it was added, with the facts that came with it; None where nobody knows."""
    added = events_of(model).filter(pgh_obj_id=key, pgh_label="insert").last()
    return read_at(model, key, added.pgh_created_at) if added else None


def read_at(model: type[Place], key: UUID, moment: datetime) -> Record | None:
    """The record as it was after all that had happened up to a moment; None where there was none.

    Args:
        model: `Venue` or `Activity`.
        key: Its primary key; it may be gone.
        moment: Everything up to and including it counts.
    """
    last = events_of(model).filter(pgh_obj_id=key, pgh_created_at__lte=moment).last()
    if last is None or last.pgh_label == "delete":
        return None
    record = values_of(model, last)
    owner = "venue_id" if model is Venue else "activity_id"
    for name in facts_of(model):
        rows = events_of(FACTS[name][0]).filter(**{owner: key}, pgh_created_at__lte=moment)
        latest = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        record[name] = [row_of(row, name, row.pgh_obj_id) for row in latest if row.pgh_label != "delete"]
    return record


def normalise(model: type[Place], record: Record) -> Record:
    """The record with each value in its one form, what is missing as unknown; an activity in a place has no own point.

    Raises:
        RecordRefused: Listing every value that cannot be read, and every member that no record has.
    """
    known = {*FIELDS[model], *facts_of(model)}
    problems = [
        Problem(name, None, "", _("No record has “%(name)s”.") % {"name": name}) for name in sorted({*record} - known)
    ]
    result: Record = {}
    for name in FIELDS[model]:
        result[name] = _one_form(model, name, record.get(name), (name, None, ""), problems)
    if result.get("venue"):
        result["location"] = None
    for name in facts_of(model):
        table, fields = FACTS[name]
        result[name] = []
        for position, row in enumerate(record.get(name) or []):
            made = {
                field: _one_form(table, field, row.get(field), (name, position, field), problems) for field in fields
            }
            result[name].append(({"id": row["id"]} if row.get("id") else {}) | made)
    if problems:
        raise RecordRefused(problems)
    return result


def dump(value: Any) -> Any:
    """A value of a model as plain JSON."""
    match value:
        case Point():
            return [round(value.x, 2), round(value.y, 2)]
        case Decimal():
            return format(value.normalize(), "f")
        case time():
            return value.strftime("%H:%M")
        case date() | datetime():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def load(model: type[Model], name: str, value: Any) -> Any:
    """A value of plain JSON as the model keeps it; empty is unknown where a field can be unknown.

    Raises:
        ValidationError: In words, if it is none.
    """
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    if value in (None, ""):
        if field.null:
            return None
        return field.get_default() if field.has_default() else ("" if field.empty_strings_allowed else None)
    if isinstance(field, PointField):
        try:
            x, y = (float(part) for part in value)
        except (TypeError, ValueError):
            raise ValidationError(_("A location is two numbers, x and y in RD metres.")) from None
        return Point(x, y, srid=RD)
    if isinstance(field, ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)


def _one_form(
    model: type[Model], name: str, value: Any, at: tuple[str, int | None, str], problems: list[Problem]
) -> Any:
    try:
        return dump(load(model, name, value))
    except ValidationError as error:
        problems.extend(Problem(*at, message) for message in error.messages)
        return None


def attname(model: type[Model], name: str) -> str:
    """The attribute that holds a field's plain value: `organisation_id` for `organisation`."""
    return model._meta.get_field(name).attname  # type: ignore[union-attr]


def values_of(model: type[Model], row: Any) -> Record:
    """The members that are one value, from a stored place or from what history says of one."""
    return {name: dump(getattr(row, attname(model, name))) for name in FIELDS[model]}


def row_of(row: Any, name: str, key: int) -> Record:
    """A row of a list, from a stored row or from what history says of one."""
    table, fields = FACTS[name]
    return {"id": key} | {field: dump(getattr(row, attname(table, field))) for field in fields}
