"""The walks on file, kept in memory for as long as their rows stay as they are."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from venues.walking.network import FloatArray, IntArray

Key = tuple[UUID | None, UUID | None]
"""The venue, or the activity with a door of its own."""

MOST_KEPT = 30_000
"""Rows: with 300 points each some 150 MB."""

_Version = tuple[str, str]
_kept: dict[int, tuple[_Version, "Reached"]] = {}


@dataclass(frozen=True, eq=False)
class Reached:
    """The demand points that can be walked to from one door: ids ascending or not, and metres, aligned."""

    points: IntArray
    walk_m: FloatArray


def walks_of(venues: Collection[UUID], activities: Collection[UUID]) -> dict[Key, Reached]:
    """Read the walks from some doors; those that were never measured are left out."""
    with connection.cursor() as cursor:
        # A row that was written anew lies elsewhere or is of another transaction: what is kept cannot be out of date.
        cursor.execute(
            "SELECT id, venue_id, activity_id, xmin::text, ctid::text FROM venues_walk"
            " WHERE venue_id = ANY(%s) OR activity_id = ANY(%s)",
            [list(venues), list(activities)],
        )
        rows = cursor.fetchall()
        found = {}
        for walk, _venue, _activity, *version in rows:
            kept = _kept.get(walk)
            if kept and kept[0] == tuple(version):
                found[walk] = kept[1]
        missing = [row[0] for row in rows if row[0] not in found]
        if missing:
            if len(_kept) + len(missing) > MOST_KEPT:
                _kept.clear()
            cursor.execute(
                "SELECT id, xmin::text, ctid::text, points, walk_m FROM venues_walk WHERE id = ANY(%s)", [missing]
            )
            for walk, xmin, ctid, points, walk_m in cursor:
                found[walk] = Reached(np.array(points, dtype=np.int64), np.array(walk_m, dtype=np.float64))
                _kept[walk] = (xmin, ctid), found[walk]
    return {(venue, activity): found[walk] for walk, venue, activity, *_version in rows if walk in found}
