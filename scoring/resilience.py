"""How much of the coverage hangs on one place, and how much on places at risk."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from scoring.areas import cells_by_offer
from scoring.arrays import BoolArray, FloatArray, checked_flags
from scoring.catchment import Catchment
from scoring.results import AreaFragility, Contributions
from scoring.shapes import Areas


def n_minus_one(catchment: Catchment, contributions: Contributions, areas: Areas) -> FloatArray:
    """Share of the coverage that is lost without the largest place: all that is held at its site.

    Args:
        catchment: From `prepare`.
        contributions: From `explain`.
        areas: As given to `explain`.

    Returns:
        Shape (A, G + 1), the last column all groups together; NaN where the coverage is 0 or not applicable.

    Raises:
        ValueError: If the contributions are of other areas, groups or offers.
    """
    by_offer = cells_by_offer(catchment, contributions, areas)
    n_offers = catchment.n_offers
    at_site = sparse.csr_array(
        (np.ones(n_offers), (np.arange(n_offers), catchment.offers.site_index)),
        # A site more, where nothing is held: the largest of no sites at all would be an error.
        shape=(n_offers, catchment.n_sites + 1),
    )
    largest = (by_offer @ at_site).max(axis=1).toarray()
    return _share(largest, by_offer @ np.ones(n_offers)).reshape(areas.n_areas, catchment.n_groups + 1)


def measure_fragility(
    catchment: Catchment,
    contributions: Contributions,
    areas: Areas,
    at_risk: Sequence[BoolArray],
    is_recorded: BoolArray,
) -> AreaFragility:
    """Share of the coverage that rests on offers at risk, for any reason (the union) and for each.

    Args:
        catchment: From `prepare`.
        contributions: From `explain`.
        areas: As given to `explain`.
        at_risk: For each reason, the offers at risk for it, shape (K,).
        is_recorded: Offers of which funding, staffing or condition is recorded, shape (K,).

    Returns:
        Shares of the whole coverage, also of the part of which nothing is recorded: read them beside `known_share`.

    Raises:
        ValueError: If a shape differs, or an offer is at risk of which nothing is recorded.
    """
    is_recorded = checked_flags("is_recorded", is_recorded, catchment.n_offers)
    reasons = [checked_flags(f"at_risk for reason {r}", row, catchment.n_offers) for r, row in enumerate(at_risk)]
    for r, row in enumerate(reasons):
        if (row & ~is_recorded).any():
            raise ValueError(
                f"Offer {np.argmax(row & ~is_recorded)} is at risk for reason {r}, but no funding, staffing or "
                "condition of it is recorded: what is not recorded is unknown, not a risk."
            )
    anyhow = np.zeros(catchment.n_offers, dtype=np.bool_)
    for row in reasons:
        anyhow |= row
    by_offer = cells_by_offer(catchment, contributions, areas)
    flags = np.array([np.ones_like(is_recorded), is_recorded, anyhow, *reasons], dtype=np.float64)
    coverage, recorded, *risks = (by_offer @ flags.T).T
    known = np.where(recorded > 0, coverage, 0.0)
    cells = (areas.n_areas, catchment.n_groups + 1)
    share, *by_reason = (_share(part, known).reshape(cells) for part in risks)
    return AreaFragility(
        share=share,
        known_share=_share(recorded, coverage).reshape(cells),
        by_reason=np.array(by_reason).reshape(len(reasons), *cells),
    )


def _share(part: FloatArray, coverage: FloatArray) -> FloatArray:
    return np.divide(part, coverage, out=np.full_like(coverage, np.nan), where=coverage > 0)
