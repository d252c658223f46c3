"""What comes out of scoring: frozen, aligned arrays.

P = demand points, K = offers, G = groups, A = areas. Figures of areas have G + 1 columns: one a group, and last, at
`ALL_GROUPS`, all groups together.
"""

from dataclasses import dataclass

from scoring.arrays import BoolArray, FloatArray, IntArray

ALL_GROUPS = -1


@dataclass(frozen=True, eq=False)
class Coverage:
    """Coverage at the demand points.

    Attributes:
        room_per_need: R[k], room per weighted hour of need, shape (K,); 0 where no need reaches the offer.
        by_point: C[i,g], 1 = the norm is met, shape (P, G); also where nobody of the group lives now.
        is_reached: Whether any need reaches the offer, shape (K,).
    """

    room_per_need: FloatArray
    by_point: FloatArray
    is_reached: BoolArray


@dataclass(frozen=True, eq=False)
class CoverageRange:
    """Coverage at the demand points in its honest range.

    Attributes:
        best: With best room and best demand.
        low: C[i,g] with low room and high demand, shape (P, G).
        high: C[i,g] with high room and low demand, shape (P, G).
        from_known: The part of the best C[i,g] that comes from known room, shape (P, G).
    """

    best: Coverage
    low: FloatArray
    high: FloatArray
    from_known: FloatArray


@dataclass(frozen=True, eq=False)
class AreaCoverage:
    """The figures of areas, each of shape (A, G + 1), the last column all groups together. NaN = not applicable.

    Attributes:
        persons: Best estimate; NaN for all groups together, since groups overlap and persons do not add up.
        need_hours: Σ D, hours per week.
        coverage, low, high: Need-weighted mean of C; NaN where there is no need.
        need_met: Σ D·min(C, 1) / Σ D; NaN where there is no need.
        known_share: Share of the coverage that comes from known room; NaN where the coverage is 0 or not applicable.
    """

    persons: FloatArray
    need_hours: FloatArray
    coverage: FloatArray
    low: FloatArray
    high: FloatArray
    need_met: FloatArray
    known_share: FloatArray


@dataclass(frozen=True, eq=False)
class Contributions:
    """Which offers make up the coverage: aligned rows, sorted by area, group, offer; zeros left out.

    Attributes:
        area_index, group_index, offer_index: Shape (N,). Group G (the number of groups) = all groups together.
        coverage: The offer's part; parts of one area and group add up to its coverage.
    """

    area_index: IntArray
    group_index: IntArray
    offer_index: IntArray
    coverage: FloatArray


@dataclass(frozen=True, eq=False)
class Reach:
    """Suitable hosted places in reach of each demand point.

    Attributes:
        n_places: Number of them, shape (P, G).
        nearest_m: Metres to the nearest, shape (P, G); inf = none within the group's reach.
    """

    n_places: IntArray
    nearest_m: FloatArray


@dataclass(frozen=True, eq=False)
class AreaReach:
    """Reach of areas, each of shape (A, G + 1). NaN = not applicable, as in the last column, since persons overlap.

    Attributes:
        none, one, two_plus: Share of persons with 0, 1, 2 or more suitable hosted places in reach; they add up to 1.
        nearest_m: Metres within which at least half of the persons have one; NaN if half of them have none in reach.
    """

    none: FloatArray
    one: FloatArray
    two_plus: FloatArray
    nearest_m: FloatArray


@dataclass(frozen=True, eq=False)
class Pressure:
    """How hard each offer is pressed, if everyone in reach came up to the norm.

    Attributes:
        load_by_group: L[k,g], hours per week, shape (K, G); 0 without room.
        pressure: Load per place-hour of room, shape (K,): above 1, more is asked than there is. NaN without room.
    """

    load_by_group: FloatArray
    pressure: FloatArray

    @property
    def load_hours(self) -> FloatArray:
        """L[k], hours per week, shape (K,)."""
        total: FloatArray = self.load_by_group.sum(axis=1)
        return total


@dataclass(frozen=True, eq=False)
class Closing:
    """A town without some of its offers, and where the need goes that they bore.

    Attributes:
        coverage: Coverage at the points without them.
        pressure: Load and pressure without them; NaN for the closed ones.
        received_hours: Load that each remaining offer takes over, hours per week, shape (K,); 0 for the closed ones.
        moved_by_point: Closed load that other offers take over, hours per week, shape (P, G).
        stranded_by_point: Closed load that is left with no offer, hours per week, shape (P, G).
    """

    coverage: Coverage
    pressure: Pressure
    received_hours: FloatArray
    moved_by_point: FloatArray
    stranded_by_point: FloatArray

    @property
    def moved_hours(self) -> float:
        """Closed load that other offers take over, hours per week in all."""
        return float(self.moved_by_point.sum())

    @property
    def stranded_hours(self) -> float:
        """Closed load that is left with no offer, hours per week in all."""
        return float(self.stranded_by_point.sum())


@dataclass(frozen=True, eq=False)
class AreaFragility:
    """How much of the coverage rests on offers at risk. NaN = not applicable or not known; share ≤ known share ≤ 1.

    Attributes:
        share: Share of the coverage from offers at risk for any reason, shape (A, G + 1); NaN where nothing is recorded
            of any contributing offer.
        known_share: Share of the coverage from offers of which anything is recorded, shape (A, G + 1); NaN where the
            coverage is 0 or not applicable.
        by_reason: The share at risk for each reason, shape (R, A, G + 1); reasons overlap and are never summed.
    """

    share: FloatArray
    known_share: FloatArray
    by_reason: FloatArray


@dataclass(frozen=True, eq=False)
class Bridging:
    """Who may meet whom at each offer.

    Attributes:
        persons: v[k,g], full-norm visitors or counted ones, shape (K, G); NaN for everyone.
        potential: 0 = one group alone, 1 = all groups in equal parts, shape (K,); NaN without anybody.
        is_counted: Whether the persons were counted, shape (K,); else it is a *potential*.
    """

    persons: FloatArray
    potential: FloatArray
    is_counted: BoolArray


@dataclass(frozen=True, eq=False)
class AreaBridging:
    """Bridging of the offers that the people of an area use, each of shape (A, G + 1). NaN = not applicable.

    Attributes:
        potential: Mean over the offers, weighted by their contribution.
        counted_share: Share of that weight from offers where the persons were counted.
    """

    potential: FloatArray
    counted_share: FloatArray
