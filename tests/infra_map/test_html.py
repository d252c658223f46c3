"""The HTML of every screen, held against the standard; and that no page is left out of the list of screens."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.screens import Screen, screens_of, session_of, unseen
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
VALIDATE = Path(settings.BASE_DIR) / "node_modules" / ".bin" / "html-validate"


def html_of(targets: Targets, screen: Screen) -> str:
    """The page as it is sent, in Dutch; empty for what is no page: a fragment, or a file."""
    client = Client(raise_request_exception=False)
    if session := session_of(targets, screen.who):
        client.cookies["sessionid"] = session
    answer = client.get(screen.address)
    assert answer.status_code in {200, 401} or screen.name.startswith("error-"), f"{screen}: {answer.status_code}"
    text = "" if answer.streaming or "html" not in answer["Content-Type"] else answer.content.decode()
    return text if re.match(r"\s*<!doctype html", text, re.IGNORECASE) else ""


def test_every_page_of_the_site_is_a_screen_that_is_looked_at():
    assert unseen() == set(), "nobody sees these: say in tests/browser/screens.py who does, and in which state"


def test_the_html_of_every_screen_is_valid(town: Register, tmp_path: Path):  # noqa: F811
    targets = Targets(town)
    pages = {screen.name: html_of(targets, screen) for screen in screens_of(targets)}
    for name, text in pages.items():
        if text:
            (tmp_path / f"{name}.html").write_text(text)
    assert len(list(tmp_path.iterdir())) > 50

    done = subprocess.run(
        [VALIDATE, "--config", ".htmlvalidate.json", "--formatter", "text", tmp_path],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout.replace(f"{tmp_path}/", "")
