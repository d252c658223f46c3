"""The fictional town, scored, on a live server: loaded once for all clients."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import translation

from tests.clients.serving import served
from venues.city import load_demo_town
from venues.importing.defaults import load_defaults

CLIENTS = [pytest.mark.django_db, pytest.mark.xdist_group("clients")]
"""Marks of every module here: one process has the town."""


@pytest.fixture(scope="package")
def demo_town(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Path]:
    """The files of the town, loaded once and undone after the last client."""
    folder = tmp_path_factory.mktemp("demo_town")
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            load_defaults()
            load_demo_town(folder, lambda _line: None)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def site(demo_town) -> Iterator[str]:
    """Where the town is served."""
    with served() as address:
        yield address
