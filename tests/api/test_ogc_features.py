"""The features themselves: the same figures, rights and suppression as the API, as of a day, and at a small price."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.conftest import Get, Town, make_town
from tests.api.ogc import COLLECTIONS, ask, every_page, ids, items, link, read
from tests.factories import AreaFactory, ClosureFactory, EditionFactory, RunFactory, ScoreFactory, VenueFactory, spot
from venues.models import Run, Score, Venue

pytestmark = pytest.mark.django_db


def rows(get: Get, address: str) -> list[Any]:
    """The rows of the API."""
    found: list[Any] = json.loads(get(address).content)["items"]
    return found


@pytest.mark.parametrize("query", ["", "&level=district", "&group=all", "&group=youth&area=BU99900001"])
def test_coverage_says_what_the_api_says_and_where(get: Get, town: Town, query: str) -> None:
    theirs = [
        feature["properties"]
        for feature in every_page("coverage", limit=3, **_as_filters(query.replace("group", "groupCode")))
    ]
    assert theirs == rows(get, f"/coverage?{query[1:]}")
    assert theirs


def _as_filters(query: str) -> dict[str, str]:
    return dict(part.split("=") for part in query[1:].split("&")) if query else {}


def test_what_is_withheld_from_the_api_is_withheld_here_in_the_list_and_alone(town: Town) -> None:
    few = read("/collections/coverage/items/BU99900002-youth")
    assert few in [{**each, "links": few["links"]} for each in items("coverage")["features"]]
    told = few["properties"]
    assert told["status"] == "suppressed"
    assert (told["persons"], told["needHours"], told["coverage"], told["hoursPerPerson"]) == (None,) * 4


def test_areas_are_those_of_the_geojson_of_the_api(get: Get, town: Town) -> None:
    theirs = json.loads(get("/areas?format=geojson").content)["features"]
    assert items("areas")["features"] == theirs
    assert [each["id"] for each in theirs] == ids("areas")


def test_venues_are_those_of_the_geojson_of_the_api(get: Get, town: Town) -> None:
    assert items("venues")["features"] == json.loads(get("/venues?format=geojson").content)["features"]


def test_boundaries_that_are_not_in_use_are_no_features(town: Town) -> None:
    old = EditionFactory(municipality=town.run.municipality, year=2019, is_active=False)
    AreaFactory(edition=old, code="BU99909999", column=3)
    assert "BU99909999" not in ids("areas")
    ask("/collections/areas/items/BU99909999", 404)


def test_an_archived_place_is_no_feature(town: Town) -> None:
    library = Venue.objects.get(name="Bibliotheek")
    Venue.everything.filter(pk=library.pk).update(archived_at=timezone.now())
    assert ids("venues") == [str(Venue.objects.get(name="Buurthuis").pk)]
    ask(f"/collections/venues/items/{library.pk}", 404)


def test_filters_are_named_after_the_property_that_they_compare(town: Town) -> None:
    ClosureFactory(venue=Venue.objects.get(name="Bibliotheek"), starts_on=date(2020, 1, 1))
    for collection, name, values in (
        ("areas", "level", ["municipality", "district", "neighbourhood"]),
        ("venues", "typeCode", ["library", "community-centre"]),
        ("venues", "status", ["open", "closed"]),
        ("coverage", "level", ["municipality", "district", "neighbourhood"]),
        ("coverage", "groupCode", ["youth", "newcomers", "all"]),
    ):
        for value in values:
            found = items(collection, **{name: value})
            assert {each["properties"][name] for each in found["features"]} == {value}
            assert found["numberMatched"] == len(found["features"])
        ask(f"/collections/{collection}/items?{name}=castle", 400)


def test_places_of_a_day_are_those_that_had_opened_with_their_status_on_it(town: Town) -> None:
    library, centre = Venue.objects.get(name="Bibliotheek"), Venue.objects.get(name="Buurthuis")
    Venue.objects.filter(pk=centre.pk).update(opened_on=date(2024, 5, 1))
    ClosureFactory(venue=library, starts_on=date(2025, 3, 1))

    def told(when: str) -> dict[str, str]:
        return {each["id"]: each["properties"]["status"] for each in items("venues", datetime=when)["features"]}

    assert told("2024-04-30") == {str(library.pk): "open"}
    assert told("2024-05-01") == {str(library.pk): "open", str(centre.pk): "open"}
    assert told("2025-03-01T12:00:00Z") == {str(library.pk): "closed", str(centre.pk): "open"}
    # Just before midnight there is the next day here.
    assert told("2024-04-30T23:30:00Z") == told("2024-05-01")
    assert told("../2024-04-30") == told("/2024-04-30") == told("2024-04-30")
    assert told("2024-01-01/2025-06-01") == told("2025-06-01")
    assert told("2024-01-01/..") == told("2024-01-01/") == told(timezone.localdate().isoformat())


def test_an_announced_place_is_a_feature_once_its_day_is_meant(town: Town) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    new = str(VenueFactory(municipality=town.run.municipality, opened_on=soon, location=spot(1)).pk)
    assert new in ids("venues")
    assert new not in ids("venues", datetime=timezone.localdate().isoformat())
    assert new in ids("venues", datetime=soon.isoformat())
    assert new in ids("venues", datetime=f"{soon.isoformat()}/..")


def test_areas_have_no_date_so_that_any_matches(town: Town) -> None:
    assert ids("areas", datetime="1950-01-01") == ids("areas")


def test_coverage_of_a_day_is_the_run_of_that_day_and_of_an_interval_that_of_its_last(town: Town) -> None:
    sealed = RunFactory(edition=town.run.edition, kind=Run.Kind.SEALED, as_of=date(2025, 1, 1))
    ScoreFactory(run=sealed, area=town.areas[0], group=Score.objects.filter(group="youth")[0].group, coverage=0.25)

    def told(when: str) -> set[tuple[str, int]]:
        features = items("coverage", datetime=when)["features"]
        return {(each["properties"]["date"], each["properties"]["run"]) for each in features}

    live = {("2026-06-01", town.run.pk)}
    assert told("2025-01-01") == told("2024-01-01/2025-01-01") == told("../2025-01-01") == {("2025-01-01", sealed.pk)}
    assert told("2026-06-01") == told("2026-01-01/2026-12-31") == told("2026-01-01/..") == live
    assert {(each["properties"]["date"], each["properties"]["run"]) for each in items("coverage")["features"]} == live


@pytest.mark.parametrize(
    "wrong",
    [
        "yesterday",
        "2026-13-01",
        "2026-06-02/2026-06-01",
        "/",
        "..",
        "2026-01-01/2026-02-01/2026-03-01",
        "",
        "0001-01-01",
    ],
)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_what_is_no_date_is_refused_by_all(town: Town, collection: str, wrong: str) -> None:
    problem = json.loads(ask(f"/collections/{collection}/items?datetime={wrong}", 400).content)
    assert [fault["location"] for fault in problem["errors"]] == ["datetime"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_who_has_a_page_need_not_fetch_it_again(town: Town, collection: str) -> None:
    one = ids(collection)[0]
    for address in ("", f"/{one}"):
        where = f"/collections/{collection}/items{address}"
        tag = ask(where).headers["ETag"]
        ask(where, 304, If_None_Match=tag)
        ask(f"{where}?crs=EPSG:28992", If_None_Match=tag)
    tag = ask(f"/collections/{collection}").headers["ETag"]
    ask(f"/collections/{collection}", 304, If_None_Match=tag)


def test_a_page_changes_its_tag_when_what_it_counts_changes_elsewhere(town: Town) -> None:
    def tag(collection: str) -> str:
        return ask(f"/collections/{collection}/items?limit=1").headers["ETag"]

    before = {each: tag(each) for each in COLLECTIONS}
    make_town("GM9991")
    VenueFactory(municipality=town.run.municipality, location=spot(1))
    assert not {each for each in COLLECTIONS if tag(each) == before[each]}


def test_several_municipalities_are_counted_and_paged_together(town: Town) -> None:
    other = make_town("GM9991")
    found = every_page("coverage", limit=5)
    assert len(found) == 2 * 4 * 2
    assert {each["properties"]["run"] for each in found} == {town.run.pk, other.run.pk}


def test_a_cursor_belongs_to_its_filters_and_not_to_the_length_of_a_page(town: Town) -> None:
    following = link(items("areas", limit=2), "next")
    assert read(following.replace("limit=2", "limit=3"))["numberReturned"] == 3
    ask(f"{following}&level=district", 400)


def test_the_link_to_itself_is_the_address_that_was_asked_also_when_another_asked_before(town: Town) -> None:
    for query in ("limit=2", "f=json&limit=2", "limit=2&f=json"):
        assert link(read(f"/collections/areas/items?{query}"), "self").endswith(f"/items?{query}")


def test_features_may_be_read_from_anybody_s_page(town: Town) -> None:
    for address in ("/ogc", "/ogc/collections/venues/items"):
        response = Client().get(address, headers={"Origin": "https://example.org"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Crs" in response.headers["Access-Control-Expose-Headers"]


def test_features_can_only_be_read(town: Town) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)("/ogc/collections/venues/items")
        assert response.status_code == 405
        assert response.headers["Content-Type"] == "application/problem+json"


def test_names_are_in_the_language_that_is_asked_for(town: Town) -> None:
    titles = {code: read("/collections/venues", Accept_Language=code)["title"] for code in ("nl", "en")}
    assert titles["en"] == "Meeting places"


def test_every_address_costs_few_queries(town: Town, django_assert_max_num_queries) -> None:
    areas, venues = ids("areas")[0], ids("venues")[0]
    ids("coverage")  # the run is in memory from now on
    for address, most in (
        ("", 0),
        ("/api", 0),
        ("/conformance", 0),
        ("/collections", 3),
        ("/collections/venues", 1),
        ("/collections/areas/items", 5),
        ("/collections/areas/items?bbox=4,52,5,53&limit=2", 5),
        (f"/collections/areas/items/{areas}", 1),
        ("/collections/venues/items", 6),
        (f"/collections/venues/items/{venues}", 1),
        ("/collections/coverage/items", 9),
        ("/collections/coverage/items?bbox=4,52,5,53&limit=2", 10),
        ("/collections/coverage/items/BU99900000-youth", 6),
    ):
        with django_assert_max_num_queries(most):
            ask(address)
