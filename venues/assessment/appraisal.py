"""How far a run can be trusted: its intervals and ranks, and what other measures and assumptions would say."""

import hashlib
from collections.abc import Callable
from time import perf_counter

import numpy as np

from scoring.alternatives import measure_alternatives
from scoring.areas import mean_of_areas
from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.catchment import cover
from scoring.ranking import Intervals, intervals, rank_correlation
from scoring.rescoring import Rescoring
from scoring.sensitivity import Assumed, Shift, shift_ranks
from scoring.uncertainty import N_DRAWS, assumptions_of, draw
from venues.assessment.arrays import Inputs
from venues.assessment.result import Assessment
from venues.models import Level, Score

ALL = "all"
"""The key of all groups together."""
ACTIVITY = "activity"
"""The type of every activity: what is assumed of it does not hang on the place that it is held in."""
SEED_DIGITS = 13
"""Hexadecimal: no more than every client of the API can read as a number."""

Json = dict[str, object]


def appraise(made: Assessment, inputs: Inputs, between: Callable[[], object] | None = None) -> None:
    """Say of an assessment how sure it is: fills in its scores of status ok and its run, all still unsaved.

    The draws are those of the municipality and its method, every day the same ones: what did not change does not waver.
    Where nothing could be scored nothing is drawn, and `draws` stays 0.

    Args:
        made: From `assess`.
        inputs: What it was made from.
        between: Called between the steps, of a tenth of a second for a large city; what it raises ends the appraisal.
    """
    rankable = {level: _rankable(made, inputs, level) for level in Level.values if inputs.people.areas[level]}
    if not any(those.any() for those in rankable.values()):
        return
    started = perf_counter()
    run, catchment, people = made.run, inputs.catchment, inputs.people
    rescoring = Rescoring(
        catchment,
        people.demand,
        [people.membership[level] for level in rankable],
        [inputs.told[level] for level in rankable],
    )
    kinds, kind_index = _kinds(inputs)
    run.draws, run.seed = N_DRAWS, _seed(made)
    draws = draw(run.seed, groups=[group.code for group in inputs.groups], sites=_doors(inputs), kinds=kinds)
    coverage = rescoring.coverage(assumptions_of(draws, inputs.rooms, catchment.offers, kind_index), between)
    for (level, those), drawn in zip(rankable.items(), coverage, strict=True):
        _fill_in(made, inputs, level, intervals(drawn, those, between))
    ranked = Level.NEIGHBOURHOOD
    if ranked in rankable:
        at = list(rankable).index(ranked)
        if between:
            between()
        shifts = shift_ranks(rescoring, inputs.rooms, kind_index, rankable[ranked], at)
        run.sturdiness = {
            "level": str(ranked),
            "areas": int(rankable[ranked][:, -1].sum()),
            "alternatives": _alternatives(inputs, inputs.told[ranked], rankable[ranked]),
            "sensitivity": [_row(shift, inputs, kinds) for shift in shifts],
        }
    run.seconds += perf_counter() - started


def _seed(made: Assessment) -> int:
    digest = hashlib.sha256(f"{made.run.municipality_id} {made.run.method}".encode()).hexdigest()
    return int(digest[:SEED_DIGITS], 16)


def _doors(inputs: Inputs) -> list[str]:
    """The name of each site: the place or activity with the door."""
    names = {offer.site: str(offer.key[0] or offer.key[1]) for offer in inputs.supply.offers}
    return [names[site] for site in range(inputs.catchment.n_sites)]


def _rankable(made: Assessment, inputs: Inputs, level: str) -> BoolArray:
    columns = [*(group.code for group in inputs.groups), None]
    return np.array(
        [
            [(score := made.score(area.code, code)) is not None and score.status == Score.Status.OK for code in columns]
            for area in inputs.people.areas[level]
        ],
        dtype=np.bool_,
    )


def _kinds(inputs: Inputs) -> tuple[list[str], IntArray]:
    """The types of place, and that of each offer."""
    codes = [
        offer.venue.venue_type_id if offer.venue and not offer.activity else ACTIVITY for offer in inputs.supply.offers
    ]
    kinds, index = np.unique(np.array(codes, dtype=np.str_), return_inverse=True)
    return kinds.tolist(), index.astype(np.int64)


def _fill_in(made: Assessment, inputs: Inputs, level: str, found: Intervals) -> None:
    columns = [*(group.code for group in inputs.groups), None]
    for a, area in enumerate(inputs.people.areas[level]):
        for g, code in enumerate(columns):
            score = made.score(area.code, code)
            if score is None or score.status != Score.Status.OK:
                continue
            score.interval_low, score.interval_high = float(found.low[a, g]), float(found.high[a, g])
            score.rank_low, score.rank_high = int(found.rank_low[a, g]), int(found.rank_high[a, g])
            score.surely_worse, score.surely_better = int(found.surely_worse[a, g]), int(found.surely_better[a, g])


def _alternatives(inputs: Inputs, told: BoolArray, rankable: BoolArray) -> dict[str, dict[str, float | None]]:
    """How far each other measure agrees with the headline on the order of the neighbourhoods, by group."""
    catchment, room, persons = inputs.catchment, inputs.rooms.best, inputs.people.demand.best
    members = inputs.people.membership[Level.NEIGHBOURHOOD]

    def of_areas(by_point: FloatArray) -> FloatArray:
        return mean_of_areas(catchment, by_point, persons, members, told)

    headline = of_areas(cover(catchment, room, persons).by_point)
    found = measure_alternatives(catchment, room, persons)
    measures = {
        # Of metres, fewer are better.
        "nearest": -of_areas(found.nearest_m),
        "cumulative": of_areas(found.cumulative),
        "gravity": of_areas(found.gravity),
        "three-step": of_areas(found.three_step),
        "balanced": of_areas(found.balanced),
    }
    codes = [*(group.code for group in inputs.groups), ALL]
    return {
        name: dict(zip(codes, map(_known, rank_correlation(headline, measure, rankable)), strict=True))
        for name, measure in measures.items()
    }


def _row(shift: Shift, inputs: Inputs, kinds: list[str]) -> Json:
    change = shift.change
    of: str | None = None
    if change.index is not None:
        of = kinds[change.index] if change.assumed == Assumed.TYPE_DEFAULT else inputs.groups[change.index].code
    return {
        "assumption": str(change.assumed),
        "of": of,
        "to": change.to,
        "correlation": _known(shift.correlation),
        "worstGroup": None if shift.worst_group is None else inputs.groups[shift.worst_group].code,
        "worstCorrelation": _known(shift.worst_correlation),
        "medianShift": _known(shift.median_shift),
        "largestShift": _known(shift.largest_shift),
    }


def _known(value: float) -> float | None:
    """NaN is unknown, in JSON null."""
    return None if np.isnan(value) else round(float(value), 6)
