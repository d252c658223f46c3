"""A scored town with people in it, a worker of one organisation, and an editor."""

from dataclasses import dataclass

from django.utils import timezone

from tests.factories import OrganisationFactory, UserFactory
from tests.venues.assessment.town import Town, make_town, open_library
from venues.city import score_again
from venues.models import Membership, Organisation, Role, User, Venue


@dataclass
class RegisterTown:
    """Who and what there is."""

    town: Town
    organisation: Organisation
    library: Venue
    worker: User
    editor: User


def register_town() -> RegisterTown:
    """A library of another organisation; people of two groups in each of three neighbourhoods; all counted."""
    town = make_town()
    organisation = OrganisationFactory(municipality=town.municipality, name="Dorpswelzijn")
    other = OrganisationFactory(municipality=town.municipality, name="De Bibliotheek")
    library = open_library(town, name="Bibliotheek", organisation=other)
    # Not in the very middle of its neighbourhood, where a search for that leads.
    library.location.x += 120
    library.save()
    town.people("residents", (6000, 6000, 6000))
    town.people("older-lonely", (2000, 2000, 2000))
    town.municipality.is_scored = True
    town.municipality.save()
    score_again(town.municipality, timezone.localdate())
    worker, editor = UserFactory(email="worker@example.org"), UserFactory(email="editor@example.org")
    Membership.objects.create(user=worker, role=Role.WORKER, organisation=organisation)
    Membership.objects.create(user=editor, role=Role.EDITOR, municipality=town.municipality)
    return RegisterTown(town, organisation, library, worker, editor)
