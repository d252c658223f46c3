"""GDAL, as Debian has it and as pyogrio brings it, reads every collection in every reference system."""

import ast
import json
import subprocess
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import shapely
from django.contrib.gis.db.models.functions import AsWKB, Transform
from scipy.spatial import KDTree

from tests.clients.town.conftest import CLIENTS
from venues.assessment.queries import assessment_on
from venues.models import Area, Municipality, Venue

pytestmark = CLIENTS
PAGE = 50
"""Smaller than every collection, so that all have several pages."""
CRS84_DEGREES, RD_METRES = 1e-7, 1e-3
"""As fine as the coordinates are written."""


def stored(srid: int) -> dict[str, dict[str, Any]]:
    """The shapes of each collection by id, straight from the tables."""

    def shapes(rows: Any, key: str, field: str) -> dict[str, Any]:
        found = rows.annotate(wkb=AsWKB(Transform(field, srid))).values_list(key, "wkb")
        return {str(each): shapely.from_wkb(bytes(wkb)) for each, wkb in found}

    areas = shapes(Area.objects.active(), "code", "boundary")
    town = assessment_on(Municipality.objects.get(code="GM9999"))
    assert town is not None
    scores = [score for score in town.scores if score.area.level == "neighbourhood" and score.group_id is not None]
    return {
        "areas": areas,
        "venues": shapes(Venue.objects.all(), "pk", "location"),
        "coverage": {f"{score.area.code}-{score.group_id}": areas[score.area.code] for score in scores},
    }


def same(found: dict[str, Any], expected: dict[str, Any], tolerance: float) -> None:
    """The same ids, each with the same corners; a ring may turn the other way and begin elsewhere."""
    assert found.keys() == expected.keys()
    for key, shape in expected.items():
        corners, others = shapely.get_coordinates(found[key]), shapely.get_coordinates(shape)
        assert corners.shape == others.shape, key
        for one, other in ((corners, others), (others, corners)):
            assert KDTree(one).query(other)[0].max() <= tolerance, key


def by_debian(site: str, collection: str) -> dict[str, Any]:
    """What ogr2ogr makes of a collection."""
    asked = ["-f", "GeoJSON", "/vsistdout/", f"OAPIF:{site}/ogc", collection, "-oo", f"PAGE_SIZE={PAGE}"]
    written = subprocess.run(["ogr2ogr", *asked, "-lco", "COORDINATE_PRECISION=9"], capture_output=True, check=True)
    assert written.stderr == b""
    return {
        each.get("id") or each["properties"]["id"]: shapely.geometry.shape(each["geometry"])
        for each in json.loads(written.stdout)["features"]
    }


READ = """
import sys
from pyogrio.raw import read
meta, _fids, shapes, columns = read(sys.argv[1], **eval(sys.argv[2]))
ids = columns[list(meta["fields"]).index("id")]
print([meta["crs"], dict(zip(map(str, ids), [shape.hex() for shape in shapes]))])
"""
"""In a process of its own: while pyogrio waits for the network, no other thread of its process goes on."""


def by_pyogrio(site: str, collection: str, **options: Any) -> tuple[str, dict[str, Any]]:
    """The reference system that pyogrio's GDAL tells, and the shapes by id."""
    asked = {"layer": collection, "PAGE_SIZE": str(PAGE), **options}
    arguments = [sys.executable, "-W", "error", "-c", READ, f"OAPIF:{site}/ogc", repr(asked)]
    said = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    crs, shapes = ast.literal_eval(said.stdout)
    return crs, {each: shapely.from_wkb(shape) for each, shape in shapes.items()}


def test_journey_16_ogrinfo_counts_what_the_database_counts(site: str) -> None:
    for collection, shapes in stored(4326).items():
        asked = ["ogrinfo", "-ro", "-so", f"OAPIF:{site}/ogc", collection, "-oo", f"PAGE_SIZE={PAGE}"]
        said = subprocess.run(asked, capture_output=True, check=True, text=True)
        assert said.stderr == ""
        assert f"Feature Count: {len(shapes)}\n" in said.stdout
        assert "WGS 84" in said.stdout


@pytest.mark.parametrize("collection", ["areas", "venues", "coverage"])
def test_journey_16_debian_s_gdal_reads_all_pages_in_crs84(site: str, collection: str) -> None:
    expected = stored(4326)[collection]
    assert len(expected) > PAGE
    same(by_debian(site, collection), expected, CRS84_DEGREES)


@pytest.mark.parametrize("collection", ["areas", "venues", "coverage"])
def test_journey_16_pyogrio_reads_all_pages_in_the_dutch_grid(site: str, collection: str) -> None:
    crs, found = by_pyogrio(site, collection, CRS="EPSG:28992")
    assert crs == "EPSG:28992"
    same(found, stored(28992)[collection], RD_METRES)


@pytest.mark.parametrize("collection", ["areas", "venues", "coverage"])
def test_journey_16_pyogrio_knows_that_etrs89_has_latitude_first(site: str, collection: str) -> None:
    crs, found = by_pyogrio(site, collection, CRS="EPSG:4258")
    assert crs == "EPSG:4258"
    # GDAL turns them round for its users: had we written longitude first, places would lie in Somalia.
    same(found, stored(4258)[collection], CRS84_DEGREES)


def test_journey_16_a_filter_of_gdal_is_answered_by_the_server(site: str) -> None:
    _crs, youth = by_pyogrio(site, "coverage", where="\"groupCode\" = 'youth'")
    assert {each for each in stored(4326)["coverage"] if each.endswith("-youth")} == youth.keys()
    places = stored(28992)["venues"]
    west, south, east, north = map(float, shapely.total_bounds(list(places.values())))
    middle = (west + east) / 2
    _crs, western = by_pyogrio(site, "venues", CRS="EPSG:28992", bbox=(west, south, middle, north))
    assert western.keys() == {each for each, place in places.items() if place.x <= middle}
    assert 0 < len(western) < len(places)


def test_journey_16_who_has_a_page_gets_304(site: str) -> None:
    for collection in ("areas", "venues", "coverage"):
        address = f"{site}/ogc/collections/{collection}/items?limit={PAGE}"
        with urlopen(address, timeout=30) as response:  # noqa: S310
            tag = response.headers["ETag"]
        with pytest.raises(HTTPError) as unchanged:
            urlopen(Request(address, headers={"If-None-Match": tag}), timeout=30)  # noqa: S310
        assert unchanged.value.code == 304
        unchanged.value.close()
