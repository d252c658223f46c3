"""A town with an organisation, its places, and a person in each role."""

from dataclasses import dataclass, field

import pytest

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    MunicipalityAreaFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    spot,
)
from venues.models import Activity, Area, Membership, Municipality, Organisation, User, Venue


@dataclass
class Register:
    municipality: Municipality
    area: Area
    organisation: Organisation
    other: Organisation
    venue: Venue
    others_venue: Venue
    activity: Activity
    people: dict[str, User] = field(default_factory=dict)


@pytest.fixture
def town(db) -> Register:
    """Squares 0 and 1: our venue in the first, that of another organisation in the second."""
    whole = MunicipalityAreaFactory()
    municipality = whole.edition.municipality
    area = AreaFactory(column=0)
    ours, others = OrganisationFactory.create_batch(2, municipality=municipality)
    venue = VenueFactory(municipality=municipality, organisation=ours, location=spot(0, 0))
    made = Register(
        municipality,
        area,
        ours,
        others,
        venue,
        VenueFactory(municipality=municipality, organisation=others, location=spot(1, 0)),
        ActivityFactory(municipality=municipality, venue=venue, organisation=None),
    )
    people = made.people
    for name in ("nobody", "reader", "worker", "area-editor", "editor", "administrator"):
        people[name] = UserFactory()
    people["superuser"] = UserFactory(is_superuser=True)
    Membership.objects.create(user=people["reader"], role="reader", organisation=ours)
    Membership.objects.create(user=people["worker"], role="worker", organisation=ours)
    Membership.objects.create(user=people["area-editor"], role="editor", municipality=municipality, area_code=area.code)
    Membership.objects.create(user=people["editor"], role="editor", municipality=municipality)
    Membership.objects.create(user=people["administrator"], role="administrator", municipality=municipality)
    return made
