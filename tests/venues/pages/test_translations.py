"""Whatever a user reads exists in Dutch."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PO = Path("locale") / "nl" / "LC_MESSAGES" / "django.po"


def entries(po: Path, *choice: str) -> list[str]:
    listed = subprocess.run(["msgattrib", *choice, "--no-wrap", po], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if line.startswith("msgid ") and line != 'msgid ""']


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The Dutch texts after the sources were searched anew, in a copy of the tree."""
    if shutil.which("xgettext") is None:
        pytest.fail("gettext is not on this machine: run `make test`, or `apt-get install gettext`.")
    copy = tmp_path_factory.mktemp("sources")
    for folder in ("infra_map", "locale", "templates", "venues"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    search = [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-obsolete", "--verbosity", "0"]
    subprocess.run(search, cwd=copy, check=True, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(copy)})
    return copy / PO


def test_every_text_has_a_dutch_one(collected):
    assert entries(collected, "--untranslated") == []


def test_no_dutch_text_is_a_guess(collected):
    assert entries(collected, "--only-fuzzy") == []


def test_dutch_texts_keep_the_places_for_values():
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", ROOT / PO], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr
