from pathlib import Path

import pytest

from tests.venues.importing.sources import box, feature, load, refusals, write_geojson
from venues.models import Backdrop, ImportRun

pytestmark = pytest.mark.usefixtures("village")

POND = feature(None, box(1, 1), kind="water", name="Vijver")
PARK = feature(None, box(3, 3), kind="park", name=None)


def load_backdrop(folder: Path, *features: object, partial: bool = False, **options: object) -> ImportRun:
    path = write_geojson(folder / "ground.geojson", features)  # type: ignore[arg-type]
    return load("backdrop", path, partial=partial, **options)


def test_water_and_parks_are_drawn(tmp_path: Path):
    run = load_backdrop(tmp_path, POND, PARK)

    assert (run.status, run.rows_created) == (ImportRun.Status.DONE, 2)
    assert set(Backdrop.objects.values_list("kind", "name")) == {("water", "Vijver"), ("park", "")}
    assert Backdrop.objects.get(kind="water").shape.area == pytest.approx(250_000)


def test_a_second_load_changes_nothing_and_another_replaces_what_left(tmp_path: Path):
    load_backdrop(tmp_path, POND, PARK)
    kept = Backdrop.objects.get(kind="water").pk

    assert load_backdrop(tmp_path, POND, PARK).rows_unchanged == 2
    run = load_backdrop(tmp_path, POND)

    assert Backdrop.objects.get().pk == kept
    assert run.notes == ["1 polygons are no longer in the file and were removed."]


def test_a_file_of_one_kind_leaves_the_other_kinds_alone(tmp_path: Path):
    load_backdrop(tmp_path, POND, PARK)

    load_backdrop(tmp_path, feature(None, box(5, 5)), kind_is="park")

    assert set(Backdrop.objects.values_list("kind", flat=True)) == {"water", "park"}
    assert Backdrop.objects.get(kind="park").shape.contains(Backdrop.objects.get(kind="park").shape.centroid)


def test_a_polygon_that_crosses_itself_is_repaired(tmp_path: Path):
    bow_tie = [[120_000, 480_000], [121_000, 481_000], [121_000, 480_000], [120_000, 481_000], [120_000, 480_000]]

    load_backdrop(tmp_path, feature(None, bow_tie, kind="water"))

    assert Backdrop.objects.get().shape.valid
    assert Backdrop.objects.get().shape.area == pytest.approx(500_000)


def test_polygons_elsewhere_are_counted_and_left_out(tmp_path: Path):
    run = load_backdrop(tmp_path, POND, feature(None, box(100, 100), kind="water"))

    assert (run.rows_created, run.rows_skipped) == (1, 1)


def test_an_unknown_kind_and_a_line_are_refused(tmp_path: Path):
    line = {
        "type": "Feature",
        "properties": {"kind": "water"},
        "geometry": {"type": "LineString", "coordinates": [[120_000, 480_000], [121_000, 481_000]]},
    }

    run = load_backdrop(
        tmp_path, POND, feature(None, box(1, 1), kind="lava"), line, feature(None, None, kind="park"), partial=True
    )

    assert (run.rows_created, run.rows_refused) == (1, 3)
    assert refusals(run) == [
        "column “kind”, value “lava”: feature 2: this kind is not drawn. Write one of: water, park, built.",
        "feature 3 is not a polygon. Draw its outline.",
        "feature 4 is not a polygon. Draw its outline.",
    ]
