"""The rows that every installation starts with: groups, sectors, venue types and the first method."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from venues.models import DemandGroup, GroupRule, Method, Sector, TypeDefault, VenueType

DEFAULTS = Path(__file__).with_name("defaults.toml")
ASSUMED = "Our assumption, used where nothing is recorded."


def default_rows(table: str) -> list[dict[str, Any]]:
    """The default rows of one table as the file gives them: group, sector or venue_type."""
    rows: list[dict[str, Any]] = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))[table]
    return rows


def load_defaults() -> int:
    """Add the default rows that are not there yet; what a municipality changed stays as it is.

    Returns:
        How many rows were added.
    """
    defaults = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    with transaction.atomic():
        return (
            _terms(
                DemandGroup,
                defaults["group"],
                ["name_nl", "name_en", "explanation_nl", "explanation_en", "is_everyone"],
            )
            + _terms(Sector, defaults["sector"], ["name_nl", "name_en"])
            + _terms(VenueType, defaults["venue_type"], ["name_nl", "name_en", "osm_tags", "is_commercial", "has_room"])
            + _method(defaults)
        )


def _terms(
    model: type[DemandGroup] | type[Sector] | type[VenueType], rows: list[dict[str, Any]], fields: list[str]
) -> int:
    added = 0
    for position, row in enumerate(rows, start=1):
        values = {name: row[name] for name in fields if name in row}
        _term, created = model._default_manager.get_or_create(
            code=row["code"], defaults={**values, "position": position}
        )
        added += created
    return added


def _method(defaults: dict[str, Any]) -> int:
    """The first method for all municipalities, unless there is one already."""
    if Method.objects.filter(municipality=None).exists():
        return 0
    method = Method.objects.create(**defaults["method"])
    for row in defaults["group"]:
        rule = {name: row[name] for name in ("norm_hours", "norm_source", "reach_m", "reach_weights", "reach_source")}
        GroupRule.objects.create(method=method, group_id=row["code"], **rule)
    for row in defaults["venue_type"]:
        TypeDefault.objects.create(
            method=method,
            venue_type_id=row["code"],
            hosted_hours=row["hosted_hours"],
            places=row["places"],
            high_needs_host=row.get("high_needs_host", False),
            suitability=row.get("suitability", {}),
            source=ASSUMED,
        )
    return 1 + len(defaults["group"]) + len(defaults["venue_type"])
