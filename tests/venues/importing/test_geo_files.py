import gzip
import json
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from tests.venues.importing.sources import box, feature, write_geojson
from venues.importing.base import FileRefused
from venues.importing.reading import geo_file
from venues.importing.reading.geo_file import read_features


def write_geopackage(path: Path, crs: str = "EPSG:28992") -> Path:
    shapes = shapely.to_wkb(np.array([shapely.Point(121000, 487000), shapely.Point(121500, 487000)]))
    pyogrio.raw.write(
        path,
        shapes,
        [np.array(["een", "twee"], dtype=object)],
        ["naam"],
        geometry_type="Point",
        crs=crs,
        driver="GPKG",
        layer="plekken",
    )
    return path


def test_degrees_become_metres_of_the_dutch_grid(tmp_path: Path):
    # The tower of Amersfoort: the origin of the grid at x 155 000, y 463 000.
    tower = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [5.387204, 52.155172, 98]},
    }

    [found] = read_features(write_geojson(tmp_path / "a.geojson", [tower], crs=None))

    assert found.shape is not None
    assert (found.shape.x, found.shape.y) == pytest.approx((155_000, 463_000), abs=1)
    assert not found.shape.has_z


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4258", "OGC:CRS84"])
def test_the_systems_in_degrees_are_read_alike(tmp_path: Path, crs: str):
    ring = [[4.9, 52.3], [5.0, 52.3], [5.0, 52.4], [4.9, 52.3]]
    path = write_geojson(tmp_path / "a.geojson", [feature("a", ring)], crs=crs)

    assert (
        read_features(path)[0].shape
        == read_features(write_geojson(tmp_path / "b.geojson", [feature("a", ring)], crs=None))[0].shape
    )


def test_a_geopackage_is_read_with_its_properties_whatever_its_name(tmp_path: Path):
    path = write_geopackage(tmp_path / "a.gpkg").rename(tmp_path / "a.data")

    found = read_features(path)

    assert [(each.number, each.properties["naam"], each.shape and each.shape.wkt) for each in found] == [
        (1, "een", "POINT (121000 487000)"),
        (2, "twee", "POINT (121500 487000)"),
    ]


def test_a_gzipped_geojson_is_read(tmp_path: Path):
    plain = write_geojson(tmp_path / "a.geojson", [feature("a", box(0, 0))])
    packed = tmp_path / "b.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert read_features(packed) == read_features(plain)


def test_a_truncated_geojson_is_refused_with_line_and_character(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature("a", box(0, 0))])
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1)[:300])

    with pytest.raises(
        FileRefused, match=r"line \d+: a\.geojson stops being GeoJSON at line \d+, character \d+ .*cut off"
    ):
        read_features(path)


def test_a_truncated_gzip_is_refused(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature(str(n), box(n, 0)) for n in range(500)])
    path.write_bytes(gzip.compress(path.read_bytes())[:-500])

    with pytest.raises(FileRefused, match="no complete gzip file"):
        read_features(path)


def test_a_truncated_geopackage_is_refused(tmp_path: Path):
    path = write_geopackage(tmp_path / "a.gpkg")
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(FileRefused, match=r"cannot be read as a GeoPackage .*cut off"):
        read_features(path)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path):
    path = tmp_path / "a.gpkg"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE a (b TEXT)")
    database.execute("INSERT INTO a VALUES ('c')")
    database.commit()
    database.close()

    with pytest.raises(FileRefused, match="no GeoPackage"):
        read_features(path)


def test_another_reference_system_is_refused_with_those_that_are_read(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature("a", box(0, 0))], crs="EPSG:31370")

    with pytest.raises(
        FileRefused, match=r"“urn:ogc:def:crs:EPSG::31370”, which is not read here. Export it in EPSG:28992"
    ):
        read_features(path)
    with pytest.raises(FileRefused, match="“EPSG:3857”, which is not read here"):
        read_features(write_geopackage(tmp_path / "a.gpkg", "EPSG:3857"))


def test_metres_that_say_they_are_degrees_are_refused(tmp_path: Path):
    path = write_geojson(tmp_path / "a.geojson", [feature("a", box(0, 0))], crs=None)

    with pytest.raises(FileRefused, match=r"coordinates such as 120000, 480000. These look like metres"):
        read_features(path)


@pytest.mark.parametrize(
    "content",
    [
        "<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
        "[1, 2]",
        "",
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read https://example.org/a.json"}',
        '{"type": "Topology", "objects": {}}',
        '{"type": "FeatureCollection", "features": 3}',
        '{"type": "FeatureCollection", "features": [' + "[" * 100_000,
    ],
)
def test_nothing_but_features_is_read_so_no_file_can_make_us_fetch_an_address(tmp_path: Path, content: str):
    path = tmp_path / "a.geojson"
    path.write_text(content)

    with pytest.raises(
        FileRefused, match=r"a\.geojson (is neither|holds no list of features|is not GeoJSON|stops being)"
    ):
        read_features(path)


def test_a_shape_that_cannot_be_built_is_none_and_the_others_are_there(tmp_path: Path):
    broken = feature("a", [[121000, 487000], [121001, 487000]])
    path = write_geojson(tmp_path / "a.geojson", [broken, feature("b", None), feature("c", box(0, 0))])

    assert [each.shape is None for each in read_features(path)] == [True, True, False]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("start", [b"", b'{"type": "FeatureCollection", "features": ['])
def test_200_mb_of_rubbish_is_refused_unread(tmp_path: Path, start: bytes):
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(200 * 2**20)

    with pytest.raises(FileRefused, match=r"neither GeoJSON nor a GeoPackage|stops being GeoJSON at line 1, character"):
        read_features(path)


def test_a_file_past_the_limit_is_refused_packed_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(geo_file, "MAX_BYTES", 2**20)
    path = tmp_path / "a.geojson"
    path.write_bytes(b"{" + b" " * 2**21)
    packed = tmp_path / "b.geojson.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    for each in (path, packed):
        with pytest.raises(FileRefused, match="is larger than 1 MB"):
            read_features(each)


def test_features_of_the_wrong_form_have_no_shape_and_no_properties(tmp_path: Path):
    path = tmp_path / "a.geojson"
    wrong = [3, None, {"geometry": "x", "properties": [1]}, {"geometry": {"type": "Point", "coordinates": ["a", None]}}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": wrong, "crs": {"properties": "x"}}))

    assert [(each.shape, dict(each.properties)) for each in read_features(path)] == [(None, {})] * 4
