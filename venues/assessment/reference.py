"""Our metres to the nearest place of a kind, held against published ones, and what the differences come from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from scoring.arrays import BoolArray, FloatArray
from venues.assessment.agreement import Agreement, compare
from venues.assessment.homes import Homes
from venues.models import Area, Level

FEW_PERSONS = 100
HALF_A_TENTH_M = 50.0
"""Published distances are rounded to 0.1 km, so they may be this much too short."""

UNMATCHED_GAIN = 0.05
"""A place without which our mean error is this share lower is perhaps none to those who made the reference."""

LARGEST = 10


@dataclass(frozen=True)
class Compared:
    """The areas of a level, n of them, beside a reference.

    Attributes:
        areas: In order of code.
        walk_m, reference_m: (n,) metres; NaN = not known.
        persons: (n,) who live there.
    """

    areas: Sequence[Area]
    walk_m: FloatArray
    reference_m: FloatArray
    persons: FloatArray

    def agreement(self, only: BoolArray | None = None) -> Agreement:
        """Of all areas, or of some."""
        return compare(self.walk_m, self.reference_m, self.persons, only)

    @property
    def squared_error(self) -> FloatArray:
        """(n,) square metres; 0 where either side is not known."""
        return np.nan_to_num(np.where(self.persons > 0, self.walk_m - self.reference_m, np.nan)) ** 2


def figures_beside(
    homes: Homes, places: Sequence[tuple[str, float, float]], reference: Mapping[str, float]
) -> dict[str, Any]:
    """Hold our metres to the nearest of some places against a reference.

    The level is that of the areas in the reference: neighbourhoods where it has them, else districts. Apart from the
    agreement of all areas the figures tell how it would be with rounding or with one point an area; which places seem
    none to the reference and how it would be without them (`unmatched`); of what is left, which areas each possible
    cause touches (`causes`) and how it is where none does (`remainder`); and the areas that differ most (`largest`).

    Args:
        homes: From where people walk.
        places: Name and metres of each; at least one.
        reference: Metres by CBS code; NaN = unknown.

    Returns:
        Figures for `Validation.figures`; every distance in metres.

    Raises:
        ValueError: If there are no places, or the reference has none of the areas.
    """
    if not places:
        raise ValueError("There is no place of this kind in the register.")
    level = _level_of(homes, reference)
    xy = np.array([place[1:] for place in places])
    areas = homes.people.areas[level]
    reference_m = np.array([reference.get(area.code, np.nan) for area in areas])
    persons = homes.persons_by_area(level)

    def measure(at: FloatArray) -> Compared:
        return Compared(areas, homes.mean_by_area(homes.nearest(at).walk_m, level), reference_m, persons)

    whole = measure(xy)
    unmatched = _unmatched(whole, xy, measure)
    matched_xy = np.delete(xy, unmatched, axis=0)
    matched = measure(matched_xy)
    causes = _causes(homes, matched, matched_xy, level)
    untouched = ~np.logical_or.reduce(list(causes.values()))
    one_point_m = homes.nearest_from_centres(xy, level)
    return {
        "level": str(level),
        **whole.agreement().figures(),
        "areasWithoutReference": int((np.isnan(reference_m) & (persons > 0)).sum()),
        "areasUnreached": int((np.isnan(whole.walk_m) & (persons > 0)).sum()),
        "places": len(places),
        "onePoint": compare(one_point_m, reference_m, persons).figures(),
        "rounded": compare(np.round(whole.walk_m, -2), reference_m, persons).figures(),
        "unmatched": {"places": [places[k][0] for k in unmatched], **matched.agreement().figures()},
        "causes": [_cause(matched, name, touched) for name, touched in causes.items()],
        "remainder": matched.agreement(untouched).figures(),
        "largest": _largest(whole, causes | {"unmatched": matched.walk_m - whole.walk_m > 1}),
    }


def _level_of(homes: Homes, reference: Mapping[str, float]) -> Level:
    for level in (Level.NEIGHBOURHOOD, Level.DISTRICT):
        if any(area.code in reference for area in homes.people.areas[level]):
            return level
    raise ValueError("The reference has no neighbourhood or district of this municipality's boundaries.")


def _unmatched(whole: Compared, xy: FloatArray, measure: Callable[[FloatArray], Compared]) -> list[int]:
    """Places without each of which the mean absolute error is at least a twentieth lower."""
    error_m = whole.agreement().mean_absolute_error_m
    if len(xy) < 3 or not error_m:
        return []

    def gains(place: int) -> bool:
        without_m = measure(np.delete(xy, place, axis=0)).agreement().mean_absolute_error_m
        return without_m is not None and without_m <= (1 - UNMATCHED_GAIN) * error_m

    return [place for place in range(len(xy)) if gains(place)]


def _causes(homes: Homes, compared: Compared, xy: FloatArray, level: str) -> dict[str, BoolArray]:
    """Which areas each possible cause of a difference touches: mostly where it holds for more than half of the people.

    `nearer-place` is certain: a reference below the straight line to our nearest place knows one that we do not.
    """
    nearest = homes.nearest(xy)
    border = shapely.from_wkb(bytes(homes.people.areas[Level.MUNICIPALITY][0].boundary.wkb)).boundary
    border_m = shapely.distance(shapely.points(homes.people.point_xy), border)
    on = ~homes.ends.is_off
    piece = np.full(len(on), -1)
    piece[on] = homes.network.component[homes.ends.nodes[on, 0]]
    main = np.bincount(piece[on], weights=homes.persons[on]).argmax() if on.any() else -1
    holds = {
        # A place across the border may be nearer; the register has none there.
        "edge": border_m < nearest.walk_m,
        "no-streets": nearest.is_estimated,
        "piece": on & (piece != main),
    }
    touched = {name: homes.mean_by_area(where.astype(np.float64), level) > 0.5 for name, where in holds.items()}
    straight_m = homes.mean_by_area(homes.straight_m(xy), level)
    return touched | {
        "nearer-place": compared.reference_m + HALF_A_TENTH_M < straight_m,
        "few-persons": compared.persons < FEW_PERSONS,
    }


def _cause(compared: Compared, name: str, touched: BoolArray) -> dict[str, Any]:
    total = compared.squared_error.sum()
    return {
        "cause": name,
        **compared.agreement(touched).figures(),
        "squaredErrorShare": round(float(compared.squared_error[touched].sum() / total), 4) if total > 0 else None,
        "without": compared.agreement(~touched).figures(),
    }


def _largest(compared: Compared, causes: Mapping[str, BoolArray]) -> list[dict[str, Any]]:
    worst = np.argsort(-compared.squared_error, kind="stable")[:LARGEST]
    return [
        {
            "areaCode": compared.areas[k].code,
            "areaName": compared.areas[k].name,
            "walkM": round(float(compared.walk_m[k]), 1),
            "referenceM": round(float(compared.reference_m[k]), 1),
            "persons": round(float(compared.persons[k]), 1),
            "causes": [name for name, touched in causes.items() if touched[k]],
        }
        for k in worst.tolist()
        if compared.squared_error[k] > 0
    ]
