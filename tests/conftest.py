"""What every test can ask for."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real open data; tests that use it skip where it is absent."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data lies outside the project (../shared/data) and is absent here")
    return folder
