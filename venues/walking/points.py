"""Demand points for the neighbourhoods that have no 100 m squares: from where their people walk."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection, transaction
from numpy.typing import NDArray

from venues.models import RD, Area, DemandPoint, Edition, Level
from venues.walking.network import FloatArray, IntArray

CELL_M = 100.0
"""Street nodes in one cell of this size make one point."""

_Point = tuple[int, str, float, float, float]
"""Area, kind, x, y, weight."""


@dataclass(frozen=True)
class Clusters:
    """Points made of street nodes, n of them.

    Attributes:
        polygon: (n,) position of the polygon each lies in.
        xy: (n, 2) the mean of its nodes, metres, to the centimetre.
        nodes: (n,) how many nodes it stands for.
    """

    polygon: IntArray
    xy: FloatArray
    nodes: IntArray


def cluster_nodes(xy: FloatArray, polygons: NDArray[np.object_], cell_m: float = CELL_M) -> Clusters:
    """Gather street nodes into one point for each polygon and occupied cell.

    Args:
        xy: (n, 2) nodes, metres; nodes on the same 0.1 m count once.
        polygons: (m,) shapely polygons.
        cell_m: Side of the square cells, metres.
    """
    nodes = np.unique(np.round(xy, 1), axis=0)
    spots = np.asarray(shapely.points(nodes), dtype=np.object_)
    polygon, inside = shapely.STRtree(spots).query(polygons, predicate="intersects")
    cells = np.column_stack([polygon, np.floor(nodes[inside] / cell_m).astype(np.int64)])
    occupied, cell, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    cell = cell.reshape(-1)
    total = [np.bincount(cell, weights=nodes[inside, axis], minlength=len(occupied)) for axis in (0, 1)]
    return Clusters(polygon=occupied[:, 0], xy=np.round(np.column_stack(total) / count[:, None], 2), nodes=count)


def place_points(edition: Edition) -> dict[str, int]:
    """Give every neighbourhood of an edition its points, best kind first.

    Squares are left as imported. A neighbourhood without squares gets points where its street nodes are; one without
    those gets its centre. Points that stay the same keep their row. Walks around a point that comes or goes are out of
    date: `measure_walks` sees that, and until then they still lead to the points that stayed.

    Returns:
        The points the edition now has, by kind.
    """
    neighbourhoods = Area.objects.filter(edition=edition, level=Level.NEIGHBOURHOOD)
    with transaction.atomic():
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        squares = DemandPoint.objects.filter(area__edition=edition, kind=DemandPoint.Kind.SQUARE)
        without = neighbourhoods.exclude(pk__in=squares.values("area"))
        wanted = set(_street_and_centre_points(edition, list(without.values_list("pk", flat=True))))
        stored = _stored(edition)
        DemandPoint.objects.filter(pk__in=[pk for point, pk in stored.items() if point not in wanted]).delete()
        _store(sorted(wanted - stored.keys()))
        kinds = [kind for _area, kind, *_rest in wanted]
        return {
            DemandPoint.Kind.SQUARE.value: squares.count(),
            **{kind.value: kinds.count(kind) for kind in (DemandPoint.Kind.STREET, DemandPoint.Kind.CENTRE)},
        }


def _street_and_centre_points(edition: Edition, areas: list[int]) -> Iterable[_Point]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ST_AsBinary(boundary), ST_X(centre), ST_Y(centre) FROM venues_area"
            " WHERE id = ANY(%s) ORDER BY id",
            [areas],
        )
        rows = cursor.fetchall()
    if not rows:
        return
    ids, boundaries, x, y = zip(*rows, strict=True)
    found = cluster_nodes(_street_nodes(edition, areas), shapely.from_wkb(np.array(boundaries, dtype=np.object_)))
    for polygon, (point_x, point_y), nodes in zip(
        found.polygon.tolist(), found.xy.tolist(), found.nodes.tolist(), strict=True
    ):
        yield ids[polygon], DemandPoint.Kind.STREET.value, point_x, point_y, float(nodes)
    for bare in set(range(len(ids))) - set(found.polygon.tolist()):
        yield ids[bare], DemandPoint.Kind.CENTRE.value, round(x[bare], 2), round(y[bare], 2), 1.0


def _street_nodes(edition: Edition, areas: list[int]) -> FloatArray:
    """Where streets begin and end around these areas, whosever they are: (n, 2) metres."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ST_X(ST_StartPoint(path)), ST_Y(ST_StartPoint(path)),
                ST_X(ST_EndPoint(path)), ST_Y(ST_EndPoint(path))
            FROM venues_street street JOIN venues_municipality municipality
                ON municipality.code = street.municipality_id AND municipality.is_fictional = %s
            WHERE street.path && (SELECT ST_SetSRID(ST_Extent(boundary), %s) FROM venues_area WHERE id = ANY(%s))
            """,
            [edition.municipality.is_fictional, RD, areas],
        )
        return np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 2)


def _stored(edition: Edition) -> dict[_Point, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT point.id, area_id, kind, ST_X(location), ST_Y(location), weight
            FROM venues_demandpoint point JOIN venues_area area ON area.id = area_id
            WHERE area.edition_id = %s AND kind IN ('street', 'centre')
            """,
            [edition.pk],
        )
        return {(area, kind, x, y, weight): pk for pk, area, kind, x, y, weight in cursor.fetchall()}


def _store(points: list[_Point]) -> None:
    if not points:
        return
    xy = np.array([(x, y) for _area, _kind, x, y, _weight in points])
    spots = np.asarray(shapely.set_srid(shapely.points(xy), RD), dtype=np.object_)
    shapes = np.asarray(shapely.to_wkb(spots, hex=True, include_srid=True))
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY venues_demandpoint (area_id, kind, location, weight) FROM STDIN") as copy,
    ):
        for (area, kind, _x, _y, weight), shape in zip(points, shapes.tolist(), strict=True):
            copy.write_row((area, kind, shape, weight))
