"""The register of the town as tables: organisations, places, activities and all that is dated about them."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from pathlib import Path

import numpy as np

from venues.importing.demo_town.activities import GROUPS, Activity
from venues.importing.demo_town.attendance import Count
from venues.importing.demo_town.files import ToDegrees, degrees, write_table
from venues.importing.demo_town.names import ORGANISATIONS, website
from venues.importing.demo_town.operations import Grant, Operation, Slot, Staff

FUNDER = "Gemeente Waardveen"
CORE_GRANTS = {"welfare": 180_000, "library": 240_000, "sport": 150_000}
"""EUR a year for a whole organisation, by its sector."""

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
AUDIENCES = {
    ("worship", 2): (("newcomers", 0.9), ("older-lonely", 0.4)),
    ("drop-in", 1): (("newcomers", 0.8), ("mental-health", 0.7)),
    ("library", 0): (("newcomers", 1.0), ("intellectual-disability", 0.8)),
    ("cafe", 1): (("older-lonely", 0.8), ("mental-health", 0.5)),
    ("garden", 0): (("mental-health", 0.8), ("intellectual-disability", 0.7)),
    ("sports-hall", 1): (("older-lonely", 0.6), ("newcomers", 0.6)),
}
"""Places whose hosts aim at other groups than is usual for their kind: (kind, which in its district)."""


def write_register(folder: Path, operations: list[Operation], activities: list[Activity], convert: ToDegrees) -> None:
    """Write one table a subject."""
    organisations = [(f"O{i:02d}", name, website(name)) for i, (_, name) in enumerate(ORGANISATIONS, start=1)]
    write_table(folder / "organisations.csv", ("key", "name", "website"), organisations)
    _write_venues(folder, operations, {key: site for key, _, site in organisations}, convert)
    _write_activities(folder, activities, convert)
    _write_dated(folder, operations, activities)
    _write_closures(folder, operations)


def _write_venues(folder: Path, operations: list[Operation], websites: dict[str, str], convert: ToDegrees) -> None:
    columns = (
        "key", "name", "type", "organisation", "lon", "lat", "address", "postcode", "website", "places",
        "opening_hours", "wheelchair", "budget_needed_eur", "opened_on",
    )  # fmt: skip
    rows = []
    for operation in operations:
        place = operation.place
        rows.append([
            place.key, place.name, place.kind.type_code, place.organisation, *degrees(place.at, convert),
            place.address, place.postcode, websites.get(place.organisation), place.places,
            "" if operation.closed_on else opening_hours(operation.slots), place.wheelchair,
            operation.budget_needed_eur, place.opened_on,
        ])  # fmt: skip
    write_table(folder / "venues.csv", columns, rows)


def opening_hours(slots: list[Slot]) -> str:
    """The hours in force as OpenStreetMap writes them, such as `Mo-We,Fr 09:00-17:00; Sa 10:00-13:00`."""
    by_day: dict[int, list[str]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.weekday, slot.starts)):
        if slot.ends_on is None:
            by_day.setdefault(slot.weekday, []).append(f"{slot.starts}-{slot.ends}")
    by_hours: dict[str, list[int]] = {}
    for day, hours in by_day.items():
        by_hours.setdefault(",".join(hours), []).append(day)
    return "; ".join(f"{','.join(DAYS[day - 1] for day in days)} {hours}" for hours, days in by_hours.items())


def _write_activities(folder: Path, activities: list[Activity], convert: ToDegrees) -> None:
    columns = (
        "key", "name", "venue", "organisation", "lon", "lat", "places", "has_own_space", "mixing_aim", "starts_on",
        "ends_on",
    )  # fmt: skip
    rows = []
    for activity in activities:
        venue = activity.operation.place.key if activity.operation else ""
        at = degrees(activity.at, convert) if activity.at else ("", "")
        own = "yes" if activity.has_own_space else "no"
        rows.append([
            activity.key, activity.name, venue, activity.organisation, *at, activity.places, own,
            activity.idea.mixes, activity.starts_on, activity.ends_on,
        ])  # fmt: skip
    write_table(folder / "activities.csv", columns, rows)


Offer = tuple[str, str]


def _grant(whom: tuple[str, str, str], grant: Grant) -> list[object]:
    money = (grant.amount_eur, grant.is_structural, grant.is_public, grant.starts_on, grant.ends_on)
    return [*whom, grant.funder, grant.sector, *money]


def _offers(
    operations: list[Operation], activities: list[Activity]
) -> Iterator[tuple[Offer, list[Slot], list[Staff], list[Grant]]]:
    for operation in operations:
        yield (operation.place.key, ""), operation.slots, operation.staff, operation.grants
    for activity in activities:
        yield ("", activity.key), activity.slots, activity.staff, activity.grants


def _write_dated(folder: Path, operations: list[Operation], activities: list[Activity]) -> None:
    slots: list[list[object]] = []
    staffing: list[list[object]] = []
    funding: list[list[object]] = []
    for offer, weeks, staff, grants in _offers(operations, activities):
        slots += [
            [*offer, s.weekday, s.starts, s.ends, s.host, s.every_weeks, s.in_school_holidays, s.starts_on, s.ends_on]
            for s in weeks
        ]
        staffing += [[*offer, s.kind, s.role, s.hours_per_week, s.sector, s.starts_on, s.ends_on] for s in staff]
        funding += [_grant((*offer, ""), grant) for grant in grants]
    for number, (name, _) in enumerate(ORGANISATIONS, start=1):
        if name in CORE_GRANTS:
            whole = Grant(FUNDER, name, CORE_GRANTS[name], "yes", "yes", date(2024, 1, 1), date(2028, 1, 1))
            funding.append(_grant(("", "", f"O{number:02d}"), whole))
    write_table(
        folder / "slots.csv",
        ("venue", "activity", "weekday", "starts", "ends", "host", "every_weeks", "in_school_holidays", "starts_on",
         "ends_on"),
        slots,
    )  # fmt: skip
    write_table(
        folder / "staffing.csv",
        ("venue", "activity", "kind", "role", "hours_per_week", "sector", "starts_on", "ends_on"),
        staffing,
    )
    write_table(
        folder / "funding.csv",
        ("venue", "activity", "organisation", "funder", "sector", "amount_eur", "is_structural", "is_public",
         "starts_on", "ends_on"),
        funding,
    )  # fmt: skip
    audiences: list[list[object]] = []
    for operation in operations:
        place = operation.place
        for group, suitability in AUDIENCES.get((place.kind.type_code, place.nth), ()):
            audiences.append([place.key, "", group, suitability])
    for activity in activities:
        for group, suitability in zip(GROUPS, activity.idea.suits, strict=True):
            audiences.append(["", activity.key, group, float(suitability)])
    write_table(folder / "audiences.csv", ("venue", "activity", "group", "suitability"), audiences)
    inspections = [[o.place.key, condition, day] for o in operations for condition, day in o.inspections]
    write_table(folder / "inspections.csv", ("venue", "condition", "inspected_on"), inspections)


def _write_closures(folder: Path, operations: list[Operation]) -> None:
    rows: list[list[object]] = []
    for operation in operations:
        for closing in operation.closings:
            remaining = None
            if closing.places_share is not None:
                remaining = int(
                    np.ceil((operation.place.places or operation.place.kind.places[0]) * closing.places_share)
                )
            rows.append([
                operation.place.key, "", "partial" if closing.is_partial else "whole", closing.reason, closing.on,
                closing.reopens_on, closing.hours_remaining, remaining, f"{closing.note} (Verzonnen.)",
            ])  # fmt: skip
    columns = (
        "venue", "activity", "extent", "reason", "starts_on", "reopens_on", "hours_remaining",
        "places_remaining", "note",
    )  # fmt: skip
    write_table(folder / "closures.csv", columns, rows)


def write_attendance(folder: Path, counts: list[Count]) -> None:
    """Write the counts of visitors."""
    columns = ("venue", "activity", "group", "persons_per_week", "counted_on")
    write_table(folder / "attendance.csv", columns, [astuple(count) for count in counts])
