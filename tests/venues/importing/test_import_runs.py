"""Every file goes through `run_import`: what it records, whatever happens."""

import hashlib
from pathlib import Path
from threading import Event, Thread

import pytest
import shapely
from django.db import connection

from tests.factories import MunicipalityFactory
from tests.venues.importing.sources import YEAR, load, refusals, write, write_areas
from venues.importing.base import REFUSALS_KEPT, FileRefused, Loader, Report, RowRefused, Source, run_import
from venues.importing.storing.street_store import Network, store_network
from venues.importing.storing.upsert import upsert
from venues.models import Area, Edition, ImportRun, Street

pytestmark = pytest.mark.django_db


def source(path: Path, **options: object) -> Source:
    return Source("areas", path, MunicipalityFactory(), YEAR, options)


def test_a_dry_run_counts_everything_and_stores_nothing(tmp_path: Path):
    run = load("areas", write_areas(tmp_path / "a.geojson", "BU9990AA01"), code="code", dry_run=True)

    assert (run.status, run.rows_created) == (ImportRun.Status.DRY_RUN, 1)
    assert not Area.objects.exists()
    assert not Edition.objects.exists()


def test_the_record_names_the_file_and_its_checksum(tmp_path: Path):
    path = write_areas(tmp_path / "a.geojson", "BU9990AA01")

    run = load("areas", path, code="code")

    assert run.file_name == "a.geojson"
    assert run.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path):
    run = load("areas", tmp_path / "none.geojson", code="code")

    assert (run.status, run.sha256) == (ImportRun.Status.FAILED, "")
    assert "none.geojson cannot be read" in refusals(run)[0]
    assert "Check the name in the manifest" in refusals(run)[0]


def test_a_refused_file_leaves_nothing_behind_and_counts_nothing_as_stored(tmp_path: Path):
    def load_half(given: Source, report: Report) -> None:
        Edition.objects.create(municipality=given.municipality, year=1999)
        report.created += 1
        raise FileRefused("cut off", "Fetch it again.", line=7)

    run = run_import(source(write(tmp_path / "f.csv", "a")), load_half)

    assert (run.status, run.rows_created, run.rows_refused) == (ImportRun.Status.FAILED, 0, 1)
    assert refusals(run) == ["line 7: cut off Fetch it again."]
    assert not Edition.objects.exists()


def test_a_row_that_a_loader_could_not_place_refuses_the_file_in_words(tmp_path: Path):
    def load_badly(_given: Source, _report: Report) -> None:
        raise RowRefused("too many cells", line=3)

    run = run_import(source(write(tmp_path / "f.csv", "a")), load_badly)

    assert refusals(run) == ["line 3: too many cells"]


def test_what_the_database_refuses_is_told_and_undone(tmp_path: Path):
    def load_twice(given: Source, _report: Report) -> None:
        for _time in range(2):
            Edition.objects.create(municipality=given.municipality, year=1999)

    run = run_import(source(write(tmp_path / "f.csv", "a")), load_twice)

    assert run.status == ImportRun.Status.FAILED
    assert "the database refused it" in refusals(run)[0]
    assert not Edition.objects.exists()


def test_a_crash_is_no_silent_end_the_record_says_failed(tmp_path: Path):
    def crash(_given: Source, _report: Report) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_import(source(write(tmp_path / "f.csv", "a")), crash)

    assert ImportRun.objects.get().status == ImportRun.Status.FAILED


def test_rubbish_in_a_refused_value_can_still_be_recorded(tmp_path: Path):
    def refuse_rubbish(_given: Source, report: Report) -> None:
        report.refuse(RowRefused("what is this", value="a\0b\ud800" + "x" * 100), line=1)
        report.note("n\0te")

    run = run_import(source(write(tmp_path / "f.csv", "a")), refuse_rubbish)
    run.refresh_from_db()

    assert run.refusals[0]["value"].startswith("a\N{REPLACEMENT CHARACTER}b?x")
    assert run.refusals[0]["value"].endswith("…")
    assert run.notes == ["n\N{REPLACEMENT CHARACTER}te"]


def test_all_refusals_are_counted_but_only_so_many_are_listed(tmp_path: Path):
    def refuse_many(_given: Source, report: Report) -> None:
        for line in range(REFUSALS_KEPT + 5):
            report.refuse(RowRefused("wrong"), line=line)

    run = run_import(source(write(tmp_path / "f.csv", "a")), refuse_many)

    assert run.rows_refused == REFUSALS_KEPT + 5
    assert len(run.refusals) == REFUSALS_KEPT


def test_an_option_that_the_manifest_forgot_is_named(tmp_path: Path):
    with pytest.raises(FileRefused, match="gives no “code”"):
        source(tmp_path / "f.csv").option("code")


def test_a_loader_that_gives_one_row_twice_is_a_mistake_of_ours(tmp_path: Path):
    municipality = MunicipalityFactory()
    rows = [Edition(municipality=municipality, year=1999), Edition(municipality=municipality, year=1999)]

    with pytest.raises(ValueError, match="given twice"):
        upsert(Edition.objects.all(), rows, ["municipality_id", "year"], ["is_active"], Report())


@pytest.mark.django_db(transaction=True)
def test_two_loads_of_one_city_at_once_store_its_streets_once(tmp_path: Path):
    given = source(write(tmp_path / "f.csv", "a"))
    stored, may_end = Event(), Event()

    def load_network(given: Source, report: Report) -> None:
        paths = shapely.linestrings([[[120_000, 480_000], [120_100, 480_000]]])
        store_network(given.municipality, Network([1], [2], [100.0], [""], paths), report)

    def load_and_linger(given: Source, report: Report) -> None:
        load_network(given, report)
        stored.set()
        may_end.wait(timeout=20)

    def in_background(load: Loader) -> Thread:
        def work() -> None:
            try:
                run_import(given, load)
            finally:
                connection.close()

        thread = Thread(target=work)
        thread.start()
        return thread

    first = in_background(load_and_linger)
    assert stored.wait(timeout=20)
    second = in_background(load_network)
    second.join(timeout=1)
    may_end.set()
    first.join(timeout=20)
    second.join(timeout=20)

    assert Street.objects.count() == 1
    assert set(ImportRun.objects.values_list("status", flat=True)) == {ImportRun.Status.DONE}
