"""A script with a token that writes, with nothing but Python's own library, over a real connection."""

import json
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.factories import default_method
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Venue
from venues.register.tokens import issue

pytestmark = pytest.mark.django_db(transaction=True)


class Script:
    """Asks with a token, as a script of a few lines does."""

    def __init__(self, base: str, secret: str) -> None:
        self.base, self.secret = f"{base}/api/v1", secret

    def ask(self, method: str, address: str, body: Any = None, **more: str) -> tuple[int, Any, Any]:
        """Status, headers and what the JSON says."""
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json", **more}
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.base + address, data, headers, method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.headers, json.loads(answer.read() or "null")
        except HTTPError as refused:
            with refused:
                return refused.code, refused.headers, json.loads(refused.read())


def test_journey_17_a_script_writes_a_place_loses_a_race_reads_again_and_succeeds(live_server, town: Register):  # noqa: F811
    default_method()
    worker = town.people["worker"]
    _token, secret = issue(worker, "script", ["read", "write:venues"], timedelta(days=30))
    script = Script(live_server.url, secret)

    # A wrong body lists every problem, each with its place.
    status, headers, problem = script.ask("POST", "/venues", {"name": "", "typeCode": "castle", "colour": "red"})
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    assert {fault["location"] for fault in problem["errors"]} == {"name", "typeCode", "colour", "location"}

    place = {
        "name": "Huiskamer aan de Kade",
        "typeCode": "community-centre",
        "organisationId": str(town.organisation.pk),
        "location": {"type": "Point", "coordinates": [120_100, 480_400]},
        "slots": [{"weekday": 1, "starts": "09:00", "ends": "17:00", "host": "volunteer"}],
    }
    status, headers, made = script.ask("POST", "/venues?crs=EPSG:28992", place)
    assert status == 201
    address, tag = headers["Location"].removeprefix("/api/v1"), headers["ETag"]

    # A colleague is first.
    colleague = Script(live_server.url, issue(town.people["editor"], "other", ["write:venues"], timedelta(days=1))[1])
    assert colleague.ask("PATCH", address, {"places": 30}, **{"If-Match": tag})[0] == 200
    status, _headers, problem = script.ask("PATCH", address, {"address": "Kade 1"}, **{"If-Match": tag})
    assert (status, problem["errors"][0]["code"]) == (412, "changed_meanwhile")

    # Read again (compressed on the way, which weakens the tag), and then it succeeds with what the colleague wrote.
    status, headers, now = script.ask("GET", address)
    assert (status, now["places"]) == (200, 30)
    status, _headers, kept = script.ask("PATCH", address, {"address": "Kade 1"}, **{"If-Match": f"W/{headers['ETag']}"})
    assert (status, kept["address"], kept["places"], kept["version"]) == (200, "Kade 1", 30, 3)
    assert Venue.objects.get(pk=made["id"]).address == "Kade 1"

    # A token without the scope changes nothing.
    reads = Script(live_server.url, issue(worker, "reads", ["read"], timedelta(days=30))[1])
    status, _headers, problem = reads.ask("PATCH", address, {"places": 1}, **{"If-Match": "*"})
    assert (status, problem["errors"][0]["code"]) == (403, "missing_scope")
    assert "write:venues" in problem["detail"]
    assert script.ask("GET", address)[2]["places"] == 30
