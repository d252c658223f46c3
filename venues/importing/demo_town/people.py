"""Who lives where: residents of 100 m squares, and figures of the neighbourhoods on three dates."""

from dataclasses import dataclass, field

import numpy as np
import shapely

from venues.importing.demo_town import plan
from venues.importing.demo_town.areas import Neighbourhood
from venues.importing.demo_town.curves import FloatArray
from venues.importing.demo_town.ground import dry_land
from venues.importing.demo_town.plan import Fabric
from venues.importing.demo_town.town import Town

YEARS = (2016, 2021, 2026)
AGES = ("age_0_15", "age_15_25", "age_25_45", "age_45_65", "age_65_plus")

PER_KM2: dict[Fabric, float] = {
    "core": 14000, "ring": 9200, "strips": 6600, "loops": 5600, "arcs": 5200, "thirties": 7000,
}  # fmt: skip
HOUSEHOLDS_APART: dict[str, int] = {
    "Oudewaard": 1450, "Noorderpolder": 210, "Oosterpolder": 140, "Zuiderpolder": 260, "Westerpolder": 180,
    "Industriehaven": 35, "Vlothaven": 15, "Kanaalzone": 120,
}  # fmt: skip
"""Residents where hardly anybody lives, and of the village."""

SUPPRESSED = {"Industriehaven", "Vlothaven"}
"""Too few residents for the statistics office to publish more than their number."""

AGE_SHARES: dict[Fabric, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "core": ((9, 19, 38, 22, 12), (8, 18, 38, 22, 14)),
    "ring": ((14, 14, 36, 23, 13), (13, 14, 36, 23, 14)),
    "strips": ((16, 12, 28, 25, 19), (14, 11, 24, 23, 28)),
    "loops": ((16, 13, 24, 30, 17), (14, 11, 24, 28, 23)),
    "arcs": ((26, 8, 36, 23, 7), (21, 13, 28, 27, 11)),
    "thirties": ((18, 12, 29, 25, 16), (17, 12, 29, 25, 17)),
    "village": ((17, 11, 22, 31, 19), (15, 11, 20, 30, 24)),
    "polder": ((16, 12, 19, 33, 20), (15, 12, 18, 32, 23)),
    "industry": ((8, 12, 40, 30, 10), (8, 12, 40, 30, 10)),
}
"""Percentages of the age bands in 2016 and in 2026."""

BORN_OUTSIDE_EUROPE: dict[Fabric, tuple[float, float]] = {
    "core": (10, 12), "ring": (11, 13), "strips": (19, 24), "loops": (9, 12), "arcs": (8, 11), "thirties": (10, 13),
    "village": (2, 3), "polder": (2, 2.5), "industry": (18, 22),
}  # fmt: skip
NEWCOMERS = {"Pruimengaarde": (21.0, 38.0), "Boekweitveld": (11.0, 26.0)}
"""Two neighbourhoods where many newcomers settled."""

GROWTH: dict[Fabric, tuple[float, float]] = {
    "core": (0.94, 0.97), "ring": (0.95, 0.98), "strips": (0.98, 0.99), "loops": (1.02, 1.01), "arcs": (0.86, 0.94),
    "thirties": (0.97, 0.985), "village": (0.96, 0.98), "polder": (1.04, 1.02), "industry": (1.0, 1.0),
}  # fmt: skip
"""Residents in 2016 and 2021 as a share of those in 2026."""

STILL_BUILT = {
    "Gruttoever": (0.06, 0.55),
    "Karekietoever": (0.45, 0.8),
    "Zeggeoever": (0.35, 0.75),
    "Lepelaaroever": (0.5, 0.85),
}

HEALTH: dict[Fabric, tuple[float, float, float]] = {
    "core": (52, 47, 11.5), "ring": (50, 45, 11.0), "strips": (56, 50, 13.0), "loops": (46, 41, 9.0),
    "arcs": (41, 37, 7.6), "thirties": (48, 43, 9.8), "village": (40, 35, 6.8), "polder": (38, 34, 6.2),
    "industry": (50, 46, 12.0),
}  # fmt: skip
"""% lonely of those aged 65 and over and of adults; % of adults at high risk of anxiety or depression."""


@dataclass
class Figures:
    """Figures of one neighbourhood on one date; shares in %."""

    residents: int
    ages: list[int]
    born_outside_europe_pct: float


@dataclass
class Health:
    """Shares of one neighbourhood, %: lonely 65+, lonely 18+, risk of anxiety or depression 18+."""

    lonely_65: float
    lonely_18: float
    anxiety_18: float


@dataclass
class People:
    """All residents: by square (hectometres RD) and by neighbourhood."""

    squares: dict[tuple[int, int], int] = field(default_factory=dict)
    figures: dict[int, dict[str, Figures]] = field(default_factory=lambda: {year: {} for year in YEARS})
    health: dict[str, Health] = field(default_factory=dict)


def settle(town: Town, rng: np.random.Generator) -> People:
    """Let people live along the streets of their neighbourhood, and count them on three dates."""
    people = People()
    targets = _targets(town)
    homes = _homes(town)
    for number, neighbourhood in enumerate(town.neighbourhoods):
        residents = _fill_squares(people, homes.get(number, {}), targets[number], neighbourhood, rng)
        _count(people, neighbourhood, residents, rng)
    return people


def _targets(town: Town) -> list[float]:
    built = []
    for neighbourhood in town.neighbourhoods:
        land = sum(part.area for face in neighbourhood.faces for part in dry_land(face, town.ground)) / 1e6
        built.append(PER_KM2.get(neighbourhood.quarter.fabric, 0.0) * neighbourhood.quarter.density * land)
    apart = [HOUSEHOLDS_APART.get(neighbourhood.name, 0) for neighbourhood in town.neighbourhoods]
    scale = (plan.RESIDENTS - sum(apart)) / sum(built)
    return [alone or scale * dense for alone, dense in zip(apart, built, strict=True)]


def _homes(town: Town) -> dict[int, dict[tuple[int, int], float]]:
    """Metres of street with houses in each square, by neighbourhood; squares go by their centre."""
    paths = [edge for edge in town.network.edges if edge.street_class not in {"footway", "primary"}]
    samples: list[FloatArray] = []
    for edge in paths:
        steps = max(1, round(edge.length_m / 10))
        points = shapely.line_interpolate_point(
            shapely.LineString(edge.path), (np.arange(steps) + 0.5) / steps, normalized=True
        )
        samples.append(shapely.get_coordinates(points))
    at = np.vstack(samples)
    shapely.prepare(town.green)
    at = at[~shapely.contains_xy(town.green, at[:, 0], at[:, 1])]
    cells = np.floor((at + np.asarray(plan.CENTRE_RD)) / 100).astype(int)
    squares, metres = np.unique(cells, axis=0, return_counts=True)
    homes: dict[int, dict[tuple[int, int], float]] = {}
    for (east, north), length in zip(squares.tolist(), metres.tolist(), strict=True):
        centre = (east * 100 + 50 - plan.CENTRE_RD[0], north * 100 + 50 - plan.CENTRE_RD[1])
        number = town.neighbourhood_at(centre)
        if number is not None:
            homes.setdefault(number, {})[east, north] = float(length)
    return homes


def _fill_squares(
    people: People,
    homes: dict[tuple[int, int], float],
    target: float,
    neighbourhood: Neighbourhood,
    rng: np.random.Generator,
) -> int:
    squares = sorted(homes)
    metres = np.asarray([homes[square] for square in squares])
    if neighbourhood.quarter.fabric in {"polder", "industry"}:
        chosen = np.sort(rng.permutation(len(squares))[: max(2, round(target / 9))])
        squares, metres = [squares[i] for i in chosen], np.ones(len(chosen))
    elif neighbourhood.quarter.fabric == "village":
        village = shapely.Polygon(plan.VILLAGE).buffer(120)
        inside = [village.intersects(shapely.box(*_corners(square))) for square in squares]
        metres = metres * np.where(inside, 1.0, 0.04)
    weight = metres * rng.lognormal(0, 0.35, len(squares))
    counts = 5 * np.round(target * weight / weight.sum() / 5).astype(int)
    for square, count in zip(squares, counts.tolist(), strict=True):
        if count > 0:
            people.squares[square] = count
    return int(counts.sum())


def _corners(square: tuple[int, int]) -> tuple[float, float, float, float]:
    x, y = square[0] * 100 - plan.CENTRE_RD[0], square[1] * 100 - plan.CENTRE_RD[1]
    return x, y, x + 100, y + 100


def _count(people: People, neighbourhood: Neighbourhood, residents: int, rng: np.random.Generator) -> None:
    fabric, name = neighbourhood.quarter.fabric, neighbourhood.name
    first, last = (np.asarray(shares) * rng.lognormal(0, 0.05, 5) for shares in AGE_SHARES[fabric])
    origin = NEWCOMERS.get(name) or tuple(share * rng.uniform(0.8, 1.2) for share in BORN_OUTSIDE_EUROPE[fabric])
    then = STILL_BUILT.get(name, GROWTH[fabric])
    for year, share, passed in zip(YEARS, (*then, 1.0), (0.0, 0.5, 1.0), strict=True):
        count = 5 * round(residents * share * (1 if passed == 1 else rng.uniform(0.99, 1.01)) / 5)
        bands = first + (last - first) * passed
        people.figures[year][neighbourhood.code] = Figures(
            count,
            _rounded(bands / bands.sum() * count),
            round(float(origin[0] + (origin[1] - origin[0]) * passed), 1),
        )
    people.health[neighbourhood.code] = Health(
        *(round(float(share * rng.uniform(0.93, 1.07)), 1) for share in HEALTH[fabric])
    )


def _rounded(counts: FloatArray) -> list[int]:
    """Whole fives that add up to the rounded whole (largest remainder)."""
    fives = counts / 5
    whole = np.floor(fives)
    short = round(float(fives.sum() - whole.sum()))
    whole[np.argsort(whole - fives, kind="stable")[:short]] += 1
    return [int(five) * 5 for five in whole]
