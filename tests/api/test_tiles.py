"""Vector tiles, read back by GDAL: what is drawn where, how it is kept, and what is no tile."""

import gzip
import math
from pathlib import Path

import pyogrio
import pyproj
import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon

from tests.factories import AreaFactory, ImportRunFactory, MunicipalityFactory
from venues.models import RD, Area, Backdrop, Municipality, Street

pytestmark = pytest.mark.django_db

# Amersfoort, the origin of the Dutch grid, at 52.155° N 5.387° E.
X, Y = 155_000.0, 463_000.0
TO_MERCATOR = pyproj.Transformer.from_crs(RD, 3857, always_xy=True)


def tile_at(zoom, east_m=0.0):
    return tile_of(Point(X + east_m, Y), zoom)


def tile_of(point, zoom):
    east, north = TO_MERCATOR.transform(point.x, point.y)
    half = math.pi * 6_378_137
    return f"{zoom}/{int((east + half) / (2 * half) * 2**zoom)}/{int((half - north) / (2 * half) * 2**zoom)}"


def street(town, street_class, start=(X, Y), length_m=100.0, nodes=(1, 2)):
    return Street.objects.create(
        municipality=town,
        from_node=nodes[0],
        to_node=nodes[1],
        length_m=length_m,
        street_class=street_class,
        path=LineString(start, (start[0] + length_m, start[1]), srid=RD),
    )


def backdrop(town, kind, side_m=300.0):
    shape = MultiPolygon(Polygon.from_bbox((X, Y, X + side_m, Y + side_m)), srid=RD)
    return Backdrop.objects.create(municipality=town, kind=kind, shape=shape)


def read(answer, spot, folder: Path):
    """What GDAL finds in a tile: layer → [(kind, shape in metres of Mercator)]."""
    assert answer.status_code == 200
    file = folder / f"{spot}.mvt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.decompress(answer.content))
    found = {}
    for layer, _ in pyogrio.list_layers(file):
        _meta, _fid, shapes, (_id, kinds) = pyogrio.raw.read(file, layer=layer)
        found[layer] = list(zip(kinds, shapely.from_wkb(shapes), strict=True))
    return found


def get(client, layer, spot, **options):
    return client.get(f"/tiles/{layer}/{spot}.mvt", headers={"accept-encoding": "gzip"}, **options)


def test_the_backdrop_has_water_parks_and_main_streets_where_they_are(client, tmp_path):
    town = MunicipalityFactory(is_fictional=False)
    for kind in ("water", "park", "built"):
        backdrop(town, kind)
    for street_class in ("secondary", "residential", "footway"):
        street(town, street_class)
    spot = tile_at(14)

    found = read(get(client, "backdrop", spot), spot, tmp_path)

    assert {layer: [kind for kind, _ in rows] for layer, rows in found.items()} == {
        "built": ["built"],
        "park": ["park"],
        "water": ["water"],
        "main-street": ["secondary"],
    }
    [(_, line)] = found["main-street"]
    assert shapely.get_coordinates(line)[0] == pytest.approx(TO_MERCATOR.transform(X, Y), abs=2)
    assert get(client, "backdrop", tile_at(14, 20_000)).status_code == 204


def test_local_streets_are_a_layer_of_their_own_from_where_there_is_room_and_paths_stay_out(client, tmp_path):
    town = MunicipalityFactory(is_fictional=False)
    for street_class in ("secondary", "residential", "footway"):
        street(town, street_class)

    found = read(get(client, "streets", tile_at(14)), tile_at(14), tmp_path)

    assert [kind for kind, _ in found["street"]] == ["residential"]
    assert get(client, "streets", tile_at(11)).status_code == 204


def test_where_streets_have_no_class_those_that_go_straight_on_for_long_are_the_main_ones(client, tmp_path):
    town = MunicipalityFactory(is_fictional=False)
    # Twenty pieces in line, and at their first crossing a side street.
    for n in range(20):
        street(town, "", (X + 100 * n, Y), nodes=(n, n + 1))
    Street.objects.create(
        municipality=town,
        from_node=1,
        to_node=99,
        length_m=400,
        street_class="",
        path=LineString((X + 100, Y), (X + 100, Y + 400), srid=RD),
    )
    spot = tile_at(11)

    [(_, main)] = read(get(client, "backdrop", spot), spot, tmp_path)["main-street"]
    [(_, local)] = read(get(client, "streets", tile_at(14)), tile_at(14), tmp_path)["street"]

    # Mercator metres are 1.63 times as many here.
    assert shapely.length(main) / 1.63 == pytest.approx(2000, rel=0.05)
    assert shapely.length(local) / 1.63 == pytest.approx(400, rel=0.05)


def test_small_shapes_and_corners_are_left_out_when_the_town_is_far_away(client, tmp_path):
    town = MunicipalityFactory(is_fictional=False)
    backdrop(town, "water", side_m=2000)
    backdrop(town, "park", side_m=20)

    far = read(get(client, "backdrop", tile_at(9)), tile_at(9), tmp_path)
    near = read(get(client, "backdrop", tile_at(14)), tile_at(14), tmp_path)

    assert set(far) == {"water"}
    assert set(near) == {"water", "park"}


def test_a_tile_may_be_kept_for_as_long_as_its_version_is_in_its_address(client):
    town = MunicipalityFactory(is_fictional=False)
    backdrop(town, "water")
    first = get(client, "backdrop", tile_at(14))
    version = first.headers["ETag"].strip('W/"')

    versioned = client.get(f"/tiles/backdrop/{tile_at(14)}.mvt?v={version}")
    assert "immutable" in versioned.headers["Cache-Control"]
    assert "no-cache" in first.headers["Cache-Control"]

    again = {"if-none-match": first.headers["ETag"]}
    assert client.get(f"/tiles/backdrop/{tile_at(14)}.mvt", headers=again).status_code == 304
    backdrop(town, "park")
    assert client.get(f"/tiles/backdrop/{tile_at(14)}.mvt", headers=again).status_code == 200
    # As long as the tile of before is kept, it is what the address of its version gives.
    assert client.get(f"/tiles/backdrop/{tile_at(14)}.mvt?v={version}").content == versioned.content


def test_a_tile_is_compressed_once_and_plain_for_who_cannot_read_that(client):
    backdrop(MunicipalityFactory(is_fictional=False), "water")

    packed = get(client, "backdrop", tile_at(14))
    plain = client.get(f"/tiles/backdrop/{tile_at(14)}.mvt")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.content == gzip.decompress(packed.content)
    assert plain.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"


def test_a_fictional_town_is_drawn_only_when_it_is_asked_for(client, tmp_path):
    backdrop(MunicipalityFactory(code="GM9999", is_fictional=True), "water")
    backdrop(MunicipalityFactory(code="GM0307", is_fictional=False), "park")
    spot = tile_at(14)

    assert set(read(get(client, "backdrop", spot), spot, tmp_path)) == {"park"}
    asked = get(client, "backdrop", spot, query_params={"municipality": "GM9999"})
    assert set(read(asked, spot, tmp_path)) == {"water"}


@pytest.mark.parametrize(
    "path",
    [
        "backdrop/7/65/42.mvt",
        "backdrop/17/65/42.mvt",
        "backdrop/8/256/0.mvt",
        "backdrop/8/0/256.mvt",
        "nothing/14/1/1.mvt",
        "backdrop/14/1/1.mvt?municipality=GM0001",
    ],
)
def test_what_is_no_tile_is_not_found(client, path):
    assert client.get(f"/tiles/{path}").status_code == 404


def test_a_tile_costs_few_queries_and_a_kept_one_only_looks_for_its_version(client, django_assert_num_queries):
    backdrop(MunicipalityFactory(is_fictional=False), "water")
    with django_assert_num_queries(10):
        get(client, "backdrop", tile_at(14))
    with django_assert_num_queries(3):
        get(client, "backdrop", tile_at(14))


def test_areas_are_drawn_by_level_with_their_names_where_they_lie(client, tmp_path):
    area = AreaFactory(name="De Eerste", column=0)
    town = area.edition.municipality
    Municipality.objects.filter(pk=town.pk).update(is_fictional=False)
    AreaFactory(edition__municipality=town, edition__is_active=False, edition__year=1999, name="Van vroeger")
    spot = tile_of(area.boundary.centroid, 12)

    found = areas_in(client.get(f"/tiles/areas/{spot}.mvt"), tmp_path)
    above = areas_in(client.get(f"/tiles/areas/{spot}.mvt?level=district"), tmp_path)

    [(code, name, level, shape)] = found
    assert (code, name, level) == (area.code, "De Eerste", "neighbourhood")
    expected = shapely.transform(
        shapely.from_wkb(bytes(area.boundary.wkb)), TO_MERCATOR.transform, interleaved=False
    ).bounds
    # A tile has 1024 steps a side here.
    assert shape.bounds == pytest.approx(expected, abs=40_075_017 / 2**12 / 1024)
    assert [each[2] for each in above] == ["district"]
    assert client.get(f"/tiles/areas/{spot}.mvt?level=street").status_code == 404


def test_the_tag_of_areas_changes_with_a_name_and_with_the_boundaries_and_not_with_a_street(client):
    area = AreaFactory(column=0)
    address = f"/tiles/areas/{tile_of(area.boundary.centroid, 12)}.mvt?municipality={area.edition.municipality_id}"
    tags = [client.get(address).headers["ETag"]]
    street(area.edition.municipality, "residential")
    assert client.get(address, headers={"if-none-match": tags[0]}).status_code == 304

    Area.objects.filter(pk=area.pk).update(name="Anders")
    tags.append(client.get(address).headers["ETag"])
    ImportRunFactory()
    tags.append(client.get(address).headers["ETag"])

    assert len(set(tags)) == 3


def test_under_the_address_of_its_version_a_kept_tile_asks_nothing_of_the_database(client, django_assert_num_queries):
    area = AreaFactory(column=0)
    address = f"/tiles/areas/{tile_of(area.boundary.centroid, 12)}.mvt?municipality={area.edition.municipality_id}"
    first = client.get(address)
    version = first.headers["ETag"].removeprefix('W/"').rstrip('"')

    with django_assert_num_queries(0):
        again = client.get(f"{address}&v={version}")
        known = client.get(f"{address}&v={version}", headers={"If-None-Match": again.headers["ETag"]})
        head = client.head(f"{address}&v={version}")

    assert again.content == first.content
    assert (known.status_code, known.content, head.status_code) == (304, b"", 200)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert again.headers[name] == first.headers[name]
    assert {client.generic(method, f"{address}&v={version}").status_code for method in ("POST", "OPTIONS")} == {405}
    assert "immutable" in again.headers["Cache-Control"]
    assert "no-cache" in client.get(f"{address}&v=of-long-ago").headers["Cache-Control"]


@pytest.mark.parametrize("layer", ["areas", "backdrop", "streets"])
def test_a_tile_costs_few_queries_and_one_that_is_kept_fewer(client, django_assert_max_num_queries, layer):
    area = AreaFactory(column=0)
    street(area.edition.municipality, "secondary")
    address = f"/tiles/{layer}/{tile_of(area.boundary.centroid, 14)}.mvt?municipality={area.edition.municipality_id}"

    with django_assert_max_num_queries(9):
        client.get(address)
    with django_assert_max_num_queries(4):
        client.get(address)


def areas_in(answer, folder: Path):
    """What GDAL finds: code, name, level and shape in metres of Mercator."""
    spot = answer.wsgi_request.path.removeprefix("/tiles/areas/")
    file = folder / spot
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(answer.content)
    meta, _fid, shapes, values = pyogrio.raw.read(file, layer="area")
    columns = dict(zip(meta["fields"], values, strict=True))
    return list(zip(*(columns[name] for name in ("code", "name", "level")), shapely.from_wkb(shapes), strict=True))
