"""Whatever is sent to whatever address, the answer is a problem in words or the right one, and costs little."""

import json
import re
import tracemalloc
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import DOCUMENT, Town
from tests.factories import UserFactory
from venues.api.cursor import write_cursor
from venues.models import Scope, Venue
from venues.register.tokens import issue

pytestmark = pytest.mark.django_db

HOSTILE = [
    "'; DROP TABLE venues_venue; --",
    '" OR 1=1 --',
    "%(code)s",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\x00",
    "\ud83d\ude08".encode("utf-16", "surrogatepass").decode("utf-16"),
    "x" * 6000,
    "-1",
    "1e400",
    "NaN",
    "9" * 400,
    ",".join(["00000000-0000-4000-8000-000000000000"] * 150),
]
BODIES = [
    b"",
    b"{",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"text"',
    b'{"name": NaN}',
    b'{"name": 1e400}',
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"name": {"$gt": ""}}',
    json.dumps({"id": "../../etc/passwd", "close": [{"venue": "x"}] * 10_000}).encode(),
    json.dumps({f"member-{n}": n for n in range(10_000)}).encode(),
    b'{"name": "' + b"x" * 10_000_000 + b'"}',
]
METHODS = {"post": "post", "patch": "patch", "delete": "delete"}
MOST_QUERIES = 60
MOST_BYTES = 80_000_000
"""What answering may take at a time; the largest body has 10 MB."""


def read() -> list[tuple[str, dict[str, Any]]]:
    return [(path, item["get"]) for path, item in DOCUMENT["paths"].items() if "get" in item]


def written() -> list[tuple[str, str]]:
    return [(method, path) for path, item in DOCUMENT["paths"].items() for method in item if method in METHODS]


def filled(path: str, value: str) -> str:
    return re.sub(r"\{\w+\}", quote(value, safe=""), f"/api/v1{path}")


def is_told(answer: Any) -> None:
    assert answer.status_code < 500, answer.content[:300]
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = json.loads(answer.content)
        assert problem["detail"]
        assert len(answer.content) < 20_000, "what is refused is not sent back at length"
    assert "API-Version" in answer.headers


@pytest.mark.parametrize(("path", "operation"), read())
def test_no_parameter_breaks_an_address(client: Client, town: Town, path: str, operation: dict[str, Any]) -> None:
    names = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    with CaptureQueriesContext(connection) as queries:
        for value in HOSTILE:
            is_told(client.get(filled(path, "BU99900000"), {name: value for name in names if name != "format"}))
    assert len(queries) <= MOST_QUERIES * len(HOSTILE)
    assert Venue.objects.count() == 2


@pytest.mark.parametrize("path", [path for path, _operation in read() if "{" in path])
def test_no_path_leads_elsewhere(client: Client, town: Town, path: str) -> None:
    for value in HOSTILE:
        is_told(answer := client.get(filled(path, value)))
        assert answer.status_code in {400, 401, 404}, value


@pytest.mark.parametrize(
    "key",
    [
        [],
        ["a"] * 50,
        [None],
        [{}],
        [10**400],
        ["\x00"],
        ["GM9990", "BU99900000", "youth", "'; DROP TABLE venues_venue"],
    ],
)
def test_a_cursor_that_somebody_made_up_is_refused(client: Client, town: Town, key: list[Any]) -> None:
    forged = write_cursor(tuple(key), "/api/v1/elsewhere", {})
    for path, _operation in read():
        if "{" not in path and "hsds" not in path:
            is_told(answer := client.get(f"/api/v1{path}", {"cursor": forged}))
            assert answer.status_code in {400, 404}, path


def test_a_cursor_of_one_list_is_refused_by_every_other(client: Client, town: Town) -> None:
    lists = [path for path, _operation in read() if "{" not in path and "hsds" not in path]
    following = client.get("/api/v1/venues?pageSize=1").json()["next"]
    cursor = re.search(r"cursor=([^&]+)", following)
    assert cursor
    for path in lists:
        answer = client.get(f"/api/v1{path}?pageSize=1&cursor={cursor[1]}")
        is_told(answer)
        assert answer.status_code == (200 if path == "/venues" else 400), path


def test_half_a_character_is_refused_in_words(client: Client, town: Town) -> None:
    for body in ('{"level": "\\ud800"}', '{"level": "' + "x" * 900_000 + '"}'):
        answer = client.post("/api/v1/what-if", body, content_type="application/json")
        is_told(answer)
        assert answer.status_code == 400


@pytest.mark.parametrize("municipality", ["%00", "GM0001%0A", "GM%D9%A0%D9%A1%D9%A2%D9%A3"])
def test_a_tile_of_no_municipality_is_not_there(client: Client, municipality: str) -> None:
    assert client.get(f"/tiles/areas/12/2103/1346.mvt?municipality={municipality}").status_code == 404


@pytest.mark.parametrize("spot", ["8/0/0", "8/255/255", "16/0/65535", "8/128/128"])
@pytest.mark.parametrize("layer", ["areas", "backdrop"])
def test_a_tile_far_away_is_empty(client: Client, town: Town, layer: str, spot: str) -> None:
    assert client.get(f"/tiles/{layer}/{spot}.mvt").status_code == 204


def test_a_box_as_large_as_numbers_go_is_answered(client: Client, town: Town) -> None:
    answer = client.get("/api/v1/venues?bbox-crs=EPSG:28992&bbox=-1e308,-1e308,1e308,1e308")
    is_told(answer)


@pytest.mark.parametrize(("method", "path"), written())
def test_no_body_breaks_an_address_or_fills_the_memory(client: Client, town: Town, method: str, path: str) -> None:
    _token, secret = issue(UserFactory(is_superuser=True), "script", Scope.values, timedelta(days=1))
    headers = {"Authorization": f"Bearer {secret}", "If-Match": "*"}
    tracemalloc.start()
    for body in BODIES:
        for kind in ("application/json", "text/plain"):
            is_told(
                answer := client.generic(
                    method.upper(), filled(path, town.venue_ids[0]), body, content_type=kind, headers=headers
                )
            )
            # An empty PATCH changes nothing, and there is nothing in it to refuse.
            assert answer.status_code >= 400 or method == "delete" or not body, body[:50]
    assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    tracemalloc.stop()
