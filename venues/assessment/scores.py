"""Figures of areas to rows: what may be said of each, and what must be withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.results import AreaBridging, AreaCoverage, AreaFragility, AreaReach, Contributions
from venues.assessment.offers import Offer
from venues.models import Area, DemandGroup, Explanation, Run, Score

FEWEST_PERSONS = 10
"""Below so many persons of a group in an area, nothing is shown that could point at one of them."""

Cell = tuple[int, int]
"""Position of an area and of a group; the column after the last group is all together."""


@dataclass(frozen=True)
class Figures:
    """The figures of the areas of one level, each of shape (A, G + 1), the last column all groups together.

    Attributes:
        coverage: Persons, need and coverage.
        reach: Places in reach.
        n_unhosted: Suitable places without a host in reach.
        n_minus_one: Share lost without the largest place.
        fragility: Shares from offers at risk, and from those of which a risk could be known.
        bridging: Who may meet at the offers that the people of the area use.
        missing: Whether the persons are not known, shape (A, G).
        told: From `may_be_told`: the groups that make up all groups together, shape (A, G).
        edge: Whether the reach leaves the loaded data.
    """

    coverage: AreaCoverage
    reach: AreaReach
    n_unhosted: IntArray
    n_minus_one: FloatArray
    fragility: AreaFragility
    bridging: AreaBridging
    missing: BoolArray
    told: BoolArray
    edge: BoolArray


def may_be_told(persons: FloatArray, missing: BoolArray) -> BoolArray:
    """Whether the persons of a group in an area may be shown: known, and nobody or at least 10; shape (A, G)."""
    # Shares of 10 persons add up to a hair less.
    told: BoolArray = ~missing & ((persons == 0) | (np.round(persons, 6) >= FEWEST_PERSONS))
    return told


def scores_of(
    run: Run, areas: Sequence[Area], groups: Sequence[DemandGroup], figures: Figures, cells: BoolArray
) -> dict[Cell, Score]:
    """The score of each area for each group, and last for all groups together, where the cells say so; unsaved."""
    columns: list[DemandGroup | None] = [*groups, None]
    result = {}
    for a in np.flatnonzero(cells.any(axis=1)).tolist():
        statuses = _statuses(run, a, groups, figures)
        for g in np.flatnonzero(cells[a]).tolist():
            score = Score(status=statuses[g])
            of_cell(score, run, areas[a], columns[g])
            result[a, g] = _score(score, a, g, figures)
    return result


def of_cell(score: Score, run: Run, area: Area, group: DemandGroup | None) -> None:
    """Say what a score is of, by the same objects for all scores."""
    score.run_id, score.area_id, score.group_id = run.sheet, area.pk, group.pk if group else None
    # Into the cache itself: to assign them asks for each whether it may, thousands of times.
    score._state.fields_cache.update(run=run, area=area, group=group)


def explained(scores: Mapping[Cell, Score], parts: Contributions, offers: Sequence[Offer]) -> None:
    """Attach to each score of status ok the offers that make it up."""
    starts = np.flatnonzero(np.diff(parts.area_index, prepend=-1) | np.diff(parts.group_index, prepend=-1))
    cells = zip(parts.area_index[starts].tolist(), parts.group_index[starts].tolist(), strict=True)
    slices = dict(zip(cells, map(slice, starts.tolist(), [*starts[1:].tolist(), len(parts.coverage)]), strict=True))
    keys = [offer.key for offer in offers]
    for cell, score in scores.items():
        if score.status != Score.Status.OK:
            continue
        rows = slices.get(cell, slice(0, 0))
        of = [keys[k] for k in parts.offer_index[rows].tolist()]
        score.explanation = Explanation(
            score=score,
            venues=[venue for venue, _activity in of],
            activities=[activity for _venue, activity in of],
            coverage=parts.coverage[rows].tolist(),
        )


def _statuses(run: Run, a: int, groups: Sequence[DemandGroup], figures: Figures) -> list[Score.Status]:
    statuses = [_status(run, a, g, figures) for g in range(len(groups))]
    if not run.register_loaded or all(status == Score.Status.UNKNOWN for status in statuses):
        together = Score.Status.UNKNOWN
    elif all(status == Score.Status.NO_NEED for status in statuses):
        together = Score.Status.NO_NEED
    elif Score.Status.OK in statuses:
        together = Score.Status.OK
    else:
        together = Score.Status.SUPPRESSED if Score.Status.SUPPRESSED in statuses else Score.Status.UNKNOWN
    return [*statuses, together]


def _status(run: Run, a: int, g: int, figures: Figures) -> Score.Status:
    if figures.missing[a, g]:
        return Score.Status.UNKNOWN
    if not figures.told[a, g]:
        return Score.Status.SUPPRESSED
    if figures.coverage.persons[a, g] == 0:
        return Score.Status.NO_NEED
    return Score.Status.OK if run.register_loaded else Score.Status.UNKNOWN


def _score(score: Score, a: int, g: int, figures: Figures) -> Score:
    """Fill in what may be said: everything when ok; persons and need where only the places are unknown."""
    is_group = g < figures.told.shape[1]
    # All groups together are those that may be told; where these are nobody, the need of the rest is not 0.
    is_told = figures.told[a, g] if is_group else figures.coverage.need_hours[a, g] > 0 or figures.told[a].all()
    if is_told:
        score.persons = known(figures.coverage.persons[a, g])
        score.need_hours = known(figures.coverage.need_hours[a, g])
    score.is_edge = bool(figures.edge[a, g])
    if score.status != Score.Status.OK:
        return score
    coverage, reach, fragility, bridging = figures.coverage, figures.reach, figures.fragility, figures.bridging
    score.coverage = known(coverage.coverage[a, g])
    score.coverage_low = known(coverage.low[a, g])
    score.coverage_high = known(coverage.high[a, g])
    score.need_met = known(coverage.need_met[a, g])
    score.known_share = known(coverage.known_share[a, g])
    score.reach_none = known(reach.none[a, g])
    score.reach_one = known(reach.one[a, g])
    score.reach_two_plus = known(reach.two_plus[a, g])
    score.nearest_m = known(reach.nearest_m[a, g])
    score.unhosted_places = int(figures.n_unhosted[a, g])
    score.n_minus_one = known(figures.n_minus_one[a, g])
    score.fragile_share = known(fragility.share[a, g])
    score.fragile_known_share = known(fragility.known_share[a, g])
    score.bridging = known(bridging.potential[a, g])
    score.bridging_counted_share = known(bridging.counted_share[a, g])
    return score


def known(value: float | np.floating) -> float | None:
    """NaN is unknown, in the database NULL."""
    return None if isnan(value) else float(value)
