"""Small files of the kinds that are imported, and one way to load them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.factories import MunicipalityFactory
from venues.importing.base import Refusal, Source, run_import
from venues.importing.loaders import LOADERS
from venues.models import ImportRun

YEAR = 2024
WEST_M, SOUTH_M = 120_000, 480_000


def box(column: float, row: float, columns: float = 1, rows: float = 1, side_m: float = 500) -> list[list[float]]:
    """The ring of a rectangle in RD metres."""
    west, south = WEST_M + column * side_m, SOUTH_M + row * side_m
    east, north = west + columns * side_m, south + rows * side_m
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str | None, ring: Sequence[Sequence[float]] | None, **properties: object) -> dict[str, Any]:
    """A GeoJSON feature with a code and, unless None, one ring."""
    geometry = None if ring is None else {"type": "Polygon", "coordinates": [ring]}
    named = {} if code is None else {"code": code}
    return {"type": "Feature", "properties": {**named, **properties}, "geometry": geometry}


def write_geojson(path: Path, features: Sequence[Mapping[str, Any]], crs: str | None = "EPSG:28992") -> Path:
    """A FeatureCollection; `crs` None means lon/lat."""
    document: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    path.write_text(json.dumps(document))
    return path


def write_areas(path: Path, *codes: str) -> Path:
    """Neighbourhoods side by side, 500 m squares."""
    return write_geojson(path, [feature(code, box(column, 0)) for column, code in enumerate(codes)])


def write(path: Path, *lines: str) -> Path:
    """A text file of these lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(loader: str, path: Path, *, partial: bool = False, dry_run: bool = False, **options: object) -> ImportRun:
    """Load a file into the test municipality, edition 2024."""
    source = Source(loader, path, MunicipalityFactory(), YEAR, options, partial)
    return run_import(source, LOADERS[loader], dry_run=dry_run)


def load_areas(path: Path, *codes: str) -> ImportRun:
    """Neighbourhoods of the test municipality, for the figures of other files."""
    return load("areas", write_areas(path / "areas.geojson", *codes), code="code")


def refusals(run: ImportRun) -> list[str]:
    """What an officer reads."""
    return [str(Refusal(**each)) for each in run.refusals]
