"""Score a town many times under other assumptions, at the price of a few: thousands of rescorings in seconds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scoring.areas import membership
from scoring.arrays import BoolArray, FloatArray, IntArray, checked_floats
from scoring.catchment import Catchment, Matrix, reweigh
from scoring.decay import Scaled
from scoring.shapes import Areas, Demand, Groups


@dataclass(frozen=True, eq=False)
class Assumptions:
    """What each of N rescorings assumes.

    Args:
        decay_scale: By what the metres of all decays are multiplied, above 0, shape (N,).
        norm_factor: By what the norm of each group is multiplied, shape (N, G).
        demand_shift: Where the persons of each group lie in their range, everywhere alike, shape (N, G): -1 = low,
            0 = best, 1 = high, in straight lines between these.
        room: S[k], place-hours per week, shape (N, K).

    Raises:
        ValueError: If shapes differ, or a value is not a number within its bounds.
    """

    decay_scale: FloatArray
    norm_factor: FloatArray
    demand_shift: FloatArray
    room: FloatArray

    def __post_init__(self) -> None:
        scale = checked_floats("decay_scale", self.decay_scale, (None,))
        norm = checked_floats("norm_factor", self.norm_factor, (len(scale), None))
        checked_floats("demand_shift, its size", np.abs(self.demand_shift), norm.shape, at_most=1.0)
        room = checked_floats("room, place-hours a week", self.room, (len(scale), None))
        object.__setattr__(self, "decay_scale", scale)
        object.__setattr__(self, "norm_factor", norm)
        object.__setattr__(self, "room", room)

    def __len__(self) -> int:
        return len(self.decay_scale)


@dataclass(frozen=True, eq=False)
class _Scaled:
    """What one decay scale makes of the walks, with the points added up.

    Attributes:
        need_at_sites: Need in reach of each site, per group and estimate, shape (G, V, 3).
        cells: For each group and estimate Σ D·f(d) of the points of each cell: cells × sites.
    """

    need_at_sites: FloatArray
    cells: list[list[Matrix]]


class Rescoring:
    """A town made ready to be scored many times: the figures are those of `prepare`, `cover` and `summarise`.

    All is linear in the persons, and these in their low, best and high. So the points are added up once for each decay
    scale, and a rescoring runs over areas and sites. Points that lie in the same areas of all levels are one *cell*.

    Args:
        catchment: From `prepare`.
        demand: Persons at each point.
        levels: Membership of the points in the areas of each level: all are scored in the same rescorings.
        told: For each level the groups that make up all groups together, shape (A, G); None = all.

    Raises:
        ValueError: If a shape differs.
    """

    def __init__(
        self,
        catchment: Catchment,
        demand: Demand,
        levels: Sequence[Areas],
        told: Sequence[BoolArray | None] | None = None,
    ) -> None:
        self._catchment = catchment
        self._told = [None] * len(levels) if told is None else list(told)
        if len(self._told) != len(levels):
            raise ValueError(f"{len(levels)} levels but {len(self._told)} told: each level needs one, or None.")
        self._cells, self._areas = _cells(catchment, levels)
        # Points × groups × (low, best, high).
        self._need = np.stack([catchment.need(each) for each in (demand.low, demand.best, demand.high)], axis=-1)
        self._need_of_cells = np.stack([self._cells @ self._need[:, :, e] for e in range(3)], axis=-1)
        self._by_scale: dict[float, _Scaled] = {}

    def coverage(self, assumptions: Assumptions, between: Callable[[], object] | None = None) -> list[FloatArray]:
        """Coverage of the areas of each level in each rescoring; areas weigh with the need that it assumes.

        Args:
            assumptions: What each rescoring assumes.
            between: Called before the rescorings of each decay scale; what it raises ends the work.

        Returns:
            For each level an array of shape (A, G + 1, N), column G all groups together; NaN without need.

        Raises:
            ValueError: If the assumptions are not of these groups and offers.
        """
        n, n_groups = len(assumptions), self._catchment.n_groups
        checked_floats("norm_factor", assumptions.norm_factor, (n, n_groups))
        checked_floats("room, place-hours a week", assumptions.room, (n, self._catchment.n_offers))
        found = [np.empty((areas.shape[0], n_groups + 1, n)) for areas in self._areas]
        for scale in np.unique(assumptions.decay_scale).tolist():
            if between:
                between()
            those = np.flatnonzero(assumptions.decay_scale == scale)
            hours, need = self._hours_and_need(self._at_scale(scale), assumptions, those)
            for level, areas, told in zip(found, self._areas, self._told, strict=True):
                level[:, :, those] = _ratio(_with_all(areas, hours, told), _with_all(areas, need, told))
        return found

    def _at_scale(self, scale: float) -> _Scaled:
        if scale not in self._by_scale:
            groups = self._catchment.groups
            scaled = reweigh(
                self._catchment, Groups(groups.norm_hours, tuple(Scaled(decay, scale) for decay in groups.decays))
            )
            weights = {int(g): w for w, columns in zip(scaled.weights, scaled.columns, strict=True) for g in columns}
            self._by_scale[scale] = _Scaled(
                need_at_sites=np.stack([weights[g].T @ self._need[:, g, :] for g in range(scaled.n_groups)]),
                cells=[
                    [(self._cells * self._need[:, g, e]).tocsr() @ weights[g] for e in range(3)]
                    for g in range(scaled.n_groups)
                ],
            )
        return self._by_scale[scale]

    def _hours_and_need(
        self, scaled: _Scaled, assumptions: Assumptions, those: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Hours a week that the people of each cell get, and need, under some assumptions: cells × groups × these."""
        offers = self._catchment.offers
        # What low, best and high count for: (3, G, N).
        shift = assumptions.demand_shift[those].T
        parts = np.stack([np.maximum(-shift, 0), 1 - np.abs(shift), np.maximum(shift, 0)]) * (
            assumptions.norm_factor[those].T
        )
        competing = sum(
            offers.suitability[:, [g]] * (scaled.need_at_sites[g] @ parts[:, g])[offers.site_index]
            for g in range(self._catchment.n_groups)
        )
        room = assumptions.room[those].T
        per_need = np.divide(room, competing, out=np.zeros_like(room), where=competing > 0)
        hours = np.empty((self._cells.shape[0], self._catchment.n_groups, len(those)))
        for g, estimates in enumerate(scaled.cells):
            at_sites = self._catchment.at_sites(g) @ per_need
            hours[:, g] = sum(cells @ (at_sites * part) for cells, part in zip(estimates, parts[:, g], strict=True))
        return hours, np.einsum("cge,egn->cgn", self._need_of_cells, parts)


def _cells(catchment: Catchment, levels: Sequence[Areas]) -> tuple[Matrix, list[Matrix]]:
    """Cells × points, and for each level areas × cells; points in no area are in no cell."""
    for areas in levels:
        membership(catchment, areas)
    places = np.stack([areas.area_index for areas in levels], axis=1)
    inside = np.flatnonzero((places >= 0).any(axis=1))
    kinds, cell = np.unique(places[inside], axis=0, return_inverse=True)
    cells = sparse.csr_array((np.ones(len(inside)), (cell, inside)), shape=(len(kinds), catchment.n_points))
    members = []
    for areas, area in zip(levels, kinds.T, strict=True):
        found = np.flatnonzero(area >= 0)
        members.append(sparse.csr_array((np.ones(len(found)), (area[found], found)), shape=(areas.n_areas, len(kinds))))
    return cells, members


def _with_all(areas: Matrix, by_cell: FloatArray, told: BoolArray | None) -> FloatArray:
    """Cells to areas, with all groups together as the last column: (A, G + 1, N)."""
    n_cells, n_groups, n = by_cell.shape
    by_area = (areas @ by_cell.reshape(n_cells, n_groups * n)).reshape(-1, n_groups, n)
    together = by_area.sum(axis=1, where=True if told is None else told[:, :, None])
    return np.concatenate([by_area, together[:, None]], axis=1)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
