"""How many suitable places people can walk to, and how far the nearest is."""

import numpy as np

from scoring.areas import membership
from scoring.arrays import BoolArray, FloatArray, IntArray, checked_flags, checked_floats
from scoring.catchment import Catchment
from scoring.results import AreaReach, Reach
from scoring.shapes import Areas

# From this suitability on, a place counts as meant for the group.
SUITABLE = 0.5


def places_in_reach(catchment: Catchment, room: FloatArray) -> Reach:
    """Count the suitable hosted places in reach of each point, and measure to the nearest.

    A place counts once, however many offers it holds: with an offer of suitability ≥ 0.5 and room > 0, within the last
    step of the group's decay.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).

    Returns:
        Counts and metres, shape (P, G).

    Raises:
        ValueError: If the room is not of shape (K,), or not a number of 0 or more.
    """
    has_room = checked_floats("room, place-hours a week", room, (catchment.n_offers,)) > 0
    n_places = np.zeros((catchment.n_points, catchment.n_groups), dtype=np.int64)
    nearest_m = np.full((catchment.n_points, catchment.n_groups), np.inf)
    point_of_pairs = _point_of_pairs(catchment)
    for g, decay in enumerate(catchment.groups.decays):
        pairs = _pairs_in_reach(catchment, _suitable_sites(catchment, has_room, g), decay.reach_m)
        points = point_of_pairs[pairs]
        n_places[:, g] = np.bincount(points, minlength=catchment.n_points)
        first = np.flatnonzero(np.diff(points, prepend=-1))
        if len(first):
            nearest_m[points[first], g] = np.minimum.reduceat(catchment.walk_m.data[pairs], first)
    return Reach(n_places=n_places, nearest_m=nearest_m)


def persons_with_only(catchment: Catchment, room: FloatArray, persons: FloatArray) -> FloatArray:
    """Count for each site the people for whom it is the only suitable hosted place in reach.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,): as for `places_in_reach`.
        persons: Best estimate, shape (P, G).

    Returns:
        Persons, shape (sites, G). Groups overlap: they do not add up over groups.

    Raises:
        ValueError: If a shape differs.
    """
    persons = checked_floats("persons", persons, (catchment.n_points, catchment.n_groups))
    has_room = checked_floats("room, place-hours a week", room, (catchment.n_offers,)) > 0
    point_of_pairs = _point_of_pairs(catchment)
    found = np.zeros((catchment.n_sites, catchment.n_groups))
    for g, decay in enumerate(catchment.groups.decays):
        pairs = _pairs_in_reach(catchment, _suitable_sites(catchment, has_room, g), decay.reach_m)
        points = point_of_pairs[pairs]
        is_only = np.bincount(points, minlength=catchment.n_points)[points] == 1
        sites = catchment.walk_m.indices[pairs[is_only]]
        found[:, g] = np.bincount(sites, persons[points[is_only], g], minlength=catchment.n_sites)
    return found


def summarise_reach(catchment: Catchment, reach: Reach, persons: FloatArray, areas: Areas) -> AreaReach:
    """Reach of the areas of one level, weighted by persons.

    Args:
        catchment: From `prepare`.
        reach: From `places_in_reach`.
        persons: Best estimate, shape (P, G).
        areas: Membership of the points.

    Returns:
        Figures of shape (A, G + 1). The last column is NaN: groups overlap, so persons do not add up; where everyone is
        a group of its own, its column is the one to read.

    Raises:
        ValueError: If a shape differs.
    """
    persons = checked_floats("persons", persons, (catchment.n_points, catchment.n_groups))
    members = membership(catchment, areas)
    total = members @ persons

    def share(those: BoolArray) -> FloatArray:
        part = members @ (persons * those)
        return _with_nan(np.divide(part, total, out=np.full_like(total, np.nan), where=total > 0))

    nearest = [_median_by_area(reach.nearest_m[:, g], persons[:, g], areas) for g in range(catchment.n_groups)]
    return AreaReach(
        none=share(reach.n_places == 0),
        one=share(reach.n_places == 1),
        two_plus=share(reach.n_places >= 2),
        nearest_m=_with_nan(np.column_stack(nearest)),
    )


def count_unhosted(
    catchment: Catchment, room: FloatArray, unhosted: BoolArray, persons: FloatArray, areas: Areas
) -> IntArray:
    """Count the suitable places without a host within reach of someone of the group, which stand beside the score.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,): a place with hosted room for the group is not counted here.
        unhosted: Offers that are open without a host (`Room.is_unhosted`), shape (K,).
        persons: Best estimate, shape (P, G).
        areas: Membership of the points.

    Returns:
        Places, shape (A, G + 1); the last column counts those within reach of at least one group.

    Raises:
        ValueError: If a shape differs.
    """
    unhosted = checked_flags("unhosted", unhosted, catchment.n_offers)
    points = _point_of_pairs(catchment)
    seen: list[IntArray] = []
    for g, decay in enumerate(catchment.groups.decays):
        sites = _suitable_sites(catchment, unhosted, g) & ~_suitable_sites(catchment, room > 0, g)
        pairs = _pairs_in_reach(catchment, sites, decay.reach_m)
        area = areas.area_index[points[pairs]]
        counts = (area >= 0) & (persons[points[pairs], g] > 0)
        seen.append(np.unique(area[counts] * catchment.n_sites + catchment.walk_m.indices[pairs[counts]]))
    seen.append(np.unique(np.concatenate(seen)))
    return np.column_stack([np.bincount(keys // catchment.n_sites, minlength=areas.n_areas) for keys in seen])


def _suitable_sites(catchment: Catchment, offers: BoolArray, group: int) -> BoolArray:
    suitable = offers & (catchment.offers.suitability[:, group] >= SUITABLE)
    sites = np.zeros(catchment.n_sites, dtype=np.bool_)
    sites[catchment.offers.site_index[suitable]] = True
    return sites


def _pairs_in_reach(catchment: Catchment, sites: BoolArray, reach_m: float) -> IntArray:
    if not sites.any():
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(sites[catchment.walk_m.indices] & (catchment.walk_m.data <= reach_m))


def _point_of_pairs(catchment: Catchment) -> IntArray:
    return np.repeat(np.arange(catchment.n_points), np.diff(catchment.walk_m.indptr))


def _median_by_area(nearest_m: FloatArray, persons: FloatArray, areas: Areas) -> FloatArray:
    """Metres within which at least half of the area's persons have a place; NaN beyond reach."""
    lived_in = np.flatnonzero((areas.area_index >= 0) & (persons > 0))
    order = lived_in[np.lexsort((nearest_m[lived_in], areas.area_index[lived_in]))]
    area = areas.area_index[order]
    first = np.flatnonzero(np.diff(area, prepend=-1))
    median = np.full(areas.n_areas, np.nan)
    if not len(first):
        return median
    n_points = np.diff(first, append=len(order))
    # One row an area, the nearest first; the rest of the row is nobody.
    rows = np.repeat(np.arange(len(first)), n_points)
    within = np.zeros((len(first), n_points.max()))
    within[rows, np.arange(len(order)) - first[rows]] = persons[order]
    np.cumsum(within, axis=1, out=within)
    half = order[first + (within < within[:, -1:] / 2).sum(axis=1)]
    median[area[first]] = np.where(np.isfinite(nearest_m[half]), nearest_m[half], np.nan)
    return median


def _with_nan(by_group: FloatArray) -> FloatArray:
    return np.column_stack([by_group, np.full(len(by_group), np.nan)])
