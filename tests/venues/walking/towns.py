"""Small street networks to walk in, and an independent judge of the walks."""

from itertools import pairwise

import networkx as nx
import numpy as np
import shapely
from django.contrib.gis.geos import LineString, Point

from tests.factories import SOUTH_M, WEST_M
from venues.models import RD, Municipality, Street
from venues.walking.network import StreetNetwork, build_network

Corners = list[tuple[float, ...]]


def network_of(*streets: tuple[int, int, float, Corners]) -> StreetNetwork:
    """A network of (from, to, length, corners)."""
    from_node, to_node, length_m, corners = zip(*streets, strict=True)
    return build_network(
        np.array(from_node), np.array(to_node), np.array(length_m), np.array([shapely.LineString(c) for c in corners])
    )


def random_network(seed: int, nodes: int = 60) -> StreetNetwork:
    """Crooked streets with parallels, loops, dead ends, streets of 0 m and several pieces, 1 km wide."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 1000, (nodes, 2))
    streets: list[tuple[int, int, float, Corners]] = []

    def draw(a: int, b: int, factor: float) -> None:
        # No two are drawn alike: an end between twins could attach to either.
        bends = (xy[a] + xy[b]) / 2 + rng.normal(0, 25, (2, 2))
        path = shapely.LineString([xy[a], *bends, xy[b]])
        streets.append((a, b, path.length * factor, list(path.coords)))

    for _ in range(int(nodes * 1.5)):
        a = int(rng.integers(nodes))
        near = np.argsort(np.hypot(*(xy - xy[a]).T))
        b = int(near[rng.integers(0, 7)])  # The first is itself: a loop.
        draw(a, b, rng.uniform(1, 1.3))
        if rng.random() < 0.2:
            draw(b, a, 1.5)
        if rng.random() < 0.1:
            draw(a, b, 0.0)
    return network_of(*streets)


def judged_metres(
    network: StreetNetwork, place: np.ndarray, points: np.ndarray, min_component_nodes: int
) -> dict[int, float]:
    """What networkx says: every end is a node of its own, hung on its street cut in pieces."""
    streets = nx.MultiGraph((int(a), int(b)) for a, b in network.nodes)
    pieces = [piece for piece in nx.connected_components(streets) if len(piece) >= min_component_nodes]
    eligible = [edge for edge, (a, _) in enumerate(network.nodes) if any(int(a) in piece for piece in pieces)]
    paths: list[shapely.LineString] = network.paths.tolist()
    stops: dict[int, list[tuple[float, int | str]]] = {
        edge: [(0.0, int(a)), (1.0, int(b))] for edge, (a, b) in enumerate(network.nodes)
    }
    walked = nx.MultiGraph()
    spots = {"place": shapely.Point(place)} | {number: shapely.Point(xy) for number, xy in enumerate(points)}
    for name, spot in spots.items():
        edge = min(eligible, key=lambda e: paths[e].distance(spot), default=None)
        if edge is None or paths[edge].distance(spot) > 250:
            continue
        path = paths[edge]
        stops[edge].append((path.project(spot, normalized=True), f"street before {name}"))
        walked.add_edge(f"street before {name}", f"door of {name}", weight=path.distance(spot))
    for edge, along in stops.items():
        for (share, here), (next_share, there) in pairwise(sorted(along, key=lambda stop: stop[0])):
            walked.add_edge(here, there, weight=(next_share - share) * network.length_m[edge])
    is_on = {name: f"door of {name}" in walked for name in spots}
    reached = nx.single_source_dijkstra_path_length(walked, "door of place") if is_on["place"] else {}
    judged = {
        number: reached.get(f"door of {number}", np.inf)
        if is_on["place"] and is_on[number]
        else 1.3 * spots["place"].distance(spots[number])
        for number in range(len(points))
    }
    return {number: metres for number, metres in judged.items() if metres < np.inf}


def lay_street(municipality: Municipality, from_node: int, to_node: int, *corners: tuple[float, float]) -> Street:
    """A street in the register, as long as it is drawn; corners in metres from the south-west of the first square."""
    path = LineString([(WEST_M + x, SOUTH_M + y) for x, y in corners], srid=RD)
    return Street.objects.create(
        municipality=municipality, from_node=from_node, to_node=to_node, length_m=path.length, path=path
    )


def at(x: float, y: float) -> Point:
    """A place, in metres from the south-west of the first square."""
    return Point(WEST_M + x, SOUTH_M + y, srid=RD)
