"""The streets on file around a municipality, as one network that is kept in memory while they do not change."""

from functools import lru_cache

import numpy as np
import shapely
from django.db import connection

from venues.models import RD, Municipality
from venues.walking.network import FloatArray, IntArray, StreetNetwork, build_network

Box = tuple[float, float, float, float]
"""West, south, east, north in EPSG:28992 metres."""

# A fictional town may lie on the same ground as a real one; nobody walks from the one into the other.
_AROUND = """
    FROM venues_street street JOIN venues_municipality municipality ON municipality.code = street.municipality_id
    WHERE street.municipality_id = %(code)s
       OR (street.path && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(rd)s)
           AND municipality.is_fictional = (SELECT is_fictional FROM venues_municipality WHERE code = %(code)s))
"""


def streets_around(municipality: Municipality, box: Box) -> tuple[str, StreetNetwork]:
    """All streets of a municipality, and those of others inside a box, as one network.

    Streets of two municipalities meet where a node of both lies on the same 0.1 m.

    Args:
        municipality: Whose streets are taken whole.
        box: Where streets of others are taken; outside it they are not.

    Returns:
        A fingerprint of the streets, and the network: from memory if it was made before from the same streets.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), max(street.id), sum((street.length_m * 100)::bigint) {_AROUND}",
            _parameters(municipality.pk, box),
        )
        fingerprint = " ".join(map(str, cursor.fetchone()))
    return fingerprint, _network(municipality.pk, box, fingerprint)


@lru_cache(maxsize=4)
def _network(code: str, box: Box, fingerprint: str) -> StreetNetwork:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT street.municipality_id, street.from_node, street.to_node, street.length_m, ST_AsBinary(street.path)"
            f" {_AROUND} ORDER BY street.id",
            _parameters(code, box),
        )
        rows = cursor.fetchall()
    if not rows:
        return build_network(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0, np.object_))
    codes, from_node, to_node, length_m, path = zip(*rows, strict=True)
    paths = shapely.from_wkb(np.array(path, dtype=np.object_))
    owner = np.unique(np.array(codes), return_inverse=True)[1].astype(np.int64)
    ends = merge_touching(
        np.concatenate([owner, owner]),
        np.array(from_node + to_node, dtype=np.int64),
        shapely.get_coordinates(np.concatenate([shapely.get_point(paths, 0), shapely.get_point(paths, -1)])),
    )
    return build_network(ends[: len(rows)], ends[len(rows) :], np.array(length_m), paths)


def merge_touching(owner: IntArray, node: IntArray, xy: FloatArray) -> IntArray:
    """Number nodes so that those of different owners at the same place get the same number.

    Two nodes of one owner stay apart even at one place: a bridge may cross a street without touching it.

    Args:
        owner: (n,) whose network each street end is of.
        node: (n,) its node there; the same node appears at each of its streets.
        xy: (n, 2) where it lies, metres.

    Returns:
        (n,) numbers.
    """
    distinct, ordinal = np.unique(node, return_inverse=True)
    keys, first, number = np.unique(owner * len(distinct) + ordinal, return_index=True, return_inverse=True)
    spot = np.unique(np.round(xy[first] * 10).astype(np.int64), axis=0, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((keys, owner[first], spot))
    spot, whose = spot[order], owner[first][order]
    is_new_spot = np.concatenate([[True], spot[1:] != spot[:-1]])
    is_first_of_owner = is_new_spot | np.concatenate([[True], whose[1:] != whose[:-1]])
    head = order[np.flatnonzero(is_new_spot)[np.cumsum(is_new_spot) - 1]]
    merged = np.arange(len(keys))
    merged[order[is_first_of_owner]] = head[is_first_of_owner]
    return merged[number]


def _parameters(code: str, box: Box) -> dict[str, str | float]:
    return {"code": code, "rd": RD, **dict(zip(("west", "south", "east", "north"), box, strict=True))}
