"""Bringing in a file by the pages: preview, columns, errors in words, storing, and what to mend."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories import (
    MunicipalityAreaFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    default_method,
    spot,
)
from tests.venues.importing.dirty_files import HEADER, as_csv, rows_of
from venues.importing.uploads.columns import TABLES, asked_columns, guess_mapping
from venues.importing.uploads.work import work_on
from venues.models import Membership, Organisation, Upload, Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    default_method()
    municipality = MunicipalityAreaFactory().edition.municipality
    result: Organisation = OrganisationFactory(name="Dorpswelzijn", municipality=municipality)
    return result


@pytest.fixture
def worker(client: Client, organisation: Organisation) -> Client:
    user = UserFactory()
    Membership.objects.create(user=user, role="worker", organisation=organisation)
    client.force_login(user)
    return client


def send(
    client: Client, organisation: Organisation, data: bytes, name: str = "lijst.csv", table: str = "venues"
) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post("/en/files", {"owner": str(organisation.pk), "table": "venues", "file": file})


def try_out(client: Client, upload: Upload) -> str:
    """Try the file with the columns that the page proposes, and read the page after it."""
    columns = {f"column-{name}": place for name, place in upload.mapping.items()}
    assert client.post(f"/en/files/{upload.pk}/try", columns).status_code == 302
    work_on(upload.pk, "en")
    return client.get(f"/en/files/{upload.pk}").content.decode()


def store(client: Client, upload: Upload) -> str:
    assert client.post(f"/en/files/{upload.pk}/store").status_code == 302
    work_on(upload.pk, "en")
    return client.get(f"/en/files/{upload.pk}").content.decode()


def download(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_proposes_the_columns_and_shows_the_first_rows(worker: Client, organisation: Organisation):
    response = send(worker, organisation, as_csv([HEADER, *rows_of(3, 1)], encoding="cp1252"))
    page = worker.get(response.url).content.decode()

    assert "read as Windows-1252" in page
    assert '<option value="1" selected>Naam' in page
    assert "Dorpsstraat 1" in page


def test_errors_are_told_by_line_and_column_and_the_good_rows_are_stored(worker: Client, organisation: Organisation):
    rows = rows_of(4, 1)
    rows[2][2] = "Kasteel"
    send(worker, organisation, as_csv([HEADER, *rows]))
    upload = Upload.objects.get()
    page = try_out(worker, upload)
    assert "line 4" in page
    assert "column “Soort”, value “Kasteel”: this code is not in use here." in page
    assert not Venue.objects.exists()

    assert "Stored" in store(worker, upload)
    assert Venue.objects.count() == 3


def test_the_refused_rows_are_a_file_that_can_be_mended_and_brought_in(worker: Client, organisation: Organisation):
    rows = rows_of(4, 1)
    rows[2][2] = "Kasteel"
    send(worker, organisation, as_csv([HEADER, *rows]))
    upload = Upload.objects.get()
    try_out(worker, upload)
    store(worker, upload)
    header, row = download(worker, f"/en/files/{upload.pk}/refused.csv")
    assert header == [*HEADER, "What is wrong"]
    assert row[:-1] == rows[2]
    assert row[-1].startswith("column “Soort”")

    row[2] = "Bibliotheek"
    send(worker, organisation, as_csv([header, row]))
    mended = Upload.objects.order_by("made_at").last()
    try_out(worker, mended)
    store(worker, mended)
    assert Venue.objects.count() == 4


def test_no_text_of_a_file_becomes_a_formula_in_ours(worker: Client, organisation: Organisation):
    evil = '=HYPERLINK("http://example.org";"klik")'
    rows = rows_of(2, 1)
    rows[0][1], rows[1][1], rows[1][2] = evil, "@SUM(A1)", "Kasteel"
    rows[0][5] = "+31 20 1234567 (bel)"
    send(worker, organisation, as_csv([HEADER, *rows]))
    upload = Upload.objects.get()
    try_out(worker, upload)
    store(worker, upload)

    assert Venue.objects.get().name == evil
    assert download(worker, f"/en/files/{upload.pk}/refused.csv")[1][1] == "'@SUM(A1)"
    assert download(worker, "/en/files/places.csv")[1][1] == f"'{evil}"
    book = openpyxl.load_workbook(io.BytesIO(worker.get("/en/files/places.xlsx").content))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert "&lt;" not in worker.get(f"/en/files/{upload.pk}").content.decode()


def test_a_file_that_cannot_be_read_is_refused_in_words_and_not_kept(worker: Client, organisation: Organisation):
    response = send(worker, organisation, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "foto.csv")

    assert response.status_code == 422
    assert "foto.csv is not a table" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_needed_column_that_is_missing_is_asked_for(worker: Client, organisation: Organisation):
    send(worker, organisation, as_csv([["Nr", "Naam", "Iets"], ["1", "Huis", "x"]]))
    upload = Upload.objects.get()
    response = worker.post(f"/en/files/{upload.pk}/try", {"column-name": "1", "column-type": "999"}, follow=True)

    assert "Point out these columns too: type, x or longitude, y or latitude." in response.content.decode()
    assert Upload.objects.get().state == Upload.State.RECEIVED


def test_only_who_may_bring_in_files_for_an_organisation_sees_and_sends_them(
    worker: Client, organisation: Organisation, client: Client
):
    send(worker, organisation, as_csv([HEADER, *rows_of(2, 1)]))
    upload = Upload.objects.get()
    stranger = Client()
    addresses = [f"/en/files/{upload.pk}", f"/en/files/{upload.pk}/refused.csv"]
    assert [stranger.get(address).status_code for address in addresses] == [302, 302]
    reader = UserFactory()
    Membership.objects.create(user=reader, role="reader", organisation=organisation)
    for user in (reader, UserFactory()):
        stranger.force_login(user)
        assert [stranger.get(address).status_code for address in addresses] == [404, 404]
        assert stranger.post(f"/en/files/{upload.pk}/try").status_code == 404
        assert stranger.post(f"/en/files/{upload.pk}/store").status_code == 404
        assert send(stranger, organisation, as_csv([HEADER, *rows_of(2, 1)])).status_code == 403
        assert "You have no right to bring in files yet." in stranger.get("/en/files").content.decode()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_a_template_has_every_column_under_a_name_that_is_recognised(worker: Client, table: str):
    for language in ("", "/en"):
        (header,) = download(worker, f"{language}/files/templates/{table}.csv")
        mapping = guess_mapping(table, header, {})
        assert list(mapping) == [asked.name for asked in asked_columns(table)], header
        assert worker.get(f"{language}/files/templates/{table}.xlsx").status_code == 200


def test_the_export_holds_what_the_filter_shows_and_brought_in_again_it_changes_nothing(
    worker: Client, organisation: Organisation
):
    for name in ("Bieb Noord", "Bieb Zuid"):
        VenueFactory(name=name, organisation=organisation, location=spot(), places=12)
    VenueFactory(name="Elders", municipality__code="GM9991")
    rows = download(worker, "/en/files/places.csv?municipality=GM9990&type=library&text=noord")
    assert [row[1] for row in rows[1:]] == ["Bieb Noord"]

    send(worker, organisation, worker.get("/files/places.csv?municipality=GM9990").content, "plekken.csv")
    upload = Upload.objects.get()
    try_out(worker, upload)
    upload.refresh_from_db()
    assert (upload.rows_unchanged, upload.rows_created, upload.rows_updated, upload.rows_refused) == (2, 0, 0, 0)


def test_unknown_kinds_of_files_do_not_exist(client: Client, organisation: Organisation):
    for address in ("/files/places.pdf", "/files/templates/venues.pdf", "/files/templates/persons.csv"):
        assert client.get(address).status_code == 404


def test_the_page_leads_to_the_places_of_the_own_municipality(worker: Client, organisation: Organisation):
    page = worker.get("/en/files").content.decode()
    assert "/en/files/places.xlsx?municipality=GM9990" in page
    assert "/en/matches/" not in page

    editor = UserFactory()
    Membership.objects.create(user=editor, role="editor", municipality=organisation.municipality)
    worker.force_login(editor)
    assert "/en/matches/GM9990" in worker.get("/en/files").content.decode()


def test_the_page_says_when_nobody_works_on_a_file(worker: Client, organisation: Organisation):
    send(worker, organisation, as_csv([HEADER, *rows_of(3, 1)]))
    upload = Upload.objects.get()
    columns = {f"column-{name}": place for name, place in upload.mapping.items()}
    worker.post(f"/en/files/{upload.pk}/try", columns)
    said = "The background worker does not answer, or is busy with another file."
    assert said not in worker.get(f"/en/files/{upload.pk}").text
    Upload.objects.update(worked_at=timezone.now() - timedelta(minutes=3))
    page = worker.get(f"/en/files/{upload.pk}").text
    assert said in page
    assert "Nothing is lost" in page
    work_on(upload.pk, "en")
    assert said not in worker.get(f"/en/files/{upload.pk}").text
