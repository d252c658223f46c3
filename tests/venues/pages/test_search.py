"""Finding from the head of every page: by name, code, kind, address and postcode, the likest first."""

import json

import pytest
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    ClosureFactory,
    EditionFactory,
    MunicipalityAreaFactory,
    VenueFactory,
    spot,
    venue_type,
)
from tests.venues.importing.test_addresses import ANSWER, service
from venues.register.search import LONGEST, MOST

pytestmark = pytest.mark.django_db
QUERIES = 3
"""Areas, places, activities."""
QUERIES_WITH_SERVICE = QUERIES + 2
"""Which municipalities it is asked about, and the areas that its addresses lie in."""


@pytest.fixture
def village():
    """One neighbourhood with a library, a hall and a table in the hall."""
    whole = MunicipalityAreaFactory()
    area = AreaFactory(column=0, name="Oosterhoek")
    municipality = whole.edition.municipality
    VenueFactory(
        municipality=municipality, name="De Boog", address="Dorpsstraat 3", postcode="1234 AB", location=spot(0, 0)
    )
    hall = VenueFactory(
        municipality=municipality, name="Het Oosterhuis", venue_type=venue_type("community-centre"), address="Kade 7"
    )
    ActivityFactory(municipality=municipality, name="Repaircafé", venue=hall, location=None)
    return area


def found(client, text: str, **asked: str) -> list[tuple[str, str]]:
    return [(row.name, row.kind) for row in client.get("/en/search", {"q": text, **asked}).context["rows"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("oosterhoek", "Oosterhoek"),
        ("Osterhoek", "Oosterhoek"),
        ("BU99900000", "Oosterhoek"),
        ("gm9990", "Testdorp"),
        ("boog", "De Boog"),
        ("library", "De Boog"),
        ("bibliotheek testdorp", "De Boog"),
        ("dorpsstraat 3", "De Boog"),
        ("1234ab", "De Boog"),
        ("1234 AB", "De Boog"),
        ("repair cafe", "Repaircafé"),
        ("  oosterhuis\n", "Het Oosterhuis"),
    ],
)
def test_it_is_found_by_what_somebody_knows_of_it(client, village, text, name):
    assert found(client, text)[0][0] == name


def test_a_name_that_begins_with_the_text_comes_before_one_that_has_it(client, village):
    assert found(client, "ooster")[:2] == [("Oosterhoek", "neighbourhood"), ("Het Oosterhuis", "Community centre")]


def test_each_leads_to_its_page_and_says_where_it_is(client, village):
    page = client.get("/en/search", {"q": "oosterhoek"}).content.decode()

    assert f'href="/en/areas/{village.code}"' in page
    assert "Wijk 0, Testdorp" in page


def test_a_closed_place_is_found_and_says_so_and_what_was_archived_or_ended_is_not(client, village):
    whole = village.edition.municipality
    ClosureFactory(venue=VenueFactory(municipality=whole, name="Gesloten hal"))
    VenueFactory(municipality=whole, name="Vergeten hal", archived_at=timezone.now())
    ActivityFactory(municipality=whole, name="Oude hal", ends_on=timezone.localdate())

    rows = client.get("/en/search", {"q": "hal"}).context["rows"]

    assert [(row.name, row.remark) for row in rows] == [("Gesloten hal", "closed")]


def test_only_areas_of_the_boundaries_in_use_are_found(client, village):
    AreaFactory(edition=EditionFactory(year=2019, is_active=False), code="BU99900009", name="Vroegerbuurt")

    assert found(client, "Vroegerbuurt") == []


@pytest.mark.parametrize("asked", [{}, {"part": "list"}])
def test_it_asks_the_database_a_set_number_of_times(client, village, django_assert_max_num_queries, asked):
    VenueFactory.create_batch(20, municipality=village.edition.municipality)
    with django_assert_max_num_queries(QUERIES):
        client.get("/en/search", {"q": "huis", **asked})


def test_the_list_is_bounded_and_says_that_there_may_be_more(client, village):
    VenueFactory.create_batch(MOST + 5, municipality=village.edition.municipality, name="Hal")

    answer = client.get("/en/search", {"q": "hal"})

    assert len(answer.context["rows"]) == MOST
    assert f"The {MOST} that are most like" in answer.content.decode()
    assert len(found(client, "hal", part="list")) == 8


@pytest.mark.parametrize("text", ["", " ", "a", "\0", "%", "_"])
def test_of_too_little_it_asks_for_more(client, village, text):
    answer = client.get("/en/search", {"q": text})

    assert answer.status_code == 200
    assert "Write at least two letters" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "%%", "__", "\\", "\\\\'", "'; DROP TABLE venues_area; --", "🏘️🏘️", "a\0b", "x" * 100_000,
        "<script>alert(1)</script>",
        "{{ 7 }}{% now %}", "\u202egpj.exe", "١٢٣٤ab", "BU" + "٩" * 8, "%s %(a)s", "\"><img src=x onerror=alert(1)>",
    ],
)  # fmt: skip
def test_hostile_texts_find_nothing_and_break_nothing(client, village, text):
    answer = client.get("/en/search", {"q": text})

    assert answer.status_code == 200
    assert answer.context["rows"] == []
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
    assert len(answer.context["sought"]) <= LONGEST


def test_nothing_found_says_what_to_do_next(client, village):
    page = client.get("/en/search", {"q": "qqqq"}).content.decode()

    assert "Nothing found for “qqqq”." in page
    assert 'href="/en/venues/new"' in page


def test_an_address_of_the_service_leads_to_its_area(client, village, settings, django_assert_max_num_queries):
    with service(json.dumps(ANSWER).encode()) as (settings.ADDRESS_SEARCH_URL, asked):
        with django_assert_max_num_queries(QUERIES_WITH_SERVICE):
            rows = client.get("/en/search", {"q": "dorpsstraat 12"}).context["rows"]
        client.get("/en/search", {"q": "dorpsstraat 12", "part": "list"})

    assert [(row.name, row.url) for row in rows if row.kind == "address"] == [
        ("Dorpsstraat 12A, 1234AB Testdorp", f"/en/areas/{village.code}"),
        ("Dorpsstraat, Testdorp", f"/en/areas/{village.code}"),
    ]
    assert len(asked) == 1, "not at each letter that somebody types"


def test_a_service_that_fails_leaves_what_the_register_knows(client, village, settings):
    with service(b"", 500) as (settings.ADDRESS_SEARCH_URL, _asked):
        answer = client.get("/en/search", {"q": "dorpsstraat 3"})

    assert [row.name for row in answer.context["rows"]] == ["De Boog"]
    assert "The address service does not answer" in answer.content.decode()


@pytest.mark.parametrize("page", ["/en/", "/en/search", "/en/nowhere", "/en/account/login/", "/en/method"])
def test_every_page_has_the_field(client, village, page):
    assert 'action="/en/search"' in client.get(page).content.decode()
