"""What goes into scoring: frozen, aligned arrays that check themselves. What comes out is in `results`.

P = demand points, K = offers, V = sites, G = groups, A = areas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from scoring.arrays import BoolArray, FloatArray, IntArray, checked_flags, checked_floats, checked_indexes
from scoring.decay import Decay

HOURS_IN_WEEK = 168.0


def _set(target: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(target, name, value)


@dataclass(frozen=True, eq=False)
class Walks:
    """Walking metres as sparse pairs; a pair that is left out has no path within the search bound.

    Args:
        point_index: Demand point of each pair, 0..n_points-1.
        site_index: Site of each pair, 0..n_sites-1. A site is a place with a door of its own: a venue with all that is
            held in it, or an activity without a venue.
        walk_m: Metres of each pair, finite.
        n_points: Number of demand points, also those without any pair.
        n_sites: Number of sites, also those without any pair.

    Raises:
        ValueError: If the rows differ in length, an index is out of range, or a distance is negative or not finite.
    """

    point_index: IntArray
    site_index: IntArray
    walk_m: FloatArray
    n_points: int
    n_sites: int

    def __post_init__(self) -> None:
        walk_m = checked_floats("walk_m", self.walk_m, (None,))
        n = len(walk_m)
        _set(
            self,
            walk_m=walk_m,
            point_index=checked_indexes("point_index", self.point_index, self.n_points, length=n),
            site_index=checked_indexes("site_index", self.site_index, self.n_sites, length=n),
        )

    @classmethod
    def by_site(cls, points: Sequence[npt.ArrayLike], walk_m: Sequence[npt.ArrayLike], n_points: int) -> Self:
        """Join one (points, metres) row a site, as a search from each door gives them.

        Args:
            points: For each site, the demand points it reaches.
            walk_m: For each site, the metres to them, aligned.
            n_points: Number of demand points.

        Raises:
            ValueError: If the two do not align, or as for `Walks`.
        """
        if len(points) != len(walk_m):
            raise ValueError(f"{len(points)} rows of points but {len(walk_m)} rows of metres: each site needs both.")
        sizes = [np.size(row) for row in points]
        return cls(
            point_index=np.concatenate([np.asarray(row, dtype=np.int64) for row in points] or [np.empty(0, np.int64)]),
            site_index=np.repeat(np.arange(len(points)), sizes),
            walk_m=np.concatenate([np.asarray(row, dtype=np.float64) for row in walk_m] or [np.empty(0)]),
            n_points=n_points,
            n_sites=len(points),
        )


@dataclass(frozen=True, eq=False)
class Offers:
    """Where each offer is held and whom it suits.

    Args:
        site_index: Site of each offer, shape (K,). Offers at one venue share its site.
        suitability: a[k,g] in [0, 1], shape (K, G).

    Raises:
        ValueError: If shapes differ or a value is out of range.
    """

    site_index: IntArray
    suitability: FloatArray

    def __post_init__(self) -> None:
        suitability = checked_floats("suitability", self.suitability, (None, None), at_most=1.0)
        sites = checked_indexes("site_index", self.site_index, np.iinfo(np.int64).max, length=len(suitability))
        _set(self, suitability=suitability, site_index=sites)


@dataclass(frozen=True, eq=False)
class Groups:
    """The norm and the distance decay of each demand group.

    Args:
        norm_hours: n[g], hosted hours per person per week, shape (G,).
        decays: One decay a group. Groups with equal decays share their weights.

    Raises:
        ValueError: If shapes differ, or a norm lies outside 0..168.
    """

    norm_hours: FloatArray
    decays: tuple[Decay, ...]

    def __post_init__(self) -> None:
        _set(
            self,
            norm_hours=checked_floats("norm_hours", self.norm_hours, (len(self.decays),), at_most=HOURS_IN_WEEK),
            decays=tuple(self.decays),
        )


def _check_order(name: str, low: FloatArray, best: FloatArray, high: FloatArray) -> None:
    bad = (low > best) | (best > high)
    if bad.any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"{name} at {list(place)}: low {low[place]}, best {best[place]}, high {high[place]} are not in that order."
        )


@dataclass(frozen=True, eq=False)
class Demand:
    """Persons of each group at each demand point, with an honest range.

    Args:
        low, best, high: Persons, shape (P, G), low ≤ best ≤ high.

    Raises:
        ValueError: If shapes differ, a value is not a number of 0 or more, or the order is broken.
    """

    low: FloatArray
    best: FloatArray
    high: FloatArray

    def __post_init__(self) -> None:
        best = checked_floats("persons", self.best, (None, None))
        low = checked_floats("persons (low)", self.low, best.shape)
        high = checked_floats("persons (high)", self.high, best.shape)
        _check_order("persons", low, best, high)
        _set(self, low=low, best=best, high=high)

    @classmethod
    def certain(cls, persons: npt.ArrayLike) -> Self:
        """Demand without a range."""
        best = np.asarray(persons, dtype=np.float64)
        return cls(best, best, best)


@dataclass(frozen=True, eq=False)
class Rooms:
    """Room of each offer, with an honest range.

    Args:
        low, best, high: Place-hours per week, shape (K,), low ≤ best ≤ high.
        known: Whether hours, hosting and places are all recorded, shape (K,).

    Raises:
        ValueError: If shapes differ, a value is not a number of 0 or more, or the order is broken.
    """

    low: FloatArray
    best: FloatArray
    high: FloatArray
    known: BoolArray

    def __post_init__(self) -> None:
        best = checked_floats("room, place-hours a week", self.best, (None,))
        low = checked_floats("room (low)", self.low, best.shape)
        high = checked_floats("room (high)", self.high, best.shape)
        _check_order("room", low, best, high)
        _set(self, low=low, best=best, high=high, known=checked_flags("known", self.known, len(best)))

    @classmethod
    def certain(cls, room: npt.ArrayLike) -> Self:
        """Recorded room, without a range."""
        best = np.asarray(room, dtype=np.float64)
        return cls(best, best, best, np.ones(best.shape, dtype=np.bool_))


@dataclass(frozen=True, eq=False)
class Areas:
    """To which area of one level each demand point belongs.

    Args:
        area_index: Shape (P,); -1 = in none of these areas (outside the municipality, but it competes for room).
        n_areas: Number of areas, also those without points.

    Raises:
        ValueError: If an index is out of range.
    """

    area_index: IntArray
    n_areas: int

    def __post_init__(self) -> None:
        _set(self, area_index=checked_indexes("area_index", self.area_index, self.n_areas, least=-1))
