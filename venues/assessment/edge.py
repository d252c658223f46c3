"""Where the loaded data end: areas whose reach leaves them know only part of what is near."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.measure import D
from django.db.models import Q

from scoring.arrays import BoolArray
from scoring.decay import Decay
from scoring.shapes import Areas
from venues.assessment.people import People
from venues.models import Area, Level, Municipality


def reach_leaves_data(municipality: Municipality, people: People, decays: Sequence[Decay]) -> BoolArray:
    """Whether the reach of each group leaves what is loaded, as the crow flies, at each demand point, shape (P, G).

    Loaded are the municipality and those around it whose venue register is known.
    """
    areas = Area.objects.active().filter(level=Level.MUNICIPALITY)
    reach_m = max(decay.reach_m for decay in decays)
    loaded = areas.filter(
        Q(edition__municipality=municipality)
        | Q(
            edition__municipality__register_loaded_on__isnull=False,
            edition__municipality__is_fictional=municipality.is_fictional,
        ),
        # Without this, each of the country's municipalities would put the whole country together.
        boundary__dwithin=(areas.get(edition__municipality=municipality).boundary, D(m=reach_m)),
    )
    shapes = tuple(bytes(shape) for shape in loaded.order_by("pk").values_list(AsWKB("boundary"), flat=True))
    reaches = tuple(decay.reach_m for decay in decays)
    near = _near(shapes, np.ascontiguousarray(people.point_xy, dtype=np.float64).tobytes(), frozenset(reaches))
    return np.column_stack([near[each] for each in reaches])


@lru_cache(maxsize=8)
def _near(shapes: tuple[bytes, ...], point_xy: bytes, reaches: frozenset[float]) -> dict[float, BoolArray]:
    """Of each reach the points from which it leaves the shapes; it hangs on nothing else, so it is kept in memory."""
    ground = shapely.union_all(shapely.from_wkb(list(shapes)))
    edge = shapely.boundary(ground)
    shapely.prepare(ground)
    shapely.prepare(edge)
    points = shapely.points(np.frombuffer(point_xy).reshape(-1, 2))
    outside = ~shapely.contains(ground, points)
    return {reach: np.asarray(outside | shapely.dwithin(edge, points, reach)) for reach in reaches}


def near_edge(leaves: BoolArray, members: Areas) -> BoolArray:
    """Whether it does for any point of an area, shape (A, G + 1); the last column for any group."""
    by_area = np.zeros((members.n_areas, leaves.shape[1]), dtype=np.bool_)
    inside = members.area_index >= 0
    np.logical_or.at(by_area, members.area_index[inside], leaves[inside])
    return np.column_stack([by_area, by_area.any(axis=1)])
