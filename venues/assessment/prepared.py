"""A municipality made ready to be asked what changes would do, kept in memory until its figures are replaced."""

from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from uuid import UUID

import numpy as np
from django.db.models import Max

from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.displacement import strand
from scoring.shapes import Areas
from scoring.what_if import Standing
from venues.assessment.arrays import NothingToScore, bound_m, inputs_on, terms_of
from venues.assessment.circumstances import FEW
from venues.assessment.offer_scores import few_cells, few_of
from venues.assessment.offers import Key, Offer
from venues.assessment.people import People
from venues.models import Area, GroupRule, Method, Municipality, RegisterChange, Run
from venues.walking.measure import box_around, points_in
from venues.walking.proposed import Ground, ground_around

_MOST_KEPT = 4
"""Municipalities and dates: Amsterdam takes some 140 MB, most of it streets and walks that others use too."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A municipality as it stands on a date. K offers, P points.

    Attributes:
        municipality, day, method, rules: What is scored, as of when and how.
        run_id: The live run with the same figures; None for another date.
        is_register_loaded: Whether there is a register of places: else coverage is unknown.
        keys: The offers, their places and activities.
        is_inside: Those of the municipality itself, shape (K,).
        is_withheld: Those whose load would tell of few people, shape (K,).
        hosts: The places in which activities are held, by their ids.
        areas, membership, told: Of each level the areas, their points, and the groups that may be shown there.
        point_ids: Ids of the demand points, ascending, shape (P,).
        exact: By all persons.
        for_anybody: What is new in an answer follows from the persons as anybody may know them.
    """

    municipality: Municipality
    day: date
    method: Method
    rules: list[GroupRule]
    run_id: int | None
    is_register_loaded: bool
    keys: list[Key]
    is_inside: BoolArray
    is_withheld: BoolArray
    hosts: dict[UUID, Offer]
    areas: dict[str, list[Area]]
    membership: dict[str, Areas]
    told: dict[str, BoolArray]
    point_ids: IntArray
    exact: Standing
    for_anybody: Standing
    _ground: list[Ground] = field(default_factory=list, repr=False)

    def ground(self) -> Ground:
        """The streets around it, read when the first opening is proposed."""
        with _building:
            if not self._ground:
                found = ground_around(self.municipality, bound_m(self.municipality))
                if found is None:
                    raise NothingToScore(f"{self.municipality.name} has no boundaries: load them with load_city first.")
                self._ground.append(found)
            return self._ground[0]


_kept: dict[tuple[object, ...], Prepared] = {}
_building = RLock()
"""Of threads that ask at once, one reads and the others wait for it."""


def prepared_for(municipality: Municipality, day: date | None = None) -> Prepared | None:
    """A municipality ready for proposals, as its register stands; from memory where nothing changed.

    Args:
        municipality: Which.
        day: As of which date; None means that of the live run.

    Returns:
        None where nothing can be scored: no boundaries, nobody's figures, or without a date no live run.
    """
    live = Run.objects.filter(municipality=municipality, kind=Run.Kind.LIVE).first()
    as_of = day or (live.as_of if live else None)
    if as_of is None:
        return None
    # Changes that no run counts yet are read along: then the next one makes it anew.
    waiting = RegisterChange.objects.of([municipality.pk]).aggregate(last=Max("pk"))["last"]
    key = (municipality.pk, as_of, live and live.pk, live and live.created_at, waiting)
    if kept := _kept.get(key):
        return kept
    with _building:
        if key not in _kept:
            try:
                made = _prepare(municipality, as_of, live)
            except NothingToScore:
                return None
            # Days that somebody asked for make room before the live ones, which everybody asks for.
            by_worth = sorted(_kept, key=lambda each: _kept[each].run_id is not None)
            too_many = max(len(_kept) + 1 - _MOST_KEPT, 0)
            for old in [each for each in _kept if each[:2] == key[:2]] or by_worth[:too_many]:
                del _kept[old]
            _kept[key] = made
        return _kept[key]


def _prepare(municipality: Municipality, day: date, live: Run | None) -> Prepared:
    _edition, method, rules = terms_of(municipality)
    box = box_around(municipality, bound_m(municipality))
    # A new place may be walked to from where nobody walks to a place now.
    around = set(points_in(municipality, box)[0].tolist()) if box else set()
    inputs = inputs_on(municipality, day, around)
    catchment, room, persons = inputs.catchment, inputs.rooms.best, inputs.people.demand.best
    offers = inputs.supply.offers
    return Prepared(
        municipality=municipality,
        day=day,
        method=method,
        rules=rules,
        run_id=live.pk if live and live.as_of == day else None,
        is_register_loaded=municipality.register_loaded_on is not None,
        keys=[offer.key for offer in offers],
        is_inside=inputs.is_inside,
        is_withheld=few_of(strand(catchment, room, persons).persons_in_reach),
        hosts={offer.venue.pk: offer for offer in offers if offer.during and offer.venue},
        areas=inputs.people.areas,
        membership=inputs.people.membership,
        told=inputs.told,
        point_ids=inputs.people.point_ids,
        exact=Standing(catchment, room, persons),
        for_anybody=Standing(catchment, room, persons, as_anybody_may_know(inputs.people)),
    )


def as_anybody_may_know(people: People) -> FloatArray:
    """The persons at the points, with some but fewer than may be told in a neighbourhood counted as 5, shape (P, G).

    So nothing that is worked out from them tells how many there are.
    """
    persons = people.demand.best
    areas, area = np.unique(people.area_ids, return_inverse=True)
    in_area = np.zeros((len(areas), persons.shape[1]))
    np.add.at(in_area, area, persons)
    few = few_cells(in_area)
    factor = np.divide(FEW, in_area, out=np.ones_like(in_area), where=few)
    told: FloatArray = persons * factor[area]
    return told
