"""How many questions an answer may ask of the database, by address, however long its list."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import DOCUMENT, Town
from tests.factories import VenueFactory
from venues.models import Closure, Funding, Organisation, Staffing

BUDGETS = {
    "/activities": 9,
    "/activities/{id}": 9,
    "/areas": 4,
    "/areas/{code}": 1,
    "/closures": 7,
    "/closures/{id}": 1,
    "/coverage": 11,
    "/coverage/{area}/{group}/contributions": 8,
    "/demand-estimates": 4,
    "/demand-groups": 2,
    "/funding": 7,
    "/funding/{id}": 1,
    "/hsds": 2,
    "/hsds/": 2,
    "/hsds/organizations": 12,
    "/hsds/organizations/{id}": 16,
    "/hsds/service_at_locations": 20,
    "/hsds/service_at_locations/{id}": 14,
    "/hsds/services": 20,
    "/hsds/services/{id}": 14,
    "/hsds/taxonomies": 10,
    "/hsds/taxonomies/{id}": 10,
    "/hsds/taxonomy_terms": 10,
    "/hsds/taxonomy_terms/{id}": 10,
    "/imports/{id}": 0,
    "/imports/{id}/refused": 0,
    "/methods": 6,
    "/organisations": 4,
    "/policy-sectors": 2,
    "/pressure": 6,
    "/runs": 2,
    "/staffing": 7,
    "/staffing/{id}": 1,
    "/venue-types": 2,
    "/venues": 5,
    "/venues/{id}": 8,
}


def address_of(path: str, town: Town) -> str:
    """The path with the keys of what is there."""
    firsts = {
        "/areas": "BU99900000",
        "/venues": town.venue_ids[0],
        "/activities": town.activity_id,
        **{
            f"/{name}": str(model.objects.values_list("pk", flat=True)[0])
            for name, model in (("staffing", Staffing), ("funding", Funding), ("closures", Closure))
        },
        "/hsds/services": town.venue_ids[0],
        "/hsds/service_at_locations": town.venue_ids[0],
        "/hsds/organizations": str(Organisation.objects.values_list("pk", flat=True)[0]),
    }
    path = path.replace("{area}/{group}", "BU99900000/youth")
    return re.sub(r"\{\w+\}", lambda _part: firsts.get(path.rpartition("/")[0], "x"), path)


@pytest.mark.django_db
def test_every_address_that_is_read_keeps_to_its_budget(client: Client, town: Town) -> None:
    for number in range(20):
        VenueFactory(municipality=town.run.municipality, name=f"Buurthuis {number}")
    read = {path for path, item in DOCUMENT["paths"].items() if "get" in item}

    asked = {}
    for path in sorted(read):
        address = f"/api/v1{address_of(path, town)}"
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, headers={"Accept": "application/json"})
        assert answer.status_code < 500
        asked[path] = len(queries)
    assert asked.keys() == BUDGETS.keys()
    assert {path: n for path, n in asked.items() if n > BUDGETS[path]} == {}
