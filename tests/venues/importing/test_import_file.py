from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.venues.importing.sources import write
from venues.importing.base import FileRefused
from venues.importing.single_file import read_options
from venues.models import ImportRun, Organisation


def typed(*words: str) -> str:
    out = StringIO()
    call_command("import_file", *words, stdout=out)
    return out.getvalue()


def test_heidelberg_is_counted_without_a_database_or_a_boundary(shared_data: Path):
    said = typed("osm", str(shared_data / "osm" / "heidelberg.osm.pbf"), "--dry-run").splitlines()

    assert said[0] == "25359 highways"
    assert said[2:4] == ["182 leisure=playground", "86 leisure=park"]


@pytest.mark.usefixtures("village")
def test_one_file_is_loaded_by_hand(tmp_path: Path):
    path = str(write(tmp_path / "o.csv", "key,name", "O1,Dorpswelzijn"))

    said = typed("register", path, "--municipality", "GM9990", "--option", "table=organisations")

    assert said.splitlines() == ["o.csv: 1 read, 1 new", "stored"]
    assert Organisation.objects.get().name == "Dorpswelzijn"


@pytest.mark.usefixtures("village")
def test_a_dry_run_stores_nothing(tmp_path: Path):
    path = str(write(tmp_path / "o.csv", "key,name", "O1,Dorpswelzijn"))

    said = typed("register", path, "--municipality", "GM9990", "--option", "table=organisations", "--dry-run")

    assert said.splitlines()[-1] == "tried, nothing stored"
    assert not Organisation.objects.exists()


@pytest.mark.usefixtures("village")
def test_refused_rows_are_printed_and_the_good_ones_stored_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = str(write(tmp_path / "o.csv", "key,name", "O1,Dorpswelzijn", "O2,"))
    words = ["register", path, "--municipality", "GM9990", "--option", "table=organisations"]

    with pytest.raises(CommandError, match="Nothing was stored"):
        typed(*words)
    said = typed(*words, "--option", "partial=true")

    assert said.splitlines()[1] == "    line 3, column “name”: this cell is empty. Fill it in."
    assert [run.status for run in ImportRun.objects.order_by("pk")] == ["failed", "done"]


@pytest.mark.django_db
def test_what_cannot_be_done_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match="Say which municipality it is for"):
        typed("streets", "a.csv", "--dry-run")
    with pytest.raises(CommandError, match="there is no municipality “GM0001” here"):
        typed("streets", "a.csv", "--municipality", "GM0001")
    with pytest.raises(CommandError, match=r"No such file.*a\.pbf"):
        typed("osm", str(tmp_path / "a.pbf"), "--dry-run")


def test_options_are_typed_as_in_a_manifest():
    assert read_options(["key=MVZN_ID", 'parts=["streets"]', "partial=true", "types.Bieb=library", "types.X="]) == {
        "key": "MVZN_ID",
        "parts": ["streets"],
        "partial": True,
        "types": {"Bieb": "library", "X": ""},
    }
    with pytest.raises(FileRefused, match=r"“partial” is no option\. Write name=value"):
        read_options(["partial"])
