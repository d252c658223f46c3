"""Files as a municipality publishes them: CSV tables and GeoJSON in degrees, the same bytes on every machine."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import plan
from venues.importing.demo_town.curves import XY, FloatArray

DEGREE_DECIMALS = 7

ToDegrees = Callable[[FloatArray], FloatArray]


def to_degrees() -> ToDegrees:
    """A function from metres from the centre (n, 2) to longitude and latitude, 7 decimals."""
    from_rd = Transformer.from_crs(28992, 4326, always_xy=True)

    def convert(points: FloatArray) -> FloatArray:
        x, y = points[:, 0] + plan.CENTRE_RD[0], points[:, 1] + plan.CENTRE_RD[1]
        rounded: FloatArray = np.round(np.column_stack(from_rd.transform(x, y)), DEGREE_DECIMALS)
        return rounded

    return convert


def degrees(at: XY, convert: ToDegrees) -> tuple[str, str]:
    """Longitude and latitude of one point, as text."""
    lon, lat = convert(np.asarray([at], dtype=np.float64))[0]
    return f"{lon:.7f}", f"{lat:.7f}"


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> None:
    """Write a table; None becomes an empty cell, a date ISO."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        table.writerow(columns)
        table.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def write_geojson(path: Path, features: Iterable[tuple[dict[str, str], BaseGeometry]], convert: ToDegrees) -> None:
    """Write features in EPSG:4326; the collection says that it is fictional."""
    rows: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(shapely.transform(shape, convert))),
        }
        for properties, shape in features
    ]
    collection = {"type": "FeatureCollection", "name": path.stem, "fictional": True, "features": rows}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
