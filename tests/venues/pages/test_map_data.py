"""What the map fetches: shapes that fit together, small, and kept by the browser."""

import gzip
import json

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon

from tests.factories import square
from tests.venues.pages.town import scored_town
from venues.models import RD, Backdrop
from venues.pages.shapes import simplified

pytestmark = pytest.mark.django_db


def test_neighbours_still_share_their_border_after_simplification():
    # Two areas with a ragged border between them.
    y = np.arange(0, 1001, 10.0)
    x = 500 + 8 * np.sin(y)
    border = list(zip(x, y, strict=True))
    west = shapely.Polygon([(0, 0), *border, (0, 1000)])
    east = shapely.Polygon([(1000, 0), *border, (1000, 1000)])

    simple = simplified(np.array([west, east]), 20.0)

    assert shapely.get_num_coordinates(simple[0]) < shapely.get_num_coordinates(west) / 2
    assert len(shapely.union_all(simple).interiors) == 0
    assert shapely.area(shapely.union_all(simple)) == pytest.approx(1_000_000, rel=0.001)
    assert shapely.area(shapely.intersection(*simple)) == 0


def test_areas_are_geojson_in_degrees_that_browsers_may_keep(client):
    scored_town()

    answer = client.get("/map/areas/GM9999/2025/neighbourhood.json")
    found = json.loads(answer.content)

    assert [feature["properties"]["code"] for feature in found["features"]] == [f"BU999900{n:02d}" for n in range(9)]
    lon, lat = found["features"][0]["geometry"]["coordinates"][0][0][0]
    assert 3 < lon < 8
    assert 50 < lat < 54


def test_areas_may_be_kept_under_their_version_are_asked_for_anew_without_it_and_are_packed_once(client):
    scored_town()
    address = client.get("/").context["map_data"]["areasUrl"]

    versioned = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address.split("?")[0])

    assert "immutable" in versioned.headers["Cache-Control"]
    assert "no-cache" in plain.headers["Cache-Control"]
    assert gzip.decompress(versioned.content) == plain.content
    again = client.get(address, headers={"if-none-match": plain.headers["ETag"]})
    assert again.status_code == 304


def test_a_level_or_edition_that_does_not_exist_is_not_found(client):
    scored_town()

    assert client.get("/map/areas/GM9999/2025/street.json").status_code == 404
    assert client.get("/map/areas/GM9999/1999/district.json").status_code == 404


def test_all_neighbourhoods_of_amsterdam_weigh_less_than_150_kb(shared_data):
    read = json.loads((shared_data / "amsterdam" / "buurten_amsterdam_2022plus_wgs84.geojson").read_text())
    degrees = np.array([shapely.geometry.shape(feature["geometry"]) for feature in read["features"]])
    # A degree of latitude is 111 km: near enough to weigh.
    metres = shapely.transform(degrees, lambda xy: xy * 111_000)

    simple = shapely.transform(simplified(metres, 5.0), lambda xy: np.round(xy / 111_000, 5))

    assert len(simple) == 518
    weight = len(gzip.compress(json.dumps([shapely.geometry.mapping(shape) for shape in simple]).encode()))
    assert weight < 150_000


def test_a_newly_loaded_backdrop_has_a_new_address(client):
    town = scored_town()
    before = client.get("/").context["map_data"]["backdropUrl"]
    Backdrop.objects.create(municipality=town, kind="water", shape=MultiPolygon(square(0)[0], srid=RD))

    assert client.get("/").context["map_data"]["backdropUrl"] != before
