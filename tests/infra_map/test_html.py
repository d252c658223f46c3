"""The HTML of every screen, held against the standard; and that no page is left out of the list of screens."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.screens import html_of, screens_of, unseen
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
VALIDATE = Path(settings.BASE_DIR) / "node_modules" / ".bin" / "html-validate"


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
