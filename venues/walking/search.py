"""Bounded shortest walks from each place to the demand points around it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from venues.walking.network import BoolArray, Ends, FloatArray, IntArray, StreetNetwork

DETOUR = 1.3
"""A walk off the network is estimated as the straight line times this."""


@dataclass(frozen=True)
class Walks:
    """The walks from one place, k of them, in order of point.

    Attributes:
        points: (k,) positions in the points that were given.
        walk_m: (k,) metres, at most the bound.
        is_estimated: (k,) whether it is a straight line × 1.3.
    """

    points: IntArray
    walk_m: FloatArray
    is_estimated: BoolArray


def check_bound(bound_m: float) -> None:
    """Refuse a bound that is no distance.

    Raises:
        ValueError: If it is not a positive, finite number of metres.
    """
    if not (np.isfinite(bound_m) and bound_m > 0):
        raise ValueError(f"The bound is {bound_m} m: give a positive number of metres")


def walks_from(network: StreetNetwork, places: Ends, points: Ends, bound_m: float) -> Iterator[Walks]:
    """Search the walks from each place to all points within a bound, exactly.

    A walk goes straight from the door to the nearest street, along the streets, and straight to the point. Where either
    end is off the network it is the straight line × 1.3. A point on another piece of network is not reached.

    Args:
        network: The streets; both ends were attached to it.
        places: The starts, one search each.
        points: The ends.
        bound_m: Metres; walks longer than this are left out.

    Yields:
        The walks of each place, in order.

    Raises:
        ValueError: If the bound is not a positive, finite number of metres.
    """
    check_bound(bound_m)
    graph = network.adjacency.copy()
    on, off = np.flatnonzero(~points.is_off), np.flatnonzero(points.is_off)
    by_edge = on[np.argsort(points.edge[on], kind="stable")]
    sorted_edge = points.edge[by_edge]
    first, second = points.nodes[on].T.astype(np.int32)
    first_m, second_m = points.node_m[on].T
    for place in range(len(places)):
        walk_m = np.full(len(points), np.inf)
        is_estimated = np.ones(len(points), dtype=np.bool_)
        if places.edge[place] < 0:
            walk_m = DETOUR * _straight_m(places, place, points.xy)
        else:
            node_m = _metres_to_nodes(graph, places, place, bound_m)
            walk_m[on] = np.minimum(node_m[first] + first_m, node_m[second] + second_m)
            walk_m[off] = DETOUR * _straight_m(places, place, points.xy[off])
            is_estimated[on] = False
            start, stop = np.searchsorted(sorted_edge, places.edge[place] + np.array([0, 1]))
            same = by_edge[start:stop]
            along_m = np.abs(points.along_m[same] - places.along_m[place])
            direct_m = places.to_street_m[place] + along_m + points.to_street_m[same]
            walk_m[same] = np.minimum(walk_m[same], direct_m)
        within = np.flatnonzero(walk_m <= bound_m)
        yield Walks(points=within, walk_m=walk_m[within], is_estimated=is_estimated[within])


def _metres_to_nodes(graph: csr_array, places: Ends, place: int, bound_m: float) -> FloatArray:
    """Metres from a place to every node, inf beyond the bound: its two nodes hang on the spare row of the graph."""
    graph.indices[-2:] = places.nodes[place]
    graph.data[-2:] = places.node_m[place]
    if places.nodes[place, 0] == places.nodes[place, 1]:
        graph.data[-2:] = places.node_m[place].min()
    node_m: FloatArray = dijkstra(graph, indices=[graph.shape[0] - 1], limit=bound_m)[0]
    return node_m


def _straight_m(places: Ends, place: int, xy: FloatArray) -> FloatArray:
    away: FloatArray = xy - places.xy[place]
    return np.hypot(away[:, 0], away[:, 1])
