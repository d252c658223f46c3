"""How far the nearest of several places is, however far that is: one search for all of them at once."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from venues.walking.network import BoolArray, Ends, FloatArray, IntArray, StreetNetwork
from venues.walking.search import DETOUR


@dataclass(frozen=True)
class Nearest:
    """The walk from each of n points to the place that is nearest.

    Attributes:
        walk_m: (n,) metres; NaN = no place can be walked to.
        is_estimated: (n,) whether it is a straight line × 1.3, for want of a street at either end.
    """

    walk_m: FloatArray
    is_estimated: BoolArray


def nearest_place(network: StreetNetwork, places: Ends, points: Ends) -> Nearest:
    """Search the walk from each point to the nearest place, exactly and without a bound.

    The walks are those of `walks_from`: straight to the street, along the streets, straight to the door; the straight
    line × 1.3 where either end is off the network; none to another piece of network. All places hang on one spare node,
    so that one search from there finds the nearest for every point.

    Args:
        network: The streets; both ends were attached to it.
        places: Where can be walked to.
        points: Where walks begin.
    """
    walk_m = np.full(len(points), np.inf)
    on, places_on = np.flatnonzero(~points.is_off), np.flatnonzero(~places.is_off)
    if len(on) and len(places_on):
        node_m = _metres_to_nodes(network, places, places_on)
        walk_m[on] = (node_m[points.nodes[on]] + points.node_m[on]).min(axis=1)
        _shorten_along_one_street(walk_m, places, points)
    # A place off the network may be nearest to anybody; a point off it is nearest to any place.
    straight_m = np.full(len(points), np.inf)
    straight_m[on] = straight_to_nearest(places.xy[places.is_off], points.xy[on])
    straight_m[points.is_off] = straight_to_nearest(places.xy, points.xy[points.is_off])
    is_estimated = DETOUR * straight_m < walk_m
    walk_m = np.minimum(walk_m, DETOUR * straight_m)
    return Nearest(walk_m=np.where(np.isfinite(walk_m), walk_m, np.nan), is_estimated=is_estimated)


def _metres_to_nodes(network: StreetNetwork, places: Ends, on: IntArray) -> FloatArray:
    """Metres from every node to the nearest place: the places hang on the spare last row of the graph."""
    legs_m = np.full(network.node_count, np.inf)
    np.minimum.at(legs_m, places.nodes[on].ravel(), places.node_m[on].ravel())
    doors = np.flatnonzero(np.isfinite(legs_m)).astype(np.int32)
    streets = network.adjacency
    graph = csr_array(
        (
            np.concatenate([streets.data[:-2], legs_m[doors]]),
            np.concatenate([streets.indices[:-2], doors]),
            np.concatenate([streets.indptr[:-1], [len(streets.data) - 2 + len(doors)]]).astype(np.int32),
        ),
        shape=streets.shape,
    )
    node_m: FloatArray = dijkstra(graph, indices=[network.node_count])[0]
    return node_m


def _shorten_along_one_street(walk_m: FloatArray, places: Ends, points: Ends) -> None:
    """Two doors in one street need not pass its corners."""
    by_edge: dict[int, list[int]] = {}
    for place, edge in enumerate(places.edge.tolist()):
        by_edge.setdefault(edge, []).append(place)
    for point in np.flatnonzero(~points.is_off & np.isin(points.edge, places.edge)).tolist():
        at = by_edge[int(points.edge[point])]
        along_m = np.abs(places.along_m[at] - points.along_m[point])
        direct_m = places.to_street_m[at] + along_m + points.to_street_m[point]
        walk_m[point] = min(walk_m[point], direct_m.min())


def straight_to_nearest(to_xy: FloatArray, from_xy: FloatArray) -> FloatArray:
    """Metres from each of n points to the nearest of k places as the crow flies; inf without a place.

    Args:
        to_xy: (k, 2) the places, metres in EPSG:28992.
        from_xy: (n, 2) the points.
    """
    if not len(to_xy) or not len(from_xy):
        return np.full(len(from_xy), np.inf)
    return np.asarray(KDTree(to_xy).query(from_xy)[0], dtype=np.float64)
