"""Who lives where on a date: demand points and estimates as arrays."""

from bisect import bisect_right
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Sum
from shapely import from_wkb, get_coordinates

from scoring.arrays import BoolArray, FloatArray
from scoring.shapes import Areas, Demand
from venues.models import Area, DemandEstimate, DemandGroup, DemandPoint, Level, Municipality


@dataclass(frozen=True)
class People:
    """The demand points that matter to a municipality, and how many persons of each group live at them.

    P points, G groups; `areas` are the municipality's own, per level, in order of code.

    Attributes:
        point_ids: Shape (P,), ascending.
        point_xy: RD metres, shape (P, 2).
        kind: Where most of the municipality's points come from.
        demand: Persons, shape (P, G). What is not known at all counts as nobody, and is marked in `missing`.
        areas: The areas of each level.
        membership: To which of these areas each point belongs.
        missing: Areas × groups of each level whose persons are not known: no estimate, or withheld by the source.
        reference_on: The date of the municipality's figures; None without any.
        is_known: Whether the source gives the persons that a point's are taken from, shape (P, G).
        area_ids: The area whose people are spread over each point, also outside the municipality, shape (P,).
    """

    point_ids: np.ndarray
    point_xy: FloatArray
    kind: str
    demand: Demand
    areas: dict[str, list[Area]]
    membership: dict[str, Areas]
    missing: dict[str, BoolArray]
    reference_on: date | None
    is_known: BoolArray
    area_ids: np.ndarray


class Estimated(NamedTuple):
    """One estimate: how many persons of a group live in an area, from a date on."""

    area_id: int
    group_code: str
    reference_on: date
    low: float
    best: float
    high: float
    is_suppressed: bool


@dataclass(frozen=True)
class Population:
    """The demand points that matter to a municipality and all estimates of who lives there, of whichever date.

    Attributes:
        groups: The demand groups, in the order of the columns.
        estimates, estimates_around: Of the municipality's own areas, and of the others in which a point lies.
        parents: The area above each of the municipality's own.
        area_ids, shares: Of each point the area, and the share of the area's people.
        point_ids, point_xy, kind, areas, membership: As of `People`.
    """

    groups: Sequence[DemandGroup]
    estimates: list[Estimated]
    estimates_around: list[Estimated]
    parents: dict[int, int | None]
    area_ids: np.ndarray
    shares: FloatArray
    point_ids: np.ndarray
    point_xy: FloatArray
    kind: str
    areas: dict[str, list[Area]]
    membership: dict[str, Areas]
    _eras: dict[int, People] = field(default_factory=dict, init=False, repr=False)

    def on(self, day: date) -> People:
        """Who lives where on a date: the latest figures on or before it, else the earliest after it.

        The same object for all days between two dates of figures.
        """
        era = bisect_right(self._dates, day)
        if era not in self._eras:
            self._eras[era] = self._on(day)
        return self._eras[era]

    @cached_property
    def _dates(self) -> list[date]:
        return sorted({each.reference_on for each in (*self.estimates, *self.estimates_around)})

    def _on(self, day: date) -> People:
        n_groups = len(self.groups)
        estimates, reference_on = _estimates(self.estimates, day, self.groups)
        # Neighbours may have figures of other dates.
        estimates |= _estimates(self.estimates_around, day, self.groups)[0]
        persons = np.zeros((3, len(self.point_ids), n_groups))
        is_known = np.zeros(persons.shape[1:], dtype=np.bool_)
        living, area_of_point = np.unique(self.area_ids, return_inverse=True)
        for position, area_id in enumerate(living.tolist()):
            if area_id in estimates:
                here = area_of_point == position
                estimated = estimates[area_id]
                persons[:, here, :] = np.nan_to_num(estimated[:3])[:, None, :] * self.shares[here][:, None]
                is_known[here] = ~np.isnan(estimated[1]) & (estimated[3] == 0)
        return People(
            self.point_ids,
            self.point_xy,
            self.kind,
            Demand(persons[0], persons[1], persons[2]),
            self.areas,
            self.membership,
            _missing(self.areas, self.parents, estimates, n_groups),
            reference_on,
            is_known,
            self.area_ids,
        )


def people_on(municipality: Municipality, day: date, groups: Sequence[DemandGroup], walked_to: Set[int]) -> People:
    """Read the points and estimates as of one date; arguments as of `read_population`."""
    return read_population(municipality, groups, walked_to).on(day)


def read_population(municipality: Municipality, groups: Sequence[DemandGroup], walked_to: Set[int]) -> Population:
    """Read the points, and the estimates of every date.

    Args:
        municipality: Whose areas are scored.
        groups: The demand groups, in the order of the columns.
        walked_to: Ids of the points that the venues reach: those outside the municipality compete for room too.
    """
    own = list(
        Area.objects.active()
        .filter(edition__municipality=municipality)
        .defer("boundary")
        .order_by("code")
        .select_related("edition")
    )
    point_ids, xy, area_ids, shares, kind = _points(municipality, walked_to)
    own_ids = {area.pk for area in own}
    parents = {area.pk: area.parent_id for area in own}
    areas = {level: [area for area in own if area.level == level] for level in Level.values}
    return Population(
        groups,
        _read_estimates(own_ids, groups),
        _read_estimates(set(area_ids.tolist()) - own_ids, groups),
        parents,
        area_ids,
        shares,
        point_ids,
        xy,
        kind,
        areas,
        {level: _membership(area_ids, rows, parents) for level, rows in areas.items()},
    )


def _points(
    municipality: Municipality, walked_to: Set[int]
) -> tuple[np.ndarray, FloatArray, np.ndarray, FloatArray, str]:
    """Ids, RD metres, areas and shares of their area's people, and the commonest kind of the municipality's own."""
    active = DemandPoint.objects.filter(area__edition__is_active=True)
    columns = ("pk", "area_id", "weight", "kind", AsWKB("location"))
    own = list(active.filter(area__edition__municipality=municipality).values_list(*columns))
    # Two questions: with OR in one, the database would read the points of the whole country.
    others = active.filter(pk__in=walked_to - {row[0] for row in own})
    rows = sorted([*own, *others.values_list(*columns)], key=lambda row: row[0])
    areas = active.filter(area__in={row[1] for row in rows})
    totals = dict(areas.values_list("area_id").annotate(total=Sum("weight")))
    kinds = [row[3] for row in own]
    kind = max(DemandPoint.Kind.values, key=kinds.count) if kinds else DemandPoint.Kind.CENTRE.value
    xy = get_coordinates(from_wkb([bytes(row[4]) for row in rows])) if rows else np.empty((0, 2))
    return (
        np.array([row[0] for row in rows], dtype=np.int64),
        xy,
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] / totals[row[1]] for row in rows]),
        kind,
    )


def _read_estimates(area_ids: Collection[int], groups: Sequence[DemandGroup]) -> list[Estimated]:
    rows = DemandEstimate.objects.filter(area_id__in=list(area_ids), group_id__in=[group.code for group in groups])
    return [
        Estimated(*row)
        for row in rows.values_list(
            "area_id", "group_id", "reference_on", "persons_low", "persons", "persons_high", "is_suppressed"
        )
    ]


def _estimates(
    rows: Sequence[Estimated], day: date, groups: Sequence[DemandGroup]
) -> tuple[dict[int, FloatArray], date | None]:
    """Per area an array (4, G): persons low, best, high, and 1 where the source withheld them; NaN without estimate."""
    column = {group.code: index for index, group in enumerate(groups)}
    dates = {row.reference_on for row in rows}
    # Later rows overwrite earlier ones: what is on or before the day comes last, the latest last of all.
    rank = {
        each: (each <= day, each if each <= day else date.fromordinal(date.max.toordinal() - each.toordinal()))
        for each in dates
    }
    result: dict[int, FloatArray] = {}
    for row in sorted(rows, key=lambda row: rank[row.reference_on]):
        if row.area_id not in result:
            result[row.area_id] = np.full((4, len(groups)), np.nan)
        result[row.area_id][:, column[row.group_code]] = row.low, row.best, row.high, row.is_suppressed
    return result, max(dates, key=lambda each: rank[each]) if dates else None


def _membership(area_ids: np.ndarray, rows: list[Area], parents: dict[int, int | None]) -> Areas:
    index = {area.pk: position for position, area in enumerate(rows)}

    def place(area_id: int | None) -> int:
        while area_id is not None:
            if area_id in index:
                return index[area_id]
            area_id = parents.get(area_id)
        return -1

    places = {area_id: place(area_id) for area_id in set(area_ids.tolist())}
    return Areas(np.array([places[area_id] for area_id in area_ids.tolist()], dtype=np.int64), len(rows))


def _missing(
    areas: dict[str, list[Area]], parents: dict[int, int | None], estimates: dict[int, FloatArray], n_groups: int
) -> dict[str, BoolArray]:
    """Neighbourhoods without a known estimate; a higher area is unknown where all of its neighbourhoods are."""
    finest = areas[Level.NEIGHBOURHOOD]
    unknown = np.array(
        [
            np.isnan(estimates[area.pk][1]) | (estimates[area.pk][3] == 1)
            if area.pk in estimates
            else [True] * n_groups
            for area in finest
        ],
        dtype=np.bool_,
    ).reshape(len(finest), n_groups)
    result = {str(Level.NEIGHBOURHOOD): unknown}
    ids = np.array([area.pk for area in finest], dtype=np.int64)
    for level in (Level.DISTRICT, Level.MUNICIPALITY):
        above = _membership(ids, areas[level], parents)
        known = np.zeros((above.n_areas, n_groups))
        inside = above.area_index >= 0
        np.add.at(known, above.area_index[inside], ~unknown[inside])
        result[str(level)] = known == 0
    return result
