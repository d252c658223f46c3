"""Shapes from GeoJSON and GeoPackage, in metres of the Dutch grid.

GeoJSON is read by Python's own JSON reader, GeoPackage by pyogrio's: no other driver is ever reached, so a file cannot
make GDAL fetch an address or run a command.
"""

import gzip
import json
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.geometry.base import BaseGeometry

from venues.importing.base import FileRefused
from venues.importing.reading.projection import to_rd_shapes

MAX_BYTES = 600 * 2**20
"""More than this, unpacked, is no file of one city or country."""

CRS_CODES = {"CRS84": "OGC:CRS84", "4326": "OGC:CRS84", "4258": "OGC:CRS84", "28992": "EPSG:28992"}
"""The reference systems that are read. ETRS89 and WGS84 differ by less than a metre here; in files x is longitude."""


@dataclass(frozen=True)
class Feature:
    """One shape with its properties; `number` counts from 1 in the order of the file."""

    number: int
    properties: Mapping[str, Any]
    shape: BaseGeometry | None
    """In EPSG:28992; None where the file gives none, or one that cannot be built."""

    @property
    def place(self) -> str:
        """Where it stands in the file, for a message."""
        return _("feature %(number)d") % {"number": self.number}


def read_features(path: Path) -> list[Feature]:
    """Read all features of a GeoJSON (gzipped or not) or GeoPackage file.

    Args:
        path: The file. What it is, is read from its first bytes, not from its name.

    Returns:
        The features with two-dimensional shapes in EPSG:28992.

    Raises:
        FileRefused: If it is neither, was cut off (with line and column), is too large, or uses another reference
            system than CRS84, EPSG:4326, EPSG:4258 or EPSG:28992.
        OSError: If it cannot be opened.
    """
    with path.open("rb") as file:
        start = file.read(100)
    if start.startswith(b"SQLite format 3\0"):
        return _read_geopackage(path, is_marked=start[68:70] == b"GP")
    return _read_geojson(path, _unpacked(path, start))


def _unpacked(path: Path, start: bytes) -> bytearray:
    try:
        with (gzip.open if start.startswith(b"\x1f\x8b") else open)(path, "rb") as file:
            if not file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                raise FileRefused(
                    _("%(file)s is neither GeoJSON nor a GeoPackage.") % {"file": path.name},
                    _("Export it as GeoJSON or GeoPackage (in QGIS: Export, Save Features As) and load that."),
                )
            file.seek(0)
            content = bytearray()
            while chunk := file.read(1 << 20):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise _too_large(path)
            return content
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FileRefused(_("%(file)s is no complete gzip file.") % {"file": path.name}, _("Fetch it again.")) from None


def _read_geojson(path: Path, content: bytearray) -> list[Feature]:
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        raise FileRefused(
            _("%(file)s stops being GeoJSON at line %(line)d, character %(column)d (%(reason)s).")
            % {"file": path.name, "line": error.lineno, "column": error.colno, "reason": error.msg},
            _("It was probably cut off. Fetch or export it again."),
            line=error.lineno,
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise FileRefused(
            _("%(file)s is not GeoJSON in UTF-8.") % {"file": path.name}, _("Export it again as GeoJSON.")
        ) from None
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise FileRefused(
            _("%(file)s holds no list of features.") % {"file": path.name},
            _("Export it as a GeoJSON FeatureCollection."),
        )
    crs = _allowed_crs(path, _named_crs(document))
    geometries = [json.dumps(geometry) if (geometry := _member(each, "geometry")) else None for each in features]
    properties = [_member(each, "properties") for each in features]
    return _features(path, properties, shapely.from_geojson(geometries, on_invalid="ignore"), crs)


def _member(of: object, name: str) -> dict[str, Any]:
    """A member of a JSON object that is an object itself; empty where it is not."""
    member = of.get(name) if isinstance(of, dict) else None
    return member if isinstance(member, dict) else {}


def _named_crs(document: Mapping[str, Any]) -> str:
    """The reference system in the member that GeoJSON had before RFC 7946 and that Dutch exports still write."""
    name = _member(_member(document, "crs"), "properties").get("name")
    return str(name or "CRS84")


def _read_geopackage(path: Path, *, is_marked: bool) -> list[Feature]:
    try:
        # GDAL warns of a file that is named otherwise; what it is was read from its bytes.
        with warnings.catch_warnings(action="ignore"):
            if not is_marked or pyogrio.read_info(path)["driver"] != "GPKG":
                raise FileRefused(
                    _("%(file)s is a database, but no GeoPackage.") % {"file": path.name},
                    _("Export it as a GeoPackage and load that."),
                )
            meta, _fids, shapes, columns = pyogrio.raw.read(path, force_2d=True)
    except (DataSourceError, DataLayerError) as error:
        raise FileRefused(
            _("%(file)s cannot be read as a GeoPackage (%(reason)s).") % {"file": path.name, "reason": error},
            _("It was probably cut off. Fetch or export it again."),
        ) from None
    crs = _allowed_crs(path, meta["crs"] or "")
    names = [str(name) for name in meta["fields"]]
    properties = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)] or [{}] * len(shapes)
    return _features(path, properties, shapely.from_wkb(shapes, on_invalid="ignore"), crs)


def _allowed_crs(path: Path, name: str) -> str:
    code = name.upper().replace("::", ":").split(":")[-1]
    if code not in CRS_CODES:
        raise FileRefused(
            _("%(file)s is in the reference system “%(crs)s”, which is not read here.")
            % {"file": path.name, "crs": name or _("unknown")},
            _("Export it in EPSG:28992 (Dutch grid) or EPSG:4326 (longitude, latitude)."),
        )
    return CRS_CODES[code]


def _features(path: Path, properties: list[dict[str, Any]], shapes: Any, crs: str) -> list[Feature]:
    if crs != "EPSG:28992":
        coordinates = shapely.get_coordinates(shapes)
        if coordinates.size and abs(coordinates).max() > 360:
            raise FileRefused(
                _("%(file)s says that it is in degrees, but holds coordinates such as %(x).0f, %(y).0f.")
                % {"file": path.name, "x": coordinates[0][0], "y": coordinates[0][1]},
                _("These look like metres of the Dutch grid: export it with EPSG:28992 named as its system."),
            )
        shapes = to_rd_shapes(shapes)
    return [
        Feature(number, row, shape) for number, (row, shape) in enumerate(zip(properties, shapes, strict=True), start=1)
    ]


def _too_large(path: Path) -> FileRefused:
    return FileRefused(
        _("%(file)s is larger than %(size)d MB.") % {"file": path.name, "size": MAX_BYTES // 2**20},
        _("Cut out the municipality and its surroundings, and load that."),
    )
