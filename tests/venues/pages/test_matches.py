"""Organisations of grants are proposed for places by name, and a person decides."""

import pytest
from django.test import Client

from tests.factories import MunicipalityAreaFactory, OrganisationFactory, UserFactory, VenueFactory, default_method
from venues.models import Membership, Municipality, Venue
from venues.register.matching import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    default_method()
    municipality: Municipality = MunicipalityAreaFactory().edition.municipality
    VenueFactory(name="Speeltuin Nieuwendam", municipality=municipality)
    VenueFactory(name="Bibliotheek Noord", municipality=municipality)
    for name in ("Stichting Speeltuin Nieuwendam", "Roeivereniging De Amstel", "(Particulier)"):
        OrganisationFactory(name=name, municipality=municipality)
    return municipality


@pytest.fixture
def editor(client: Client, town: Municipality) -> Client:
    user = UserFactory()
    Membership.objects.create(user=user, role="editor", municipality=town)
    client.force_login(user)
    return client


def test_names_alike_are_proposed_and_nothing_is_stored(editor: Client, town: Municipality):
    page = editor.get(f"/en/matches/{town.pk}").content.decode()

    assert [(each.venue_name, each.organisation_name, each.alike) for each in proposals(town)] == [
        ("Speeltuin Nieuwendam", "Stichting Speeltuin Nieuwendam", 1.0)
    ]
    assert "Stichting Speeltuin Nieuwendam" in page
    assert not Venue.objects.exclude(organisation=None).exists()


def test_a_yes_records_the_organisation_once_and_verifies_nothing_else(editor: Client, town: Municipality):
    (found,) = proposals(town)
    said = {"venue": str(found.venue_id), "organisation": str(found.organisation_id)}
    first = editor.post(f"/en/matches/{town.pk}", said, follow=True).content.decode()
    second = editor.post(f"/en/matches/{town.pk}", said, follow=True).content.decode()

    assert "Recorded." in first
    assert "Somebody was faster" in second
    venue = Venue.objects.get(pk=found.venue_id)
    assert (venue.organisation_id, venue.version, venue.verified_on) == (found.organisation_id, 2, None)
    assert proposals(town) == []


def test_only_who_keeps_the_municipality_decides(client: Client, town: Municipality):
    (found,) = proposals(town)
    said = {"venue": str(found.venue_id), "organisation": str(found.organisation_id)}
    assert client.get(f"/matches/{town.pk}").status_code == 302
    worker = UserFactory()
    Membership.objects.create(user=worker, role="worker", organisation_id=found.organisation_id)
    client.force_login(worker)
    assert client.get(f"/matches/{town.pk}").status_code == 403
    assert client.post(f"/matches/{town.pk}", said).status_code == 403


def test_a_place_of_another_municipality_is_not_given_away(editor: Client, town: Municipality):
    elsewhere = VenueFactory(name="Elders", municipality__code="GM9991")
    organisation = OrganisationFactory(municipality=town)
    said = {"venue": str(elsewhere.pk), "organisation": str(organisation.pk)}

    assert editor.post(f"/matches/{town.pk}", said).status_code == 403
    assert editor.post(f"/matches/{town.pk}", said | {"venue": "rubbish"}).status_code == 403
