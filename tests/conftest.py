"""What every test can ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import translation


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real open data; tests that use it skip where it is absent."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data lies outside the project (../shared/data) and is absent here")
    return folder


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_nothing() -> Iterator[None]:
    """Hashed as the site does, in one round: a fifth of a second a person was half of what the tests took."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(autouse=True)
def _uncollected_static_files(settings: Any, empty_folder: Path) -> None:
    """Pages name static files as they lie in the source; tests of the collected ones collect them first."""
    settings.STATIC_ROOT = empty_folder
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _english_outside_requests() -> Iterator[None]:
    """Messages are read in English, whichever translations are compiled; a request speaks the language it asks for."""
    with translation.override("en"):
        yield
