"""Degrees to metres of the Dutch grid (RD) and back."""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

Metres = NDArray[np.float64]


@lru_cache
def _transformer(back: bool) -> Transformer:
    codes = ("EPSG:28992", "OGC:CRS84") if back else ("OGC:CRS84", "EPSG:28992")
    return Transformer.from_crs(*codes, always_xy=True)


def to_rd(lon: ArrayLike, lat: ArrayLike) -> tuple[Metres, Metres]:
    """Longitudes and latitudes in degrees (CRS84) to x and y in metres (EPSG:28992), rounded to centimetres.

    The rounding makes a second import of the same file store the same coordinates. Impossible degrees give inf.
    """
    x, y = _transformer(False).transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.round(x, 2), np.round(y, 2)


def to_lon_lat(x: ArrayLike, y: ArrayLike) -> tuple[Metres, Metres]:
    """X and y in metres (EPSG:28992) to longitudes and latitudes in degrees (CRS84)."""
    lon, lat = _transformer(True).transform(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    return lon, lat


def to_rd_shapes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes in degrees to two-dimensional shapes in metres (EPSG:28992)."""
    return shapely.transform(shapes, lambda degrees: np.column_stack(to_rd(degrees[:, 0], degrees[:, 1])))
