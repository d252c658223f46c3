"""A street network in memory, and the ends of walks along its edges."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

OFF_NETWORK_M = 250.0
"""An end further than this from any edge that can be walked is off the network."""

MIN_COMPONENT_NODES = 500
"""Pieces of network with fewer nodes are stray bits of data: nobody starts or ends there."""


@dataclass(frozen=True)
class Ends:
    """Where walks begin or end: places attached along the nearest edge, n of them.

    Attributes:
        xy: (n, 2) the places themselves, metres in EPSG:28992.
        edge: (n,) the edge each is attached to; -1 = off the network.
        nodes: (n, 2) the two nodes of that edge; 0 where off.
        node_m: (n, 2) metres from the place to those nodes: straight to the street, then along it; inf where off.
        along_m: (n,) metres along the edge from its first node.
        to_street_m: (n,) straight metres from the place to the street.
    """

    xy: FloatArray
    edge: IntArray
    nodes: IntArray
    node_m: FloatArray
    along_m: FloatArray
    to_street_m: FloatArray

    @property
    def is_off(self) -> BoolArray:
        """Which ends are off the network."""
        return self.edge < 0

    def take(self, positions: IntArray) -> "Ends":
        """Some of these ends, in the order given."""
        return Ends(
            xy=self.xy[positions],
            edge=self.edge[positions],
            nodes=self.nodes[positions],
            node_m=self.node_m[positions],
            along_m=self.along_m[positions],
            to_street_m=self.to_street_m[positions],
        )

    def __len__(self) -> int:
        return len(self.xy)


@dataclass(frozen=True)
class StreetNetwork:
    """Streets that can be walked both ways; m edges, n nodes.

    Attributes:
        nodes: (m, 2) the two nodes of each edge, 0 … n − 1.
        length_m: (m,) metres along each edge.
        paths: (m,) shapely LineStrings from the first node to the second, EPSG:28992.
        component: (n,) the connected piece each node lies in.
        component_nodes: how many nodes each piece has.
    """

    nodes: IntArray
    length_m: FloatArray
    paths: NDArray[np.object_]
    component: IntArray
    component_nodes: IntArray
    _trees: dict[int, tuple[IntArray, shapely.STRtree]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.component)

    @cached_property
    def adjacency(self) -> csr_array:
        """Metres between neighbouring nodes as compressed sparse rows, and a spare row for a search to start from.

        Of parallel streets the shortest counts; scipy would add them up. A street of 0 m stays as an explicit zero,
        which `scipy.sparse.csgraph.dijkstra` walks at no cost.

        Returns:
            (n + 1, n + 1); a search copies it and sets the two entries of row n, `indices[-2:]` and `data[-2:]`.
        """
        n = self.node_count
        row = np.concatenate([self.nodes[:, 0], self.nodes[:, 1]])
        column = np.concatenate([self.nodes[:, 1], self.nodes[:, 0]])
        metres = np.concatenate([self.length_m, self.length_m])
        order = np.lexsort((metres, column, row))
        row, column, metres = row[order], column[order], metres[order]
        is_repeat = np.zeros(len(row), dtype=np.bool_)
        is_repeat[1:] = (row[1:] == row[:-1]) & (column[1:] == column[:-1])
        kept = ~is_repeat & (row != column)
        row, column, metres = row[kept], column[kept], metres[kept]
        starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n + 1))])
        starts[-1] += 2
        # scipy searches with 32-bit indices: given wider ones it would convert them at every search.
        return csr_array(
            (
                np.concatenate([metres, [0.0, 0.0]]),
                np.concatenate([column, [0, 0]]).astype(np.int32),
                starts.astype(np.int32),
            ),
            shape=(n + 1, n + 1),
        )

    def attach(self, xy: FloatArray, min_component_nodes: int = MIN_COMPONENT_NODES) -> Ends:
        """Attach places to the nearest edge, along it.

        Args:
            xy: (n, 2) places, metres in EPSG:28992.
            min_component_nodes: Only edges of pieces with at least so many nodes count.

        Returns:
            The n ends. One further than `OFF_NETWORK_M` from every such edge is off the network.

        Raises:
            ValueError: If a coordinate is missing or not finite.
        """
        xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        if not np.isfinite(xy).all():
            row = int(np.flatnonzero(~np.isfinite(xy).all(axis=1))[0])
            raise ValueError(f"Place {row} has coordinates {tuple(xy[row])}: give metres in EPSG:28992")
        edge = np.full(len(xy), -1, dtype=np.int64)
        walkable, tree = self._tree(min_component_nodes)
        spots = np.asarray(shapely.points(xy), dtype=np.object_)
        if len(walkable) and len(xy):
            # Of edges at equal distance any will do: they mostly meet there in a node.
            place, found = tree.query_nearest(spots, max_distance=OFF_NETWORK_M, all_matches=False)
            edge[place] = walkable[found]
        return self._ends(xy, spots, edge)

    def _tree(self, min_component_nodes: int) -> tuple[IntArray, shapely.STRtree]:
        """The edges that ends may attach to, and their spatial index; made once."""
        if min_component_nodes not in self._trees:
            is_walkable = self.component_nodes[self.component[self.nodes[:, 0]]] >= min_component_nodes
            walkable = np.flatnonzero(is_walkable)
            self._trees[min_component_nodes] = walkable, shapely.STRtree(self.paths[walkable])
        return self._trees[min_component_nodes]

    def _ends(self, xy: FloatArray, spots: NDArray[np.object_], edge: IntArray) -> Ends:
        on = np.flatnonzero(edge >= 0)
        of = edge[on]
        path_m = shapely.length(self.paths[of])
        located_m = shapely.line_locate_point(self.paths[of], spots[on])
        # The source's length may differ from the drawn path's: a share of the path is the same share of the length.
        share = np.divide(located_m, path_m, out=np.zeros_like(path_m), where=path_m > 0)
        along_m, to_street_m = np.zeros(len(xy)), np.full(len(xy), np.inf)
        along_m[on] = share * self.length_m[of]
        to_street_m[on] = shapely.distance(self.paths[of], spots[on])
        nodes, node_m = np.zeros((len(xy), 2), dtype=np.int64), np.full((len(xy), 2), np.inf)
        nodes[on] = self.nodes[of]
        node_m[on, 0] = to_street_m[on] + along_m[on]
        node_m[on, 1] = to_street_m[on] + (1 - share) * self.length_m[of]
        return Ends(xy=xy, edge=edge, nodes=nodes, node_m=node_m, along_m=along_m, to_street_m=to_street_m)


def build_network(
    from_node: IntArray, to_node: IntArray, length_m: FloatArray, paths: NDArray[np.object_]
) -> StreetNetwork:
    """Make a network of m pieces of street. No pieces make an empty network, on which every end is off.

    Args:
        from_node: (m,) any whole numbers that name nodes.
        to_node: (m,) likewise.
        length_m: (m,) metres, 0 or more.
        paths: (m,) shapely LineStrings in EPSG:28992, drawn from `from_node` to `to_node`.

    Raises:
        ValueError: If the arrays differ in length, or a length is negative or not finite.
    """
    ends = np.column_stack([np.asarray(from_node, dtype=np.int64), np.asarray(to_node, dtype=np.int64)])
    length_m, paths = np.asarray(length_m, dtype=np.float64), np.asarray(paths, dtype=np.object_)
    if not len(ends) == len(length_m) == len(paths):
        raise ValueError(f"{len(ends)} pairs of nodes, {len(length_m)} lengths and {len(paths)} paths: give one each")
    if not (is_sane := np.isfinite(length_m) & (length_m >= 0)).all():
        piece = int(np.flatnonzero(~is_sane)[0])
        raise ValueError(f"Street {piece} is {length_m[piece]} m long: give 0 m or more")
    names, numbers = np.unique(ends, return_inverse=True)
    nodes = numbers.reshape(-1, 2).astype(np.int64)
    touches = coo_array((np.ones(len(nodes)), (nodes[:, 0], nodes[:, 1])), shape=(len(names), len(names)))
    component = connected_components(touches, directed=False)[1].astype(np.int64) if len(names) else np.empty(0, int)
    return StreetNetwork(
        nodes=nodes, length_m=length_m, paths=paths, component=component, component_nodes=np.bincount(component)
    )
