"""Bodies that cannot be kept: every problem is told at once, and nothing stumbles."""

import json
from uuid import uuid4

import pytest

from tests.api.writing import Program, new_venue
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Venue

pytestmark = pytest.mark.django_db


def test_a_wrong_body_lists_every_problem_at_once(register):
    program = Program(register.people["worker"])
    body = new_venue(
        register,
        name="",
        typeCode="castle",
        colour="red",
        status="open",
        places=0,
        website="javascript:alert(1)",
        location={"type": "Point", "coordinates": ["west", "south"]},
        organisationId=str(uuid4()),
        slots=[
            {"weekday": 1, "starts": "09:00", "ends": "17:00"},
            {"weekday": 8, "starts": "17:00", "ends": "09:00"},
            {"weekday": 2, "starts": "soon", "ends": "12:00", "host": "robot"},
        ],
        staffing=[{"kind": "volunteer", "hoursPerWeek": "many"}, {"hours": 3}],
        audiences=[{"groupCode": "martians", "suitability": 2}],
    )
    faults = program.faults("POST", "/venues?crs=EPSG:28992", body)
    assert {
        *("name", "typeCode", "colour", "status", "places", "website", "location", "organisationId"),
        *("slots[2].starts", "slots[2].host", "staffing[0].hoursPerWeek", "staffing[1].hours"),
        "audiences[0].groupCode",
    } <= set(faults)
    assert (faults["colour"], faults["status"], faults["staffing[1].hours"]) == (
        "unknown_member",
        "read_only",
        "unknown_member",
    )
    # What only the tables see comes with its place in the body too.
    sent = new_venue(register, places=0, slots=body["slots"][:2], audiences=[{"groupCode": "youth", "suitability": 2}])
    faults = program.faults("POST", "/venues?crs=EPSG:28992", sent)
    assert {"places", "slots[1].weekday", "audiences[0].suitability"} <= set(faults)
    assert not Venue.objects.filter(address="Kade 1").exists()


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b'{"name": NaN}', "application/json", 400),
        (b'{"places": 1e999}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"name": "\\ud800", "\\ud800": 1}', "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"places": 1' + b"0" * 5000 + b"}", "application/json", 400),
        (b'{"slots": {"weekday": 1}, "lowThreshold": {"a": 1}, "name": {}, "location": 5}', "application/json", 400),
        (b'{"slots": [1, null, []], "staffing": null}', "application/json", 400),
        (b'{"name": "' + b"x" * 1_000_001 + b'"}', "application/json", 413),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"<name/>", "text/xml", 415),
    ],
)
def test_no_body_makes_the_server_stumble(register, sent, kind, status):
    program = Program(register.people["worker"])
    program.send("POST", "/venues", sent, status=status, Content_Type=kind)
    address = f"/venues/{register.venue.pk}"
    program.send("PATCH", address, sent, status=status, Content_Type=kind, If_Match="*")
    assert Venue.objects.get(pk=register.venue.pk).version == 1


@pytest.mark.parametrize(
    "body",
    [
        {f"x{n}": n for n in range(60_000)},
        {"slots": [{"weekday": 9}] * 40_000},
        {"lowThreshold": ["x"] * 100_000},
        {"slots": [{f"x{n}": 1 for n in range(300)}] * 200},
    ],
)
def test_no_body_gets_a_list_of_problems_without_end(register, body):
    program = Program(register.people["worker"])
    for method, address in (("POST", "/venues"), ("PATCH", f"/venues/{register.venue.pk}")):
        answer = program.send(method, address, body, status=400, If_Match="*")
        assert len(json.loads(answer.content)["errors"]) < 1100
