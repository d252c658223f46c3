"""What a process keeps of answers: never of another version, never for who signs in, and never more than so much."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Get, Town
from tests.factories import UserFactory
from venues.api.kept import Kept
from venues.models import Venue
from venues.register.tokens import issue


def test_those_that_were_not_asked_for_longest_make_room() -> None:
    kept = Kept(most_bytes=8 * 510)
    for key in "abcdefgh":
        kept.keep(key, b"x" * 10)
    kept.get("a")

    kept.keep("i", b"x" * 10)

    assert kept.get("b") is None
    assert [kept.get(key) for key in "aci"] == [b"x" * 10] * 3


def test_one_that_is_too_large_is_not_kept_and_one_kept_twice_counts_once() -> None:
    kept = Kept(most_bytes=8 * 510)
    assert kept.keep("large", b"x" * 511) == b"x" * 511
    assert kept.get("large") is None
    for _time in range(20):
        kept.keep("same", b"x" * 10)
    kept.keep("other", b"y")
    assert (kept.get("same"), kept.get("other")) == (b"x" * 10, b"y")


def test_empty_ones_take_room_too() -> None:
    kept = Kept(most_bytes=5000)
    for key in range(11):
        kept.keep(key, b"")

    assert [key for key in range(11) if kept.get(key) is None] == [0]


@pytest.mark.django_db
def test_the_next_page_is_in_the_format_that_was_asked_for_however_it_was_asked(get: Get, town: Town) -> None:
    by_header = get("/venues?pageSize=1", Accept="text/csv")
    by_address = get("/venues?pageSize=1&format=csv")

    assert "format=csv" not in by_header.headers["Link"]
    assert "format=csv" in by_address.headers["Link"]
    assert b"\n" not in get("/venues", Accept="application/json").content
    assert b"\n" in get("/venues", Accept="application/json; indent=4").content
    assert b"\n" not in get("/venues", Accept="application/json").content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/venues?pageSize=1", "/venues?pageSize=1&format=csv", "/coverage?group=youth"])
def test_a_page_is_the_same_when_it_is_asked_for_again_and_costs_less(get: Get, town: Town, address: str) -> None:
    counts = []
    answers = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            answers.append(get(address))
        counts.append(len(queries))

    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert counts[1] <= counts[0]


@pytest.mark.django_db
def test_a_page_that_changed_is_made_anew(get: Get, town: Town) -> None:
    get("/venues")
    library = Venue.objects.get(name="Bibliotheek")
    library.name = "Leeszaal"
    library.save()

    assert "Leeszaal" in get("/venues").content.decode()


@pytest.mark.django_db
def test_what_somebody_with_a_token_read_is_kept_for_nobody(client: Client, town: Town) -> None:
    _token, secret = issue(UserFactory(is_superuser=True), "script", ["read"], timedelta(days=1))

    seen = client.get("/api/v1/funding", headers={"Authorization": f"Bearer {secret}"}).content.decode()
    public = client.get("/api/v1/funding").content.decode()

    assert '"amountEur":5000.0' in seen
    assert '"amountEur":5000.0' not in public
