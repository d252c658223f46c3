"""What closing and opening places would do to a municipality: who loses, and where the load goes. Nothing is stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.what_if import Changed, Changes, Standing, coverage_of_areas, try_changes
from venues.assessment.arrays import catchment_of
from venues.assessment.offer_scores import few_of
from venues.assessment.offers import Offer, Supply
from venues.assessment.prepared import Prepared
from venues.assessment.rooms import rooms_of
from venues.models import Area, DemandGroup

DIGITS = 3
"""To so many significant digits figures are told to those who may not see small counts."""

SNAP_M = 100.0
"""Nor do they learn what an opening within such a square would do rather than one beside it."""

Status = Literal["ok", "closed", "opened", "withheld"]


@dataclass(frozen=True)
class Opening:
    """A place that is thought of.

    Attributes:
        x, y: Where, metres in EPSG:28992.
        type_code: Its venue type, of which the method knows the rest.
        hosted_hours: Hours a week with a host; None = as its type.
        places: How many can be there at once; None = as its type.
        suitability: By group code, 0 to 1; groups that are left out as its type.
    """

    x: float
    y: float
    type_code: str
    hosted_hours: float | None = None
    places: float | None = None
    suitability: dict[str, float] | None = None


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to know the consequences of, in one municipality.

    Attributes:
        venues: Ids of the places that close, with all that is held in them.
        activities: Ids of the activities that end.
        openings: The places that open.
    """

    venues: frozenset[UUID] = frozenset()
    activities: frozenset[UUID] = frozenset()
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True)
class AreaChange:
    """The coverage of a group in an area, where it changes."""

    area: Area
    group: DemandGroup
    before: float
    after: float
    need_hours: float

    @property
    def hours(self) -> float:
        """Hosted hours a week that all its people together gain, below 0 what they lose."""
        return (self.after - self.before) * self.need_hours


@dataclass(frozen=True)
class OfferChange:
    """The pressure on a place or an activity, where it changes; None without room, and where it is withheld.

    Attributes:
        venue_id, activity_id: Which; of what opens neither.
        opening: Position among the openings.
        status: What happens to it, or that its figures would tell of few people.
        before, after: Hours asked of each hour of room.
        received_hours: Load that it gets besides, hours a week; below 0 what it is relieved of. None where it closes.
    """

    venue_id: UUID | None
    activity_id: UUID | None
    opening: int | None
    status: Status
    before: float | None
    after: float | None
    received_hours: float | None


@dataclass(frozen=True)
class WhatIf:
    """What a proposal would do.

    Attributes:
        areas: Those who lose most come first.
        offers: Those who get most load come first.
        moved_hours, stranded_hours: What becomes of the load of that which closes; None where it would tell of few.
    """

    areas: list[AreaChange]
    offers: list[OfferChange]
    moved_hours: float | None
    stranded_hours: float | None


def what_if(prepared: Prepared, proposal: Proposal, level: str, *, is_exact: bool) -> WhatIf:
    """Work out what a proposal would do.

    Args:
        prepared: The municipality as it stands.
        proposal: What closes and opens. What is not on offer that day has no effect: see `not_on_offer`.
        level: Of which areas, a value of `Level`.
        is_exact: For somebody who may see small counts: to the last digit the figures of a scoring with the changes.
            Else openings are moved to whole 100 m, what is new follows from persons of whom fewer than 10 count as 5,
            and all is rounded to 3 digits.
    """
    standing = prepared.exact if is_exact else prepared.for_anybody
    changes = _changes(prepared, proposal, standing, is_exact)
    changed = try_changes(standing, changes)
    told = _as_it_is if is_exact else _rounded
    moved, stranded = _displaced(prepared, standing, changes, changed)
    return WhatIf(
        areas=_areas(prepared, standing, changed, level, told),
        offers=sorted(
            [*_standing_offers(prepared, standing, changes, changed, told), *_openings(changes, changed, told)],
            key=lambda row: (-(row.received_hours or 0.0), str(row.venue_id or ""), str(row.activity_id or "")),
        ),
        moved_hours=None if moved is None else told(moved),
        stranded_hours=None if stranded is None else told(stranded),
    )


def not_on_offer(prepared: Prepared, proposal: Proposal) -> set[UUID]:
    """The ids of what should close and is not open that day."""
    venues = {venue for venue, _activity in prepared.keys}
    activities = {activity for _venue, activity in prepared.keys}
    return (set(proposal.venues) - venues) | (set(proposal.activities) - activities)


def _changes(prepared: Prepared, proposal: Proposal, standing: Standing, is_exact: bool) -> Changes:
    closed = np.array(
        [venue in proposal.venues or activity in proposal.activities for venue, activity in prepared.keys],
        dtype=np.bool_,
    )
    room = np.where(closed, 0.0, standing.room)
    for venue, freed in _freed(prepared, proposal).items():
        room[prepared.keys.index((venue, None))] = freed
    spots = np.array([(each.x, each.y) for each in proposal.openings]).reshape(-1, 2)
    walks = (
        prepared.ground().reached_from(spots if is_exact else np.round(spots / SNAP_M) * SNAP_M) if len(spots) else []
    )
    defaults = {each.venue_type_id: each for each in prepared.method.type_defaults.all()} if len(spots) else {}
    offers = [
        Offer(None, None, site, defaults.get(each.type_code), suitability=each.suitability or {})
        for site, each in enumerate(proposal.openings)
    ]
    return Changes(
        room=room,
        closed=closed,
        opened=catchment_of(Supply(offers, list(walks)), prepared.point_ids, prepared.rules, prepared.method),
        opened_room=np.array([_room(each, offer) for each, offer in zip(proposal.openings, offers, strict=True)]),
    )


def _freed(prepared: Prepared, proposal: Proposal) -> dict[UUID, float]:
    """The room of places that stay open, when activities end that took places out of it."""
    found = {}
    for venue, host in prepared.hosts.items():
        left = [each for each in host.during if each.activity and each.activity.pk not in proposal.activities]
        if venue not in proposal.venues and len(left) < len(host.during):
            found[venue] = rooms_of([*left, replace(host, during=left)], prepared.method)[-1].best
    return found


def _room(opening: Opening, offer: Offer) -> float:
    default = offer.type_default
    hours = opening.hosted_hours if opening.hosted_hours is not None else default.hosted_hours if default else 0.0
    places = opening.places if opening.places is not None else default.places if default else 0.0
    return hours * places


def _areas(
    prepared: Prepared, standing: Standing, changed: Changed, level: str, told: Callable[[float], float]
) -> list[AreaChange]:
    if not prepared.is_register_loaded:
        return []
    before, after, need = coverage_of_areas(standing, changed, prepared.membership[level])
    shown = prepared.told[level] & (need > 0) & (before != after)
    rows = [
        AreaChange(
            prepared.areas[level][a],
            prepared.rules[g].group,
            told(before[a, g]),
            told(after[a, g]),
            told(need[a, g]),
        )
        for a, g in np.argwhere(shown).tolist()
    ]
    return sorted((row for row in rows if row.before != row.after), key=lambda row: (row.hours, row.area.code))


def _standing_offers(
    prepared: Prepared, standing: Standing, changes: Changes, changed: Changed, told: Callable[[float], float]
) -> Iterable[OfferChange]:
    received = changed.load_hours - standing.told_load_hours
    # What is published of it, and the change that may be told.
    load = np.maximum(standing.load_hours + received, 0.0)
    touched = prepared.is_inside & ((received != 0) | (changes.room != standing.room))
    for k in np.flatnonzero(touched).tolist():
        venue, activity = prepared.keys[k]
        if prepared.is_withheld[k]:
            yield OfferChange(venue, activity, None, "withheld", None, None, None)
            continue
        before = _pressure(standing.load_hours[k], standing.room[k], told)
        after = _pressure(load[k], changes.room[k], told)
        more = told(received[k])
        if changes.closed[k]:
            yield OfferChange(venue, activity, None, "closed", before, None, None)
        elif before != after or more:
            yield OfferChange(venue, activity, None, "ok", before, after, more)


def _openings(changes: Changes, changed: Changed, told: Callable[[float], float]) -> Iterable[OfferChange]:
    is_withheld = few_of(changed.opened_persons)
    for n, room in enumerate(changes.opened_room.tolist()):
        if is_withheld[n]:
            yield OfferChange(None, None, n, "withheld", None, None, None)
        else:
            load = float(changed.opened_load_hours[n])
            yield OfferChange(None, None, n, "opened", None, _pressure(load, room, told), told(load))


def _displaced(
    prepared: Prepared, standing: Standing, changes: Changes, changed: Changed
) -> tuple[float | None, float | None]:
    """Load moved and stranded; None where what is stranded, or the load of anything that closes, tells of few."""
    norms = standing.catchment.groups.norm_hours
    stranded: FloatArray = changed.stranded_by_point.sum(axis=0)
    persons = np.divide(stranded, norms, out=np.zeros_like(norms), where=norms > 0)
    is_few: BoolArray = changes.closed & (standing.room > 0) & prepared.is_withheld
    if is_few.any() or few_of(persons[None, :]).any():
        return None, None
    return float(changed.moved_by_point.sum()), float(stranded.sum())


def _pressure(load: float, room: float, told: Callable[[float], float]) -> float | None:
    return told(load / room) if room > 0 else None


def _as_it_is(figure: float) -> float:
    return float(figure)


def _rounded(figure: float) -> float:
    return float(f"{figure:.{DIGITS}g}")
