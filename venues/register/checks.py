"""What a record must hold to before it is kept: what the tables demand, in words, and what no table can see."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from venues.models import Area, Level, Municipality, Venue
from venues.register.record import FACTS, Place, Problem, Record, RecordRefused, attname, facts_of, load


def municipality_at(location: Any) -> Municipality | None:
    """The scored municipality in whose boundaries a point lies."""
    area = (
        Area.objects.active()
        .filter(level=Level.MUNICIPALITY, boundary__covers=location, edition__municipality__is_scored=True)
        .select_related("edition__municipality")
        .order_by("code")
        .first()
    )
    return area.edition.municipality if area else None


def location_of(place: Place) -> Any:
    """Where it is: an activity that is held in a venue lies where that lies."""
    held_in = None if isinstance(place, Venue) else place.venue
    return held_in.location if held_in else place.location


def municipality_of(place: Place) -> Municipality:
    """The municipality that a new place lies in.

    Raises:
        RecordRefused: If it lies nowhere, or in none that is kept here.
    """
    if not isinstance(place, Venue) and place.venue:
        return place.venue.municipality
    if place.location is None:
        raise RecordRefused([Problem("location", None, "", _("Say where it is: an address or a point on the map."))])
    found = municipality_at(place.location)
    if found is None:
        raise RecordRefused(
            [Problem("location", None, "", _("This point lies in no municipality that is kept here. Move the pin."))]
        )
    return found


def check_border(place: Place) -> None:
    """Refuse a place outside its municipality.

    Raises:
        RecordRefused: In words.
    """
    location = location_of(place)
    areas = Area.objects.active().filter(level=Level.MUNICIPALITY, edition__municipality=place.municipality)
    if location and not areas.filter(boundary__covers=location).exists():
        raise RecordRefused(
            [
                Problem(
                    "location",
                    None,
                    "",
                    _("This point lies outside %(name)s. Move the pin, or check the order of the coordinates.")
                    % {"name": place.municipality.name},
                )
            ]
        )


def every_problem(*checks: Callable[[], object]) -> None:
    """Make several checks, so that nobody has to mend one thing only to be told of the next.

    Raises:
        RecordRefused: Listing what each of them refuses, of one value what the first said of it.
    """
    problems: list[Problem] = []
    for check in checks:
        try:
            check()
        except RecordRefused as refused:
            said = {(each.member, each.row, each.field) for each in problems}
            problems += [each for each in refused.problems if (each.member, each.row, each.field) not in said]
    if problems:
        raise RecordRefused(problems)


def check_record(place: Place, record: Record) -> None:
    """Refuse what the tables would refuse, with every problem at once.

    Raises:
        RecordRefused: Listing every problem.
    """
    problems: list[Problem] = []
    problems.extend(_problems_of(place, None, "", ["municipality"]))
    for name in facts_of(type(place)):
        for position, row in enumerate(record[name]):
            found = _problems_of(instance(place, name, row), position, name, [])
            problems.extend(replace(each, content=row) for each in found)
        problems.extend(_twice(name, record[name]))
    if problems:
        raise RecordRefused(problems)


def _twice(name: str, rows: Sequence[Record]) -> list[Problem]:
    """Rows of which the table takes one only, such as two inspections of one day."""
    table, fields = FACTS[name]
    problems = []
    for constraint in table._meta.constraints:
        unique = [field for field in getattr(constraint, "fields", ()) if field in fields]
        if not isinstance(constraint, UniqueConstraint) or not unique:
            continue
        seen: set[tuple[Any, ...]] = set()
        for position, row in enumerate(rows):
            value = tuple(row[field] for field in unique)
            if value in seen:
                said = _("This is there twice. Remove one, or change the other.")
                problems.append(Problem(name, position, unique[-1], said, row.get("id"), row))
            seen.add(value)
    return problems


def _problems_of(row: Model, position: int | None, member: str, skip: list[str]) -> list[Problem]:
    # Whose fact it is need not be asked of the database for each row; unique rows are checked when stored.
    owners = [field.name for field in row._meta.fields if member and field.name in {"venue", "activity"}]
    try:
        row.full_clean(exclude=[*skip, *owners], validate_unique=False)
    except ValidationError as error:
        return [
            Problem(member or field, position, field if member else "", message, row.pk if member else None)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def instance(place: Place, name: str, row: Record) -> Any:
    """A row of a record as an unsaved row of its table."""
    table, fields = FACTS[name]
    owner = "venue" if isinstance(place, Venue) else "activity"
    values = {attname(table, field): load(table, field, row[field]) for field in fields}
    return table(**values, **{owner: place}, **({"pk": row["id"]} if row.get("id") else {}))
