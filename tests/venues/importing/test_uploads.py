"""Files of organisations: stored once whatever happens, by key, and never more than was asked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import (
    MunicipalityAreaFactory,
    OrganisationFactory,
    StaffingFactory,
    UserFactory,
    VenueFactory,
    default_method,
)
from tests.venues.importing.dirty_files import HEADER, as_csv, rows_of
from venues.importing.uploads import steps
from venues.importing.uploads.work import work_on
from venues.models import Membership, Organisation, RegisterChange, Staffing, Upload, User, Venue, VenueEvent

STAFFING = ["locatie", "soort", "rol", "uren per week", "beleidsterrein", "vanaf"]


def make_worker() -> User:
    default_method()
    municipality = MunicipalityAreaFactory().edition.municipality
    user: User = UserFactory()
    organisation = OrganisationFactory(name="Dorpswelzijn", municipality=municipality)
    Membership.objects.create(user=user, role="worker", organisation=organisation)
    return user


@pytest.fixture
def worker(db: None) -> User:
    return make_worker()


@pytest.fixture
def committed_worker(transactional_db: None) -> Iterator[User]:
    """A worker whom other processes see too; the queue outlives the flush between tests."""
    yield make_worker()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


def bring_in(user: User, rows: list[list[str]], table: str = "venues", *, until: str = "stored") -> Upload:
    """A file through all steps, or until it was tried or is to be stored."""
    upload = steps.receive(user, Organisation.objects.get(name="Dorpswelzijn"), table, as_csv(rows), "lijst.csv")
    assert steps.missing_columns(upload, upload.mapping) == []
    steps.try_out(upload, upload.mapping)
    work_on(upload.pk, "en")
    if until != "tried":
        steps.store(upload)
    if until == "stored":
        work_on(upload.pk, "en")
    upload.refresh_from_db()
    return upload


def counts(upload: Upload) -> tuple[int, int, int, int]:
    return upload.rows_created, upload.rows_updated, upload.rows_unchanged, upload.rows_refused


def problems(upload: Upload) -> list[str]:
    return [problem["problem"] for row in upload.refused.all() for problem in row.problems]


def test_a_dry_run_counts_what_would_happen_and_stores_nothing(worker: User):
    upload = bring_in(worker, [HEADER, *rows_of(30, 1)], until="tried")

    assert (upload.state, counts(upload)) == (Upload.State.TRIED, (30, 0, 0, 0))
    assert not Venue.objects.exists()
    assert not RegisterChange.objects.exists()


def test_the_same_file_twice_changes_nothing(worker: User):
    bring_in(worker, [HEADER, *rows_of(30, 1)])
    again = bring_in(worker, [HEADER, *rows_of(30, 1)])

    assert counts(again) == (0, 0, 30, 0)
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (30, 30)


def test_a_changed_cell_is_one_new_version_and_an_empty_one_changes_nothing(worker: User):
    rows = rows_of(3, 1)
    bring_in(worker, [HEADER, *rows])
    rows[1][7], rows[2][5] = "77", ""
    upload = bring_in(worker, [HEADER, *rows])

    assert counts(upload) == (0, 1, 2, 0)
    assert [(venue.places, venue.version) for venue in Venue.objects.filter(source_key="L2")] == [(77, 2)]
    assert Venue.objects.get(source_key="L3").address == "Dorpsstraat 3"


def test_stored_places_belong_to_the_organisation_and_nobody_has_verified_them(worker: User):
    bring_in(worker, [HEADER, *rows_of(2, 1)])

    assert {venue.organisation.name for venue in Venue.objects.all()} == {"Dorpswelzijn"}
    assert set(Venue.objects.values_list("verified_on", flat=True)) == {None}
    assert VenueEvent.objects.first().pgh_context.metadata["door"] == "file"


def test_good_rows_are_stored_although_others_are_refused(worker: User):
    rows = rows_of(10, 1)
    rows[3][2], rows[3][7], rows[5][9] = "Kasteel", "veel", "31-2-2020"
    upload = bring_in(worker, [HEADER, *rows])

    assert counts(upload) == (8, 0, 0, 2)
    assert [(row.line, [problem["column"] for problem in row.problems]) for row in upload.refused.all()] == [
        (5, ["Soort", "Capaciteit"]),
        (7, ["Geopend op"]),
    ]


def test_a_place_that_went_to_another_organisation_is_refused(worker: User):
    bring_in(worker, [HEADER, *rows_of(2, 1)])
    Venue.objects.filter(source_key="L1").update(organisation=OrganisationFactory(name="Een ander"))
    rows = rows_of(2, 1)
    rows[0][1] = rows[1][1] = "Andere naam"
    upload = bring_in(worker, [HEADER, *rows])

    assert counts(upload) == (0, 1, 0, 1)
    assert problems(upload) == ["this belongs to another organisation now."]


def test_a_right_that_was_taken_away_stops_the_file(worker: User):
    upload = bring_in(worker, [HEADER, *rows_of(2, 1)], until="to be stored")
    worker.memberships.all().delete()
    work_on(upload.pk, "en")
    upload.refresh_from_db()

    assert upload.state == Upload.State.FAILED
    assert "no right" in upload.problem
    assert not Venue.objects.exists()


def test_facts_are_added_once_and_nothing_that_the_file_lacks_is_removed(worker: User):
    bring_in(worker, [HEADER, *rows_of(2, 1)])
    StaffingFactory(venue=Venue.objects.get(source_key="L1"), role="beheerder")
    file = [
        STAFFING,
        ["L1", "beroepskracht", "gastvrouw", "12,5", "Welzijn", "1 mei 2025"],
        ["L2", "vrijwilliger", "", "6", "", ""],
        ["L9", "vrijwilliger", "", "6", "", ""],
    ]
    first, second = bring_in(worker, file, "staffing"), bring_in(worker, file, "staffing")

    assert (counts(first), counts(second)) == ((2, 0, 0, 1), (0, 0, 2, 1))
    assert Staffing.objects.count() == 3
    assert Staffing.objects.filter(role="gastvrouw", sector="welfare", kind="professional").exists()
    assert Venue.objects.get(source_key="L2").version == 2


def test_a_place_of_another_organisation_cannot_be_named(worker: User):
    other = VenueFactory(organisation=OrganisationFactory(name="Een ander"))
    upload = bring_in(worker, [STAFFING, [str(other.pk), "vrijwilliger", "", "6", "", ""]], "staffing")

    assert problems(upload) == ["nothing with this key is loaded."]


def test_asked_twice_it_is_stored_once(worker: User):
    upload = bring_in(worker, [HEADER, *rows_of(2, 1)], until="tried")

    assert steps.store(upload)
    assert not steps.store(upload)
    assert not steps.try_out(upload, upload.mapping)
    work_on(upload.pk, "en")
    work_on(upload.pk, "en")
    assert Venue.objects.count() == 2


def test_the_columns_that_were_chosen_are_remembered(worker: User):
    rows = [["Code", "Hoe het heet", "Wat", "Oost", "Noord"], *(row[:5] for row in rows_of(2, 1))]
    organisation = Organisation.objects.get()
    upload = steps.receive(worker, organisation, "venues", as_csv(rows), "a.csv")
    assert steps.missing_columns(upload, upload.mapping) != []
    steps.try_out(upload, {"key": 0, "name": 1, "type": 2, "lon": 3, "lat": 4})

    assert steps.receive(worker, organisation, "venues", as_csv(rows), "b.csv").mapping == {
        "key": 0,
        "name": 1,
        "type": 2,
        "lon": 3,
        "lat": 4,
    }


def process(upload: Upload) -> "subprocess.Popen[bytes]":
    """The same work in a process of its own, on the database of the tests."""
    here = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    url = "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**here)
    code = (
        "import django, sys; django.setup()\n"
        "from venues.importing.uploads.work import work_on; work_on(sys.argv[1], 'en')"
    )
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "infra_map.settings"}
    return subprocess.Popen([sys.executable, "-c", code, str(upload.pk)], cwd=settings.BASE_DIR, env=environment)


def test_a_process_killed_in_the_middle_of_5000_rows_loses_nothing_and_doubles_nothing(committed_worker: User):
    upload = bring_in(committed_worker, [HEADER, *rows_of(5000, 1)], until="to be stored")
    running = process(upload)
    while upload.rows_done < 1000:
        assert running.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
        upload.refresh_from_db()
    running.send_signal(signal.SIGKILL)
    running.wait()
    upload.refresh_from_db()
    assert 1000 <= upload.rows_done < 5000
    assert Venue.objects.count() == upload.rows_done

    work_on(upload.pk, "en")
    upload.refresh_from_db()
    assert (upload.state, counts(upload)) == (Upload.State.STORED, (5000, 0, 0, 0))
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (5000, 5000)


def test_a_file_whose_worker_was_killed_is_taken_up_again(worker: User, settings: object):
    upload = bring_in(worker, [HEADER, *rows_of(2, 1)], until="to be stored")
    assert steps.take_up_again() == 0
    Upload.objects.filter(pk=upload.pk).update(worked_at=upload.worked_at - 2 * steps.STUCK_AFTER)

    assert steps.take_up_again() == 1


def test_two_workers_at_once_and_the_same_file_twice_store_each_place_once(committed_worker: User):
    rows = [HEADER, *rows_of(2000, 1)]
    first = bring_in(committed_worker, rows, until="to be stored")
    second = bring_in(committed_worker, rows, until="to be stored")
    running = [process(each) for each in (first, first, second)]
    assert [each.wait(timeout=120) for each in running] == [0, 0, 0]
    first.refresh_from_db()
    second.refresh_from_db()

    assert first.state == second.state == Upload.State.STORED
    assert first.rows_created + second.rows_created == 2000
    assert first.rows_unchanged + second.rows_unchanged == 2000
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (2000, 2000)


def test_old_files_are_forgotten(worker: User):
    upload = bring_in(worker, [HEADER, *rows_of(2, 1)], until="tried")
    assert steps.forget_old() == 0
    Upload.objects.filter(pk=upload.pk).update(made_at="2020-01-01T00:00:00Z")

    assert steps.forget_old() == 1
    assert not Upload.objects.exists()
