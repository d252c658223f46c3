"""Walks from doors that are only thought of: as a place would get them there, and stored nowhere."""

from dataclasses import dataclass

from venues.models import Municipality
from venues.walking.kept import Reached
from venues.walking.measure import box_around, points_in
from venues.walking.network import MIN_COMPONENT_NODES, Ends, FloatArray, IntArray, StreetNetwork
from venues.walking.search import walks_from
from venues.walking.streets import streets_around


@dataclass(frozen=True, eq=False)
class Ground:
    """The streets and demand points around a municipality, ready for searches from any spot in it.

    Attributes:
        network: The streets.
        ids: The demand points, also those across the border.
        points: The same, attached to the streets.
        bound_m: How far is searched, metres.
        min_component_nodes: As of `measure_walks`.
    """

    network: StreetNetwork
    ids: IntArray
    points: Ends
    bound_m: float
    min_component_nodes: int

    def reached_from(self, xy: FloatArray) -> list[Reached]:
        """The walks from some spots, one search each.

        Args:
            xy: (n, 2) spots in the municipality, metres in EPSG:28992.

        Raises:
            ValueError: If a coordinate is missing or not finite.
        """
        doors = self.network.attach(xy, self.min_component_nodes)
        found = walks_from(self.network, doors, self.points, self.bound_m)
        return [Reached(self.ids[walks.points], walks.walk_m) for walks in found]


def ground_around(
    municipality: Municipality, bound_m: float, min_component_nodes: int = MIN_COMPONENT_NODES
) -> Ground | None:
    """Read the streets and points around a municipality; None where it has no boundary and no places.

    Args:
        municipality: Where spots will be thought of.
        bound_m: How far walks are measured, metres.
        min_component_nodes: As of `measure_walks`.
    """
    box = box_around(municipality, bound_m)
    if box is None:
        return None
    _fingerprint, network = streets_around(municipality, box)
    ids, xy = points_in(municipality, box)
    return Ground(network, ids, network.attach(xy, min_component_nodes), bound_m, min_component_nodes)
