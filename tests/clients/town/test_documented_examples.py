"""The examples of docs/api-examples.md work as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pyogrio
import pytest
from django.conf import settings

from tests.clients.town.conftest import CLIENTS

pytestmark = CLIENTS
TEXT = (Path(settings.BASE_DIR) / "docs" / "api-examples.md").read_text()
HERE = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^## ([^\n]+)|^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> list[str]:
    return [block for _heading, language, block in BLOCKS if language in languages]


def run(block: str, site: str, folder: Path, *command: str) -> str:
    """What a block says when it is run as a person would, in a folder of its own."""
    done = subprocess.run(
        [*command, block.replace(HERE, site)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_every_block_is_of_a_kind_that_is_tried_and_every_client_has_one() -> None:
    assert {language for heading, language, _block in BLOCKS if not heading} == {"sh", "python", "text", "r"}
    assert {heading for heading, _language, _block in BLOCKS if heading} == {
        *("curl", "Python", "ogr2ogr", "QGIS", "Power BI", "R")
    }


@pytest.mark.parametrize("block", blocks("python"))
def test_python_examples_run(site: str, tmp_path: Path, block: str) -> None:
    run(block, site, tmp_path, sys.executable, "-W", "error", "-c")


def test_shell_examples_run_and_leave_what_they_promise(site: str, tmp_path: Path) -> None:
    said = [run(f"set -eu\n{block}", site, tmp_path, "bash", "-c") for block in blocks("sh")]
    files = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(files) == {"coverage.csv", "places.geojson", "youth.gpkg", "areas.etag", "areas.geojson", "town.gpkg"}
    assert min(files.values()) > 0
    assert pyogrio.read_info(tmp_path / "youth.gpkg")["features"] == 56
    assert said[2].split() == ["200", "304"]
    assert "Feature Count: 56\n" in said[3]
    assert "RD New" in said[3]


def addresses() -> list[str]:
    return sorted({each.rstrip("`") for each in re.findall(rf"{HERE}/[^\s\"'`)]+", "\n".join(blocks("text", "r")))})


@pytest.mark.parametrize("address", addresses())
def test_addresses_for_other_clients_answer(site: str, address: str) -> None:
    with urlopen(address.replace(HERE, site), timeout=60) as answer:  # noqa: S310
        assert answer.status == 200
        assert len(answer.read()) > 100
