"""How much further people walk than the crow flies: a sample of pairs of places, and what lies between them."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import KDTree

from venues.walking.network import Ends, FloatArray, IntArray, StreetNetwork
from venues.walking.search import walks_from

ANY_DISTANCE_M = 1e6
"""Further than any walk in the Netherlands: a search to here is a search without a bound."""

SAMPLE_STEP_M = 25.0


@dataclass(frozen=True)
class Pairs:
    """Pairs of different points, n of them.

    Attributes:
        start, end: (n,) positions in the points; sorted by start.
        straight_m: (n,) metres as the crow flies.
    """

    start: IntArray
    end: IntArray
    straight_m: FloatArray


@dataclass(frozen=True)
class Draw:
    """How pairs are drawn.

    Attributes:
        starts: How many different points to start from; fewer where fewer are lived in.
        ends: How many different ends for each start; fewer where fewer lie within reach.
        up_to_m: How far apart a pair is at most, straight metres.
        seed: The same seed draws the same pairs.
    """

    starts: int
    ends: int
    up_to_m: float
    seed: int


def draw_pairs(xy: FloatArray, persons: FloatArray, draw: Draw) -> Pairs:
    """Draw where people start, by how many live there, and for each start some of the people around it.

    Args:
        xy: (n, 2) points, metres in EPSG:28992.
        persons: (n,) who live there, 0 or more.
        draw: How many, how far apart, and from which seed.

    Raises:
        ValueError: If a number of persons is negative or not finite.
    """
    if not (np.isfinite(persons) & (persons >= 0)).all():
        raise ValueError("The persons at a point must be 0 or more")
    rng = np.random.default_rng(draw.seed)
    lived_in = np.flatnonzero(persons > 0)
    tree = KDTree(xy[lived_in]) if len(lived_in) else None
    drawn: list[IntArray] = []
    for start in np.sort(_draw(rng, lived_in, persons, draw.starts)):
        near = lived_in[tree.query_ball_point(xy[start], draw.up_to_m, return_sorted=True)] if tree else lived_in
        # Two points on one spot have no detour.
        near = near[(xy[near] != xy[start]).any(axis=1)]
        ends_of = _draw(rng, near, persons, draw.ends)
        drawn.append(np.column_stack([np.full(len(ends_of), start), ends_of]))
    pairs = np.concatenate(drawn) if drawn else np.empty((0, 2), dtype=np.int64)
    away = xy[pairs[:, 1]] - xy[pairs[:, 0]]
    return Pairs(start=pairs[:, 0], end=pairs[:, 1], straight_m=np.hypot(away[:, 0], away[:, 1]))


def _draw(rng: np.random.Generator, points: IntArray, persons: FloatArray, count: int) -> IntArray:
    if not len(points):
        return points
    share = persons[points] / persons[points].sum()
    return rng.choice(points, size=min(count, len(points)), replace=False, p=share)


def walk_pairs(network: StreetNetwork, points: Ends, pairs: Pairs) -> FloatArray:
    """Metres over the streets between the points of each pair, without a bound.

    Args:
        network: The streets; the points were attached to it.
        points: What the pairs are pairs of.
        pairs: One search is made for each different start.

    Returns:
        (n,) metres; inf where no streets lead from the one to the other.
    """
    walk_m = np.full(len(pairs.start), np.inf)
    starts, first = np.unique(pairs.start, return_index=True)
    last = np.append(first[1:], len(pairs.start))
    searches = walks_from(network, points.take(starts), points, ANY_DISTANCE_M)
    for walks, a, b in zip(searches, first.tolist(), last.tolist(), strict=True):
        from_start = np.full(len(points), np.inf)
        from_start[walks.points] = walks.walk_m
        walk_m[a:b] = from_start[pairs.end[a:b]]
    return walk_m


def furthest_from_street_m(network: StreetNetwork, xy: FloatArray, pairs: Pairs) -> FloatArray:
    """How far from any street the straight line of each pair comes: wide water, a rail yard, a port, fields.

    Args:
        network: The streets, at least one.
        xy: (m, 2) points, metres in EPSG:28992.
        pairs: n pairs of them.

    Returns:
        (n,) metres, looked at every 25 m of the line.
    """
    tree = shapely.STRtree(network.paths)
    steps = np.maximum(np.ceil(pairs.straight_m / SAMPLE_STEP_M).astype(np.int64), 2)
    pair = np.repeat(np.arange(len(steps)), steps)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = ((nth + 0.5) / steps[pair])[:, None]
    spots = shapely.points((1 - share) * xy[pairs.start[pair]] + share * xy[pairs.end[pair]])
    _spot, street_m = tree.query_nearest(spots, all_matches=False, return_distance=True)
    furthest_m = np.zeros(len(steps))
    np.maximum.at(furthest_m, pair, street_m)
    return furthest_m
