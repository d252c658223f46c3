"""The importers on real open data, where it is at hand."""

from pathlib import Path

import pytest
from django.conf import settings

from venues.importing.base import Source, run_import
from venues.importing.defaults import load_defaults
from venues.importing.demand import estimate_demand
from venues.importing.loaders import LOADERS
from venues.importing.manifest import read_manifest
from venues.models import Area, DemandEstimate, DemandPoint, Figure, ImportRun, Level, Municipality

pytestmark = pytest.mark.django_db

MINE = {"areas", "figures", "health", "squares"}


def load_city(name: str, data: Path) -> tuple[Municipality, list[ImportRun]]:
    """The sources of a manifest that say who lives where."""
    manifest = read_manifest(Path(settings.BASE_DIR) / "cities" / f"{name}.toml", LOADERS)
    municipality = Municipality.objects.create(code=manifest.code, name=manifest.name)
    for code, neighbour in manifest.neighbours.items():
        municipality.neighbours.add(Municipality.objects.create(code=code, name=neighbour, is_scored=False))
    runs = [
        run_import(
            Source(each.loader, data / each.file, municipality, manifest.edition, each.options, each.partial),
            LOADERS[each.loader],
        )
        for each in manifest.sources
        if each.loader in MINE
    ]
    return municipality, runs


def count(level: Level, municipality: str) -> int:
    return Area.objects.filter(level=level, edition__municipality=municipality).count()


def test_amsterdam_has_518_neighbourhoods_and_people_in_all_but_one(shared_data: Path):
    load_defaults()

    amsterdam, runs = load_city("amsterdam", shared_data)
    summary = estimate_demand(amsterdam, amsterdam.editions.get())

    assert [run.status for run in runs] == [ImportRun.Status.DONE] * 4
    assert [(run.rows_read, run.rows_created, run.rows_refused) for run in runs] == [
        (518, 518, 0),
        (628, 628, 0),
        (3393, 110, 0),
        (34682, 440, 0),
    ]
    assert (count(Level.NEIGHBOURHOOD, "GM0363"), count(Level.DISTRICT, "GM0363")) == (518, 110)
    city = Area.objects.get(code="GM0363")
    parts = Area.objects.filter(level=Level.NEIGHBOURHOOD)
    assert city.boundary.area == pytest.approx(sum(each.boundary.area for each in parts), rel=1e-9)
    assert sum(polygon.num_interior_rings for polygon in city.boundary) == 0
    assert Area.objects.get(code="WK0363AA").name == "Haarlemmerbuurt"
    assert summary.persons["residents"] == pytest.approx(931_298, rel=1e-4)
    assert summary.unknown == dict.fromkeys(summary.persons, 1)
    # 65 and over × the lonely share of each neighbourhood, against the city's own row: 126 480 × 54.5 %.
    assert summary.persons["older-lonely"] == pytest.approx(126_480 * 0.545, rel=0.01)
    assert not DemandEstimate.objects.filter(area__code="BU0363MK06").exists()


def test_rotterdam_lives_on_its_squares_and_its_neighbours_come_along(shared_data: Path):
    load_defaults()

    rotterdam, runs = load_city("rotterdam", shared_data)
    summary = estimate_demand(rotterdam, rotterdam.editions.get())

    assert {run.status for run in runs} == {ImportRun.Status.DONE}
    assert (count(Level.NEIGHBOURHOOD, "GM0599"), Municipality.objects.filter(is_scored=False).count()) == (91, 11)
    squares = runs[-1]
    assert squares.rows_created + squares.rows_skipped == squares.rows_read == 16_383
    assert DemandPoint.objects.count() == squares.rows_created
    assert not summary.unknown
    assert summary.suppressed > 0
    assert Figure.objects.filter(value=None).exists()
    assert any("Rotterdam: areas overlap by" in note for note in runs[0].notes)
    assert any("GM1992 is not in the file" in note for note in runs[-2].notes)


def test_invalid_national_polygons_are_repaired_and_named_one_by_one(shared_data: Path):
    municipality = Municipality.objects.create(code="GM0599", name="Rotterdam")
    codes = ["GM0093", "GM0166", "GM0448", "GM0599"]
    towns = {"code": "gemeentecode", "name": "gemeentenaam", "level": "municipality", "municipalities": codes}
    districts = {"code": "wijkcode", "name": "wijknaam", "level": "district", "municipalities": codes}

    runs = [
        run_import(Source("areas", shared_data / "netherlands" / name, municipality, 2024, options), LOADERS["areas"])
        for name, options in (
            ("gemeenten_2024.geojson", towns),
            ("wijken_2024.geojson", {**districts, "parents": "stored"}),
        )
    ]

    assert [run.status for run in runs] == [ImportRun.Status.DONE] * 2
    repaired = [note for run in runs for note in run.notes if "was repaired" in note]
    found = [note.split()[0] for note in repaired]
    assert found[:3] == ["GM0093", "GM0166", "GM0448"]
    assert {"WK009399", "WK016699", "WK009305"} < set(found)
    assert all("Self-intersection" in note or "Too few points" in note for note in repaired)
    assert all("m²" in note for note in repaired)
    assert all(each.boundary.valid for each in Area.objects.all())
    assert Municipality.objects.get(code="GM0093").name == "Terschelling"


def test_dirty_national_polygons_are_loaded_with_what_does_not_fit(shared_data: Path):
    municipality = Municipality.objects.create(code="GM0599", name="Rotterdam")
    path = shared_data / "netherlands" / "buurten_2024_hybrid_wgs84.geojson.gz"
    options = {"code": "buurtcode", "name": "buurtnaam", "municipalities": ["GM0599", "GM0363", "GM0344"]}

    run = run_import(Source("areas", path, municipality, 2024, options), LOADERS["areas"])

    assert run.status == ImportRun.Status.DONE
    assert run.rows_read == 14_566
    assert [count(Level.NEIGHBOURHOOD, code) for code in options["municipalities"]] == [91, 516, 111]
    assert any("Rotterdam: areas overlap by" in note for note in run.notes)
    assert any("GM0344" in note and "openings" in note for note in run.notes)
    assert not any("GM0363" in note for note in run.notes)
    assert all(each.boundary.valid for each in Area.objects.all())
