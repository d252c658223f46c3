"""Store a whole walking network at once: PostgreSQL's COPY takes a city in a few seconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from venues.importing.base import Report
from venues.models import RD, Municipality, Street


@dataclass(frozen=True)
class Network:
    """Streets, aligned: node numbers, metres, classes, and lines in EPSG:28992."""

    from_node: Sequence[int]
    to_node: Sequence[int]
    length_m: Sequence[float]
    street_class: Sequence[str]
    path: NDArray[np.object_]


Row = tuple[int, int, float, str, str]


def store_network(municipality: Municipality, network: Network, report: Report) -> None:
    """Make this the municipality's network; nothing is written where it already is.

    Args:
        municipality: Whose streets these are.
        network: All of them.
        report: Gets how many are new, the same, and gone.
    """
    rows = _rows(network)
    stored = Counter(_stored(municipality))
    wanted = Counter(rows)
    same = (stored & wanted).total()
    report.unchanged += same
    report.created += len(rows) - same
    if gone := stored.total() - same:
        report.note(_("%(count)d streets are no longer in the file and were removed.") % {"count": gone})
    if gone or len(rows) > same:
        Street.objects.filter(municipality=municipality).delete()
        _copy(municipality, rows)


def _rows(network: Network) -> list[Row]:
    shapes = shapely.to_wkb(shapely.set_srid(network.path, RD), hex=True, include_srid=True)
    return list(
        zip(network.from_node, network.to_node, network.length_m, network.street_class, shapes.tolist(), strict=True)
    )


def _stored(municipality: Municipality) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT from_node, to_node, length_m, street_class, path::text FROM venues_street"
            " WHERE municipality_id = %s",
            [municipality.pk],
        )
        rows: list[Row] = cursor.fetchall()
    return rows


def _copy(municipality: Municipality, rows: Sequence[Row]) -> None:
    columns = "municipality_id, from_node, to_node, length_m, street_class, path"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY venues_street ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((municipality.pk, *row))
        # The planner knows nothing of rows just copied, and the walking stage reads them next.
        cursor.execute("ANALYZE venues_street")
