"""Need, room and weights to coverage: the two-step floating catchment area, in which all groups compete for room."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from scoring.arrays import FloatArray, IntArray, checked_floats
from scoring.decay import Decay
from scoring.results import Coverage, CoverageRange
from scoring.shapes import Demand, Groups, Offers, Rooms, Walks

# scipy's own class: P × V, float64.
Matrix = sparse.csr_array[Any, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Catchment:
    """Who can walk where and how much it counts, prepared once and used for any room and demand.

    The weight w[i,k,g] = a[k,g] · f_g(d[i, site of k]) is never written out over offers: it is kept as one sparse
    matrix, points × sites, for each different decay.

    Attributes:
        groups: Norms and decays.
        offers: Sites and suitability.
        walk_m: Metres of all pairs as CSR rows, points × sites; a stored 0 is a walk of 0 metres.
        weights: f(d), points × sites, one matrix for each different decay.
        columns: For each of these matrices the groups that use it.
        gathering: The same matrices as sites × points, on the same memory.
    """

    groups: Groups
    offers: Offers
    walk_m: Matrix
    weights: tuple[Matrix, ...]
    columns: tuple[IntArray, ...]
    gathering: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Views, made once: making them anew would be a tenth of the time that the scoring of one group takes.
        object.__setattr__(self, "gathering", tuple(matrix.T for matrix in self.weights))

    @property
    def n_points(self) -> int:
        """Number of demand points."""
        return self.walk_m.shape[0]

    @property
    def n_sites(self) -> int:
        """Number of sites."""
        return self.walk_m.shape[1]

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.groups.norm_hours)

    @property
    def n_offers(self) -> int:
        """Number of offers."""
        return len(self.offers.site_index)

    def gather(self, values: FloatArray) -> FloatArray:
        """Bring values at the points to the offers: Σ_{i,g} values[i,g] · w[i,k,g].

        Args:
            values: Shape (P, G), such as need in hours per week.

        Returns:
            Shape (K,).
        """
        total: FloatArray = self.gather_by_group(values).sum(axis=1)
        return total

    def gather_by_group(self, values: FloatArray) -> FloatArray:
        """Bring values at the points to the offers, each group apart: Σ_i values[i,g] · w[i,k,g].

        Args:
            values: Shape (P, G), such as need in hours per week.

        Returns:
            Shape (K, G).
        """
        at_sites = self._by_decay(self.gathering, values)
        by_group: FloatArray = self.offers.suitability * at_sites[self.offers.site_index]
        return by_group

    def spread(self, values: FloatArray) -> FloatArray:
        """Bring values of the offers to the points: Σ_k values[k] · w[i,k,g].

        Args:
            values: Shape (K,), such as room per need.

        Returns:
            Shape (P, G).
        """
        return self._by_decay(self.weights, self.per_site(values))

    def _by_decay(self, matrices: tuple[Any, ...], values: FloatArray) -> FloatArray:
        """Each column of the values through the matrix of its group's decay."""
        if len(matrices) == 1:
            found: FloatArray = matrices[0] @ values
            return found
        found = np.empty((matrices[0].shape[0], self.n_groups))
        for matrix, columns in zip(matrices, self.columns, strict=True):
            found[:, columns] = matrix @ values[:, columns]
        return found

    def per_site(self, values: FloatArray) -> FloatArray:
        """Sum values of the offers, times their suitability, over the offers of each site: shape (V, G)."""
        weighted = values[:, None] * self.offers.suitability
        return np.column_stack(
            [
                np.bincount(self.offers.site_index, weights=weighted[:, g], minlength=self.n_sites)
                for g in range(self.n_groups)
            ]
        )

    def at_sites(self, group: int) -> Matrix:
        """Sites × offers with the suitability for a group: it adds up the offers of each site."""
        suits = self.offers.suitability[:, group]
        those = np.flatnonzero(suits)
        return sparse.csr_array(
            (suits[those], (self.offers.site_index[those], those)), shape=(self.n_sites, self.n_offers)
        )

    def need(self, persons: FloatArray) -> FloatArray:
        """Need D = P·n in hours per week, shape (P, G).

        Raises:
            ValueError: If persons are not numbers of 0 or more, of shape (P, G).
        """
        return checked_floats("persons", persons, (self.n_points, self.n_groups)) * self.groups.norm_hours


def prepare(walks: Walks, offers: Offers, groups: Groups) -> Catchment:
    """Weigh all walks once, for any number of scorings.

    Args:
        walks: Metres by point and site.
        offers: Site and suitability of each offer.
        groups: Norm and decay of each group.

    Returns:
        The catchment. Memory: one sparse matrix a different decay, no matter how many offers share a site.

    Raises:
        ValueError: If a pair of point and site occurs twice, an offer points at no site, or the groups do not align.
    """
    if offers.suitability.shape[1] != len(groups.decays):
        raise ValueError(
            f"suitability has {offers.suitability.shape[1]} groups but there are {len(groups.decays)} norms."
        )
    if offers.site_index.size and offers.site_index.max() >= walks.n_sites:
        raise ValueError(f"An offer is held at site {offers.site_index.max()}, but there are {walks.n_sites} sites.")
    walk_m = sparse.coo_array(
        (walks.walk_m, (walks.point_index, walks.site_index)), shape=(walks.n_points, walks.n_sites)
    ).tocsr()
    if walk_m.nnz != len(walks.walk_m):
        raise ValueError(
            f"{len(walks.walk_m) - walk_m.nnz} pairs of point and site occur more than once: keep the shortest walk."
        )
    return _weighed(walk_m, offers, groups)


def reweigh(catchment: Catchment, groups: Groups) -> Catchment:
    """The same walks and offers under other norms or decays.

    Args:
        catchment: From `prepare`.
        groups: The other norms and decays, of as many groups.

    Raises:
        ValueError: If the number of groups differs.
    """
    if len(groups.decays) != catchment.n_groups:
        raise ValueError(f"There are {len(groups.decays)} norms: expected those of {catchment.n_groups} groups.")
    return _weighed(catchment.walk_m, catchment.offers, groups)


def _weighed(walk_m: Matrix, offers: Offers, groups: Groups) -> Catchment:
    users: dict[Decay, list[int]] = {}
    for g, decay in enumerate(groups.decays):
        users.setdefault(decay, []).append(g)
    return Catchment(
        groups=groups,
        offers=offers,
        walk_m=walk_m,
        weights=tuple(
            _weigh(walk_m, checked_floats("weight", decay(walk_m.data), walk_m.data.shape)) for decay in users
        ),
        columns=tuple(np.array(columns) for columns in users.values()),
    )


def _weigh(walk_m: Matrix, weights: FloatArray) -> Matrix:
    # Most of the time of a scoring goes into reading the matrix: narrow indices leave a quarter less to read.
    index = np.int32 if max(*walk_m.shape, walk_m.nnz) <= np.iinfo(np.int32).max else np.int64
    matrix = sparse.csr_array(
        (weights.copy(), walk_m.indices.astype(index), walk_m.indptr.astype(index)), shape=walk_m.shape
    )
    matrix.eliminate_zeros()
    return matrix


def cover(catchment: Catchment, room: FloatArray, persons: FloatArray) -> Coverage:
    """Divide the room of each offer over the need that reaches it, and add up what each point gets.

    R[k] = S[k] / Σ_{i,g} D[i,g]·w[i,k,g];  C[i,g] = Σ_k R[k]·w[i,k,g].

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).

    Returns:
        Coverage at the points. An offer that no need reaches has R = 0 and is not reached: it is listed, not spread.

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.

    Source:
        Luo & Wang (2003), two-step floating catchment area; Luo & Qi (2009) for the weights.
    """
    room = checked_floats("room, place-hours a week", room, (catchment.n_offers,))
    return _share_out(catchment, room, catchment.gather(catchment.need(persons)))


def cover_range(catchment: Catchment, rooms: Rooms, demand: Demand) -> CoverageRange:
    """Coverage with its honest range: low room with high demand, high room with low demand.

    Where the low demand would leave an offer without any need, its high divides the room over the best demand: else
    nobody would get a room that is there.

    Args:
        catchment: From `prepare`.
        rooms: Room of each offer.
        demand: Persons at each point.

    Returns:
        Coverage at the points, low ≤ best ≤ high.

    Raises:
        ValueError: If the shapes do not fit the catchment.
    """
    checked_floats("room, place-hours a week", rooms.best, (catchment.n_offers,))
    least, usual, most = (
        catchment.gather(catchment.need(persons)) for persons in (demand.low, demand.best, demand.high)
    )
    best = _share_out(catchment, rooms.best, usual)
    # What only the high demand would reach is in nobody's best coverage, so it stays out of the low one.
    low = np.where(best.is_reached, _divide(rooms.low, most), 0.0)
    high = _divide(rooms.high, np.where(least > 0, least, usual))
    return CoverageRange(
        best=best,
        low=catchment.spread(low),
        high=catchment.spread(high),
        from_known=catchment.spread(np.where(rooms.known, best.room_per_need, 0.0)),
    )


def _share_out(catchment: Catchment, room: FloatArray, need_in_reach: FloatArray) -> Coverage:
    room_per_need = _divide(room, need_in_reach)
    return Coverage(room_per_need=room_per_need, by_point=catchment.spread(room_per_need), is_reached=need_in_reach > 0)


def _divide(room: FloatArray, need: FloatArray) -> FloatArray:
    return np.divide(room, need, out=np.zeros_like(room), where=need > 0)
