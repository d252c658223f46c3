"""The rows that keep the walks of each place, and what they were measured from."""

from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.db import connection
from django.utils import timezone

from venues.walking.network import IntArray
from venues.walking.search import Walks


@dataclass(frozen=True)
class Door:
    """Where the walks of a venue, or of an activity without a building, begin: metres in EPSG:28992."""

    venue: UUID | None
    activity: UUID | None
    x: float
    y: float

    def fingerprint(self, surroundings: str) -> str:
        """Changes with the door's own location and with all that is around it."""
        return blake2b(f"{surroundings} {self.x} {self.y}".encode(), digest_size=32).hexdigest()


def out_of_date(doors: list[Door], surroundings: str) -> list[Door]:
    """The doors without a row that was measured from just there and from these surroundings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT venue_id, activity_id, fingerprint FROM venues_walk"
            " WHERE venue_id = ANY(%s) OR activity_id = ANY(%s)",
            [[door.venue for door in doors if door.venue], [door.activity for door in doors if door.activity]],
        )
        known = {(venue, activity): mark for venue, activity, mark in cursor.fetchall()}
    return [door for door in doors if known.get((door.venue, door.activity)) != door.fingerprint(surroundings)]


def replace_rows(doors: list[Door], found: list[Walks], ids: IntArray, bound_m: float, fingerprints: list[str]) -> None:
    """Write the rows of these places in place of those they had."""
    measured_at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM venues_walk WHERE venue_id = ANY(%s) OR activity_id = ANY(%s)",
            [[door.venue for door in doors if door.venue], [door.activity for door in doors if door.activity]],
        )
        with cursor.copy(
            "COPY venues_walk (venue_id, activity_id, points, walk_m, is_estimated, bound_m, measured_at, fingerprint)"
            " FROM STDIN (FORMAT BINARY)"
        ) as copy:
            copy.set_types(["uuid", "uuid", "int8[]", "float8[]", "bool[]", "float8", "timestamptz", "text"])
            for door, walks, fingerprint in zip(doors, found, fingerprints, strict=True):
                points, walk_m, is_estimated = ids[walks.points], walks.walk_m, walks.is_estimated
                aligned = points.tolist(), walk_m.tolist(), is_estimated.tolist()
                copy.write_row((door.venue, door.activity, *aligned, bound_m, measured_at, fingerprint))
