"""Who may meet whom: how evenly the groups are expected in the same hosted hours."""

import numpy as np
from scipy.special import entr

from scoring.areas import cells_by_offer
from scoring.arrays import BoolArray, FloatArray, checked_flags, checked_floats
from scoring.catchment import Catchment
from scoring.results import AreaBridging, Bridging, Contributions, Pressure
from scoring.shapes import Areas


def measure_bridging(
    catchment: Catchment, pressure: Pressure, is_everyone: BoolArray, attendance: FloatArray | None = None
) -> Bridging:
    """Measure how evenly the groups are expected at each offer, or were counted there.

    v[k,g] = L[k,g] / n[g] over the groups other than everyone;  q = v / Σ_g v;  potential = entropy of q ÷ ln(number
    of those groups).

    Args:
        catchment: From `prepare`.
        pressure: From `measure_pressure`.
        is_everyone: The group of all residents, shape (G,): it is no group that meets another.
        attendance: Counted persons a week, shape (K, G), NaN = not counted. The counts of an offer replace its v if
            all its groups were counted: heads beside estimates would be a mix of nothing. Counts of everyone are left
            out.

    Returns:
        Persons and potential of the offers: 0 with one group, NaN without anybody.

    Raises:
        ValueError: If a shape differs, or a count is not a number of 0 or more.

    Source:
        Shannon (1948), entropy; divided by its largest value, the evenness of Pielou (1966).
    """
    special = ~checked_flags("is_everyone", is_everyone, catchment.n_groups)
    norms = catchment.groups.norm_hours
    load = pressure.load_by_group
    persons = np.divide(load, norms, out=np.zeros_like(load), where=norms > 0)
    is_counted: BoolArray = np.zeros(catchment.n_offers, dtype=np.bool_)
    if attendance is not None:
        missing: BoolArray = np.isnan(attendance)
        counts = checked_floats("attendance, persons a week", np.where(missing, 0.0, attendance), load.shape)
        is_counted = np.all(~missing[:, special], axis=1)
        persons = np.where(is_counted[:, None], counts, persons)
    persons = np.where(special, persons, np.nan)
    q = _shares(persons[:, special])
    # One group alone has an entropy of 0, whatever it is divided by.
    evenness = entr(q).sum(axis=1) / np.log(max(q.shape[1], 2))
    has_visitors = persons[:, special].sum(axis=1) > 0
    return Bridging(
        persons=persons,
        potential=np.where(has_visitors, np.clip(evenness, 0.0, 1.0), np.nan),
        is_counted=is_counted,
    )


def summarise_bridging(
    catchment: Catchment, bridging: Bridging, contributions: Contributions, areas: Areas
) -> AreaBridging:
    """Bridging at the offers that make up the coverage of each area and group, weighted by their contribution.

    Args:
        catchment: From `prepare`.
        bridging: From `measure_bridging`.
        contributions: From `explain`.
        areas: As given to `explain`.

    Returns:
        Figures of shape (A, G + 1), the last column all groups together. Offers without a potential are left out of the
        mean; NaN where none has one.

    Raises:
        ValueError: If the contributions are of other areas, groups or offers.
    """
    by_offer = cells_by_offer(catchment, contributions, areas)
    has_potential = ~np.isnan(bridging.potential)
    columns = np.array(
        [has_potential, np.nan_to_num(bridging.potential), has_potential & bridging.is_counted], dtype=np.float64
    )
    weight, potential, counted = (by_offer @ columns.T).T
    cells = (areas.n_areas, catchment.n_groups + 1)
    return AreaBridging(
        potential=_ratio(potential, weight).reshape(cells), counted_share=_ratio(counted, weight).reshape(cells)
    )


def meeting_matrix(bridging: Bridging, inside: BoolArray | None = None) -> FloatArray:
    """Of those whom a person of group g may meet at an offer, the share of group h.

    M[g,h] = Σ_k v[k,g]·q[k,h] / Σ_k v[k,g]

    Args:
        bridging: From `measure_bridging`.
        inside: Offers that count, shape (K,), such as those of the municipality; None = all.

    Returns:
        Shape (G, G). Rows add up to 1 over the groups other than everyone; NaN for everyone, and in the row of a group
        of which nobody is expected.

    Raises:
        ValueError: If the flags are not of shape (K,).
    """
    n_offers, n_groups = bridging.persons.shape
    counts = np.ones(n_offers, dtype=np.bool_) if inside is None else checked_flags("inside", inside, n_offers)
    special = ~np.isnan(bridging.persons).all(axis=0)
    persons = bridging.persons[np.ix_(counts, special)]
    matrix = np.full((n_groups, n_groups), np.nan)
    matrix[np.ix_(special, special)] = _shares(persons.T @ _shares(persons), missing=np.nan)
    return matrix


def _shares(amounts: FloatArray, missing: float = 0.0) -> FloatArray:
    """Each row divided by its sum."""
    whole = amounts.sum(axis=1, keepdims=True)
    shares: FloatArray = np.divide(amounts, whole, out=np.full_like(amounts, missing), where=whole > 0)
    return shares


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
