"""Somebody of the town who is signed in, and a point where nothing stands yet."""

import pytest

from tests.factories import default_method, spot


@pytest.fixture
def as_(client, town):
    """Signs somebody of the town in."""
    default_method()

    def signed_in(name: str):
        client.force_login(town.people[name])
        return client

    return signed_in


@pytest.fixture
def at(town) -> str:
    """A point of the town as the form takes it, away from its places."""
    point = spot(0, 0)
    return f"{point.x + 90:.0f} {point.y + 90:.0f}"
