"""The plan of the town, drawn by hand in plan.toml: water, railway, main roads, parks, districts and neighbourhoods.

Metres from the centre. Waardveen is fictional: it lies in the Markerwaard, the polder that was planned and never made.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from venues.importing.demo_town.curves import XY

CODE = "GM9999"
NAME = "Waardveen"
CENTRE_RD = (143_500.25, 511_000.25)
"""Open water in reality, so that nobody takes the town for a real one.

A quarter metre off, so that the raster of the drawing never runs through the centre of a 100 m square.
"""

RESIDENTS = 120_000
DECLINING_DISTRICT = 3
"""Westergaarde, the garden city of the 1960s: the one that loses place after place."""

GROWING_DISTRICT = 5
"""Meeroevers, built since the nineties and still growing."""

SINGEL_CENTRE: XY = (10.0, -220.0)
SINGEL_RADIUS_M = 385.0
BASTIONS = 9

Fabric = Literal["core", "ring", "strips", "loops", "arcs", "thirties", "village", "industry", "polder"]
Points = tuple[XY, ...]


@dataclass(frozen=True)
class Road:
    """A main road through points; `street_class` as OpenStreetMap names it."""

    name: str
    street_class: str
    points: Points
    closed: bool


@dataclass(frozen=True)
class Waterway:
    """A river or canal through points, or a lake round them (`width_m` 0).

    `divides`: whether neighbourhoods end at it.
    """

    name: str
    width_m: float
    points: Points
    divides: bool


@dataclass(frozen=True)
class Outlined:
    """A park or harbour basin round points."""

    name: str
    points: Points


@dataclass(frozen=True)
class Quarter:
    """A neighbourhood: where it lies, how its streets run and how densely it is lived in."""

    name: str
    at: XY
    fabric: Fabric
    angle_deg: float
    density: float


@dataclass(frozen=True)
class District:
    """A district: its neighbourhoods in the order of their codes."""

    name: str
    quarters: tuple[Quarter, ...]


def _points(rows: list[list[float]]) -> Points:
    return tuple((float(x), float(y)) for x, y in rows)


def _outlined(rows: list[dict[str, Any]]) -> tuple[Outlined, ...]:
    return tuple(Outlined(row["name"], _points(row["points"])) for row in rows)


_DRAWN = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))

OUTLINE = _points(_DRAWN["outline"])
URBAN = _points(_DRAWN["urban"])
VILLAGE = _points(_DRAWN["village"])
RAILWAY = _points(_DRAWN["railway"])
OUDE_GRACHT = _points(_DRAWN["oude_gracht"])
WATERWAYS = tuple(
    Waterway(row["name"], float(row.get("width_m", 0)), _points(row["points"]), row.get("divides", True))
    for row in _DRAWN["water"]
)
BASINS = _outlined(_DRAWN["basin"])
ROADS = tuple(
    Road(row["name"], row["class"], _points(row["points"]), row.get("closed", False)) for row in _DRAWN["road"]
)
PARKS = _outlined(_DRAWN["park"])
DISTRICTS = tuple(
    District(
        row["name"],
        tuple(
            Quarter(q["name"], _points([q["at"]])[0], q["fabric"], float(q["angle_deg"]), float(q["density"]))
            for q in row["neighbourhoods"]
        ),
    )
    for row in _DRAWN["district"]
)
DISTRICT_CODES = tuple(f"WK{CODE[2:]}{number:02d}" for number in range(1, len(DISTRICTS) + 1))
