"""Measure the walks of a municipality's places, and keep one row for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil, floor

import numpy as np
from django.db import connection, transaction
from django.utils.translation import gettext as _

from venues.models import RD, Activity, Municipality, Venue, Walk
from venues.walking.network import MIN_COMPONENT_NODES, FloatArray, IntArray
from venues.walking.search import check_bound, walks_from
from venues.walking.store import Door, out_of_date, replace_rows
from venues.walking.streets import Box, streets_around


@dataclass(frozen=True)
class Measured:
    """What a measurement did."""

    measured: int
    """Places searched from."""
    unchanged: int
    """Places left as they were: nothing around them had changed."""
    walks: int
    """Pairs of a place and a demand point, within the bound."""
    estimated: int
    """How many of those are straight lines × 1.3."""
    off_network: int
    """Places more than 250 m from any street."""
    has_streets: bool
    """Off: no street network was loaded, so all walks are straight lines × 1.3."""

    def __str__(self) -> str:
        text = _(
            "%(measured)d places measured, %(unchanged)d unchanged; %(walks)d walks, of which %(estimated)d estimated;"
            " %(off_network)d places off the network"
        ) % vars(self)
        return text if self.has_streets else f"{text}; " + _("no streets are loaded: straight lines × 1.3")


def measure_walks(
    municipality: Municipality,
    *,
    bound_m: float,
    offers: Iterable[Venue | Activity] | None = None,
    again: bool = False,
    min_component_nodes: int = MIN_COMPONENT_NODES,
) -> Measured:
    """Measure the metres from places to all demand points around them, also those across the border.

    A place is a venue, or an activity with a location of its own. Its row is replaced only if it moved, or if the
    streets, the demand points or the bound changed. Measuring one place costs one search.

    Args:
        municipality: Whose places are measured.
        bound_m: How far is searched, metres.
        offers: Only these; None = all of the municipality.
        again: Measure also what is up to date.
        min_component_nodes: Streets in pieces of network with fewer nodes are not walked.

    Raises:
        ValueError: If the bound is not a positive, finite number of metres.
    """
    check_bound(bound_m)
    chosen = None if offers is None else list(offers)
    with transaction.atomic():
        # One measurement at a time for a municipality: two at once would both write the rows they both miss.
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        doors = _doors(municipality, chosen)
        box = box_around(municipality, bound_m)
        if box is None or not doors:
            return Measured(0, 0, 0, 0, 0, has_streets=municipality.streets.exists())
        streets_fingerprint, network = streets_around(municipality, box)
        ids, xy = points_in(municipality, box)
        points_fingerprint = blake2b(ids.tobytes() + xy.tobytes()).hexdigest()
        surroundings = f"{_terms(bound_m, min_component_nodes)} {streets_fingerprint} {points_fingerprint}"
        _seen[municipality.pk] = surroundings
        todo = doors if again else out_of_date(doors, surroundings)
        at = np.array([(door.x, door.y) for door in todo], dtype=np.float64).reshape(-1, 2)
        near = _near(at, xy, bound_m)
        places = network.attach(at, min_component_nodes)
        found = list(walks_from(network, places, network.attach(xy[near], min_component_nodes), bound_m))
        replace_rows(todo, found, ids[near], bound_m, [door.fingerprint(surroundings) for door in todo])
    return Measured(
        measured=len(todo),
        unchanged=len(doors) - len(todo),
        walks=sum(len(walks.points) for walks in found),
        estimated=sum(int(walks.is_estimated.sum()) for walks in found),
        off_network=int(places.is_off.sum()),
        has_streets=network.node_count > 0,
    )


def not_measured(
    municipality: Municipality,
    offers: Iterable[Venue | Activity],
    *,
    bound_m: float,
    min_component_nodes: int = MIN_COMPONENT_NODES,
) -> list[Venue | Activity]:
    """Of some places those that have no walks from where they are now; to know this no streets are read.

    A row fits if it was measured from just there, and from the surroundings that this process saw last. Streets and
    points change by imports, which measure every place anew: then no row fits, until the surroundings are read again.

    Args:
        municipality: Whose places they are.
        offers: Which.
        bound_m: How far walks have to be measured, metres.
        min_component_nodes: As of `measure_walks`.
    """
    chosen, seen = list(offers), _seen.get(municipality.pk)
    if seen is None or not seen.startswith(f"{_terms(bound_m, min_component_nodes)} "):
        return chosen
    moved = {door.venue or door.activity for door in out_of_date(_doors(municipality, chosen), seen)}
    return [offer for offer in chosen if offer.pk in moved]


_seen: dict[str, str] = {}
"""By municipality: the surroundings that this process measured in last."""


def _terms(bound_m: float, min_component_nodes: int) -> str:
    return f"{bound_m} {min_component_nodes}"


def _doors(municipality: Municipality, offers: Sequence[Venue | Activity] | None) -> list[Door]:
    """The places to measure, and no rows left of activities that moved into a venue."""
    Walk.objects.filter(activity__municipality=municipality, activity__venue__isnull=False).delete()
    only = None if offers is None else [offer.pk for offer in offers]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, NULL, ST_X(location), ST_Y(location) FROM venues_venue
            WHERE municipality_id = %(code)s AND (%(only)s::uuid[] IS NULL OR id = ANY(%(only)s))
            UNION ALL
            SELECT NULL, id, ST_X(location), ST_Y(location) FROM venues_activity
            WHERE municipality_id = %(code)s AND venue_id IS NULL AND (%(only)s::uuid[] IS NULL OR id = ANY(%(only)s))
            ORDER BY 1, 2
            """,
            {"code": municipality.pk, "only": only},
        )
        return [Door(*row) for row in cursor.fetchall()]


def box_around(municipality: Municipality, bound_m: float) -> Box | None:
    """Where walks of this municipality can lead, on whole metres; None where nothing has a location.

    Twice the bound around all that lies in it: streets cut at the rim of the box are then beyond anybody's walk.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
                SELECT ST_Extent(shape) AS box FROM (
                    SELECT boundary AS shape FROM venues_area area JOIN venues_edition edition
                        ON edition.id = area.edition_id
                        WHERE edition.municipality_id = %(code)s AND edition.is_active AND area.level = 'municipality'
                    UNION ALL SELECT location FROM venues_venue WHERE municipality_id = %(code)s
                    UNION ALL SELECT location FROM venues_activity WHERE municipality_id = %(code)s
                ) AS located
            ) AS extent
            """,
            {"code": municipality.pk},
        )
        west, south, east, north = cursor.fetchone()
    if west is None:
        return None
    margin_m = 2 * bound_m
    return floor(west - margin_m), floor(south - margin_m), ceil(east + margin_m), ceil(north + margin_m)


def points_in(municipality: Municipality, box: Box) -> tuple[IntArray, FloatArray]:
    """Ids and places of the demand points of all municipalities in a box, by the boundaries in use."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT point.id, ST_X(point.location), ST_Y(point.location)
            FROM venues_demandpoint point
            JOIN venues_area area ON area.id = point.area_id
            JOIN venues_edition edition ON edition.id = area.edition_id AND edition.is_active
            JOIN venues_municipality municipality ON municipality.code = edition.municipality_id
            WHERE point.location && ST_MakeEnvelope(%s, %s, %s, %s, %s) AND municipality.is_fictional = %s
            ORDER BY point.id
            """,
            [*box, RD, municipality.is_fictional],
        )
        rows = np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 3)
    return rows[:, 0].astype(np.int64), np.ascontiguousarray(rows[:, 1:])


def _near(places: FloatArray, xy: FloatArray, bound_m: float) -> IntArray:
    """The points in the rectangle around the places: after one venue is saved, few are looked at."""
    if not len(places):
        return np.empty(0, dtype=np.int64)
    # Lengths on file may be less than what is drawn, so a walk may seem shorter than the straight line.
    margin_m = 2 * bound_m
    low, high = places.min(axis=0) - margin_m, places.max(axis=0) + margin_m
    return np.flatnonzero(((xy >= low) & (xy <= high)).all(axis=1))
