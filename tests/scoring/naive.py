"""The definitions of docs/scoring.md as plain loops: slow, and easy to check against the text."""

from collections.abc import Callable
from math import inf, nan

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from tests.scoring.towns import Town


def weight(town: Town, i: int, k: int, g: int) -> float:
    walk_m = town.walk_m[i, town.site_index[k]]
    for up_to_m, step_weight in town.decays[g].steps:
        if walk_m <= up_to_m:
            return float(town.suitability[k, g] * step_weight)
    return 0.0


def room_per_need(town: Town, room: FloatArray, persons: FloatArray) -> FloatArray:
    found = np.zeros(len(room))
    for k in range(len(room)):
        need = 0.0
        for i in range(persons.shape[0]):
            for g in range(persons.shape[1]):
                need += persons[i, g] * town.norm_hours[g] * weight(town, i, k, g)
        found[k] = room[k] / need if need > 0 else 0.0
    return found


def spread(town: Town, per_need: FloatArray) -> FloatArray:
    found = np.zeros_like(town.persons)
    for i in range(town.persons.shape[0]):
        for g in range(town.persons.shape[1]):
            for k in range(len(per_need)):
                found[i, g] += per_need[k] * weight(town, i, k, g)
    return found


def load_by_group(town: Town, room: FloatArray) -> FloatArray:
    """What each offer bears of the need of each group: the need of a point goes by weight and room."""
    found = np.zeros_like(town.suitability)
    for i in range(town.persons.shape[0]):
        for g in range(town.persons.shape[1]):
            in_reach = sum(weight(town, i, k, g) * room[k] for k in range(len(room)))
            if in_reach > 0:
                for k in range(len(room)):
                    need = town.persons[i, g] * town.norm_hours[g]
                    found[k, g] += need * weight(town, i, k, g) * room[k] / in_reach
    return found


def need_with_an_offer(town: Town, room: FloatArray) -> float:
    """Hours a week of all who have at least one offer with room in reach."""
    return sum(
        float(town.persons[i, g] * town.norm_hours[g])
        for i, g in np.ndindex(*town.persons.shape)
        if any(weight(town, i, k, g) * room[k] > 0 for k in range(len(room)))
    )


def area_mean(town: Town, by_point: FloatArray, told: BoolArray | None = None) -> FloatArray:
    """Need-weighted mean of areas, shape (A, G + 1); the last column over the groups that may be told."""
    n_groups = town.persons.shape[1]
    found = np.full((town.areas.n_areas, n_groups + 1), nan)
    for a in range(town.areas.n_areas):
        for column in range(n_groups + 1):
            part = whole = 0.0
            for i in np.flatnonzero(town.areas.area_index == a):
                for g in range(n_groups) if column == n_groups else [column]:
                    if column == n_groups and told is not None and not told[a, g]:
                        continue
                    need = town.persons[i, g] * town.norm_hours[g]
                    part += need * by_point[i, g]
                    whole += need
            found[a, column] = part / whole if whole > 0 else nan
    return found


def contributed(town: Town) -> FloatArray:
    """What each offer contributes to the coverage of each area and group, shape (A, G + 1, K)."""
    per_need = room_per_need(town, town.room, town.persons)
    found = np.zeros((town.areas.n_areas, town.persons.shape[1] + 1, len(per_need)))
    for k in range(len(per_need)):
        alone = np.where(np.arange(len(per_need)) == k, per_need, 0)
        found[:, :, k] = np.nan_to_num(area_mean(town, spread(town, alone)))
    return found


def suitable_sites(town: Town, i: int, g: int, offer_counts: Callable[[int], bool]) -> set[int]:
    """Sites in reach of a point with an offer for the group that counts."""
    return {
        int(site)
        for k, site in enumerate(town.site_index)
        if town.suitability[k, g] >= 0.5 and offer_counts(k) and town.walk_m[i, site] <= town.decays[g].reach_m
    }


def nearest_m(town: Town, i: int, g: int) -> float:
    sites = suitable_sites(town, i, g, lambda k: bool(town.room[k] > 0))
    return min((float(town.walk_m[i, site]) for site in sites), default=inf)


def median_m(town: Town, a: int, g: int) -> float:
    """Metres within which at least half of the persons have a place."""
    lived_in = [i for i in np.flatnonzero(town.areas.area_index == a) if town.persons[i, g] > 0]
    half = sum(town.persons[i, g] for i in lived_in) / 2
    for metres in sorted({nearest_m(town, int(i), g) for i in lived_in}):
        within = sum(town.persons[i, g] for i in lived_in if nearest_m(town, int(i), g) <= metres)
        if within >= half * (1 - 1e-12):
            return metres if metres < inf else nan
    return nan
