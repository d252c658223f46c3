"""Files brought in by a program: tried, looked at, stored, and what to mend; by the same steps as the pages."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.api.writing import Program
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from tests.venues.importing.dirty_files import HEADER, as_csv, as_xlsx, rows_of
from venues.api.import_files import XLSX
from venues.importing.uploads.limits import MAX_BYTES
from venues.importing.uploads.work import work_on
from venues.models import Upload, Venue

pytestmark = pytest.mark.django_db


def whose(register: Register, table: str = "venues") -> str:
    return f"/imports?table={table}&organisation={register.organisation.pk}"


def bring_in(program: Program, address: str, data: bytes, kind: str = "text/csv") -> tuple[str, dict[str, Any]]:
    """Where the file is then, and what is said of it."""
    answer = program.send("POST", address, data, status=202, Content_Type=kind)
    return answer.headers["Location"].removeprefix("/api/v1"), json.loads(answer.content)


def three_good_and_one_bad() -> bytes:
    rows = rows_of(4, 1)
    rows[2][2] = "ruimteschip"
    return as_csv([HEADER, *rows])


def test_a_file_is_tried_looked_at_and_its_good_rows_stored(register):
    program, before = Program(register.people["worker"], "write:imports"), Venue.objects.count()
    address, said = bring_in(program, whose(register), three_good_and_one_bad())
    assert (said["state"], said["missing"], said["rowsTotal"]) == ("trying", [], 4)
    assert {"name": "name", "column": "Naam", "needed": True} in said["columns"]
    program.send("POST", f"{address}/commit", status=409)
    work_on(Upload.objects.get().pk, "en")

    tried = program.get(address)
    assert (tried["state"], tried["rowsCreated"], tried["rowsRefused"]) == ("tried", 3, 1)
    [refused] = tried["refused"]
    assert (refused["problems"][0]["value"], refused["line"]) == ("ruimteschip", 4)
    assert Venue.objects.count() == before

    for _time in range(2):
        program.send("POST", f"{address}/commit", status=202)
    work_on(Upload.objects.get().pk, "en")
    program.send("POST", f"{address}/commit", status=202)
    stored = program.get(address)
    assert (stored["state"], stored["rowsCreated"], Venue.objects.count()) == ("stored", 3, before + 3)
    answer = program.send("GET", f"{address}/refused", status=200, Accept_Language="en")
    header, row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert (header[-1], "ruimteschip" in row[-1]) == ("What is wrong", True)
    event = Venue.objects.latest("created_at").events.last().pgh_context.metadata
    assert (event["user"], event["door"]) == (register.people["worker"].pk, "file")


def test_the_same_file_again_changes_nothing(register):
    program, data = Program(register.people["worker"]), as_csv([HEADER, *rows_of(3, 1)])
    for stored in ((3, 0), (0, 3)):
        address, _said = bring_in(program, whose(register), data)
        work_on(Upload.objects.latest("made_at").pk, "en")
        program.send("POST", f"{address}/commit", status=202)
        work_on(Upload.objects.latest("made_at").pk, "en")
        shown = program.get(address)
        assert (shown["rowsCreated"], shown["rowsUnchanged"]) == stored


@pytest.mark.parametrize("kind", ["xlsx", "form"])
def test_a_spreadsheet_and_a_form_are_taken_too(register, kind):
    program, rows = Program(register.people["worker"]), [HEADER, *rows_of(2, 1)]
    if kind == "xlsx":
        sent, media_type = as_xlsx(rows), XLSX
    else:
        file = SimpleUploadedFile("lijst van juni.csv", as_csv(rows))
        sent, media_type = encode_multipart(BOUNDARY, {"file": file}), MULTIPART_CONTENT
    _address, said = bring_in(program, whose(register), sent, media_type)
    assert said["rowsTotal"] == 2
    assert said["fileName"] == ("import.xlsx" if kind == "xlsx" else "lijst van juni.csv")


def test_columns_that_nobody_recognises_are_asked_for(register):
    program = Program(register.people["worker"])
    strange = as_csv([["A", "B", "C", "D", "E", *HEADER[5:]], *rows_of(2, 1)])
    address, said = bring_in(program, whose(register), strange)
    assert said["state"] == "received"
    assert {"name", "type", "lon", "lat"} <= set(said["missing"])
    wrong = {"columns": {"name": "B", "colour": "A", "type": "Z"}}
    assert program.faults("PATCH", address, wrong) == {
        "columns.colour": "unknown_member",
        "columns.type": "unknown_column",
        "columns": "missing",
    }
    right = {"columns": {"key": "A", "name": "B", "type": "C", "lon": "D", "lat": "E"}}
    answer = program.send("PATCH", address, right, status=202)
    assert json.loads(answer.content)["state"] == "trying"
    program.send("PATCH", address, right, status=409)
    work_on(Upload.objects.get().pk, "en")
    assert program.get(address)["rowsCreated"] == 2


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("?table=venues", "organisation"),
        ("?table=castles&organisation={ours}", "table"),
        ("?organisation={ours}", "table"),
        ("?table=venues&organisation={ours}&municipality=GM9990", "organisation"),
        ("?table=venues&municipality=GM0001", "municipality"),
        ("?table=venues&organisation=00000000-0000-4000-8000-000000000000", "organisation"),
        ("?table=venues&organisation={ours}&dry=yes", "dry"),
    ],
)
def test_whose_file_it_is_must_be_said(register, query, location):
    program = Program(register.people["worker"])
    address = f"/imports{query.format(ours=register.organisation.pk)}"
    assert set(program.faults("POST", address, as_csv([HEADER]), Content_Type="text/csv")) == {location}


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "text/csv", 400),
        (b"\x00\x01\x02", "text/csv", 400),
        (b"PK\x03\x04broken", XLSX, 400),
        (b"{}", "application/json", 415),
        (b"x" * (MAX_BYTES + 1), "text/csv", 413),
        (b"--x--", "multipart/form-data; boundary=x", 400),
        (b"nothing", "multipart/form-data", 400),
    ],
)
def test_what_is_no_table_is_refused(register, data, kind, status):
    Program(register.people["worker"]).send("POST", whose(register), data, status=status, Content_Type=kind)
    assert not Upload.objects.exists()


def test_files_are_for_who_may_bring_them_in_for_the_same_organisation(register):
    worker = Program(register.people["worker"])
    address, _said = bring_in(worker, whose(register), three_good_and_one_bad())
    theirs = f"/imports?table=venues&organisation={register.other.pk}"
    worker.send("POST", theirs, as_csv([HEADER]), status=403, Content_Type="text/csv")
    for who in ("nobody", "reader", "area-editor"):
        program = Program(register.people[who])
        program.send("POST", whose(register), as_csv([HEADER]), status=403, Content_Type="text/csv")
        for method, where in (("GET", address), ("GET", f"{address}/refused"), ("POST", f"{address}/commit")):
            program.send(method, where, status=404)
        program.send("PATCH", address, {"columns": {}}, status=404)
    assert Program(register.people["editor"]).get(address)["rowsTotal"] == 4
    for other in (Program(register.people["superuser"], "read", "write:venues"), Program(None)):
        status = 403 if other.headers else 401
        other.send("GET", address, status=status)
        other.send("POST", f"{address}/commit", status=status)
        other.send("POST", whose(register), as_csv([HEADER]), status=status, Content_Type="text/csv")
    for strange in ("x", "%00", "00000000-0000-4000-8000-000000000000"):
        worker.send("GET", f"/imports/{strange}", status=404)


def test_looking_at_a_file_costs_few_queries(register, django_assert_max_num_queries):
    program = Program(register.people["worker"])
    address, _said = bring_in(program, whose(register), three_good_and_one_bad())
    work_on(Upload.objects.get().pk, "en")
    with django_assert_max_num_queries(7):
        program.get(address)
    assert Client().get(f"/api/v1{address}").status_code == 401
