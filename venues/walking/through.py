"""Streets that go on through their crossings: what a map shows of a town whose streets have no class."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from venues.walking.network import FloatArray, IntArray

STRAIGHT_ON_DEG = 40.0
"""A street that bends more than this at a crossing is another street."""


def through_length_m(from_node: IntArray, to_node: IntArray, paths: NDArray[np.object_]) -> FloatArray:
    """How long the street is that each piece is part of, going straight on at every crossing.

    At each node the two ends that are most in line are taken together, then the next two, as long as they bend less
    than `STRAIGHT_ON_DEG`.

    Args:
        from_node: (n,) the node each piece begins at.
        to_node: (n,) the node each piece ends at.
        paths: (n,) shapely LineStrings, metres.

    Returns:
        (n,) metres; a piece on its own has its own length.

    Source:
        Thomson & Richardson (1999), the “good continuation” principle: strokes.
    """
    n = len(paths)
    if not n:
        return np.zeros(0)
    one, other = _in_line(np.concatenate([from_node, to_node]), _leaving(paths))
    # An end is one of the n pieces, twice: where it begins and where it ends.
    links = coo_array((np.ones(len(one)), (one % n, other % n)), shape=(n, n))
    street = connected_components(links, directed=False)[1]
    own_m = np.asarray(shapely.length(paths), dtype=float)
    whole_m: FloatArray = np.bincount(street, weights=own_m).astype(np.float64)
    return whole_m[street]


def _leaving(paths: NDArray[np.object_]) -> FloatArray:
    """(2 n, 2) unit vectors by which the pieces leave their first nodes, then their last."""
    first, second = (shapely.get_coordinates(shapely.get_point(paths, i)) for i in (0, 1))
    last, before = (shapely.get_coordinates(shapely.get_point(paths, i)) for i in (-1, -2))
    away = np.concatenate([second - first, before - last])
    norm = np.linalg.norm(away, axis=1, keepdims=True)
    unit: FloatArray = np.divide(away, norm, out=np.zeros_like(away), where=norm > 0)
    return unit


def _in_line(node: IntArray, leaving: FloatArray) -> tuple[IntArray, IntArray]:
    """Pairs of ends that go on in one another, each end in one pair at most."""
    order = np.argsort(node, kind="stable")
    ones, others = [], []
    # All pairs at a node: each end with the next, with the one after that, and so on while it is the same node.
    for step in range(1, len(node)):
        is_same = node[order[step:]] == node[order[:-step]]
        if not is_same.any():
            break
        ones.append(order[:-step][is_same])
        others.append(order[step:][is_same])
    one, other = (np.concatenate(found) if found else np.zeros(0, np.int64) for found in (ones, others))
    # Straight on, two ends leave in opposite directions: −1.
    turn = np.einsum("ij,ij->i", leaving[one], leaving[other])
    best_first = np.argsort(turn, kind="stable")
    best_first = best_first[turn[best_first] <= -np.cos(np.radians(STRAIGHT_ON_DEG))]
    taken = np.zeros(len(node), dtype=bool)
    kept = []
    for pair in best_first:
        if not (taken[one[pair]] or taken[other[pair]]):
            taken[one[pair]] = taken[other[pair]] = True
            kept.append(pair)
    return one[kept], other[kept]
