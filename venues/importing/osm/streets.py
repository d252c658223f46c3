"""Ways to a walking network: cut where they meet, with lengths over the globe."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import Geod

from venues.importing.osm.extract import Way
from venues.importing.reading.projection import to_rd
from venues.importing.reading.surroundings import Surroundings
from venues.importing.storing.street_store import Network

GLOBE = Geod(ellps="WGS84")


def network(ways: Sequence[Way], around: Surroundings | None) -> tuple[Network, int]:
    """Cut ways at the nodes that they share.

    Args:
        ways: Walkable ways, in degrees.
        around: Streets with an end outside it are left out; None keeps all, with paths that only count.

    Returns:
        The streets, and how many were left out.
    """
    pieces = _pieces(ways)
    if not pieces:
        return Network([], [], [], [], np.empty(0, dtype=object)), 0
    sizes = np.array([len(run) for _class, run in pieces])
    owner = np.repeat(np.arange(len(pieces)), sizes)
    degrees = np.array([(lon, lat) for _class, run in pieces for _ref, lon, lat in run])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ends = starts + sizes - 1
    steps_m = np.zeros(len(degrees))
    _azimuth, _back, steps_m[:-1] = GLOBE.inv(degrees[:-1, 0], degrees[:-1, 1], degrees[1:, 0], degrees[1:, 1])
    # The step from the last node of one street to the first of the next is no part of either.
    steps_m[ends] = 0
    length_m = np.round(np.add.reduceat(steps_m, starts), 2)
    x, y = to_rd(degrees[:, 0], degrees[:, 1])
    kept = np.ones(len(pieces), dtype=bool)
    if around is not None:
        inside = around.hold(x, y)
        kept = inside[starts] & inside[ends]
    path = np.asarray(shapely.linestrings(np.column_stack([x, y]), indices=owner), dtype=object)
    chosen = np.flatnonzero(kept)
    return (
        Network(
            from_node=[pieces[number][1][0][0] for number in chosen],
            to_node=[pieces[number][1][-1][0] for number in chosen],
            length_m=length_m[chosen].tolist(),
            street_class=[pieces[number][0][:40] for number in chosen],
            path=path[chosen],
        ),
        int((~kept).sum()),
    )


def _pieces(ways: Sequence[Way]) -> list[tuple[str, list[tuple[int, float, float]]]]:
    """Class and nodes of each street between two meeting points."""
    uses = Counter(node[0] for way in ways for run in way.runs for node in run)
    pieces = []
    for way in ways:
        for run in way.runs:
            start = 0
            for position in range(1, len(run)):
                if position == len(run) - 1 or uses[run[position][0]] > 1:
                    pieces.append((way.street_class, run[start : position + 1]))
                    start = position
    return pieces
