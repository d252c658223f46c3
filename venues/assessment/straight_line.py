"""Metres over the streets beside the straight line × 1.3 that stands in where there are no streets."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from venues.assessment.agreement import correlate
from venues.assessment.homes import Homes
from venues.walking.detours import Draw, draw_pairs, furthest_from_street_m, walk_pairs
from venues.walking.search import DETOUR

DRAW = Draw(starts=300, ends=20, up_to_m=1500.0, seed=2026)
BANDS_M = (0.0, 250.0, 500.0, 800.0, 1200.0, DRAW.up_to_m)
OFF_BY = 0.2
"""An estimate is called off where it differs by more than this share of the metres over the streets."""

OPEN_M = 100.0
"""A straight line that comes this far from any street crosses open ground: water, a rail yard, a port, fields."""


def figures_of_detours(homes: Homes) -> dict[str, Any]:
    """Draw pairs of homes and hold the estimate against the walk over the streets.

    Pairs are drawn by persons: 300 starts, and for each 20 ends within 1,500 m, both on the network.

    Returns:
        Figures for `Validation.figures`; every distance in metres.

    Raises:
        ValueError: If no two homes on the network lie within 1,500 m.
    """
    is_off = homes.ends.is_off
    on_network = np.where(is_off, 0.0, homes.persons)
    xy = homes.people.point_xy
    pairs = draw_pairs(xy, on_network, DRAW)
    if not len(pairs.start):
        raise ValueError("No two homes on the street network lie within 1,500 m: load streets first.")
    walk_m = walk_pairs(homes.network, homes.ends, pairs)
    reached = np.isfinite(walk_m)
    straight_m, walk_m = pairs.straight_m[reached], walk_m[reached]
    is_open = furthest_from_street_m(homes.network, xy, pairs)[reached] >= OPEN_M
    bands = [
        {"fromM": low, "toM": high, **_figures(straight_m, walk_m, (straight_m >= low) & (straight_m < high))}
        for low, high in zip(BANDS_M[:-1], (*BANDS_M[1:-1], np.inf), strict=True)
    ]
    squared = (DETOUR * straight_m - walk_m) ** 2
    return {
        "factor": DETOUR,
        "upToM": DRAW.up_to_m,
        "offBy": OFF_BY,
        "openM": OPEN_M,
        "seed": DRAW.seed,
        "starts": len(np.unique(pairs.start)),
        "pairsUnreached": int((~reached).sum()),
        "pointsOffNetwork": int(is_off.sum()),
        "personsOffNetwork": round(float(homes.persons[is_off].sum()), 1),
        **_figures(straight_m, walk_m, np.ones(len(walk_m), dtype=np.bool_)),
        "bands": [band | {"toM": min(band["toM"], DRAW.up_to_m)} for band in bands if band["pairs"]],
        "acrossOpenGround": {
            **_figures(straight_m, walk_m, is_open),
            "pairShare": _share(is_open),
            "squaredErrorShare": round(float(squared[is_open].sum() / squared.sum()), 4) if squared.any() else None,
        },
        "elsewhere": _figures(straight_m, walk_m, ~is_open),
    }


def best_factor(straight_m: FloatArray, walk_m: FloatArray) -> float:
    """The factor whose estimates are least off on the whole: it minimises Σ |factor × straight − walk|.

    Args:
        straight_m: Metres as the crow flies of at least one pair, above 0.
        walk_m: Metres over the streets of the same pairs.

    Source:
        The median of walk ÷ straight, weighted by straight, as for every least sum of absolute deviations.
    """
    detour = walk_m / straight_m
    order = np.argsort(detour)
    weight = np.cumsum(straight_m[order])
    return float(detour[order][np.searchsorted(weight, weight[-1] / 2)])


def _figures(straight_m: FloatArray, walk_m: FloatArray, only: BoolArray) -> Mapping[str, Any]:
    straight_m, walk_m = straight_m[only], walk_m[only]
    if not len(walk_m):
        return {"pairs": 0}
    error = DETOUR * straight_m - walk_m
    pearson = correlate(straight_m, walk_m, np.ones(len(walk_m)))
    return {
        "pairs": len(walk_m),
        "pearson": None if pearson is None else round(pearson, 4),
        "medianDetour": round(float(np.median(walk_m / straight_m)), 3),
        "shareOff": _share(np.abs(error) > OFF_BY * walk_m),
        "shareTooShort": _share(error < -OFF_BY * walk_m),
        "shareTooLong": _share(error > OFF_BY * walk_m),
        "meanErrorM": round(float(error.mean()), 1),
        "meanAbsoluteErrorM": round(float(np.abs(error).mean()), 1),
        "bestFactor": round(best_factor(straight_m, walk_m), 3),
    }


def _share(where: BoolArray) -> float:
    return round(float(where.mean()), 4)
