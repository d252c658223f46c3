"""Places and activities written with a token: by the rights of its owner, and of the version that was read."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from tests.api.writing import Program, new_venue, undone
from tests.factories import (
    AttendanceFactory,
    FundingFactory,
    SlotFactory,
    StaffingFactory,
)
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Activity, RegisterChange, Venue
from venues.register.record import read

MERGE_PATCH = "application/merge-patch+json"
pytestmark = pytest.mark.django_db


def test_a_place_is_added_with_all_that_is_known_of_it(register):
    program = Program(register.people["worker"], "write:venues")
    RegisterChange.objects.all().delete()
    answer = program.send("POST", "/venues?crs=EPSG:28992", new_venue(register), status=201)
    shown = json.loads(answer.content)
    assert answer.headers["Location"] == f"/api/v1/venues/{shown['id']}"
    assert answer.headers["Content-Crs"].endswith("28992>")
    place = Venue.objects.get(pk=shown["id"])
    assert (place.location.x, place.location.y) == (120_100, 480_400)
    assert (shown["name"], shown["places"], shown["areaCode"]) == (place.name, 24, register.area.code)
    assert [slot["host"] for slot in shown["slots"]] == ["volunteer"]
    assert shown["staffing"][0]["hoursPerWeek"] == 12.5
    # A program is no person who looked.
    assert (place.verified_on, place.verified_by) == (None, None)
    assert RegisterChange.objects.exists()
    assert program.get(f"/venues/{shown['id']}?crs=EPSG:28992") == shown
    program.send("PATCH", f"/venues/{shown['id']}", {}, status=200, If_Match=answer.headers["ETag"])
    context = place.events.last().pgh_context.metadata
    assert (context["user"], context["door"]) == (register.people["worker"].pk, "api")


@pytest.mark.parametrize(
    ("where", "headers", "point"),
    [
        ("", {}, [4.8955, 52.3724]),
        ("?crs=EPSG:28992", {}, [121_700, 487_500]),
        ("", {"Content_Crs": "<http://www.opengis.net/def/crs/EPSG/0/28992>"}, [121_700, 487_500]),
        ("", {"Content_Crs": "EPSG:4258"}, [52.3724, 4.8955]),
    ],
)
def test_a_location_is_read_in_the_reference_system_that_the_request_names(register, where, headers, point):
    program = Program(register.people["superuser"])
    body = new_venue(register, location={"type": "Point", "coordinates": point})
    refused = program.send("POST", f"/venues{where}", body, status=400, **headers)
    # Far from this fictional town, and read as the middle of Amsterdam each time: what is refused is its border.
    (fault,) = json.loads(refused.content)["errors"]
    assert (fault["location"], fault["code"]) == ("location", "refused")
    assert (
        "no municipality"
        in program.send("POST", f"/venues{where}", body, status=400, Accept_Language="en", **headers).content.decode()
    )


def test_a_place_sent_twice_with_one_id_is_one_place(register):
    program, key = Program(register.people["worker"]), str(uuid4())
    first = program.send("POST", "/venues?crs=EPSG:28992", new_venue(register, id=key), status=201)
    again = program.send("POST", "/venues?crs=EPSG:28992", new_venue(register, id=key), status=200)
    assert json.loads(first.content) == json.loads(again.content)
    assert Venue.objects.filter(name="Huiskamer aan de Kade").count() == 1
    for otherwise in ({"name": "Iets heel anders"}, {"places": 3}, {"slots": [{"weekday": 7, "starts": "10:00"}]}):
        other = new_venue(register, id=key, **otherwise)
        assert program.faults("POST", "/venues?crs=EPSG:28992", other, 409) == {"": "id_taken"}
    theirs = new_venue(register, id=str(register.others_venue.pk), name=register.others_venue.name)
    assert program.faults("POST", "/venues?crs=EPSG:28992", theirs, 409) == {"": "id_taken"}


def test_what_may_be_there_already_is_named_and_added_only_if_that_is_said(register):
    program = Program(register.people["worker"])
    twin = new_venue(register, 120_250, name=register.venue.name)
    answer = program.send("POST", "/venues?crs=EPSG:28992", twin, status=409)
    problem = json.loads(answer.content)
    assert problem["errors"][0]["code"] == "duplicate"
    assert problem["candidates"][0]["id"] == str(register.venue.pk)
    assert not Venue.objects.filter(name=register.venue.name).exclude(pk=register.venue.pk).exists()
    program.send("POST", "/venues?crs=EPSG:28992&duplicates=allow", twin, status=201)


def test_what_was_read_can_be_sent_back_whole_and_changes_nothing(register):
    SlotFactory(venue=register.venue)
    StaffingFactory(venue=register.venue)
    FundingFactory(venue=register.venue)
    program, address = Program(register.people["worker"]), f"/venues/{register.venue.pk}"
    for crs in ("CRS84", "EPSG:28992", "EPSG:4258"):
        where = f"{address}?crs={crs}"
        whole, before = program.get(where), read(register.venue)
        answer = program.send("PATCH", where, whole, status=200, If_Match=program.tag(where))
        assert json.loads(answer.content) == whole
        assert (Venue.objects.get(pk=register.venue.pk).version, read(register.venue)) == (1, before)


def test_only_the_members_that_are_named_change(register):
    slot = SlotFactory(venue=register.venue, weekday=1)
    program, address = Program(register.people["worker"]), f"/venues/{register.venue.pk}"
    slots = [*program.get(address)["slots"], {"weekday": 6, "starts": "10:00", "ends": "12:00"}]
    tag = program.tag(address)
    answer = program.send(
        "PATCH",
        address,
        {"places": 31, "slots": slots},
        status=200,
        If_Match=tag,
        Content_Type="application/merge-patch+json",
    )
    shown = json.loads(answer.content)
    assert (shown["places"], shown["version"], len(shown["slots"])) == (31, 2, 2)
    assert shown["slots"][0]["id"] == slot.pk
    assert answer.headers["ETag"] != tag
    assert Venue.objects.get(pk=register.venue.pk).name == register.venue.name


def test_hours_that_change_from_a_day_on_stay_as_they_were_before_it(register):
    SlotFactory(venue=register.venue, weekday=1, starts="09:00", ends="12:00")
    program, address = Program(register.people["worker"]), f"/venues/{register.venue.pk}"
    slots = [{**slot, "ends": "17:00"} for slot in program.get(address)["slots"]]
    answer = program.send("PATCH", f"{address}?since=2026-09-01", {"slots": slots}, status=200, If_Match="*")
    ends = {(slot["ends"], slot["startsOn"], slot["endsOn"]) for slot in json.loads(answer.content)["slots"]}
    assert ends == {("12:00", None, "2026-09-01"), ("17:00", "2026-09-01", None)}


def test_what_the_client_may_not_see_survives_its_writing(register):
    hidden = FundingFactory(venue=register.venue, is_public=False, amount_eur=777)
    few = AttendanceFactory(venue=register.venue, persons_per_week=3)
    Venue.objects.filter(pk=register.venue.pk).update(budget_needed_eur=999)
    blind, address = Program(register.people["worker"], "write:venues"), f"/venues/{register.venue.pk}"
    shown = blind.get(address)
    assert (shown["funding"], shown["attendance"], "budgetNeededEur" in shown) == ([], [], False)
    funding = [{"funder": "Fonds", "amountEur": 50}]
    blind.send(
        "PATCH", address, shown | {"funding": funding, "attendance": []}, status=200, If_Match=blind.tag(address)
    )
    assert set(register.venue.fundings.values_list("funder", "amount_eur")) == {
        (hidden.funder, hidden.amount_eur),
        ("Fonds", 50),
    }
    assert register.venue.attendances.get() == few
    assert Venue.objects.get(pk=register.venue.pk).budget_needed_eur == 999
    # Nor can it be written by guessing its number.
    guess = {"funding": [{"id": hidden.pk, "funder": "Dief", "amountEur": 1}]}
    assert blind.faults("PATCH", address, guess, If_Match="*") == {"funding[0].id": "unknown_row"}
    sees = Program(register.people["worker"]).get(address)
    assert (sees["budgetNeededEur"], len(sees["funding"]), len(sees["attendance"])) == (999, 2, 1)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_write_must_say_which_version_it_changes(register, method):
    program, address = Program(register.people["editor"]), f"/venues/{register.venue.pk}"
    body = {"places": 3} if method == "PATCH" else None
    assert program.faults(method, address, body, 428) == {"If-Match": "no_if_match"}
    tag = program.tag(address)
    Venue.objects.filter(pk=register.venue.pk).update(version=2)
    for stale in (tag, f"W/{tag}", '"1"', f'"7", {tag}', '""', '"*"', '"2x.abc"'):
        assert program.faults(method, address, body, 412, If_Match=stale) == {"If-Match": "changed_meanwhile"}
    for garbage in ("2", "'2'", '"2', "*, *", 'w/"2"', "W/2", '"2" "2"', '"2\x7f" x'):
        assert program.faults(method, address, body, 400, If_Match=garbage) == {"If-Match": "invalid"}
    good = program.tag(address)
    shown = program.send("GET", f"{address}?crs=EPSG:28992", status=200, Accept_Language="en").headers["ETag"]
    for right in (good, f"W/{good}", f"{tag}, {good}", f'"7" , W/{good}', shown, "*", good.replace('"', '-gzip"')[5:]):
        wanted = right if right.startswith(('"', "W/", "*")) else good
        status = 200 if method == "PATCH" else 204
        undone(lambda: program.send(method, address, body, status=status, If_Match=wanted))  # noqa: B023


@pytest.mark.parametrize("address", ["/venues", "/venues/{id}"])
def test_a_reader_that_asks_for_one_version_is_told_if_it_is_gone(register, address):
    program, address = Program(None), address.format(id=register.venue.pk)
    tag = program.tag(address)
    for known in (tag, f"W/{tag.removeprefix('W/')}", f'"x", {tag}', "*"):
        program.send("GET", address, status=200, If_Match=known)
        assert not program.send("GET", address, status=304, If_None_Match=known).content
    for other in ('"x"', "x", "", '"x', tag.strip('W/"')):
        program.send("GET", address, status=200, If_None_Match=other)
    answer = Client().get(f"/api/v1{address}", headers={"If-Match": '"x"'})
    assert answer.status_code == 412
    assert json.loads(answer.content)["errors"][0]["code"] == "changed_meanwhile"


def test_two_programs_race_and_nothing_is_lost(register):
    first, second = Program(register.people["worker"]), Program(register.people["editor"])
    address = f"/venues/{register.venue.pk}"
    tag = first.tag(address)
    first.send("PATCH", address, {"places": 30}, status=200, If_Match=tag)
    second.send("PATCH", address, {"places": 40}, status=412, If_Match=tag)
    assert second.get(address)["places"] == 30
    second.send("PATCH", address, {"places": 40}, status=200, If_Match=second.tag(address))
    assert second.get(address)["places"] == 40


def test_archiving_takes_a_place_out_and_keeps_its_history(register):
    address = f"/venues/{register.venue.pk}"
    worker, editor = Program(register.people["worker"]), Program(register.people["editor"])
    worker.send("DELETE", address, status=403, If_Match=worker.tag(address))
    editor.send("DELETE", address, status=204, If_Match=editor.tag(address))
    assert Venue.everything.get(pk=register.venue.pk).archived_at is not None
    for method, body in (("GET", None), ("PATCH", {"places": 1}), ("DELETE", None)):
        editor.send(method, address, body, status=404, If_Match="*")
    editor.send("GET", f"/activities/{register.activity.pk}", status=404)


def test_an_activity_is_added_to_a_place_or_to_the_park_changed_and_archived(register):
    program = Program(register.people["editor"], "write:activities")
    indoors = {
        "name": "Taalcafé",
        "venueId": str(register.venue.pk),
        "slots": [{"weekday": 3, "starts": "10:00", "ends": "12:00", "host": "volunteer"}],
    }
    shown = json.loads(program.send("POST", "/activities", indoors, status=201).content)
    assert (shown["venueId"], len(shown["slots"])) == (str(register.venue.pk), 1)
    park = {"name": "Hardlopen", "location": {"type": "Point", "coordinates": [120_050, 480_050]}}
    outside = json.loads(program.send("POST", "/activities?crs=EPSG:28992", park, status=201).content)
    assert outside["location"]["coordinates"] == [120_050, 480_050]
    address = f"/activities/{shown['id']}"
    whole = program.get(address)
    program.send("PATCH", address, whole | {"endsOn": "2026-12-31"}, status=200, If_Match=program.tag(address))
    assert Activity.objects.get(pk=shown["id"]).ends_on == date(2026, 12, 31)
    away = program.get(address) | {"venueId": None}
    left = json.loads(program.send("PATCH", address, away, status=200, If_Match="*").content)
    assert (left["venueId"], left["location"]) == (None, away["location"])
    program.send("DELETE", address, status=204, If_Match="*")
    program.send("GET", address, status=404)
    own_point = {"location": {"type": "Point", "coordinates": [4.9, 52.3]}}
    assert program.faults("POST", "/activities", indoors | own_point) == {"location": "follows_place"}
    assert program.faults("PATCH", f"/activities/{register.activity.pk}", own_point, If_Match="*") == {
        "location": "follows_place"
    }
    assert program.faults("POST", "/activities", {"name": "Nergens"}) != {}
    assert program.faults("POST", "/activities", indoors | {"venueId": str(uuid4())}) == {"venueId": "unknown"}


@pytest.mark.parametrize("accept", ["text/csv", "application/geopackage+sqlite3"])
def test_what_cannot_be_answered_in_the_format_asked_for_is_not_written(register, accept):
    before = Venue.objects.count()

    Program(register.people["worker"]).send(
        "POST", "/venues?crs=EPSG:28992", new_venue(register), status=406, Accept=accept
    )

    assert Venue.objects.count() == before


def test_writing_and_reading_a_place_cost_few_queries(register, django_assert_max_num_queries):
    program, address = Program(register.people["worker"]), f"/venues/{register.venue.pk}"
    program.get(address)
    with django_assert_max_num_queries(14):
        program.get(address)
    with django_assert_max_num_queries(75):
        program.send("PATCH", address, {"places": 12}, status=200, If_Match="*")
    with django_assert_max_num_queries(100):
        program.send("POST", "/venues?crs=EPSG:28992", new_venue(register), status=201)
