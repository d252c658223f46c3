"""How hard each offer is pressed: its load, if everyone in reach came up to the norm, and what closing one moves."""

import numpy as np

from scoring.arrays import BoolArray, FloatArray, checked_flags, checked_floats
from scoring.catchment import Catchment, cover
from scoring.results import Closing, Pressure


def measure_pressure(catchment: Catchment, room: FloatArray, persons: FloatArray) -> Pressure:
    """Divide the need of each point over the offers in its reach, by their room and their weight.

    L[k,g] = Σ_i D[i,g]·w[i,k,g]·S[k] / Σ_k' w[i,k',g]·S[k'];  L[k] = Σ_g L[k,g];  pressure = L[k] / S[k].

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).

    Returns:
        Load and pressure of the offers. The loads add up to the need that reaches at least one offer with room.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.

    Source:
        Wang (2018), inverted two-step floating catchment area: potential crowdedness of facilities.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    return _load(catchment, room, catchment.need(persons), catchment.spread(room))


def relative_pressure(pressure: Pressure, inside: BoolArray) -> FloatArray:
    """Pressure relative to the municipality's median: 2 = twice as pressed as the offer in the middle.

    Args:
        pressure: From `measure_pressure`.
        inside: Offers of the municipality, shape (K,): those around it compete for need but set no median.

    Returns:
        Shape (K,), also of the offers around it. NaN without room; NaN throughout if the median is 0, or no
        offer inside has room.

    Raises:
        ValueError: If the flags are not of shape (K,).
    """
    inside = checked_flags("inside", inside, len(pressure.pressure))
    of_those = pressure.pressure[inside & ~np.isnan(pressure.pressure)]
    median = np.median(of_those) if len(of_those) else 0.0
    relative: FloatArray = pressure.pressure / median if median > 0 else np.full_like(pressure.pressure, np.nan)
    return relative


def close_offers(catchment: Catchment, room: FloatArray, persons: FloatArray, closed: BoolArray) -> Closing:
    """Score without some offers, and say where the need goes that they bore.

    Coverage falls by exactly their contribution; the crowding elsewhere shows in pressure.

    Args:
        catchment: From `prepare`.
        room: S[k] before, place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).
        closed: Offers that close, any number of them, shape (K,).

    Returns:
        The same figures as a new scoring without their room, and the closed load: moved plus stranded.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    closed = checked_flags("closed", closed, catchment.n_offers)
    need = catchment.need(persons)
    remaining = np.where(closed, 0.0, room)
    in_reach, left_in_reach = catchment.spread(room), catchment.spread(remaining)
    before = _load(catchment, room, need, in_reach)
    after = _load(catchment, remaining, need, left_in_reach)
    borne = need * _ratio(catchment.spread(np.where(closed, room, 0.0)), in_reach)
    keeps_an_offer = left_in_reach > 0
    return Closing(
        coverage=cover(catchment, remaining, persons),
        pressure=after,
        # Closing takes load off no other offer: what falls below 0 is the load of the closed ones, or rounding.
        received_hours=np.maximum(after.load_hours - before.load_hours, 0.0),
        moved_by_point=np.where(keeps_an_offer, borne, 0.0),
        stranded_by_point=np.where(keeps_an_offer, 0.0, borne),
    )


def _load(catchment: Catchment, room: FloatArray, need: FloatArray, room_in_reach: FloatArray) -> Pressure:
    per_room = catchment.gather_by_group(_ratio(need, room_in_reach))
    return Pressure(
        load_by_group=room[:, None] * per_room,
        pressure=np.where(room > 0, per_room.sum(axis=1), np.nan),
    )


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
