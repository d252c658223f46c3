"""Where the town's 180 places lie, what they are called and how well they are recorded."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import shapely
from shapely import Point, Polygon

from venues.importing.demo_town import plan
from venues.importing.demo_town.curves import XY, polygons, region, without
from venues.importing.demo_town.history import OPENED, TOLD, Told
from venues.importing.demo_town.kinds import KINDS, Hours, Kind
from venues.importing.demo_town.names import HOUSE_NAMES, ORGANISATIONS, street_name
from venues.importing.demo_town.people import People
from venues.importing.demo_town.town import Town

Recorded = Literal["all", "no hosts", "staffing only", "nothing"]

SMALL = {7: 0.5, 8: 0.4}
"""In the harbour and in the village places hold fewer people."""

BUILT: dict[str, tuple[int, int]] = {
    "core": (1890, 1990), "ring": (1905, 2005), "strips": (1956, 1988), "loops": (1974, 2004), "arcs": (1998, 2014),
    "thirties": (1934, 2008), "village": (1950, 2010), "polder": (1960, 2012), "industry": (1970, 2012),
}  # fmt: skip
"""Years between which most places of a kind of neighbourhood opened."""


SINCE = {
    "library": 1921, "community-centre": 1955, "living-room": 2004, "youth-centre": 1967, "drop-in": 1991,
    "day-activities-older": 1984, "day-activities-workshop": 1988, "playground-association": 1926, "city-farm": 1971,
    "sports-hall": 1964, "charity-shop": 1983, "arts-centre": 1958, "garden": 1987, "gym": 1952, "care-counter": 2005,
}  # fmt: skip
"""Before that year there were no places of the kind, or none that lasted."""


@dataclass(frozen=True)
class Place:
    """A place as the register knows it; `nth` counts the places of its kind in its district, from 0."""

    key: str
    kind: Kind
    nth: int
    name: str
    organisation: str
    district: int
    neighbourhood: int
    at: XY
    address: str
    postcode: str
    places: int | None
    wheelchair: str
    opened_on: date | None
    week: tuple[Hours, ...]
    recorded: Recorded

    @property
    def told(self) -> Told:
        """How the history refers to it."""
        return self.kind.type_code, self.district, self.nth


def settle_places(town: Town, people: People, rng: np.random.Generator) -> list[Place]:
    """Put every kind of place into the districts, spread over their residents."""
    sites = _Sites(town, people, rng)
    houses = iter(np.asarray(HOUSE_NAMES)[rng.permutation(len(HOUSE_NAMES))].tolist() * 4)
    keys = {name: f"O{number:02d}" for number, (name, _) in enumerate(ORGANISATIONS, start=1)}
    found: list[Place] = []
    for kind in KINDS:
        for district, count in enumerate(kind.per_district, start=1):
            for nth in range(count):
                neighbourhood, at, park = sites.choose(kind, district)
                house = next(houses)
                area = town.neighbourhoods[neighbourhood]
                runs = kind.organisations[nth % len(kind.organisations)] if kind.organisations else ""
                number = len(found) + 1
                name = _named(kind, (district, nth), house, park, runs)
                if name in {place.name for place in found}:
                    name = f"{name}, {area.name}"
                found.append(
                    Place(
                        key=f"V{number:03d}",
                        kind=kind,
                        nth=nth,
                        name=name,
                        organisation=keys.get(runs, ""),
                        district=district,
                        neighbourhood=neighbourhood,
                        at=at,
                        address=f"{street_name(district, int(rng.integers(0, 40)))} {int(rng.integers(1, 180))}",
                        postcode=f"899{district} {_letters(neighbourhood, number)}",
                        places=_places(kind, SMALL.get(district, 1.0), rng),
                        wheelchair=str(rng.choice(["yes", "limited", "no", ""], p=[0.52, 0.18, 0.1, 0.2])),
                        opened_on=_opened((kind.type_code, district, nth), area.quarter.fabric, rng),
                        week=kind.weeks[int(rng.integers(0, len(kind.weeks)))] if kind.weeks else (),
                        recorded=_recorded(kind, district, nth, rng),
                    )
                )
    return found


def _named(kind: Kind, which: tuple[int, int], house: str, park: str, organisation: str) -> str:
    district, nth = which
    if kind.type_code == "library" and district == 1:
        return "Centrale bibliotheek Waardveen"
    if kind.type_code == "worship":
        prefix = {"protestant": "Kerkgebouw", "parish": "Parochiekerk", "mosque": "Moskee", "evangelical": "Gemeente"}
        return f"{prefix[organisation]} {house}"
    if kind.type_code == "arts-centre":
        return f"{('Theater', 'Kunstlokaal', 'Muziekhuis')[(nth + district) % 3]} {house}"
    if kind.type_code == "park":
        return f"Ontmoetingsplek {park}" if nth == 0 else f"Beweegtuin {park}"
    return kind.name.format(name=house)


def _letters(neighbourhood: int, number: int) -> str:
    alphabet = "ABCDEGHJKLMNPRSTVWXZ"
    return alphabet[neighbourhood % len(alphabet)] + alphabet[number % len(alphabet)]


def _places(kind: Kind, size: float, rng: np.random.Generator) -> int | None:
    low, high = kind.places
    count = max(6, round(int(rng.integers(low, high + 1)) * size))
    return None if rng.random() < 0.06 else count - count % 5 if count > 25 else count


def _opened(told: Told, fabric: str, rng: np.random.Generator) -> date | None:
    first, last = BUILT[fabric]
    first = max(first, SINCE.get(told[0], 1900))
    last = max(last, first + 9)
    day = date(int(rng.integers(first, last)), 1, 1) + timedelta(days=int(rng.integers(0, 365)))
    known = rng.random() < 0.7
    return OPENED.get(told) or (day if known else None)


def _recorded(kind: Kind, district: int, nth: int, rng: np.random.Generator) -> Recorded:
    """Honest gaps, as in any register; what the history tells of is recorded."""
    chance = rng.random()
    if not kind.weeks or (kind.type_code, district, nth) in TOLD:
        return "all"
    loose = 1.5 if kind.type_code in {"cafe", "worship", "garden", "charity-shop"} else 0.8
    gaps: tuple[tuple[Recorded, float], ...] = (("no hosts", 0.12), ("nothing", 0.08), ("staffing only", 0.06))
    for recorded, share in gaps:
        chance -= share * loose
        if chance < 0:
            return recorded
    return "all"


class _Sites:
    """Free sites along the streets and in the parks; each choice keeps away from its own kind."""

    def __init__(self, town: Town, people: People, rng: np.random.Generator) -> None:
        self.town, self.rng = town, rng
        self.residents = [people.figures[2026][area.code].residents for area in town.neighbourhoods]
        self.taken: dict[str, list[XY]] = {}
        self.every: list[XY] = []
        self.streets: dict[int, list[XY]] = {}
        shapely.prepare(town.water)
        shapely.prepare(town.green)
        self._stand_along_streets()
        self.parks: dict[int, list[tuple[str, Polygon]]] = {}
        for park in town.parks:
            for part in polygons(without(park.shape, town.shore).buffer(-8), least_m2=1500):
                at = part.representative_point()
                number = town.neighbourhood_at((at.x, at.y))
                if number is not None:
                    self.parks.setdefault(number, []).append((park.name, part))

    def _stand_along_streets(self) -> None:
        rural = {i for i, area in enumerate(self.town.neighbourhoods) if area.quarter.fabric in {"village", "polder"}}
        village = region(plan.VILLAGE).buffer(20)
        for edge in self.town.network.edges:
            if edge.street_class in {"footway", "primary"} or edge.length_m < 40:
                continue
            middle = len(edge.path) // 2
            start, end = edge.path[middle - 1], edge.path[middle]
            along = (end - start) / max(float(np.hypot(*(end - start))), 1.0)
            side = 9.0 if middle % 2 else -9.0
            x, y = (start + end) / 2 + np.array([-along[1], along[0]]) * side
            at = (round(float(x), 1), round(float(y), 1))
            wet = self.town.water.dwithin(Point(at), 3)
            number = None if wet or self.town.green.intersects(Point(at)) else self.town.neighbourhood_at(at)
            if number is not None and (number not in rural or village.contains(Point(at))):
                self.streets.setdefault(number, []).append(at)

    def choose(self, kind: Kind, district: int) -> tuple[int, XY, str]:
        """A neighbourhood of the district, a site in it, and the name of the park if it lies in one."""
        candidates: list[tuple[int, XY, str]] = []
        numbers = [i for i, area in enumerate(self.town.neighbourhoods) if area.district == district]
        # Places follow people, and in the countryside they stand in the village.
        weights = np.asarray([self.residents[i] + 20.0 if i in self.streets else 0.0 for i in numbers])
        weights /= weights.sum()
        while len(candidates) < 6:
            number = int(self.rng.choice(numbers, p=weights))
            site = self._in_park(numbers) if kind.in_park else None
            if site is None:
                along = self.streets[number]
                site = number, along[int(self.rng.integers(0, len(along)))], "Buurtplein"
            candidates.append(site)
        own = self.taken.setdefault(kind.type_code, [])

        def room(site: tuple[int, XY, str]) -> float:
            return min(self._gap(site[1], own), 8 * self._gap(site[1], self.every))

        best = max(candidates, key=room)
        own.append(best[1])
        self.every.append(best[1])
        return best

    def _in_park(self, numbers: list[int]) -> tuple[int, XY, str] | None:
        green = [(number, *park) for number in numbers for park in self.parks.get(number, [])]
        if not green:
            return None
        number, name, shape = green[int(self.rng.integers(0, len(green)))]
        low_x, low_y, high_x, high_y = shape.bounds
        for _ in range(40):
            at = (round(self.rng.uniform(low_x, high_x), 1), round(self.rng.uniform(low_y, high_y), 1))
            if shape.contains(Point(at)):
                return number, at, name
        return None

    @staticmethod
    def _gap(at: XY, others: list[XY]) -> float:
        return min((float(np.hypot(at[0] - x, at[1] - y)) for x, y in others), default=9999.0)
