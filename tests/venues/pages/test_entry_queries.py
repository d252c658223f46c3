"""What a form asks of the database does not grow with its rows, nor a page with the organisations of a municipality."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AttendanceFactory,
    FundingFactory,
    OrganisationFactory,
    StaffingFactory,
    VenueFactory,
    default_method,
    group,
    sector,
)

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_thirty_rows_cost_as_many_queries_as_one(client, town):
    default_method()
    sport = sector("sport")
    client.force_login(town.people["worker"])
    address = f"/en/venues/{town.venue.pk}/edit"

    def rows(count: int) -> None:
        StaffingFactory.create_batch(count, venue=town.venue, sector=sport)
        FundingFactory.create_batch(count, venue=town.venue, sector=sport)

    rows(1)
    AttendanceFactory(venue=town.venue, group=group())
    client.get(address)
    few = queries(client, address)
    rows(14)
    assert queries(client, address) == few
    assert few <= 40


def test_my_places_list_no_organisations_however_many_there_are(client, town):
    client.force_login(town.people["editor"])
    for organisation in OrganisationFactory.create_batch(60, municipality=town.municipality):
        VenueFactory(municipality=town.municipality, organisation=organisation)
    client.get("/en/places/mine")
    page = client.get("/en/places/mine").content.decode()
    assert page.count("<option") == 0
    assert (
        organisation.name in client.get("/en/entry/organisations", {"organisation": organisation.name}).content.decode()
    )


def test_my_places_are_filtered_by_a_part_of_the_name_of_an_organisation(client, town):
    client.force_login(town.people["editor"])
    zuid = OrganisationFactory(municipality=town.municipality, name="Stichting Bieb Zuid")
    bieb = VenueFactory(municipality=town.municipality, organisation=zuid)
    found = client.get("/en/places/mine?organisation=bieb+zuid").context["rows"]
    assert [row["place"] for row in found] == [bieb]
