"""A real browser on the served site: no request leaves the machine, and nothing may be said on the console."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
COLLECTED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "infra_map.static.ModuleManifestStorage"},
}
BLOCKED = "Service Worker registration blocked by Playwright"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without its windows, which cost several times as much a page as the page itself."""
    found = shutil.which("chromium-headless-shell")
    if found is None:
        pytest.fail("No Chromium on this machine: run `make test`, or `apt-get install chromium-headless-shell`.")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    # Playwright keeps an event loop in this thread; Django would take the fixtures' queries for a mistake.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *sandbox])
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as production serves them: renamed after their content."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=COLLECTED):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, collected: Path, settings: Any, _uncollected_static_files: None
) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site at a width; fails the test if the console says what was not `expected`."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = COLLECTED
    complaints: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1280, expected: str = "(?!)", **options: Any) -> Page:
        def heard(text: str) -> None:
            if not re.search(f"{BLOCKED}|{expected}", text):
                complaints.append(text)

        # What the worker for a lost network fetches, Playwright's own stand-ins do not see.
        options.setdefault("service_workers", "block")
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="nl-NL", **options)
        context.add_init_script(path=AXE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: heard(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((live_server.url, "data:"))
                else complaints.append(f"external: {asked.url}")
            ),
        )
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
