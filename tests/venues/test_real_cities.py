"""Amsterdam and Rotterdam from the files that others publish, through the manifest, to scores."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from scoring.bridging import meeting_matrix
from scoring.catchment import cover
from scoring.pressure import measure_pressure
from tests.clients.serving import served
from venues.assessment.arrays import inputs_on
from venues.assessment.offer_scores import measure_offers
from venues.assessment.queries import contributions, stored
from venues.assessment.result import Assessment
from venues.city import load_city
from venues.importing.defaults import load_defaults
from venues.importing.loaders import LOADERS
from venues.importing.manifest import read_manifest
from venues.models import Area, ImportRun, Level, Municipality, Run, Score, Venue
from venues.reports.validation import validate

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("real-cities")]
GROUPS = {"youth", "older-lonely", "newcomers", "intellectual-disability", "mental-health", "residents"}


def loaded(city: str, shared_data: Path) -> tuple[Run, list[str]]:
    """Load a city by its manifest; what was said is returned beside the run."""
    said: list[str] = []
    load_defaults()
    with translation.override("en"):
        run = load_city(Path(settings.BASE_DIR) / "cities" / f"{city}.toml", shared_data, said.append)
    return run, said


@pytest.fixture(scope="module")
def amsterdam(shared_data, django_db_setup, django_db_blocker) -> Iterator[tuple[Run, list[str]]]:
    """Amsterdam, loaded once for this module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield loaded("amsterdam", shared_data)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def rotterdam(shared_data, django_db_setup, django_db_blocker) -> Iterator[Run]:
    """Rotterdam, in the same way."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield loaded("rotterdam", shared_data)[0]
        transaction.set_rollback(True)


def compared(city: str, run: Run, shared_data: Path) -> dict[str, dict]:
    """The figures of every comparison that the city's manifest names, by subject."""
    manifest = read_manifest(Path(settings.BASE_DIR) / "cities" / f"{city}.toml", LOADERS)
    found = validate(run.municipality, manifest, shared_data, date(2026, 11, 24))
    return {validation.subject: validation.figures for validation in found}


@pytest.fixture
def scored(amsterdam) -> Assessment:
    return stored(amsterdam[0])


def test_amsterdam_has_every_neighbourhood_and_venue(amsterdam):
    assert Area.objects.filter(edition__municipality="GM0363", level=Level.NEIGHBOURHOOD).count() == 518
    assert Venue.objects.filter(municipality="GM0363").count() == 1462
    assert not ImportRun.objects.exclude(status=ImportRun.Status.DONE).exists()


def test_journey_16_gdal_reads_all_of_amsterdam(amsterdam, tmp_path):
    scored = Score.objects.filter(run=amsterdam[0], area__level=Level.NEIGHBOURHOOD, group__isnull=False)
    expected = {"areas": Area.objects.active().count(), "venues": 1462, "coverage": scored.count()}
    assert expected["coverage"] == 518 * len(GROUPS)
    with served() as site:
        for collection, count in expected.items():
            copy = ["ogr2ogr", "-f", "GPKG", f"{collection}.gpkg", f"OAPIF:{site}/ogc", collection]
            subprocess.run([*copy, "-oo", "PAGE_SIZE=500"], check=True, cwd=tmp_path)
            info = pyogrio.read_info(tmp_path / f"{collection}.gpkg")
            assert info["features"] == count
            west, south, east, north = info["total_bounds"]
            assert 4.7 < west < east < 5.2
            assert 52.2 < south < north < 52.5
            types = dict(zip(info["fields"], info["ogr_types"], strict=True))
            if collection == "coverage":
                # Null in all of Amsterdam, and a number all the same.
                assert types["fragileShare"] == types["coverage"] == "OFTReal"


def test_every_stage_says_its_time_and_counts(amsterdam):
    _run, said = amsterdam
    stages = [line for line in said if not line.startswith("    ")]
    assert [line.split()[0] for line in stages] == [
        *("areas", "figures", "figures", "health", "venues", "streets", "subsidies"),
        *("demand", "points", "walks", "score"),
    ]
    assert all(" s  " in line for line in stages)
    assert "1462 read, 1462 new" in "".join(said)


def test_six_groups_are_scored_in_every_neighbourhood(scored):
    for group in GROUPS:
        assert len(scored.at(Level.NEIGHBOURHOOD, group)) == 518
    ok = [score for score in scored.scores if score.status == Score.Status.OK]
    assert {score.group_id for score in ok} == {*GROUPS, None}


def test_contributions_add_up_for_every_area_and_group(amsterdam):
    """Must hold to 1e-6; it holds to rounding."""
    scores = amsterdam[0].scores.select_related("explanation")
    explained = [score for score in scores if hasattr(score, "explanation")]
    assert {score.pk for score in explained} == {score.pk for score in scores if score.status == Score.Status.OK}
    for score in explained:
        assert sum(score.explanation.coverage) == pytest.approx(score.coverage, abs=1e-9)


def test_room_is_conserved_over_all_loaded_points(amsterdam):
    """Σ D·C = Σ S over the offers that need reaches; the room of the others is listed."""
    inputs = inputs_on(Municipality.objects.get(code="GM0363"), date(2026, 6, 1))
    coverage = cover(inputs.catchment, inputs.rooms.best, inputs.people.demand.best)
    need = inputs.catchment.need(inputs.people.demand.best)
    given = float((need * coverage.by_point).sum())
    assert given == pytest.approx(inputs.rooms.best[coverage.is_reached].sum(), rel=1e-9)
    assert given > 0


def test_unrecorded_hours_leave_a_wide_range_that_starts_at_zero(scored):
    """Amsterdam publishes no hours and no staff, so nothing is known for certain."""
    for score in scored.scores:
        if score.status == Score.Status.OK and score.coverage > 0:
            assert 0 == score.coverage_low <= score.coverage <= score.coverage_high
            assert score.known_share == 0


def test_the_loads_of_all_places_are_the_need_that_reaches_one(amsterdam):
    """Σ L = the need of the points from which at least one place with room can be walked to."""
    inputs = inputs_on(Municipality.objects.get(code="GM0363"), date(2026, 6, 1))
    pressure = measure_pressure(inputs.catchment, inputs.rooms.best, inputs.people.demand.best)
    need = inputs.catchment.need(inputs.people.demand.best)
    in_reach = inputs.catchment.spread(inputs.rooms.best) > 0
    assert pressure.load_hours.sum() == pytest.approx(need[in_reach].sum(), rel=1e-9)
    matrix = meeting_matrix(measure_offers(inputs).bridging)
    special = [g for g, group in enumerate(inputs.groups) if not group.is_everyone]
    assert matrix[np.ix_(special, special)].sum(axis=1) == pytest.approx(np.ones(len(special)))


def test_what_would_move_and_what_would_strand_are_the_load_that_closes(amsterdam):
    offers = list(amsterdam[0].offer_scores.filter(stranded_hours__isnull=False))
    assert len(offers) > 500
    for offer in offers:
        # Amsterdam's register has no activities: a place is one offer.
        assert offer.moved_hours + offer.stranded_hours == pytest.approx(offer.load_hours, rel=1e-9)
        assert offer.pressure == pytest.approx(offer.load_hours / offer.room)


def test_where_no_staff_money_or_inspection_is_recorded_fragility_is_unknown_not_nothing(scored):
    ok = [score for score in scored.scores if score.status == Score.Status.OK and score.coverage > 0]
    assert ok
    for score in ok:
        assert (score.fragile_share, score.fragile_known_share) == (None, 0)
        assert 0 < score.n_minus_one <= 1
        assert score.bridging is None or 0 <= score.bridging <= 1


def test_every_figure_has_an_interval_around_it_and_ranks_among_its_own_level(scored):
    n_areas = {level: len(scored.at(level, "youth")) for level in Level.values}
    for score in scored.scores:
        if score.status == Score.Status.OK:
            # Not so by definition, but anything else on this city would need a reason.
            assert score.interval_low <= score.coverage <= score.interval_high
            assert 1 <= score.rank_low <= score.rank_high <= n_areas[score.area.level]
            assert score.surely_worse + score.surely_better < n_areas[score.area.level]
        else:
            assert score.interval_low is score.rank_low is score.surely_worse is None


def test_few_neighbourhoods_have_a_sure_rank_but_many_pairs_are_sure(scored):
    ranked = [score for score in scored.at(Level.NEIGHBOURHOOD, None) if score.status == Score.Status.OK]
    assert np.median([score.rank_high - score.rank_low for score in ranked]) > 20
    worse, better = (sum(getattr(score, name) for score in ranked) for name in ("surely_worse", "surely_better"))
    assert worse == better > len(ranked)


def test_measures_in_which_people_compete_agree_best_with_the_headline(amsterdam):
    alternatives = amsterdam[0].sturdiness["alternatives"]
    agreement = {name: by_group["all"] for name, by_group in alternatives.items()}
    assert all(0 < figure < 1 for figure in agreement.values())
    assert min(agreement["three-step"], agreement["balanced"]) > max(agreement["nearest"], agreement["cumulative"])


def test_with_no_hours_recorded_all_hangs_on_what_is_assumed_of_unknown_room(amsterdam):
    first, second, *_rest = amsterdam[0].sturdiness["sensitivity"]
    # If what is not recorded were nothing, there would be nothing to rank.
    assert (first["assumption"], first["to"], first["correlation"]) == ("unknown-room", -1, None)
    assert 0 < second["correlation"] < 1


def test_a_library_is_named_where_it_contributes(scored):
    names = {part.venue_name for part in contributions(scored, scored.score("BU0363AD03", "residents"))}
    assert names
    assert len(names) < 200


def test_the_api_gives_every_neighbourhood_on_one_page_and_each_re_adds(amsterdam, client):
    page = client.get("/api/v1/coverage?level=neighbourhood&group=youth&area=GM0363").json()
    assert len(page["items"]) == 518
    assert page["next"] is None
    for row in page["items"]:
        answer = client.get(f"/api/v1/coverage/{row['areaCode']}/youth/contributions")
        if row["status"] == "ok":
            parts = answer.json()["items"]
            assert sum(part["coverage"] for part in parts) == pytest.approx(row["coverage"], abs=1e-6)
        else:
            assert answer.status_code == 404
            assert row["persons"] is None or row["persons"] == 0 or row["status"] == "unknown"


def test_persons_on_points_are_those_of_the_estimates(amsterdam, scored):
    total = sum(score.persons for score in scored.at(Level.MUNICIPALITY, "residents"))
    assert total == pytest.approx(931_000, rel=0.01)
    inputs = inputs_on(Municipality.objects.get(code="GM0363"), date(2026, 6, 1))
    assert np.isclose(inputs.people.demand.best[:, inputs.groups.index(_group(inputs, "residents"))].sum(), total)


def _group(inputs, code):
    return next(group for group in inputs.groups if group.code == code)


def test_loading_again_changes_nothing(amsterdam, shared_data):
    first, _said = amsterdam
    fingerprint = first.fingerprint
    again, _said = loaded("amsterdam", shared_data)
    latest = ImportRun.objects.filter(started_at__gt=first.created_at)
    assert latest.count() == 7
    assert sum(run.rows_created + run.rows_updated for run in latest) == 0
    assert again.fingerprint == fingerprint


def test_metres_to_libraries_and_schools_agree_with_those_of_cbs(amsterdam, shared_data):
    """A first try with one point an area gave r = 0.76; the demand points do better, the more so by mean error."""
    found = compared("amsterdam", amsterdam[0], shared_data)
    library, school = found["library"], found["primary-school"]
    assert (library["areas"], library["places"]) == (110, 26)
    assert library["pearson"] > 0.83
    assert library["pearson"] > library["onePoint"]["pearson"] + 0.05
    assert library["meanAbsoluteErrorM"] < 280
    assert library["onePoint"]["meanAbsoluteErrorM"] > 440
    assert (school["areas"], school["places"]) == (476, 210)
    assert school["pearson"] > 0.85
    assert school["pearson"] > school["onePoint"]["pearson"] + 0.04
    assert school["meanAbsoluteErrorM"] < 225
    assert school["onePoint"]["meanAbsoluteErrorM"] > 255


def test_what_remains_is_put_down_to_causes(amsterdam, shared_data):
    library = compared("amsterdam", amsterdam[0], shared_data)["library"]
    assert library["unmatched"]["places"] == ["OBA Casa Sofia", "OBA Ganzenhoef"]
    assert library["unmatched"]["pearson"] > 0.91
    assert library["remainder"]["pearson"] > 0.92
    assert library["remainder"]["meanAbsoluteErrorM"] < 145
    cause = {each["cause"]: each for each in library["causes"]}
    assert cause["edge"]["squaredErrorShare"] > 0.5
    # Zuidoost: by car round the Bijlmer it is further than along our streets.
    assert cause["piece"]["meanErrorM"] < -350
    assert cause["no-streets"]["meanErrorM"] < -300
    assert abs(library["rounded"]["pearson"] - library["pearson"]) < 0.01


def test_the_straight_line_falls_short_across_the_river_and_close_by(rotterdam, shared_data):
    found = compared("rotterdam", rotterdam, shared_data)["straight-line"]
    assert found["pairs"] == 6000
    assert found["medianDetour"] == pytest.approx(1.33, abs=0.02)
    assert found["bestFactor"] == pytest.approx(1.3, abs=0.02)
    assert found["shareOff"] == pytest.approx(0.14, abs=0.02)
    assert found["shareTooShort"] > 5 * found["shareTooLong"]
    assert found["acrossOpenGround"]["pairShare"] < 0.1
    assert found["acrossOpenGround"]["squaredErrorShare"] > 0.7
    assert found["elsewhere"]["pearson"] > 0.93
    detours = [band["medianDetour"] for band in found["bands"]]
    assert detours == sorted(detours, reverse=True)


def test_rotterdam_has_no_register_so_its_coverage_is_unknown(rotterdam):
    assessment = stored(rotterdam)
    assert not rotterdam.register_loaded
    assert rotterdam.points_kind == "square"
    assert not [score for score in assessment.scores if score.status == Score.Status.OK]
    city = assessment.score("GM0599", "residents")
    assert city.status == Score.Status.UNKNOWN
    assert city.persons == pytest.approx(670_000, rel=0.02)
