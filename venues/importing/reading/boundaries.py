"""Polygons as they come, and as they must be: valid, and without hairline gaps where areas are put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from venues.importing.base import RowRefused

HAIRLINE_M = 0.5
"""A gap between two areas narrower than twice this is a drawing error, not land."""

SMALLEST_HOLE_M2 = 1.0


@dataclass(frozen=True)
class Repaired:
    """A valid boundary, and what was wrong with it (empty where nothing was)."""

    boundary: MultiPolygon
    reason: str
    change_m2: float


@dataclass(frozen=True)
class Dissolved:
    """One boundary of several areas, with what does not fit between them, in square metres."""

    boundary: MultiPolygon
    overlap_m2: float
    openings: int
    openings_m2: float


def repair(shape: BaseGeometry | None) -> Repaired:
    """A boundary as a valid multipolygon.

    Args:
        shape: As read, in metres.

    Returns:
        The same shape where it is valid; else its polygonal part after repair, with the reason and the change of area.

    Raises:
        RowRefused: If there is no shape, or no surface in it.
    """
    if shape is None or shape.is_empty:
        raise RowRefused(_("it has no boundary."), _("Give it a polygon, or leave the row out."))
    if shape.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection"}:
        raise RowRefused(
            _("its boundary is a %(kind)s, not a polygon.") % {"kind": shape.geom_type},
            _("Give it a polygon, or leave the row out."),
        )
    # Lines and points beside the polygons are left out, and said so.
    valid, reason = shape, "" if shape.geom_type in {"Polygon", "MultiPolygon"} else shape.geom_type
    if not shapely.is_valid(shape):
        valid, reason = shapely.make_valid(shape), shapely.is_valid_reason(shape)
    boundary = polygons_of(valid)
    if boundary.is_empty:
        raise RowRefused(
            _("its boundary encloses no surface (%(reason)s).") % {"reason": reason or shape.geom_type},
            _("Draw it again, or leave the row out."),
        )
    return Repaired(boundary, reason, float(boundary.area - shape.area))


def polygons_of(shape: BaseGeometry) -> MultiPolygon:
    """The polygons in a shape; loose points and lines are left out."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > 0])


def dissolve(shapes: Sequence[BaseGeometry]) -> Dissolved:
    """Put areas together into one.

    Where their borders fit exactly, the outer border stays exactly as drawn. Where they do not, gaps narrower than
    twice `HAIRLINE_M` and holes below `SMALLEST_HOLE_M2` are closed; real enclaves stay.

    Args:
        shapes: Valid polygons in metres, at least one.
    """
    parts = np.array(shapes, dtype=object)
    if shapely.coverage_is_valid(parts, gap_width=2 * HAIRLINE_M):
        union = shapely.coverage_union_all(parts)
        overlap_m2 = 0.0
    else:
        union = shapely.union_all(parts)
        overlap_m2 = max(float(shapely.area(parts).sum() - union.area), 0.0)
        union = union.buffer(HAIRLINE_M, join_style="mitre").buffer(-HAIRLINE_M, join_style="mitre")
    filled = [_without_specks(polygon) for polygon in polygons_of(union).geoms]
    holes_m2 = [Polygon(ring).area for polygon in filled for ring in polygon.interiors]
    return Dissolved(MultiPolygon(filled), overlap_m2, len(holes_m2), float(sum(holes_m2)))


def _without_specks(polygon: Polygon) -> Polygon:
    return Polygon(polygon.exterior, [ring for ring in polygon.interiors if Polygon(ring).area >= SMALLEST_HOLE_M2])
