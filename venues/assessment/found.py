"""What was found of the areas of each level, still as arrays; and where it differs from what was found before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from scoring.areas import explain, summarise
from scoring.arrays import BoolArray, IntArray
from scoring.bridging import summarise_bridging
from scoring.reach import count_unhosted, places_in_reach, summarise_reach
from scoring.resilience import measure_fragility, n_minus_one
from scoring.results import Bridging, Contributions, CoverageRange
from venues.assessment.arrays import Inputs
from venues.assessment.edge import near_edge
from venues.assessment.offers import Key
from venues.assessment.scores import Figures
from venues.models import Level


@dataclass(frozen=True)
class Found:
    """What was found of the areas of one level.

    Attributes:
        figures: The figures of each area and group.
        parts: The offers that make them up.
    """

    figures: Figures
    parts: Contributions


def find(inputs: Inputs, coverage: CoverageRange, bridging: Bridging) -> dict[str, Found]:
    """Bring the coverage at the points, and what stands around it, to the areas of each level that has any."""
    catchment, people, room = inputs.catchment, inputs.people, inputs.rooms.best
    reach = places_in_reach(catchment, room)
    unhosted = np.array(inputs.is_unhosted, dtype=np.bool_)
    at_risk, is_recorded = inputs.circumstances.at_risk, inputs.circumstances.is_risk_recorded
    found = {}
    for level in Level.values:
        members = people.membership[level]
        if not members.n_areas:
            continue
        told = inputs.told[level]
        parts = explain(catchment, coverage.best, people.demand.best, members, told)
        figures = Figures(
            coverage=summarise(catchment, coverage, people.demand.best, members, told),
            reach=summarise_reach(catchment, reach, people.demand.best, members),
            n_unhosted=count_unhosted(catchment, room, unhosted, people.demand.best, members),
            n_minus_one=n_minus_one(catchment, parts, members),
            fragility=measure_fragility(catchment, parts, members, at_risk, is_recorded),
            bridging=summarise_bridging(catchment, bridging, parts, members),
            missing=people.missing[level],
            told=told,
            edge=near_edge(inputs.leaves_data, members),
        )
        found[str(level)] = Found(figures, parts)
    return found


def differing(
    before: Mapping[str, Found], after: Mapping[str, Found], keys_before: Sequence[Key], keys_after: Sequence[Key]
) -> dict[str, BoolArray]:
    """Of each level where anything that is told of an area and a group differs, shape (A, G + 1).

    Args:
        before: What was found then.
        after: What was found now, of the same areas and groups.
        keys_before: The offers that were counted then, in their order.
        keys_after: The same of now.
    """
    place = {key: k for k, key in enumerate(keys_after)}
    moved = np.array([place.get(key, -1) for key in keys_before], dtype=np.int64)
    result = {}
    for level, now in after.items():
        then = before[level]
        differs = np.zeros(now.figures.coverage.coverage.shape, dtype=np.bool_)
        _mark_figures(differs, then.figures, now.figures)
        _mark_parts(differs, then.parts, now.parts, moved)
        result[level] = differs
    return result


def _mark_figures(differs: BoolArray, then: Any, now: Any) -> None:
    for field in fields(now):
        one, other = getattr(then, field.name), getattr(now, field.name)
        if is_dataclass(other):
            _mark_figures(differs, one, other)
        elif other.shape == differs.shape:
            differs |= ~((one == other) | ((one != one) & (other != other)))  # noqa: PLR0124
        elif other.ndim == 2:
            # By group only: what is told of all groups together hangs on each.
            differs |= (one != other).any(axis=1, keepdims=True)


def _mark_parts(differs: BoolArray, then: Contributions, now: Contributions, moved: IntArray) -> None:
    n_columns = differs.shape[1]
    cells = [part.area_index * n_columns + part.group_index for part in (then, now)]
    counts = [np.bincount(cell, minlength=differs.size) for cell in cells]
    flat = counts[0] != counts[1]
    # Both are sorted by area, group and offer: where as many offers make up a figure, they stand side by side.
    here, there = (~flat[cell] for cell in cells)
    other = moved[then.offer_index[here]] != now.offer_index[there]
    other |= then.coverage[here] != now.coverage[there]
    flat[cells[1][there][other]] = True
    differs |= flat.reshape(differs.shape)
