"""Where the loaded data end: areas whose reach leaves them know only part of what is near."""

from collections.abc import Sequence

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from scoring.arrays import BoolArray, FloatArray
from scoring.decay import Decay
from scoring.shapes import Areas
from venues.assessment.people import People
from venues.models import Area, Level, Municipality


def metres_to_edge(municipality: Municipality, people: People) -> FloatArray:
    """Metres from each demand point to the edge of what is loaded, shape (P,); 0 for points outside.

    Loaded are the municipality and the others around it whose venue register is known.
    """
    loaded = Area.objects.active().filter(level=Level.MUNICIPALITY)
    loaded = loaded.filter(edition__municipality=municipality) | loaded.filter(
        edition__municipality__register_loaded_on__isnull=False
    )
    shapes = [bytes(shape) for shape in loaded.values_list(AsWKB("boundary"), flat=True)]
    ground = shapely.union_all(shapely.from_wkb(shapes))
    points = shapely.points(people.point_xy)
    shapely.prepare(ground)
    edge = shapely.boundary(ground)
    return np.where(shapely.contains(ground, points), shapely.distance(points, edge), 0.0)


def near_edge(metres: FloatArray, members: Areas, decays: Sequence[Decay]) -> BoolArray:
    """Whether somebody's reach leaves the loaded data, shape (A, G + 1); the last column for any group."""
    nearest = np.full(members.n_areas, np.inf)
    inside = members.area_index >= 0
    np.minimum.at(nearest, members.area_index[inside], metres[inside])
    reach = np.array([decay.reach_m for decay in decays])
    by_group = nearest[:, None] < np.append(reach, reach.max())
    return np.asarray(by_group, dtype=np.bool_)
