"""An editor of one area names an organisation for a place there, and nowhere else."""

import pytest

from tests.factories import default_method, spot
from tests.venues.forms import filled
from venues.models import Venue

pytestmark = pytest.mark.django_db
NEW = "/en/venues/new"


def added(client, town, column: int):
    default_method()
    client.force_login(town.people["area-editor"])
    point = spot(column, 0)
    at = f"{point.x + 90:.0f} {point.y + 90:.0f}"
    form = filled(client.get(NEW), name="Buurthuis", venue_type="library", coordinates=at)
    return client.post(NEW, form | {"organisation": town.other.name})


def test_in_its_area_a_new_place_may_be_of_any_organisation_of_the_municipality(client, town):
    assert added(client, town, 0).status_code == 302
    assert Venue.objects.get(name="Buurthuis").organisation == town.other


def test_outside_the_area_it_is_refused_in_words(client, town):
    answer = added(client, town, 1)
    assert answer.status_code == 422
    assert "choose your own organisation and area" in answer.content.decode()
    assert not Venue.objects.filter(name="Buurthuis").exists()
