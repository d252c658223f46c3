"""What keeps the places going: slots with hosts, staffing, funding and the condition of the building, all dated."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from venues.importing.demo_town import plan
from venues.importing.demo_town.history import CLOSINGS, CUTS, RECORDED_SINCE, Closing, Cut
from venues.importing.demo_town.kinds import Host
from venues.importing.demo_town.places import Place

PERIODS = (
    (date(2016, 1, 1), date(2020, 1, 1)),
    (date(2020, 1, 1), date(2024, 1, 1)),
    (date(2024, 1, 1), date(2028, 1, 1)),
)
"""The municipality grants for four years at a time."""

EUR_PER_HOUR = 54
FUNDS = (
    ("Fonds De Waardse Polder", "welfare"),
    ("Woonstichting Gaardestede", "housing"),
    ("Oranjelinde Fonds", "volunteers"),
)
ROLES = {
    "library": "bibliothecaris", "community-centre": "beheerder en opbouwwerker", "living-room": "gastheer",
    "youth-centre": "jongerenwerker", "drop-in": "inloopbegeleider", "day-activities-older": "activiteitenbegeleider",
    "day-activities-workshop": "werkbegeleider", "playground-association": "speeltuinbeheerder",
    "city-farm": "boerderijbeheerder", "sports-hall": "sportbuurtwerker", "cafe": "gastheer of gastvrouw",
    "charity-shop": "winkelbegeleider", "worship": "gastheer of gastvrouw", "arts-centre": "programmamaker",
    "garden": "tuincoördinator",
}  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """Hours on one weekday that hold on [starts_on, ends_on)."""

    weekday: int
    starts: str
    ends: str
    host: Host
    every_weeks: int = 1
    in_school_holidays: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def hours(self) -> float:
        """Length, hours a week."""
        (h1, m1), (h2, m2) = (map(int, at.split(":")) for at in (self.starts, self.ends))
        return (h2 - h1 + (m2 - m1) / 60) / self.every_weeks

    @property
    def is_hosted(self) -> bool:
        """Whether somebody receives people."""
        return self.host in {"volunteer", "professional"}


@dataclass(frozen=True)
class Staff:
    """Hours a week that somebody hosts, or should."""

    kind: str
    role: str
    hours_per_week: float
    sector: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Grant:
    """EUR a year from a funder on [starts_on, ends_on)."""

    funder: str
    sector: str
    amount_eur: int
    is_structural: str
    is_public: str
    starts_on: date | None
    ends_on: date | None


@dataclass
class Operation:
    """Everything dated about one place."""

    place: Place
    slots: list[Slot] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    inspections: list[tuple[int, date]] = field(default_factory=list)
    budget_needed_eur: int | None = None
    closings: list[Closing] = field(default_factory=list)
    cuts: list[tuple[Cut, float]] = field(default_factory=list)
    """Cuts, each with the hosted hours a week that were lost."""

    @property
    def closed_on(self) -> date | None:
        """The day it closed for good."""
        return next((c.on for c in self.closings if not c.is_partial and c.reopens_on is None), None)


def operate(places: list[Place], rng: np.random.Generator) -> list[Operation]:
    """Give every place its hours, hosts, money and inspections, as its history has it."""
    return [_operate(place, rng) for place in places]


def _operate(place: Place, rng: np.random.Generator) -> Operation:
    operation = Operation(place, closings=[closing for closing in CLOSINGS if closing.place == place.told])
    eras = _weeks(operation, rng)
    _hire(operation, eras, rng)
    _fund(operation, eras, rng)
    _inspect(operation, rng)
    if since := RECORDED_SINCE.get(place.told):
        operation.slots = [replace(slot, starts_on=since) for slot in operation.slots]
        operation.staff = [replace(staff, starts_on=max(since, staff.starts_on or since)) for staff in operation.staff]
    if place.recorded == "no hosts":
        operation.slots = [replace(slot, host="") for slot in operation.slots]
        operation.staff = []
    if place.recorded in {"staffing only", "nothing"}:
        operation.slots = []
    if place.recorded == "nothing":
        operation.staff, operation.grants, operation.budget_needed_eur = [], [], None
    return operation


def _weeks(operation: Operation, rng: np.random.Generator) -> list[tuple[date | None, date | None, list[Slot]]]:
    """The weeks of the place, one after the other, as (from, until, slots); fills the dated slots."""
    place = operation.place
    holidays = str(rng.choice(["yes", "no", ""], p=[0.45, 0.35, 0.2]))
    week = [Slot(day, hours.starts, hours.ends, hours.host, 1, holidays) for hours in place.week for day in hours.days]
    eras: list[tuple[date | None, date | None, list[Slot]]] = []
    since: date | None = place.opened_on if place.opened_on and place.opened_on >= PERIODS[0][0] else None
    for cut in sorted((cut for cut in CUTS if cut.place == place.told), key=lambda cut: cut.on):
        eras.append((since, cut.on, week))
        fewer = _fewer_hosts(week, cut.keeps)
        lost = sum(slot.hours for slot in week if slot.is_hosted) - sum(s.hours for s in fewer if s.is_hosted)
        operation.cuts.append((cut, round(lost, 2)))
        week, since = fewer, cut.on
    eras.append((since, None, week))
    for start, end, slots in eras:
        for slot in slots:
            same = next((i for i, s in enumerate(operation.slots) if s.ends_on == start and _alike(s, slot)), None)
            if start is not None and same is not None:
                operation.slots[same] = replace(operation.slots[same], ends_on=end)
            else:
                operation.slots.append(replace(slot, starts_on=start, ends_on=end))
    return eras


def _alike(one: Slot, other: Slot) -> bool:
    return replace(one, starts_on=None, ends_on=None) == replace(other, starts_on=None, ends_on=None)


def _fewer_hosts(week: list[Slot], keeps: float) -> list[Slot]:
    """The latest hosted slots go first: half of them stay open without a host, the others fall away."""
    to_lose = (1 - keeps) * sum(slot.hours for slot in week if slot.is_hosted)
    left: list[Slot] = []
    dropped = 0
    for slot in reversed(week):
        if slot.is_hosted and to_lose >= slot.hours / 2:
            to_lose -= slot.hours
            dropped += 1
            if dropped % 2:
                left.append(replace(slot, host="none"))
        else:
            left.append(slot)
    return left[::-1]


def _hire(
    operation: Operation, eras: list[tuple[date | None, date | None, list[Slot]]], rng: np.random.Generator
) -> None:
    place = operation.place
    role = ROLES.get(place.kind.type_code, "gastheer of gastvrouw")
    extra = float(rng.uniform(1.0, 1.35))
    struggling = place.district == plan.DECLINING_DISTRICT
    for start, end, slots in eras:
        until = end or operation.closed_on
        for kind, factor in (("professional", extra), ("volunteer", extra * 1.4)):
            hours = sum(slot.hours for slot in slots if slot.host == kind) * factor
            if hours:
                name = role if kind == "professional" else "vrijwilliger"
                operation.staff.append(Staff(kind, name, _half(hours), place.kind.sector, start, until))
    hosted = sum(slot.hours for slot in eras[-1][2] if slot.is_hosted)
    if hosted and (operation.cuts or rng.random() < (0.35 if struggling else 0.13)):
        since = (
            operation.cuts[-1][0].on
            if operation.cuts
            else date(int(rng.integers(2024, 2027)), int(rng.integers(1, 11)), 1)
        )
        if operation.closed_on is None or since < operation.closed_on:
            hours = max(4.0, _half(hosted * float(rng.uniform(0.15, 0.45))))
            operation.staff.append(Staff("vacancy", role, hours, place.kind.sector, since, operation.closed_on))


def _half(hours: float) -> float:
    return round(hours * 2) / 2


def _fund(
    operation: Operation, eras: list[tuple[date | None, date | None, list[Slot]]], rng: np.random.Generator
) -> None:
    place = operation.place
    kind = place.kind
    struggling = place.district == plan.DECLINING_DISTRICT
    paid_hours = sum(slot.hours for slot in eras[0][2] if slot.host == "professional")
    need = 500 * round((paid_hours * 52 * EUR_PER_HOUR * 1.1 + kind.building_eur * float(rng.uniform(0.8, 1.25))) / 500)
    share, ends_soon, second = float(rng.uniform(0.55, 0.95)), rng.random() < 0.16, rng.random()
    public = "no" if kind.sector in {"worship", "commercial"} else "yes"
    if not kind.weeks or not need:
        return
    operation.budget_needed_eur = need if rng.random() < 0.82 else None
    for number, (start, end) in enumerate(PERIODS):
        amount = 100 * round(
            need * share * ((1.0, 0.85, 0.62)[number] if struggling else (1.0, 1.02, 1.03)[number]) / 100
        )
        until = date(2027, 1, 1) if number == 2 and (ends_soon or (struggling and second < 0.4)) else end
        first, last = max(start, place.opened_on or start), min(until, operation.closed_on or until)
        if first < last:
            own = {"worship": "eigen gemeenschap", "commercial": "eigen omzet"}.get(kind.sector, "Gemeente Waardveen")
            structural = "" if rng.random() < 0.07 else "yes"
            operation.grants.append(Grant(own, kind.sector, amount, structural, public, first, last))
    if second < 0.3 and kind.sector not in {"commercial", "worship"}:
        funder, sector = FUNDS[int(rng.integers(0, len(FUNDS)))]
        start = date(int(rng.integers(2024, 2027)), (1, 4, 7)[int(rng.integers(0, 3))], 1)
        end = date(start.year + int(rng.integers(1, 4)), start.month, 1)
        if (operation.closed_on is None or operation.closed_on >= end) and start >= (place.opened_on or start):
            amount = 500 * round(float(rng.uniform(0.06, 0.22)) * need / 500)
            operation.grants.append(Grant(funder, sector, max(amount, 1000), "no", "yes", start, end))


def _inspect(operation: Operation, rng: np.random.Generator) -> None:
    place = operation.place
    struggling = place.district == plan.DECLINING_DISTRICT
    seen, first = rng.random() < 0.72, int(rng.integers(2017, 2022))
    start = int(rng.choice([1, 2, 3, 4], p=[0.05, 0.25, 0.45, 0.25] if struggling else [0.2, 0.45, 0.28, 0.07]))
    worse = int(rng.choice([0, 1, 2], p=[0.25, 0.5, 0.25] if struggling else [0.55, 0.4, 0.05]))
    if place.kind.type_code in {"park", "pitch", "garden", "cafe"} or not seen:
        return
    built = any(closing.reason == "building" for closing in operation.closings)
    for year, condition in ((first, start), (first + 4, min(6, start + worse))):
        day = date(year, int(rng.integers(2, 12)), int(rng.integers(1, 28)))
        open_then = (place.opened_on or day) <= day and (operation.closed_on is None or day < operation.closed_on)
        if open_then:
            operation.inspections.append((max(4, condition) if built else condition, day))
