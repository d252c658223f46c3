"""Whatever is sent becomes a clean import or a report in words: never an error of ours, and never much memory."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import OrganisationFactory, UserFactory
from tests.venues.importing.dirty_files import CLEAN, FAMILIES, FILE, HEADER, ROWS, DirtyFile, as_csv, rows_of
from venues.importing.base import FileRefused
from venues.importing.uploads.steps import missing_columns, receive, try_out
from venues.importing.uploads.work import work_on
from venues.models import Membership, Organisation, Upload, User

FILES = [file for family in FAMILIES for file in family()]


@pytest.fixture
def worker(village: object) -> User:
    user = UserFactory()
    Membership.objects.create(user=user, role="worker", organisation=OrganisationFactory(name="Dorpswelzijn"))
    return user


def tried(user: User, file: DirtyFile) -> Upload | str:
    """What a person gets: the tried file, or the words of its refusal."""
    try:
        upload = receive(user, Organisation.objects.get(), "venues", file.data, file.name)
    except FileRefused as error:
        return str(error)
    if missing := missing_columns(upload, upload.mapping):
        return f"Point out these columns: {missing}"
    try_out(upload, upload.mapping)
    work_on(upload.pk, "en")
    upload.refresh_from_db()
    return upload


def test_there_are_at_least_200_of_them():
    assert len(FILES) >= 200
    assert len({file.name for file in FILES}) == len(FILES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_dirty_files_are_clean_imports_or_clear_reports(family: Callable[[], Iterable[DirtyFile]], worker: User):
    wrong = {file.name: problem for file in family() if (problem := _wrong_with(file, tried(worker, file)))}

    assert wrong == {}


def _wrong_with(file: DirtyFile, result: Upload | str) -> str:
    """What is not as it should be; empty where all is well."""
    if isinstance(result, str) or result.state == Upload.State.FAILED:
        words = result if isinstance(result, str) else result.problem
        is_clear = len(words) > 20 and "Something went wrong" not in words
        return "" if is_clear and file.outcome in {FILE, ""} else words
    refused = [problem for row in result.refused.all() for problem in row.problems]
    if result.state != Upload.State.TRIED or result.rows_done != (file.rows or result.rows_total):
        return f"{result.state}: {result.rows_done} of {result.rows_total} rows"
    if result.rows_created + result.rows_refused != result.rows_done or not all(each["problem"] for each in refused):
        return "rows without a fate"
    return "" if file.outcome in {ROWS if refused else CLEAN, ""} else str(refused)


def test_100_000_rows_are_tried_with_every_refusal_counted(worker: User):
    rows = rows_of(100_000, 9)
    for row in rows[::10]:
        row[2] = "Kasteel"
    upload = tried(worker, DirtyFile("large.csv", as_csv([HEADER, *rows], encoding="cp1252"), ROWS))

    assert isinstance(upload, Upload)
    assert (upload.rows_done, upload.rows_refused, upload.rows_created) == (100_000, 10_000, 90_000)
    assert upload.refused.count() == 10_000


MEASURE = """
import resource, sys
from pathlib import Path
import django
django.setup()
from venues.importing.base import FileRefused
from venues.importing.uploads.sheet import open_sheet
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(sum(1 for _line in open_sheet(Path(sys.argv[1]).read_bytes(), "file", frozenset({"naam", "soort"})).lines))
except FileRefused as error:
    print("refused")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def _measured(path: Path) -> tuple[str, int]:
    """What reading a file gives, and how many MB that took at most, in a process of its own."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, cwd=settings.BASE_DIR)
    result, kilobytes = said.stdout.split()
    return result, int(kilobytes) // 1024


@pytest.mark.parametrize("name", ["zip bomb.xlsx", "far cell.xlsx", "lying size.xlsx", "many parts.xlsx"])
def test_a_bomb_is_refused_before_it_takes_memory(name: str, tmp_path: Path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(next(file.data for file in FILES if file.name == name))
    result, megabytes = _measured(path)

    assert result == "refused"
    assert megabytes < 60


def test_reading_100_000_rows_takes_bounded_memory(tmp_path: Path):
    path = tmp_path / "large.csv"
    path.write_bytes(as_csv([HEADER, *rows_of(100_000, 9)]))
    result, megabytes = _measured(path)

    assert result == "100000"
    assert megabytes < 150
