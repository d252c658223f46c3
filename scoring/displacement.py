"""What closing a place would leave behind: the load that no other place could take over."""

from dataclasses import dataclass

import numpy as np

from scoring.arrays import FloatArray, IntArray, checked_floats
from scoring.catchment import Catchment


@dataclass(frozen=True, eq=False)
class Stranded:
    """Load left with no offer, each if only that site or offer closed; the rest of its load would be moved.

    Attributes:
        by_site: Hours per week, shape (V, G): all that is held at the site closes.
        by_offer: Hours per week, shape (K, G): only the offer closes.
        persons_in_reach: Persons of each group who can reach the offer and whom it suits, shape (K, G).
    """

    by_site: FloatArray
    by_offer: FloatArray
    persons_in_reach: FloatArray


def strand(catchment: Catchment, room: FloatArray, persons: FloatArray) -> Stranded:
    """Find the need that hangs on one site or one offer, for each of them at once.

    The same as `close_offers` for one after the other: need is stranded where what closes was the only one with room.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).

    Returns:
        Stranded load of every site and offer.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    need = catchment.need(persons)
    serves = (room > 0)[:, None] & (catchment.offers.suitability > 0)
    at_site = _per_site(catchment, serves.astype(np.float64))
    has_offer = at_site > 0
    by_site = np.empty_like(at_site)
    by_offer = np.empty_like(at_site)
    in_reach = np.empty_like(at_site)
    for matrix, columns in zip(catchment.weights, catchment.columns, strict=True):
        reaches = matrix.copy()
        reaches.data = np.ones_like(reaches.data)
        sites, offers = reaches @ has_offer[:, columns].astype(np.float64), reaches @ at_site[:, columns]
        by_site[:, columns] = reaches.T @ np.where(sites == 1, need[:, columns], 0.0)
        by_offer[:, columns] = reaches.T @ np.where(offers == 1, need[:, columns], 0.0)
        in_reach[:, columns] = reaches.T @ persons[:, columns]
    site: IntArray = catchment.offers.site_index
    return Stranded(
        by_site=np.where(has_offer, by_site, 0.0),
        by_offer=np.where(serves, by_offer[site], 0.0),
        persons_in_reach=np.where(catchment.offers.suitability > 0, in_reach[site], 0.0),
    )


def _per_site(catchment: Catchment, values: FloatArray) -> FloatArray:
    total = np.zeros((catchment.n_sites, catchment.n_groups))
    np.add.at(total, catchment.offers.site_index, values)
    return total
