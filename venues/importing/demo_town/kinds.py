"""The kinds of places in the town, listed in kinds.toml: how many, where, who runs them and when they are open."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

Host = Literal["none", "volunteer", "professional", ""]


@dataclass(frozen=True)
class Hours:
    """Hours on some weekdays (1 Monday to 7 Sunday), and who receives people then."""

    days: tuple[int, ...]
    starts: str
    ends: str
    host: Host


@dataclass(frozen=True)
class Kind:
    """A kind of place.

    `per_district` says how many lie in each of the eight districts; `weeks` are ways to be open in the week;
    `building_eur` is what a year of the building costs.
    """

    type_code: str
    name: str
    organisations: tuple[str, ...]
    sector: str
    per_district: tuple[int, ...]
    places: tuple[int, int]
    weeks: tuple[tuple[Hours, ...], ...]
    in_park: bool
    building_eur: int


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        type_code=row["type"],
        name=row["name"],
        organisations=tuple(row["organisations"]),
        sector=row["sector"],
        per_district=tuple(row["per_district"]),
        places=(row["places"][0], row["places"][1]),
        weeks=tuple(tuple(_hours(text) for text in week) for week in row["weeks"]),
        in_park=row.get("in_park", False),
        building_eur=row["building_eur"],
    )


def _hours(text: str) -> Hours:
    """Read hours such as `2345 10:00-18:00 professional`."""
    days, times, who = text.split()
    starts, ends = times.split("-")
    host: Host = next(known for known in get_args(Host) if known == who)
    return Hours(tuple(int(day) for day in days), starts, ends, host)


KINDS = tuple(
    _kind(row) for row in tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))["kind"]
)
