"""Programs that write at the same moment: one is first, and the other is told."""

import json
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from tests.api.writing import bearer
from tests.factories import StaffingFactory, default_method
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Closure, Venue

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*requests) -> list[int]:
    """Send requests at one moment, each over a connection of its own; what each is answered."""
    together, answered = threading.Barrier(len(requests)), []

    def send(method, address, body, headers):
        try:
            together.wait(10)
            answer = Client().generic(
                method, f"/api/v1{address}", json.dumps(body), content_type="application/json", headers=headers
            )
            answered.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=each) for each in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(answered)


def new_place(town: Register) -> dict[str, Any]:  # noqa: F811
    """A place with its hours, as a program sends it with an id of its own."""
    return {
        "id": str(uuid4()),
        "name": "Huiskamer",
        "typeCode": "library",
        "organisationId": str(town.organisation.pk),
        "location": {"type": "Point", "coordinates": [120_100, 480_400]},
        "places": 24,
        "slots": [{"weekday": 1, "starts": "09:00", "ends": "17:00", "host": "volunteer"}],
    }


def test_of_four_who_change_one_version_at_once_one_succeeds(town: Register):  # noqa: F811
    headers = bearer(town.people["worker"])
    address = f"/venues/{town.venue.pk}"
    tag = Client().get(f"/api/v1{address}").headers["ETag"]
    changes = [("PATCH", address, {"places": 10 + n}, headers | {"If-Match": tag}) for n in range(4)]
    assert at_once(*changes) == [200, 412, 412, 412]
    assert Venue.objects.get(pk=town.venue.pk).version == 2


def test_a_place_or_a_closure_sent_twice_at_once_is_one(town: Register):  # noqa: F811
    default_method()
    headers, place = bearer(town.people["worker"]), new_place(town)
    assert set(at_once(*[("POST", "/venues?crs=EPSG:28992", place, headers)] * 3)) <= {200, 201}
    assert Venue.objects.filter(name="Huiskamer").count() == 1
    closure = {"venueId": place["id"], "startsOn": "2026-03-01"}
    assert at_once(*[("POST", "/closures", closure, headers)] * 3) == [201, 201, 201]
    assert Closure.objects.count() == 1


def test_of_two_places_sent_at_once_under_one_id_one_is_refused(town: Register):  # noqa: F811
    default_method()
    headers, place = bearer(town.people["worker"]), new_place(town)
    bodies = [place | {"places": 10}, place | {"places": 20}]
    assert at_once(*[("POST", "/venues?crs=EPSG:28992", body, headers) for body in bodies]) == [201, 409]


def test_a_place_sent_again_is_known_by_what_was_sent_though_it_was_changed_since(town: Register):  # noqa: F811
    default_method()
    headers, place = bearer(town.people["worker"]), new_place(town)
    first = ("POST", "/venues?crs=EPSG:28992", place, headers)
    assert at_once(first) == [201]
    change = ("PATCH", f"/venues/{place['id']}", {"places": 40, "slots": []}, headers | {"If-Match": "*"})
    assert at_once(change) == [200]
    staffing = {"venueId": place["id"], "kind": "volunteer", "hoursPerWeek": 4}
    assert at_once(("POST", "/staffing", staffing, headers)) == [201]
    assert at_once(first) == [200]
    assert at_once((*first[:2], place | {"places": 40, "slots": []}, headers)) == [409]
    assert at_once((*first[:2], place | {"colour": "red"}, headers)) == [400]
    assert Venue.objects.get(pk=place["id"]).places == 40


def test_what_is_stored_late_is_told_too(town: Register):  # noqa: F811
    ours, others = (StaffingFactory(venue=venue).pk for venue in (town.venue, town.others_venue))
    slow, told = connection.copy(), lambda: Client().get("/api/v1/staffing").headers["ETag"]
    change = "UPDATE venues_staffing SET hours_per_week = hours_per_week + 1 WHERE id = %s"
    before = told()
    slow.set_autocommit(False)
    try:
        with slow.cursor() as cursor, connection.cursor() as quick:
            cursor.execute(change, [ours])
            quick.execute(change, [others])
            meanwhile = told()
            slow.commit()
    finally:
        slow.close()
    assert len({before, meanwhile, told()}) == 3
