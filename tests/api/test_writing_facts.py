"""Closures, staffing and funding written with a token, each as a row of its place."""

import json
from datetime import date

import pytest

from tests.api.writing import Program
from tests.factories import ClosureFactory, FundingFactory, StaffingFactory
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Closure, ClosureEvent, Funding, Staffing, Venue

pytestmark = pytest.mark.django_db


def closure(register: Register, **changes):
    return {"venueId": str(register.venue.pk), "reason": "renovation", "startsOn": "2026-03-01"} | changes


def test_a_closure_is_reported_moved_and_taken_back_and_history_stays(register):
    program = Program(register.people["worker"], "write:facts")
    answer = program.send("POST", "/closures", closure(register, note="Nieuwe vloer"), status=201)
    made = json.loads(answer.content)
    address = f"/closures/{made['id']}"
    assert answer.headers["Location"] == f"/api/v1{address}"
    assert (made["extent"], made["note"], made["reopensOn"]) == ("whole", "Nieuwe vloer", None)
    assert Venue.objects.get(pk=register.venue.pk).version == 2
    assert program.get(f"/venues/{register.venue.pk}?date=2026-03-02")["status"] == "closed"

    moved = program.send("PATCH", address, {"reopensOn": "2026-05-01"}, status=200, If_Match=answer.headers["ETag"])
    assert json.loads(moved.content)["reopensOn"] == "2026-05-01"
    program.send("PATCH", address, {"reopensOn": None}, status=412, If_Match=answer.headers["ETag"])
    program.send("DELETE", address, status=204, If_Match=moved.headers["ETag"])
    program.send("GET", address, status=404)
    assert not Closure.objects.exists()
    assert [event.pgh_label for event in ClosureEvent.objects.order_by("pgh_id")] == ["insert", "update", "delete"]
    assert Venue.objects.get(pk=register.venue.pk).verified_on is None


@pytest.mark.parametrize(
    ("address", "row", "change"),
    [
        ("/closures", {"startsOn": "2026-03-01"}, {"reopensOn": "2026-04-01"}),
        ("/staffing", {"kind": "volunteer", "hoursPerWeek": 7.5, "role": "gastvrouw"}, {"hoursPerWeek": 9}),
        ("/funding", {"funder": "Fonds", "amountEur": 1200.5, "structural": True}, {"amountIsPublic": False}),
    ],
)
@pytest.mark.parametrize("owner", ["venue", "activity"])
def test_each_fact_of_a_place_or_an_activity_is_written_once_and_sent_back_whole(register, address, row, change, owner):
    program = Program(register.people["worker"])
    body = {f"{owner}Id": str(getattr(register, owner).pk)} | row
    first = json.loads(program.send("POST", address, body, status=201).content)
    again = json.loads(program.send("POST", address, body, status=201).content)
    assert first == again
    assert len(program.get(f"{address}?{owner}={body[f'{owner}Id']}")["items"]) == 1
    one = f"{address}/{first['id']}"
    whole, tag = program.get(one), program.tag(one)
    program.send("PATCH", one, whole, status=200, If_Match=tag)
    assert program.get(one) == whole
    changed = json.loads(program.send("PATCH", one, whole | change, status=200, If_Match=tag).content)
    assert changed == whole | change
    program.send("DELETE", one, status=204, If_Match="*")


def test_what_cannot_be_is_refused_with_every_problem_by_its_member(register):
    ClosureFactory(venue=register.venue, starts_on=date(2026, 1, 1), reopens_on=date(2026, 2, 1))
    program = Program(register.people["worker"])
    wrong = closure(register, reason="boredom", startsOn="soon", extent="partial", colour="red", id=4)
    assert program.faults("POST", "/closures", wrong) == {
        "reason": "invalid_choice",
        "startsOn": "invalid",
        "colour": "unknown_member",
        "id": "read_only",
        "hoursRemaining": "refused",
    }
    overlapping = closure(register, startsOn="2026-01-10")
    assert program.faults("POST", "/closures", overlapping) == {"startsOn": "refused"}
    partial = closure(register, extent="partial")
    assert program.faults("POST", "/closures", partial) == {"hoursRemaining": "refused"}
    assert set(program.faults("POST", "/staffing", {"venueId": str(register.venue.pk)})) == {"kind", "hoursPerWeek"}
    for owners in ({}, {"venueId": str(register.venue.pk), "activityId": str(register.activity.pk)}):
        body = {"kind": "vacancy", "hoursPerWeek": 2} | owners
        assert program.faults("POST", "/staffing", body) == {"venueId": "one_owner"}
    assert program.faults("POST", "/staffing", {"venueId": str(register.organisation.pk)}) == {"venueId": "unknown"}
    assert not Staffing.objects.exists()


def test_a_fact_is_not_moved_to_another_place(register):
    made = StaffingFactory(venue=register.venue)
    program = Program(register.people["editor"])
    body = {"venueId": str(register.others_venue.pk)}
    assert program.faults("PATCH", f"/staffing/{made.pk}", body, If_Match="*") == {"venueId": "read_only"}


@pytest.mark.parametrize("who", ["nobody", "reader", "worker"])
def test_facts_of_others_are_not_written(register, who):
    program, theirs = Program(register.people[who]), ClosureFactory(venue=register.others_venue)
    program.send("POST", "/closures", closure(register, venueId=str(register.others_venue.pk)), status=403)
    program.send("PATCH", f"/closures/{theirs.pk}", {"reopensOn": None}, status=403, If_Match="*")
    program.send("DELETE", f"/closures/{theirs.pk}", status=403, If_Match="*")
    assert Closure.objects.get() == theirs


def test_the_scope_and_the_version_are_asked_for(register):
    made = ClosureFactory(venue=register.venue)
    address = f"/closures/{made.pk}"
    boss = register.people["superuser"]
    blind = Program(boss, "read", "write:venues", "write:activities")
    for method, where, body in (("POST", "/closures", {}), ("PATCH", address, {}), ("DELETE", address, None)):
        answer = blind.send(method, where, body, status=403, If_Match="*")
        assert "write:facts" in json.loads(answer.content)["detail"]
        Program(None).send(method, where, body, status=401, If_Match="*")
    program = Program(boss, "write:facts")
    program.send("PATCH", address, {}, status=428)
    program.send("DELETE", address, status=428)
    for strange in ("x", "9" * 30, "%00", "-1", "1.5"):
        program.send("DELETE", f"/closures/{strange}", status=404, If_Match="*")


def test_an_amount_that_the_client_may_not_see_stays_when_it_writes_the_rest(register):
    hidden = FundingFactory(venue=register.venue, is_public=False, amount_eur=777, funder="Gemeente")
    of_all = FundingFactory(organisation=register.organisation, amount_eur=5)
    blind, address = Program(register.people["worker"], "write:facts"), f"/funding/{hidden.pk}"
    whole = blind.get(address)
    assert whole["amountEur"] is None
    blind.send("PATCH", address, whole | {"funder": "Provincie"}, status=200, If_Match=blind.tag(address))
    stored = Funding.objects.get(pk=hidden.pk)
    assert (stored.funder, stored.amount_eur, stored.is_public) == ("Provincie", 777, False)
    assert Program(register.people["worker"]).get(address)["amountEur"] == 777
    blind.send("PATCH", f"/funding/{of_all.pk}", {"funder": "x"}, status=403, If_Match="*")


def test_a_fact_of_an_archived_place_is_gone(register):
    made = ClosureFactory(activity=register.activity)
    program = Program(register.people["editor"])
    program.send("DELETE", f"/venues/{register.venue.pk}", status=204, If_Match="*")
    program.send("GET", f"/closures/{made.pk}", status=404)
    program.send("PATCH", f"/closures/{made.pk}", {}, status=404, If_Match="*")
    body = {"activityId": str(register.activity.pk), "startsOn": "2020-03-01", "reopensOn": "2020-04-01"}
    assert program.faults("POST", "/closures", body) == {"venueId": "one_owner"}


def test_writing_a_fact_costs_few_queries(register, django_assert_max_num_queries):
    program = Program(register.people["worker"])
    program.get("/venue-types")
    with django_assert_max_num_queries(80):
        made = json.loads(program.send("POST", "/closures", closure(register), status=201).content)
    with django_assert_max_num_queries(5):
        program.get(f"/closures/{made['id']}")
