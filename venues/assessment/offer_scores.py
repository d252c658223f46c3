"""Offers to rows: room, pressure, what closing would leave behind, who may meet there, who pays and what is at risk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.bridging import measure_bridging
from scoring.displacement import Stranded, strand
from scoring.pressure import measure_pressure, relative_pressure
from scoring.results import Bridging, Coverage, Pressure
from venues.assessment.arrays import Inputs
from venues.assessment.scores import FEWEST_PERSONS, known
from venues.models import OfferScore, Run


@dataclass(frozen=True)
class OfferMeasures:
    """The measures of the offers beside their coverage.

    Attributes:
        pressure: Load and pressure.
        relative: Pressure relative to the municipality's median, shape (K,).
        stranded: Load that would be left with no offer.
        bridging: Who may meet whom.
    """

    pressure: Pressure
    relative: FloatArray
    stranded: Stranded
    bridging: Bridging


def measure_offers(inputs: Inputs) -> OfferMeasures:
    """Measure the offers of a municipality and around it."""
    catchment, room, persons = inputs.catchment, inputs.rooms.best, inputs.people.demand.best
    pressure = measure_pressure(catchment, room, persons)
    everyone = np.array([group.is_everyone for group in inputs.groups], dtype=np.bool_)
    return OfferMeasures(
        pressure=pressure,
        relative=relative_pressure(pressure, inputs.is_inside),
        stranded=strand(catchment, room, persons),
        bridging=measure_bridging(catchment, pressure, everyone, inputs.circumstances.attendance),
    )


def offer_scores(run: Run, inputs: Inputs, coverage: Coverage, measures: OfferMeasures) -> list[OfferScore]:
    """The row of each offer, in their order; unsaved."""
    rooms, around, bridging = inputs.rooms, inputs.circumstances, measures.bridging
    moved, stranded = _displaced(inputs, measures)
    is_withheld = (rooms.best == 0) | few_of(measures.stranded.persons_in_reach)
    load = np.where(is_withheld, np.nan, measures.pressure.load_hours)
    # Of so few expected visitors nothing is said; a count is told as far as it was counted.
    potential = np.where(is_withheld & ~bridging.is_counted, np.nan, bridging.potential)
    columns: dict[str, Iterable[object]] = {
        "room_low": rooms.low.tolist(),
        "room": rooms.best.tolist(),
        "room_high": rooms.high.tolist(),
        "is_known": rooms.known.tolist(),
        "is_reached": coverage.is_reached.tolist(),
        "load_hours": map(known, load.tolist()),
        "pressure": map(known, np.where(np.isnan(load), np.nan, measures.pressure.pressure).tolist()),
        "pressure_relative": map(known, np.where(np.isnan(load), np.nan, measures.relative).tolist()),
        "moved_hours": map(known, moved.tolist()),
        "stranded_hours": map(known, stranded.tolist()),
        "bridging": map(known, potential.tolist()),
        "is_bridging_counted": bridging.is_counted.tolist(),
        "visitors": _visitors([group.code for group in inputs.groups], bridging.persons),
        "sectors": map(list, around.sectors),
        "sector_shares": (list(shares.values()) for shares in around.sectors),
        "risks": (list(exposure.risks) for exposure in around.exposures),
        "is_risk_recorded": (exposure.is_recorded for exposure in around.exposures),
    }
    return [
        OfferScore(run=run, venue=offer.venue, activity=offer.activity, **dict(zip(columns, values, strict=True)))
        for offer, *values in zip(inputs.supply.offers, *columns.values(), strict=True)
    ]


def _visitors(codes: Sequence[str], persons: FloatArray) -> Iterator[dict[str, float]]:
    """Of each offer the persons of each group, where anything is known of them."""
    for row in persons.tolist():
        yield {code: count for code, count in zip(codes, row, strict=True) if not isnan(count)}


def _displaced(inputs: Inputs, measures: OfferMeasures) -> tuple[FloatArray, FloatArray]:
    """Load moved and stranded if each offer closed, a place with all that is held in it; NaN where few would tell."""
    offers, site, stranded = inputs.supply.offers, inputs.catchment.offers.site_index, measures.stranded
    n_sites, n_groups = stranded.by_site.shape
    is_place = np.array([offer.activity is None for offer in offers], dtype=np.bool_)
    has_room = inputs.rooms.best > 0
    in_reach_of_site = np.zeros((n_sites, n_groups))
    np.maximum.at(in_reach_of_site, site[has_room], stranded.persons_in_reach[has_room])
    load = measures.pressure.load_hours
    closing = np.where(is_place, np.bincount(site, weights=load, minlength=n_sites)[site], load)
    hours = np.where(is_place[:, None], stranded.by_site[site], stranded.by_offer)
    in_reach = np.where(is_place[:, None], in_reach_of_site[site], stranded.persons_in_reach)
    norms = inputs.catchment.groups.norm_hours
    persons = np.divide(hours, norms, out=np.zeros_like(hours), where=norms > 0)
    is_withheld = few_of(persons) | few_of(in_reach) | (closing == 0)
    left = hours.sum(axis=1)
    # Rounding in the last digit must not make a load of less than nothing.
    moved = np.maximum(closing - left, 0.0)
    return np.where(is_withheld, np.nan, moved), np.where(is_withheld, np.nan, left)


def few_of(persons: FloatArray) -> BoolArray:
    """Where of any group there are some, and fewer than may be told of: the others can be worked out."""
    few: BoolArray = np.any(few_cells(persons), axis=1)
    return few


def few_cells(persons: FloatArray) -> BoolArray:
    """Where there are some, and fewer than may be told of; same shape."""
    few: BoolArray = (persons > 0) & (np.round(persons, 6) < FEWEST_PERSONS)
    return few
