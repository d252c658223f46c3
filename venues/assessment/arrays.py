"""Models to arrays: everything that a municipality's figures on a date follow from."""

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from scoring.areas import membership
from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.catchment import Catchment, prepare
from scoring.decay import Stepwise
from scoring.room import stack
from scoring.shapes import Groups, Offers, Rooms, Walks
from venues.assessment.circumstances import Circumstances, circumstances_of
from venues.assessment.edge import reach_leaves_data
from venues.assessment.offers import Supply
from venues.assessment.people import People
from venues.assessment.register import supply_on
from venues.assessment.residence import population_of
from venues.assessment.rooms import rooms_of
from venues.assessment.scores import may_be_told
from venues.models import DemandGroup, Edition, GroupRule, Method, Municipality
from venues.register.following import followers
from venues.walking.kept import Reached

SEARCH_FACTOR = 1.25
"""Walks are measured a quarter beyond the largest reach, so that the range can vary the decay."""


class NothingToScore(Exception):
    """The municipality cannot be scored; the message says what to load first."""


@dataclass(frozen=True)
class Inputs:
    """What a municipality's figures on a date follow from. P points, K offers, G groups."""

    municipality: Municipality
    edition: Edition
    method: Method
    day: date
    groups: list[DemandGroup]
    supply: Supply
    people: People
    catchment: Catchment
    rooms: Rooms
    is_unhosted: list[bool]
    circumstances: Circumstances
    leaves_data: BoolArray
    """Whether the reach of each group leaves what is loaded, at each point, shape (P, G)."""

    @cached_property
    def told(self) -> dict[str, BoolArray]:
        """Of each level the groups that may be shown in each area, shape (A, G): all groups together are these."""
        people = self.people
        return {
            level: may_be_told(membership(self.catchment, members) @ people.demand.best, people.missing[level])
            for level, members in people.membership.items()
        }

    @cached_property
    def is_inside(self) -> BoolArray:
        """The offers of the municipality itself, shape (K,)."""
        return np.array(
            [
                (offer.activity or offer.venue).municipality_id == self.municipality.pk  # type: ignore[union-attr]
                for offer in self.supply.offers
            ],
            dtype=np.bool_,
        )

    def fingerprint(self) -> str:
        """SHA-256 of everything that the figures follow from: the same fingerprint means the same figures."""
        people, catchment, rooms = self.people, self.catchment, self.rooms
        named = (
            *(
                self.day,
                self.method.pk,
                self.method.version,
                self.edition.pk,
                self.municipality.register_loaded_on is None,
            ),
            [offer.key for offer in self.supply.offers],
            [(group.code, group.is_everyone) for group in self.groups],
            # The draws vary what an hour at a type of place is worth, also where all is recorded.
            [offer.venue.venue_type_id if offer.venue else None for offer in self.supply.offers],
            *([area.code for area in rows] for rows in people.areas.values()),
            self.circumstances.told(),
        )
        seen = hashlib.sha256("\n".join(map(str, named)).encode())
        for array in (
            np.array(self.is_unhosted, dtype=np.bool_),
            people.point_xy,
            *(each.area_index for each in people.membership.values()),
            *people.missing.values(),
            *(people.demand.low, people.demand.best, people.demand.high),
            *(catchment.walk_m.indptr, catchment.walk_m.indices, catchment.walk_m.data),
            *(catchment.offers.site_index, catchment.offers.suitability),
            *(rooms.low, rooms.best, rooms.high, rooms.known),
            self.circumstances.attendance,
            *(self.leaves_data, self.is_inside),
        ):
            seen.update(np.ascontiguousarray(array).tobytes())
        return seen.hexdigest()


def terms_of(municipality: Municipality) -> tuple[Edition, Method, list[GroupRule]]:
    """The boundaries and the method in use, and its rules in the order of the groups.

    Raises:
        NothingToScore: If the municipality has no active boundaries.
    """
    edition = Edition.objects.filter(municipality=municipality, is_active=True).first()
    if edition is None:
        raise NothingToScore(f"{municipality.name} has no active boundaries: load them with load_city first.")
    method = Method.objects.current_for(municipality)
    return edition, method, list(method.group_rules.select_related("group").order_by("group__position"))


def inputs_on(municipality: Municipality, day: date, around: Set[int] = frozenset()) -> Inputs:
    """Read what holds on a date.

    Args:
        municipality: Which.
        day: As of which date.
        around: Ids of demand points that are read even if nobody walks from them to a place.

    Raises:
        NothingToScore: If the municipality has no active boundaries or nobody's figures.
    """
    edition, method, rules = terms_of(municipality)
    groups = [rule.group for rule in rules]
    supply = supply_on(municipality, day, method, max(rule.reach_m[-1] for rule in rules))
    walked_to = walked_to_from(supply) | around
    people = population_of(municipality, groups, walked_to).on(day)
    if people.reference_on is None:
        raise NothingToScore(f"{municipality.name} has no figures of residents: load them with load_city first.")
    rooms = rooms_of(supply.offers, method)
    catchment = catchment_of(supply, people.point_ids, rules, method)
    return Inputs(
        municipality=municipality,
        edition=edition,
        method=method,
        day=day,
        groups=groups,
        supply=supply,
        people=people,
        catchment=catchment,
        rooms=stack(rooms),
        is_unhosted=[room.is_unhosted for room in rooms],
        circumstances=circumstances_of(supply.offers, groups, day),
        leaves_data=reach_leaves_data(municipality, people, catchment.groups.decays),
    )


def bound_m(municipality: Municipality) -> float:
    """How far walks from its places are measured, metres: 1.25 × the largest reach of the methods that count them.

    Those are its own, and those of the scored municipalities around it.
    """
    methods = [Method.objects.current_for(each) for each in (municipality, *followers(municipality))]
    return SEARCH_FACTOR * max(rule.reach_m[-1] for method in methods for rule in method.group_rules.all())


def walked_to_from(supply: Supply) -> set[int]:
    """The ids of all demand points that somebody walks from to a place."""
    reached = [walk.points for walk in supply.walks if walk]
    return set(np.unique(np.concatenate(reached)).tolist()) if reached else set()


def catchment_of(supply: Supply, point_ids: IntArray, rules: Sequence[GroupRule], method: Method) -> Catchment:
    """Weigh the walks from the doors of some offers to some demand points, under the rules of a method."""
    groups = [rule.group for rule in rules]
    points, metres = _rows(supply.walks, point_ids)
    suitability = [offer.suits(groups, method) for offer in supply.offers]
    return prepare(
        Walks.by_site(points, metres, len(point_ids)),
        Offers(
            np.array([offer.site for offer in supply.offers], dtype=np.int64),
            np.array(suitability, dtype=np.float64).reshape(len(supply.offers), len(groups)),
        ),
        Groups(
            np.array([rule.norm_hours for rule in rules]),
            tuple(Stepwise.of(rule.reach_m, rule.reach_weights) for rule in rules),
        ),
    )


def _rows(walks: Sequence[Reached | None], point_ids: IntArray) -> tuple[list[IntArray], list[FloatArray]]:
    """Positions of the points that each walk reaches, and metres; points of boundaries of before are left out."""
    empty = Reached(np.empty(0, dtype=np.int64), np.empty(0))
    each = [walk or empty for walk in walks]
    if not each or not len(point_ids):
        return [empty.points for _walk in each], [empty.walk_m for _walk in each]
    # All in one search: one a walk takes several times as long.
    points = np.concatenate([walk.points for walk in each])
    position = np.minimum(np.searchsorted(point_ids, points), len(point_ids) - 1)
    found = point_ids[position] == points
    ends = np.cumsum([len(walk.points) for walk in each])[:-1]
    kept = np.concatenate([[0], np.cumsum(found)])[ends]
    metres = np.concatenate([walk.walk_m for walk in each])[found]
    return np.split(position[found], kept), np.split(metres, kept)
