"""From points to areas: the need-weighted mean at any level, and the offers that make it up."""

import numpy as np
from scipy import sparse

from scoring.arrays import BoolArray, FloatArray, checked_indexes
from scoring.catchment import Catchment, Matrix
from scoring.results import AreaCoverage, Contributions, Coverage, CoverageRange
from scoring.shapes import Areas


def summarise(
    catchment: Catchment, coverage: CoverageRange, persons: FloatArray, areas: Areas, told: BoolArray | None = None
) -> AreaCoverage:
    """The figures of the areas of one level, each from its points (never from a lower level).

    Args:
        catchment: From `prepare`.
        coverage: From `cover_range`.
        persons: Best estimate, shape (P, G): low and high are weighed with it too, so that low ≤ best ≤ high.
        areas: Membership of the points.
        told: Which groups make up all groups together, shape (A, G); None = all. A figure of all groups, less those of
            the others, would tell a group that is withheld.

    Returns:
        Figures of shape (A, G + 1), the last column all groups together.

    Raises:
        ValueError: If a shape differs.
    """
    need = catchment.need(persons)
    members = membership(catchment, areas)
    need_hours = _with_all(members @ need, told)

    def mean(by_point: FloatArray) -> FloatArray:
        return _ratio(_with_all(members @ (need * by_point), told), need_hours)

    best = mean(coverage.best.by_point)
    persons_by_area = members @ persons
    return AreaCoverage(
        persons=np.column_stack([persons_by_area, np.full(areas.n_areas, np.nan)]),
        need_hours=need_hours,
        coverage=best,
        # Rounding in the last digit must not turn the order around: the database holds it as a constraint.
        low=np.minimum(mean(coverage.low), best),
        high=np.maximum(mean(coverage.high), best),
        need_met=mean(np.minimum(coverage.best.by_point, 1.0)),
        known_share=np.minimum(_ratio(mean(coverage.from_known), np.nan_to_num(best)), 1.0),
    )


def mean_of_areas(
    catchment: Catchment, by_point: FloatArray, persons: FloatArray, areas: Areas, told: BoolArray | None = None
) -> FloatArray:
    """The need-weighted mean of a figure of the points, as `summarise` takes it of the coverage.

    Args:
        catchment: From `prepare`.
        by_point: The figure, shape (P, G).
        persons: By whose need it is weighed, shape (P, G).
        areas: Membership of the points.
        told: As for `summarise`.

    Returns:
        Shape (A, G + 1), the last column all groups together; NaN where there is no need.

    Raises:
        ValueError: If a shape differs.
    """
    need = catchment.need(persons)
    members = membership(catchment, areas)
    return _ratio(_with_all(members @ (need * by_point), told), _with_all(members @ need, told))


def explain(
    catchment: Catchment, coverage: Coverage, persons: FloatArray, areas: Areas, told: BoolArray | None = None
) -> Contributions:
    """Break the coverage of each area and group down to offers: Σ_{i∈a} D·R[k]·w / Σ_{i∈a} D.

    Args:
        catchment: From `prepare`.
        coverage: From `cover` (or `.best` of a range).
        persons: Best estimate, shape (P, G).
        areas: Membership of the points.
        told: As for `summarise`.

    Returns:
        Sorted rows (area, group, offer, coverage); group G = all groups together.

    Raises:
        ValueError: If a shape differs.
    """
    need = catchment.need(persons)
    members = membership(catchment, areas)
    hours: list[Matrix] = [members] * catchment.n_groups
    for matrix, columns in zip(catchment.weights, catchment.columns, strict=True):
        for g in columns:
            # Hours a week that each offer gives to the area's people of the group: areas × offers.
            by_site = members.multiply(need[:, g]).tocsr() @ matrix
            hours[g] = by_site @ _offers_at_sites(catchment, coverage.room_per_need, g)
    together = hours if told is None else [_rows_of(told[:, g], matrix) for g, matrix in enumerate(hours)]
    return _rows([*hours, sum(together[1:], start=together[0])], _with_all(members @ need, told))


def cells_by_offer(catchment: Catchment, contributions: Contributions, areas: Areas) -> Matrix:
    """Contributions as a matrix, to add up what some offers or sites contribute.

    Args:
        catchment: From `prepare`.
        contributions: From `explain`, of the same areas.
        areas: Of which the number counts.

    Returns:
        Area and group × offers: cell a·(G + 1) + g holds group g of area a.

    Raises:
        ValueError: If the contributions name an area, group or offer that is not there.
    """
    columns = catchment.n_groups + 1
    group = checked_indexes("group_index of the contributions", contributions.group_index, columns)
    area = checked_indexes("area_index of the contributions", contributions.area_index, areas.n_areas)
    offer = checked_indexes("offer_index of the contributions", contributions.offer_index, catchment.n_offers)
    return sparse.csr_array(
        (contributions.coverage, (area * columns + group, offer)), shape=(areas.n_areas * columns, catchment.n_offers)
    )


def membership(catchment: Catchment, areas: Areas) -> Matrix:
    """Areas × points, 1 where the point lies in the area.

    Raises:
        ValueError: If the membership is not that of the catchment's points.
    """
    if len(areas.area_index) != catchment.n_points:
        raise ValueError(f"area_index has {len(areas.area_index)} points: expected {catchment.n_points}.")
    inside = np.flatnonzero(areas.area_index >= 0)
    return sparse.csr_array(
        (np.ones(len(inside)), (areas.area_index[inside], inside)), shape=(areas.n_areas, catchment.n_points)
    )


def _offers_at_sites(catchment: Catchment, room_per_need: FloatArray, group: int) -> Matrix:
    weighted = room_per_need * catchment.offers.suitability[:, group]
    given = np.flatnonzero(weighted)
    return sparse.csr_array(
        (weighted[given], (catchment.offers.site_index[given], given)), shape=(catchment.n_sites, catchment.n_offers)
    )


def _rows_of(areas: BoolArray, matrix: Matrix) -> Matrix:
    return sparse.csr_array(sparse.diags_array(areas.astype(np.float64)) @ matrix)


def _rows(hours: list[Matrix], need_hours: FloatArray) -> Contributions:
    cells = [matrix.tocoo() for matrix in hours]
    area = np.concatenate([cell.coords[0] for cell in cells]).astype(np.int64)
    offer = np.concatenate([cell.coords[1] for cell in cells]).astype(np.int64)
    group = np.repeat(np.arange(len(cells)), [cell.nnz for cell in cells])
    part = np.concatenate([cell.data for cell in cells])
    order = np.lexsort((offer, group, area))
    order = order[part[order] > 0]
    return Contributions(
        area_index=area[order],
        group_index=group[order],
        offer_index=offer[order],
        coverage=part[order] / need_hours[area[order], group[order]],
    )


def _with_all(by_group: FloatArray, told: BoolArray | None) -> FloatArray:
    return np.column_stack([by_group, by_group.sum(axis=1, where=True if told is None else told)])


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
