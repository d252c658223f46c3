"""How many persons of a group live where: an estimate with a range, and nothing of few."""

import json
from datetime import date

import pytest

from tests.api.conftest import Get, Town
from tests.factories import EstimateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people(town: Town) -> None:
    """Youth in the four neighbourhoods: many, few, withheld by the source, and nobody."""
    for area, persons in zip(town.areas, (120.0, 9.5, 40.0, 0.0), strict=True):
        EstimateFactory(area=area, group_id="youth", persons=persons, is_suppressed=area == town.areas[2])


def told(get: Get, address: str) -> dict[str, tuple[str, float | None]]:
    rows = json.loads(get(address).content)["items"]
    return {row["areaCode"]: (row["status"], row["persons"]) for row in rows}


def test_few_persons_are_withheld_and_nobody_is_said(get: Get, town: Town) -> None:
    assert told(get, "/demand-estimates") == {
        "BU99900000": ("ok", 120.0),
        "BU99900001": ("suppressed", None),
        "BU99900002": ("unknown", None),
        "BU99900003": ("no-need", 0.0),
    }
    for row in json.loads(get("/demand-estimates").content)["items"]:
        if row["status"] in ("suppressed", "unknown"):
            assert (row["personsLow"], row["personsHigh"]) == (None, None)


def test_the_last_estimate_of_a_day_counts(get: Get, town: Town) -> None:
    EstimateFactory(area=town.areas[0], group_id="youth", persons=150, reference_on=date(2025, 1, 1))
    assert told(get, "/demand-estimates")["BU99900000"] == ("ok", 150.0)
    assert told(get, "/demand-estimates?date=2024-12-31")["BU99900000"] == ("ok", 120.0)
    assert told(get, "/demand-estimates?date=2001-01-01") == {}


def test_estimates_are_found_by_area_and_group(get: Get, town: Town) -> None:
    assert list(told(get, "/demand-estimates?area=BU99900000")) == ["BU99900000"]
    assert len(told(get, "/demand-estimates?area=GM9990&group=youth")) == 4
    assert told(get, "/demand-estimates?group=newcomers") == {}


def test_pages_together_are_the_whole_list(get: Get) -> None:
    seen, following = [], "/demand-estimates?pageSize=1"
    while following:
        body = json.loads(get(following).content)
        seen += body["items"]
        following = body["next"]
    assert seen == json.loads(get("/demand-estimates").content)["items"]
    assert len(seen) == 4


def test_the_tag_changes_with_an_estimate(get: Get, town: Town) -> None:
    before = get("/demand-estimates").headers["ETag"]
    EstimateFactory(area=town.areas[0], group_id="residents", persons=10)
    assert get("/demand-estimates").headers["ETag"] != before
