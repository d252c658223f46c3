"""A place with all that HSDS can tell, an activity in it and one in the park."""

from dataclasses import dataclass
from datetime import date, time

from tests import factories
from tests.factories import (
    ActivityFactory,
    AudienceFactory,
    FundingFactory,
    MunicipalityAreaFactory,
    OrganisationFactory,
    SlotFactory,
    VenueFactory,
    spot,
)
from venues.models import Activity, Municipality, Organisation, Venue


@dataclass
class Told:
    municipality: Municipality
    body: Organisation
    centre: Venue
    table: Activity
    runners: Activity


def told() -> Told:
    municipality = MunicipalityAreaFactory().edition.municipality
    body = OrganisationFactory(municipality=municipality, name="Stichting Samen", website="https://samen.example.org")
    centre = VenueFactory(
        municipality=municipality,
        name="Buurthuis",
        venue_type=factories.venue_type("community-centre"),
        organisation=body,
        location=spot(0, 0),
        address="Dorpsstraat 1",
        postcode="1234 AB",
        website="https://buurthuis.example.org",
        wheelchair="limited",
        places=40,
        low_threshold=["free", "coffee"],
        verified_on=date(2026, 5, 1),
        budget_needed_eur=123_456,
    )
    table = ActivityFactory(municipality=municipality, name="Eettafel", venue=centre, organisation=body, places=12)
    runners = ActivityFactory(
        municipality=municipality, name="Hardloopgroep", venue=None, location=spot(0.5, 0.5), organisation=None
    )
    for weekday in (1, 2, 3, 4, 5):
        SlotFactory(venue=centre, weekday=weekday, starts=time(9), ends=time(17), host="professional")
    SlotFactory(venue=centre, weekday=6, starts=time(20), ends=time(0), host="", in_school_holidays=False)
    SlotFactory(
        activity=table, weekday=4, starts=time(17, 30), ends=time(19), host="volunteer", every_weeks=2,
        starts_on=date(2026, 1, 6), ends_on=date(2099, 1, 1), in_school_holidays=True,
    )  # fmt: skip
    AudienceFactory(venue=centre, group=factories.group("newcomers"), suitability=0.8)
    AudienceFactory(activity=table, group=factories.group("older-lonely"), suitability=1)
    AudienceFactory(activity=table, group=factories.group("youth"), suitability=0)
    FundingFactory(venue=centre, amount_eur=77_777)
    return Told(municipality, body, centre, table, runners)
