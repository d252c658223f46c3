"""A token writes what its owner may, within its scopes, and nothing else."""

import json

import pytest

from tests.api.writing import Program, bearer, new_venue
from tests.factories import VenueFactory
from tests.infra_map.addresses import ROLES
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


def test_an_activity_is_not_moved_into_a_place_where_its_keeper_may_hold_none(register):
    elsewhere = VenueFactory(municipality__code="GM9991", municipality__name="Verderop")
    program = Program(register.people["worker"])
    address = f"/activities/{register.activity.pk}"
    for method, where in (("PATCH", address), ("POST", "/activities")):
        faults = program.faults(method, where, {"name": "Taal", "venueId": str(elsewhere.pk)}, If_Match="*")
        assert faults["venueId"] == "no_right"


MAY_CHANGE = {
    "venue": {"worker", "area-editor", "editor", "administrator", "superuser"},
    "others_venue": {"editor", "administrator", "superuser"},
}


@pytest.mark.parametrize("target", MAY_CHANGE)
@pytest.mark.parametrize("who", ROLES)
def test_a_token_may_write_what_its_owner_may_and_nothing_else(register, who, target):
    place, program = getattr(register, target), Program(register.people[who])
    address = f"/venues/{place.pk}"
    program.send("PATCH", address, {"places": 77}, status=200 if who in MAY_CHANGE[target] else 403, If_Match="*")
    place.refresh_from_db()
    assert (place.places == 77) is (who in MAY_CHANGE[target])


@pytest.mark.parametrize(
    ("method", "address", "scope"),
    [
        ("POST", "/venues", "write:venues"),
        ("PATCH", "/venues/{venue}", "write:venues"),
        ("DELETE", "/venues/{venue}", "write:venues"),
        ("POST", "/activities", "write:activities"),
        ("PATCH", "/activities/{activity}", "write:activities"),
        ("DELETE", "/activities/{activity}", "write:activities"),
    ],
)
def test_a_token_without_the_scope_or_none_at_all_writes_nothing(register, method, address, scope):
    address = address.format(venue=register.venue.pk, activity=register.activity.pk)
    body = {} if method != "DELETE" else None
    boss = register.people["superuser"]
    others = [each for each in ("read", "write:venues", "write:activities", "write:facts") if each != scope]
    answer = Program(boss, *others).send(method, address, body, status=403, If_Match="*")
    assert scope in json.loads(answer.content)["detail"]
    assert json.loads(answer.content)["errors"][0]["code"] == "missing_scope"
    nobody = Program(None).send(method, address, body, status=401, If_Match="*")
    assert nobody.headers["WWW-Authenticate"] == 'Bearer realm="infra_map"'


def test_the_end_of_a_role_ends_the_writing_of_its_tokens(register):
    program, address = Program(register.people["worker"]), f"/venues/{register.venue.pk}"
    program.send("PATCH", address, {"places": 7}, status=200, If_Match="*")
    register.people["worker"].memberships.all().delete()
    program.send("PATCH", address, {"places": 8}, status=403, If_Match="*")


def test_a_worker_gives_no_place_away_and_adds_none_for_others(register):
    program = Program(register.people["worker"])
    away = {"organisationId": str(register.other.pk)}
    assert program.faults("PATCH", f"/venues/{register.venue.pk}", away, If_Match="*") == {"organisationId": "refused"}
    theirs = new_venue(register, 120_100, organisationId=str(register.other.pk))
    assert program.faults("POST", "/venues?crs=EPSG:28992", theirs) == {"organisationId": "refused"}
    Program(register.people["nobody"]).send("POST", "/venues?crs=EPSG:28992", new_venue(register), status=403)


def test_a_page_of_another_site_can_not_write_with_the_session_of_its_visitor(register, client):
    client.force_login(register.people["superuser"])
    answer = client.patch(
        f"/api/v1/venues/{register.venue.pk}", {"places": 1}, content_type="application/json", headers={"If-Match": "*"}
    )
    assert answer.status_code == 401
    assert bearer(register.people["nobody"])
