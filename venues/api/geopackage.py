"""A whole collection as an OGC GeoPackage: one layer, written page by page to a file that is gone once it is sent."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio.raw import write
from rest_framework import serializers

from venues.api.formats import Row

_TYPES: list[tuple[type, str]] = [
    (serializers.IntegerField, "int64"),
    (serializers.FloatField, "float64"),
    (serializers.BooleanField, "bool"),
    (serializers.DateField, "datetime64[D]"),
]
"""How the members of a row are kept; all others as text."""
_EMPTY = {"int64": 0, "float64": np.nan, "bool": False, "datetime64[D]": "NaT", "object": None}


@dataclass(frozen=True)
class Layer:
    """What a layer holds.

    Attributes:
        name: What it is called.
        fields: The members of a row that are no geometry, by name.
        shape: The member that is: GeoJSON text, longitude before latitude, or None.
        kind: `Point` or `MultiPolygon`.
        srid: The reference system of the shapes, an EPSG number.
    """

    name: str
    fields: Mapping[str, object]
    shape: str
    kind: str
    srid: int


def geopackage(pages: Iterator[list[Row]], layer: Layer) -> BinaryIO:
    """Write pages of rows as one layer.

    Returns:
        The open file, at its beginning.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{layer.name}.gpkg"
        for place, rows in enumerate(pages):
            columns = [_column([row[name] for row in rows], field) for name, field in layer.fields.items()]
            write(
                path,
                geometry=_wkb([row[layer.shape] for row in rows]),
                field_data=[values for values, _is_empty in columns],
                field_mask=[is_empty for _values, is_empty in columns],
                fields=list(layer.fields),
                layer=layer.name,
                driver="GPKG",
                geometry_type=layer.kind,
                crs=f"EPSG:{layer.srid}",
                append=place > 0,
            )
        # The name goes with the folder; what is open stays until it is closed.
        return path.open("rb")


def _wkb(texts: Sequence[str | None]) -> NDArray[np.object_]:
    return np.asarray(shapely.to_wkb(shapely.from_geojson(np.array(texts, dtype=object))), dtype=object)


def _column(values: Sequence[object], field: object) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    kept = next((kept for known, kept in _TYPES if isinstance(field, known)), "object")
    is_empty = np.array([value is None for value in values], dtype=np.bool_)
    told = [_EMPTY[kept] if value is None else value for value in values]
    if kept == "object":
        told = [json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value for value in told]
    return np.array(told, dtype=kept), is_empty
