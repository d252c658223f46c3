"""Each change of a web request carries its account and its door into the history of the register."""

import pytest
from pghistory.models import Context

from tests.factories import MunicipalityFactory, UserFactory, VenueFactory
from venues.models import Organisation, Venue
from venues.pages.door import DoorMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "door"), [("venues", "page"), ("api", "api"), ("admin", "admin")])
def test_a_change_says_who_and_by_which_door_and_no_more(rf, prefix, door):
    venue = VenueFactory()
    request = rf.post(f"/{prefix}/x")
    request.user = UserFactory()

    DoorMiddleware(lambda request: Venue.objects.filter(pk=venue.pk).update(name="Another name"))(request)

    event = venue.events.latest("pgh_id")
    assert event.pgh_context.metadata == {"user": request.user.pk, "door": door}
    assert Context.objects.count() == 1


def test_a_change_in_the_administration_is_noted_with_its_account(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    client.post("/admin/venues/organisation/add/", {"municipality": MunicipalityFactory().pk, "name": "Buurthuis"})
    event = Organisation.objects.get().events.get()
    assert event.pgh_context.metadata == {"user": user.pk, "door": "admin"}
