"""From drawn lines to a street network: cut at crossings, cleared of loose ends, in one piece."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from venues.importing.demo_town.curves import GRID_M, XY, FloatArray
from venues.importing.demo_town.streets import Drawn

RANK = {
    "primary": 0, "secondary": 1, "tertiary": 2, "unclassified": 3, "pedestrian": 4, "residential": 5,
    "living_street": 6, "footway": 7,
}  # fmt: skip
WINDING = {"living_street", "footway"}
"""Streets without sharp corners."""

STUB_M = 22.0
"""Loose ends shorter than this are slips of the pen."""


@dataclass(frozen=True)
class Edge:
    """A piece of street between two nodes; vertices in metres from the centre."""

    start: int
    end: int
    street_class: str
    path: FloatArray

    @property
    def length_m(self) -> float:
        """Length along the bends, metres."""
        return float(np.hypot(*np.diff(self.path, axis=0).T).sum())


@dataclass(frozen=True)
class Network:
    """The street network: nodes (n, 2) in metres from the centre, and the edges between them."""

    nodes: FloatArray
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class _Piece:
    path: tuple[XY, ...]
    street_class: str


def connect(drawn: list[Drawn], rng: np.random.Generator) -> Network:
    """Cut all lines at their crossings and keep the largest connected network."""
    pieces = _noded(drawn, rng)
    for _ in range(3):
        pieces = _without_stubs(pieces)
    pieces = _largest_component(pieces)
    return _merged(pieces)


def _noded(drawn: list[Drawn], rng: np.random.Generator) -> list[_Piece]:
    paths = [line.path for line in drawn]
    cut = shapely.get_parts(shapely.union_all(paths, grid_size=GRID_M)).tolist()
    noded = sorted((part for part in cut if part.length > 0), key=lambda part: tuple(part.coords))
    middles = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    tree = shapely.STRtree(paths)
    piece_at, line_at = tree.query(middles, predicate="dwithin", distance=1.2)
    source = [-1] * len(noded)
    for piece, number in zip(piece_at.tolist(), line_at.tolist(), strict=True):
        held = source[piece]
        if held == -1 or (RANK[drawn[number].street_class], number) < (RANK[drawn[held].street_class], held):
            source[piece] = number
    # Pieces that can be missed are left out now and then; a spanning tree of the others keeps all places reachable.
    order = sorted(range(len(noded)), key=lambda i: (drawn[source[i]].left_out > 0, i))
    chances = rng.random(len(noded))
    roots: dict[XY, XY] = {}
    kept: list[_Piece] = []
    for i in order:
        coords = tuple((float(x), float(y)) for x, y in noded[i].coords)
        one, other = _root(roots, coords[0]), _root(roots, coords[-1])
        line = drawn[source[i]]
        if one == other and chances[i] < line.left_out:
            continue
        roots[one] = other
        kept.append(_Piece(coords, line.street_class))
    return kept


def _root(roots: dict[XY, XY], at: XY) -> XY:
    while (up := roots.setdefault(at, at)) != at:
        roots[at] = roots[up]
        at = roots[at]
    return at


def _ends(pieces: Iterable[_Piece]) -> dict[XY, int]:
    degree: dict[XY, int] = {}
    for piece in pieces:
        for end in (piece.path[0], piece.path[-1]):
            degree[end] = degree.get(end, 0) + 1
    return degree


def _without_stubs(pieces: list[_Piece]) -> list[_Piece]:
    degree = _ends(pieces)
    return [
        piece
        for piece in pieces
        if min(degree[piece.path[0]], degree[piece.path[-1]]) > 1 or LineString(piece.path).length > STUB_M
    ]


def _largest_component(pieces: list[_Piece]) -> list[_Piece]:
    number = {at: i for i, at in enumerate(_ends(pieces))}
    one = [number[piece.path[0]] for piece in pieces]
    other = [number[piece.path[-1]] for piece in pieces]
    size = (len(number), len(number))
    labels: NDArray[np.int32]
    _, labels = connected_components(
        coo_matrix((np.ones(len(one)), (np.asarray(one), np.asarray(other))), shape=size), directed=False
    )
    main = int(np.bincount(labels).argmax())
    return [piece for piece, start in zip(pieces, one, strict=True) if labels[start] == main]


def _merged(pieces: list[_Piece]) -> Network:
    """Join pieces at nodes that are no crossing, so that an edge carries its whole bent path."""
    at_node: dict[XY, list[int]] = {}
    for i, piece in enumerate(pieces):
        at_node.setdefault(piece.path[0], []).append(i)
        at_node.setdefault(piece.path[-1], []).append(i)

    def passes(at: XY) -> bool:
        met = at_node[at]
        return len(met) == 2 and met[0] != met[1] and pieces[met[0]].street_class == pieces[met[1]].street_class

    used = [False] * len(pieces)
    number: dict[XY, int] = {}
    edges: list[Edge] = []

    def walk(first: int, start: XY) -> None:
        path, at, current = [start], start, first
        while True:
            used[current] = True
            step = pieces[current].path if pieces[current].path[0] == at else pieces[current].path[::-1]
            path += step[1:]
            at = path[-1]
            onward = [i for i in at_node[at] if not used[i]]
            if not passes(at) or not onward:
                break
            current = onward[0]
        if path[0] == path[-1]:
            return  # A round that meets nothing but itself leads nowhere.
        ends = [number.setdefault(end, len(number)) for end in (path[0], path[-1])]
        kind = pieces[first].street_class
        drawn = np.asarray(path, dtype=np.float64)
        if kind in WINDING:
            drawn = _rounded(_rounded(drawn))
        line = shapely.simplify(LineString(drawn), 0.6)
        edges.append(Edge(ends[0], ends[1], kind, np.asarray(line.coords, dtype=np.float64)))

    for at in sorted(at_node):
        if not passes(at):
            for i in at_node[at]:
                if not used[i]:
                    walk(i, at)
    return Network(np.asarray(list(number), dtype=np.float64), tuple(edges))


def _rounded(path: FloatArray) -> FloatArray:
    """Cut the corners of a path (Chaikin), its ends left in place."""
    if len(path) < 3:
        return path
    first, second = path[:-1], path[1:]
    cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1).reshape(-1, 2)
    return np.vstack([path[:1], cut[1:-1], path[-1:]])
