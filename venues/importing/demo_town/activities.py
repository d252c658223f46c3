"""Sixty activities: small projects that are supply of their own, fifteen of them without a building."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from venues.importing.demo_town.curves import XY, polygons, without
from venues.importing.demo_town.kinds import Host
from venues.importing.demo_town.names import ORGANISATIONS
from venues.importing.demo_town.operations import Grant, Operation, Slot, Staff
from venues.importing.demo_town.town import Town

GROUPS = ("youth", "older-lonely", "newcomers", "intellectual-disability", "mental-health", "residents")
NOW = date(2026, 1, 1)
IN_BUILDINGS = 45
OUTDOORS = 15


@dataclass(frozen=True)
class Idea:
    """A kind of activity: whom it suits (in the order of GROUPS), who hosts it and for how long."""

    name: str
    organisation: str
    host: Host
    sector: str
    suits: tuple[float, float, float, float, float, float]
    hours: float = 2.0
    mixes: str = ""


INDOORS = (
    Idea("Taalcafé", "newcomers", "volunteer", "newcomers", (0.3, 0.2, 1, 0.2, 0.2, 0.2), mixes="yes"),
    Idea("Samen eten op donderdag", "table", "volunteer", "volunteers", (0.2, 1, 0.7, 0.7, 0.7, 0.5), 3, "yes"),
    Idea("Breitafel", "older", "volunteer", "volunteers", (0.1, 1, 0.5, 0.4, 0.5, 0.4)),
    Idea("Huiswerkklas", "youth", "professional", "youth", (1, 0, 0.6, 0.3, 0.1, 0)),
    Idea("Schaken en dammen", "older", "volunteer", "volunteers", (0.4, 0.9, 0.5, 0.3, 0.4, 0.5)),
    Idea("Digitaal spreekuur", "library", "professional", "library", (0.1, 0.8, 0.8, 0.5, 0.4, 0.5)),
    Idea("Koffie-inloop met de wijkverpleegkundige", "care", "professional", "wmo", (0, 1, 0.4, 0.3, 0.5, 0.3)),
    Idea("Muziek maken zonder noten", "arts", "professional", "culture", (0.7, 0.4, 0.5, 0.8, 0.8, 0.3), 2, "yes"),
    Idea("Repaircafé", "reuse", "volunteer", "volunteers", (0.3, 0.7, 0.6, 0.6, 0.6, 0.8), 4, "yes"),
    Idea("Meidenavond", "youth", "professional", "youth", (1, 0, 0.6, 0.3, 0.3, 0), 3),
    Idea("Herstelgroep", "mind", "professional", "mental-health", (0.2, 0.2, 0.2, 0.2, 1, 0)),
    Idea("Rustig sporten", "sport", "professional", "sport", (0.3, 0.5, 0.5, 1, 0.8, 0.2), 1.5, "yes"),
    Idea("Zaalvoetbal vrij inlopen", "sport", "volunteer", "sport", (1, 0, 0.7, 0.3, 0.2, 0.2)),
    Idea("Voorleesochtend met ouders", "library", "volunteer", "library", (0.1, 0.4, 0.9, 0.2, 0.2, 0.5), 1.5),
    Idea("Kookgroep", "newcomers", "volunteer", "newcomers", (0.3, 0.5, 1, 0.4, 0.5, 0.3), 3, "yes"),
    Idea("Spelletjesmiddag", "welfare", "volunteer", "welfare", (0.3, 1, 0.4, 0.7, 0.5, 0.4), 2.5),
    Idea("Maatjesclub", "welfare", "professional", "wmo", (0.2, 0.2, 0.2, 1, 0.4, 0), 2.5),
    Idea("Filmmiddag", "arts", "volunteer", "culture", (0.3, 0.9, 0.4, 0.6, 0.5, 0.5), 3),
)
OUTSIDE = (
    Idea("Hardloopgroep in het park", "runners", "volunteer", "sport", (0.6, 0.2, 0.6, 0.4, 0.7, 0.5), 1.5, "yes"),
    Idea("Wandelgroep", "runners", "volunteer", "sport", (0.1, 1, 0.6, 0.5, 0.7, 0.5), 2, "yes"),
    Idea("Jeu de boules", "older", "volunteer", "volunteers", (0.2, 1, 0.4, 0.6, 0.4, 0.5), 2.5),
    Idea("Straatvoetbal met de buurtsportcoach", "sport", "professional", "sport", (1, 0, 0.7, 0.5, 0.2, 0.1)),
    Idea("Tuinieren op het plantsoen", "gardens", "volunteer", "volunteers", (0.2, 0.8, 0.6, 0.6, 0.7, 0.4), 3, "yes"),
    Idea("Fietsles", "newcomers", "volunteer", "newcomers", (0.1, 0.2, 1, 0.3, 0.1, 0.1)),
    Idea("Buitenschaak", "neighbours", "volunteer", "volunteers", (0.5, 0.8, 0.6, 0.3, 0.4, 0.5), 3),
    Idea("Tai chi op het gras", "sport", "volunteer", "sport", (0.1, 0.9, 0.4, 0.4, 0.7, 0.4), 1),
    Idea("Schoonmaakploeg van de buurt", "neighbours", "volunteer", "welfare", (0.3, 0.5, 0.5, 0.8, 0.7, 0.5)),
    Idea("Jongerenwerk op het skateveld", "youth", "professional", "youth", (1, 0, 0.5, 0.3, 0.3, 0), 4),
)
HOUSES = {
    "library",
    "community-centre",
    "living-room",
    "youth-centre",
    "drop-in",
    "sports-hall",
    "arts-centre",
    "gym",
    "school",
    "worship",
    "playground-association",
    "care-counter",
}


@dataclass
class Activity:
    """An activity in a place (`operation`) or in the open (`at`)."""

    key: str
    name: str
    idea: Idea
    organisation: str
    operation: Operation | None
    at: XY | None
    places: int | None
    has_own_space: bool
    starts_on: date | None
    ends_on: date | None
    slots: list[Slot] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)


def plan_activities(town: Town, operations: list[Operation], rng: np.random.Generator) -> list[Activity]:
    """Plan 45 activities in places and 15 in parks and on greens."""
    keys = {name: f"O{number:02d}" for number, (name, _) in enumerate(ORGANISATIONS, start=1)}
    houses = [
        operation
        for operation in operations
        if operation.place.kind.type_code in HOUSES and (operation.place.opened_on or NOW) <= NOW
    ]
    order = rng.permutation(len(houses))
    made: list[Activity] = []
    for number in range(IN_BUILDINGS):
        operation = houses[order[number % len(order)]]
        idea = INDOORS[number % len(INDOORS)]
        name = f"{idea.name} in {operation.place.name}"
        made.append(_activity((f"A{number + 1:02d}", name, keys[idea.organisation]), idea, operation, None, rng))
    parks = [(park.name, part) for park in town.parks for part in polygons(park.shape.buffer(-10), least_m2=6000)]
    greens = [parks[i] for i in np.linspace(0, len(parks) - 1, OUTDOORS).astype(int)]
    for number, (park, shape) in enumerate(greens):
        idea = OUTSIDE[number % len(OUTSIDE)]
        point = without(shape, town.shore).representative_point()
        at = (round(point.x, 1), round(point.y, 1))
        around = town.neighbourhood_at(at)
        where = park if around is None or park not in {"Speelveld", "Groenstrook"} else town.neighbourhoods[around].name
        key = f"A{IN_BUILDINGS + number + 1:02d}"
        made.append(_activity((key, f"{idea.name}, {where}", keys[idea.organisation]), idea, None, at, rng))
    return made


def _activity(
    named: tuple[str, str, str], idea: Idea, operation: Operation | None, at: XY | None, rng: np.random.Generator
) -> Activity:
    key, name, organisation = named
    starts = date(int(rng.integers(2012, 2025)), int(rng.integers(1, 13)), 1)
    ends = starts + timedelta(days=365 * int(rng.integers(2, 6))) if rng.random() < 0.12 else None
    if operation is not None:
        starts = max(starts, operation.place.opened_on or starts)
        closed = operation.closed_on
        if closed is not None:
            starts = min(starts, date(closed.year - 2, 1, 1))
            ends = closed
    days = rng.permutation(np.array([1, 2, 3, 4, 5, 6]))[: 1 if rng.random() < 0.7 else 2]
    first = int(rng.choice([9, 10, 13, 14, 16, 19]))
    last = first + idea.hours
    host: Host = "" if rng.random() < 0.1 else idea.host
    every = 2 if rng.random() < 0.15 else 1
    slots = [
        Slot(int(day), f"{first:02d}:00", f"{int(last):02d}:{'30' if last % 1 else '00'}", host, every, "", None, None)
        for day in np.sort(days)
    ]
    activity = Activity(
        key=key,
        name=name,
        idea=idea,
        organisation=organisation,
        operation=operation,
        at=at,
        places=None if rng.random() < 0.06 else int(rng.integers(8, 26)),
        has_own_space=operation is not None and rng.random() < 0.25,
        starts_on=starts,
        ends_on=ends,
        slots=slots,
    )
    hours = sum(slot.hours for slot in slots)
    if host:
        paid = "professional" if idea.host == "professional" else "volunteer"
        activity.staff.append(Staff(paid, "begeleider", round(hours * 2.5) / 2, idea.sector, starts, ends))
    if rng.random() < 0.55:
        activity.grants += _grants(idea, hours, starts, ends, rng)
    return activity


def _grants(idea: Idea, hours: float, starts: date, ends: date | None, rng: np.random.Generator) -> list[Grant]:
    amount = 50 * round(hours * 46 * (58 if idea.host == "professional" else 14) / 50) + 500
    grant = Grant("Gemeente Waardveen", idea.sector, amount, "yes", "yes", starts, ends)
    if rng.random() < 0.4:
        until = ends or date(2027, int(rng.choice([1, 7])), 1)
        return [replace(grant, funder="Fonds De Waardse Polder", is_structural="no", ends_on=until)]
    return [grant]
