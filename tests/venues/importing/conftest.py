"""Messages are read in English here, whatever language the installation speaks."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.factories import MunicipalityAreaFactory, default_method
from venues.models import Municipality


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def village(db: None) -> Municipality:
    """The test municipality with its boundary, 5 km square, around 4.91 E 52.33 N, and the default types and groups."""
    default_method()
    municipality: Municipality = MunicipalityAreaFactory().edition.municipality
    return municipality
