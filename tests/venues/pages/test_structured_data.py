"""The page of a place tells programs where it is and when it is open, as schema.org names it."""

import json
import re
from datetime import date, time

import pytest

from tests.factories import ClosureFactory, MunicipalityAreaFactory, SlotFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    municipality = MunicipalityAreaFactory().edition.municipality
    made = VenueFactory(municipality=municipality, name="Bieb </script><b> & co", address="Dorpsstraat 1", places=30)
    for weekday in (1, 2):
        SlotFactory(venue=made, weekday=weekday, starts=time(9), ends=time(17))
    return made


def told(client, place):
    page = client.get(f"/en/venues/{place.pk}").content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', page)[1])


def test_a_place_tells_its_name_address_position_and_hours(client, library):
    place = told(client, library)
    assert (place["@type"], place["name"]) == ("Library", "Bieb </script><b> & co")
    assert place["address"]["streetAddress"] == "Dorpsstraat 1"
    assert place["geo"]["latitude"] == pytest.approx(52.309, abs=0.01)
    assert place["maximumAttendeeCapacity"] == 30
    (hours,) = place["openingHoursSpecification"]
    assert hours["dayOfWeek"] == ["https://schema.org/Monday", "https://schema.org/Tuesday"]
    assert (hours["opens"], hours["closes"]) == ("09:00", "17:00")


def test_of_a_closed_place_no_hours_are_told(client, library):
    ClosureFactory(venue=library, starts_on=date(2020, 1, 1))
    assert "openingHoursSpecification" not in told(client, library)
