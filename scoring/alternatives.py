"""What others would measure, on the same walks, room and people: how far our ranks hang on our choice of measure.

All measures take the suitability of an offer for a group along. The nearest place and the places in reach are counted,
so they need a yes or no: suitability ≥ 0.5, as in `reach`; the others weigh with it.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scoring.arrays import FloatArray, checked_floats
from scoring.catchment import Catchment, Matrix
from scoring.reach import SUITABLE, places_in_reach


@dataclass(frozen=True, eq=False)
class Alternatives:
    """Other measures at the demand points, each of shape (P, G).

    Attributes:
        nearest_m: Metres to the nearest suitable place with room; where none is in reach, the reach itself, which is
            the least that it can be. More is worse.
        cumulative: Room of the suitable offers in reach, place-hours per week.
        gravity: Room of all offers by suitability and decay, place-hours per week.
        three_step: Room per hour of need, if people prefer some places over others.
        balanced: Room per hour of need, if neither need nor room is counted twice.
    """

    nearest_m: FloatArray
    cumulative: FloatArray
    gravity: FloatArray
    three_step: FloatArray
    balanced: FloatArray


def measure_alternatives(catchment: Catchment, room: FloatArray, persons: FloatArray) -> Alternatives:
    """All alternatives at the demand points.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.
    """
    return Alternatives(
        nearest_m=nearest_place(catchment, room),
        cumulative=cumulative_room(catchment, room),
        gravity=gravity(catchment, room),
        three_step=three_step(catchment, room, persons),
        balanced=balanced(catchment, room, persons),
    )


def nearest_place(catchment: Catchment, room: FloatArray) -> FloatArray:
    """Metres to the nearest suitable place with room, at most the reach of the group: shape (P, G).

    Raises:
        ValueError: If the room is not of shape (K,), or not a number of 0 or more.

    Source:
        The oldest measure of access; for instance Ingram (1971), relative accessibility.
    """
    reach_m = np.array([decay.reach_m for decay in catchment.groups.decays])
    nearest_m: FloatArray = np.minimum(places_in_reach(catchment, room).nearest_m, reach_m)
    return nearest_m


def cumulative_room(catchment: Catchment, room: FloatArray) -> FloatArray:
    """Σ_k S[k] over the suitable offers within the reach of the group: place-hours per week, shape (P, G).

    Raises:
        ValueError: If the room is not of shape (K,), or not a number of 0 or more.

    Source:
        Wachs & Kumagai (1973), cumulative opportunities.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    found = np.empty((catchment.n_points, catchment.n_groups))
    for g, decay in enumerate(catchment.groups.decays):
        suits = catchment.offers.suitability[:, g] >= SUITABLE
        at_sites = np.bincount(catchment.offers.site_index, weights=room * suits, minlength=catchment.n_sites)
        in_reach = (catchment.walk_m.data <= decay.reach_m).astype(np.float64)
        found[:, g] = _with_data(catchment.walk_m, in_reach) @ at_sites
    return found


def gravity(catchment: Catchment, room: FloatArray) -> FloatArray:
    """Σ_k S[k]·w[i,k,g]: place-hours per week, shape (P, G); nobody competes.

    Raises:
        ValueError: If the room is not of shape (K,), or not a number of 0 or more.

    Source:
        Hansen (1959), potential accessibility.
    """
    return catchment.spread(checked_floats("room, place-hours a week", room, (catchment.n_offers,)))


def three_step(
    catchment: Catchment, room: FloatArray, persons: FloatArray, options: Catchment | None = None
) -> FloatArray:
    """Coverage in which people share themselves out over the offers in reach before they compete: shape (P, G).

    p[i,k,g] = w[i,k,g] / Σ_k' w[i,k',g];  R[k] = S[k] / Σ_{i,g} D·p·w;  C[i,g] = Σ_k R[k]·p·w. An offer without room is
    nobody's choice; two offers at one door are two choices, however small.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).
        options: The same offers with the weights of all that people choose from; None = those in reach.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.

    Source:
        Wan, Zou & Sternberg (2012), three-step floating catchment area.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    choice = (options or catchment).spread((room > 0).astype(np.float64))
    shared = _ratio(catchment.need(persons), choice)
    squared = {
        int(g): _with_data(matrix, matrix.data**2)
        for matrix, columns in zip(catchment.weights, catchment.columns, strict=True)
        for g in columns
    }
    suits = catchment.offers.suitability**2
    competing = sum(
        suits[:, g] * (squared[g].T @ shared[:, g])[catchment.offers.site_index] for g in range(catchment.n_groups)
    )
    per_need = _ratio(room, np.asarray(competing))
    at_points = np.empty_like(choice)
    for g in range(catchment.n_groups):
        at_sites = np.bincount(catchment.offers.site_index, per_need * suits[:, g], minlength=catchment.n_sites)
        at_points[:, g] = squared[g] @ at_sites
    return _ratio(at_points, choice)


def balanced(catchment: Catchment, room: FloatArray, persons: FloatArray) -> FloatArray:
    """Coverage in which the weights of a point add up to 1 for its need, and those of an offer to 1 for its room.

    R[k] = S[k] / Σ_{i,g} D·w[i,k,g]/Σ_k' w[i,k',g];  C[i,g] = Σ_k R[k]·w[i,k,g]/Σ_{i',g'} w[i',k,g'], over the offers
    with room and the points where someone of the group lives. The second sum makes it hang on how finely the points are
    cut, which is why it is no headline.

    Returns:
        Shape (P, G); Σ C over the points where someone lives = Σ R.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.

    Source:
        Paez, Higgins & Vivona (2019), demand and level of service inflation in floating catchment area methods.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    need = catchment.need(persons)
    shared = _ratio(need, catchment.spread((room > 0).astype(np.float64)))
    per_need = _ratio(room, catchment.gather(shared))
    claims = catchment.gather((need > 0).astype(np.float64))
    return np.where(need > 0, catchment.spread(_ratio(per_need, claims)), 0.0)


def _with_data(matrix: Matrix, data: FloatArray) -> Matrix:
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
