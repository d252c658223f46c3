"""OWSLib, the client of OGC services for Python, finds its way from the landing page to a feature."""

import pytest
from owslib.ogcapi.features import Features

from tests.clients.town.conftest import CLIENTS
from venues.models import Area, Venue

pytestmark = CLIENTS


@pytest.fixture
def service(site: str) -> Features:
    return Features(f"{site}/ogc")


def test_it_reads_what_leads_to_the_collections(service: Features) -> None:
    assert {link["rel"] for link in service.links} >= {"service-desc", "conformance", "data"}
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in service.conformance()["conformsTo"]
    assert service.api()["openapi"].startswith("3.0")
    assert service.feature_collections() == ["areas", "venues", "coverage"]
    assert service.collection("venues")["storageCrs"].endswith("/28992")


def test_it_reads_features_and_one_of_them(service: Features) -> None:
    for collection, rows in (("areas", Area.objects.active()), ("venues", Venue.objects.all())):
        page = service.collection_items(collection, limit=7)
        assert (page["numberReturned"], page["numberMatched"]) == (7, rows.count())
        one = service.collection_item(collection, page["features"][3]["id"])
        assert one["properties"] == page["features"][3]["properties"]


def test_it_filters_by_box_day_and_property(service: Features) -> None:
    extent = service.collection("venues")["extent"]["spatial"]["bbox"][0]
    west, south, east, north = extent
    everything = service.collection_items("venues", bbox=extent)["numberMatched"]
    halves = [
        service.collection_items("venues", bbox=box)["numberMatched"]
        for box in ([west, south, 5.21, north], [5.2100001, south, east, north])
    ]
    assert sum(halves) == everything == Venue.objects.count()
    assert all(halves)
    years_ago = service.collection_items("venues", datetime_="2010-01-01")["numberMatched"]
    assert years_ago < everything
    youth = service.collection_items("coverage", groupCode="youth", limit=1000)["features"]
    assert {feature["properties"]["groupCode"] for feature in youth} == {"youth"}
    assert len(youth) == 56
