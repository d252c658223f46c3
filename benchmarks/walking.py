"""Walking distances beside networkx and, where it is installed, pandana: the same walks, timed in pairs.

Run: python -m benchmarks.walking DATA_FOLDER (the folder that holds amsterdam/).
"""

import importlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import networkx as nx
import numpy as np
import shapely
from pyproj import Transformer

from venues.walking.network import Ends, FloatArray, IntArray, StreetNetwork, build_network
from venues.walking.search import walks_from

T = TypeVar("T")

BOUND_M = 1500.0
ROUNDS = 3

Search = Callable[[IntArray], list[FloatArray]]
"""Positions of places -> for each the metres to every point, inf beyond the bound."""


def main(arguments: list[str] | None = None) -> None:
    """Time ours and each peer on the same places of Amsterdam, in turns, and print the ratios."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        raise SystemExit("Name the data folder: python -m benchmarks.walking DATA_FOLDER")
    folder = Path(given[0]) / "amsterdam"
    (network, build_s) = _timed(lambda: build_network(*read_streets(folder)))
    places, points = network.attach(read_venues(folder)), network.attach(cells(network))
    print(
        f"{network.node_count:,} nodes, {len(network.nodes):,} streets, {len(places):,} venues, {len(points):,} points"
    )
    timed = [_timed(lambda: list(walks_from(network, places, points, BOUND_M))) for _round in range(ROUNDS)]
    pairs = sum(len(walks.points) for walks in timed[0][0])
    all_s = median(seconds for _found, seconds in timed)
    print(
        f"ours, all venues to {BOUND_M:.0f} m: {all_s:.2f} s for {pairs:,} walks (reading and building {build_s:.2f} s)"
    )
    # Each peer searches from all venues, a part of them a round, in turns with ours.
    on = np.flatnonzero(~places.is_off)
    chosen = np.array_split(np.random.default_rng(2026).permutation(on), ROUNDS)
    for name, make_peer in (("networkx", networkx_search), ("pandana", pandana_search)):
        try:
            peer, peer_build_s = _timed(lambda make=make_peer: make(network, places, points))  # type: ignore[misc]
        except ModuleNotFoundError:
            print(f"{name}: not installed here, left out")
            continue
        _compare(name, _ours(network, places, points), peer, chosen)
        print(f"  {name} takes {peer_build_s:.2f} s to build its graph")


def _compare(name: str, ours: Search, peer: Search, rounds: Sequence[IntArray]) -> None:
    ratios, ours_all_s, peer_all_s, largest_m, only_one = [], 0.0, 0.0, 0.0, 0
    for which in rounds:
        mine, ours_s = _timed(lambda which=which: ours(which))  # type: ignore[misc]
        theirs, peer_s = _timed(lambda which=which: peer(which))  # type: ignore[misc]
        ratios.append(peer_s / ours_s)
        ours_all_s, peer_all_s = ours_all_s + ours_s, peer_all_s + peer_s
        for a, b in zip(mine, theirs, strict=True):
            both = np.isfinite(a) & np.isfinite(b)
            largest_m = max(largest_m, float(np.abs(a[both] - b[both]).max(initial=0)))
            only_one += int((np.isfinite(a) != np.isfinite(b)).sum())
    print(
        f"{name}: {peer_all_s:.2f} s for all venues, ours {ours_all_s:.2f} s: {median(ratios):.1f} times as fast"
        f" (rounds: {', '.join(f'{r:.1f}' for r in ratios)});"
        f" walks differ by at most {largest_m:.2g} m, {only_one} found by one only"
    )


def _ours(network: StreetNetwork, places: Ends, points: Ends) -> Search:
    on = np.flatnonzero(~points.is_off)

    def search(which: IntArray) -> list[FloatArray]:
        rows = []
        for walks in walks_from(network, _some(places, which), _some(points, on), BOUND_M):
            row = np.full(len(points), np.inf)
            row[on[walks.points]] = walks.walk_m
            rows.append(row)
        return rows

    return search


def networkx_search(network: StreetNetwork, places: Ends, points: Ends) -> Search:
    """The same walks by networkx: every door and point a node of its own, hung on the two nodes of its street."""
    graph = nx.MultiGraph()
    graph.add_weighted_edges_from((*nodes, metres) for nodes, metres in zip(*_lists(network), strict=True))
    on = np.flatnonzero(~points.is_off)
    for point in on.tolist():
        for node, metres in zip(points.nodes[point].tolist(), points.node_m[point].tolist(), strict=True):
            graph.add_edge(("point", point), node, weight=metres)
    hung: dict[int, list[int]] = {}
    for point in on.tolist():
        hung.setdefault(int(points.edge[point]), []).append(point)

    def search(which: IntArray) -> list[FloatArray]:
        rows = []
        for place in which.tolist():
            for node, metres in zip(places.nodes[place].tolist(), places.node_m[place].tolist(), strict=True):
                graph.add_edge("door", node, weight=metres)
            for point in hung.get(int(places.edge[place]), []):
                graph.add_edge("door", ("point", point), weight=_along_m(places, place, points, point))
            row = np.full(len(points), np.inf)
            reached = nx.single_source_dijkstra_path_length(graph, "door", cutoff=BOUND_M)
            graph.remove_node("door")
            for key, metres in reached.items():
                if isinstance(key, tuple):
                    row[key[1]] = metres
            rows.append(row)
        return rows

    return search


def pandana_search(network: StreetNetwork, places: Ends, points: Ends) -> Search:
    """The nearest thing in pandana: all nodes within the bound of a place's nearest node, then the points hung on them.

    It starts at a node, not along the street, so its metres differ; what is compared is time.
    """
    pandana: Any = importlib.import_module("pandana")
    pandas: Any = importlib.import_module("pandas")
    xy = np.zeros((network.node_count, 2))
    xy[network.nodes[:, 0]] = shapely.get_coordinates(shapely.get_point(network.paths, 0))
    xy[network.nodes[:, 1]] = shapely.get_coordinates(shapely.get_point(network.paths, -1))
    graph = pandana.Network(
        pandas.Series(xy[:, 0]),
        pandas.Series(xy[:, 1]),
        pandas.Series(network.nodes[:, 0]),
        pandas.Series(network.nodes[:, 1]),
        pandas.DataFrame({"metres": network.length_m}),
    )
    graph.precompute(BOUND_M)
    nearest = places.nodes[np.arange(len(places)), places.node_m.argmin(axis=1)]

    def search(which: IntArray) -> list[FloatArray]:
        reached = graph.nodes_in_range(nearest[which].tolist(), BOUND_M)
        by_source = dict(list(reached.groupby("source")))
        rows = []
        for node in nearest[which].tolist():
            node_m = np.full(network.node_count, np.inf)
            node_m[by_source[node]["destination"].to_numpy()] = by_source[node]["metres"].to_numpy()
            row = (node_m[points.nodes] + points.node_m).min(axis=1)
            rows.append(np.where(row <= BOUND_M, row, np.inf))
        return rows

    return search


def read_streets(folder: Path) -> tuple[IntArray, IntArray, FloatArray, Any]:
    """The streets of street_nodes.csv.gz and street_edges.csv.gz, drawn straight, in EPSG:28992."""
    nodes = np.genfromtxt(folder / "street_nodes.csv.gz", delimiter=",", skip_header=1, usecols=(0, 1, 2))
    edges = np.genfromtxt(folder / "street_edges.csv.gz", delimiter=",", skip_header=1, usecols=(0, 1, 2))
    order = np.argsort(nodes[:, 0])
    xy = _to_rd(nodes[order, 1:])
    ends = edges[:, :2].astype(np.int64)
    corners = xy[np.searchsorted(nodes[order, 0], ends)]
    return ends[:, 0], ends[:, 1], edges[:, 2], shapely.linestrings(corners)


def read_venues(folder: Path) -> FloatArray:
    """Where the venues of the city's register are, EPSG:28992."""
    features = json.loads((folder / "maatschappelijke_voorzieningen.geojson").read_text())["features"]
    return _to_rd(np.array([feature["geometry"]["coordinates"][:2] for feature in features]))


def _to_rd(degrees: FloatArray) -> FloatArray:
    to_rd = Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)
    return np.column_stack(to_rd.transform(degrees[:, 0], degrees[:, 1]))


def cells(network: StreetNetwork) -> FloatArray:
    """The middle of every 100 m cell in which a street begins or ends."""
    ends = shapely.get_coordinates([shapely.get_point(network.paths, 0), shapely.get_point(network.paths, -1)])
    return np.unique(np.floor(ends / 100), axis=0) * 100 + 50


def _some(ends: Ends, which: IntArray) -> Ends:
    return Ends(
        xy=ends.xy[which],
        edge=ends.edge[which],
        nodes=ends.nodes[which],
        node_m=ends.node_m[which],
        along_m=ends.along_m[which],
        to_street_m=ends.to_street_m[which],
    )


def _along_m(places: Ends, place: int, points: Ends, point: int) -> float:
    along_m = abs(places.along_m[place] - points.along_m[point])
    return float(places.to_street_m[place] + along_m + points.to_street_m[point])


def _lists(network: StreetNetwork) -> tuple[list[list[int]], list[float]]:
    return network.nodes.tolist(), network.length_m.tolist()


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = perf_counter()
    return work(), perf_counter() - started


if __name__ == "__main__":
    main()
