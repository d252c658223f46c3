"""The page of closures: what is past, now and coming, and what can be done with each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ClosureFactory
from tests.venues.pages.measured_town import words
from venues.models import Closure

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(town, client):
    client.force_login(town.people["worker"])
    return town


def day(offset: int) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def page_of(place, kind: str = "venues") -> str:
    return f"/en/{kind}/{place.pk}/closures"


def test_a_closure_is_reported_with_a_reason_and_a_day_of_reopening(client, worker):
    sent = {"extent": "whole", "reason": "renovation", "starts_on": day(7), "reopens_on": day(21), "note": "Floor"}
    answer = client.post(page_of(worker.venue), sent, follow=True)

    assert answer.status_code == 200
    said = words(client, page_of(worker.venue))
    assert "Coming. Wholly closed, renovation, from" in said
    assert "Floor" in said
    worker.venue.refresh_from_db()
    assert worker.venue.verified_on is None


def test_a_partial_closure_of_an_activity_says_what_remains(client, worker):
    sent = {"extent": "partial", "reason": "staffing", "starts_on": day(0), "hours_remaining": "2.5"}
    client.post(page_of(worker.activity, "activities"), sent)

    assert "Now. Partly closed, no hosts, 2.5 h a week" in words(client, page_of(worker.activity, "activities"))


def test_dutch_people_write_decimals_and_days_as_they_do(client, worker):
    sent = {"extent": "partial", "reason": "staffing", "starts_on": "31-12-2027", "hours_remaining": "2,5"}
    assert client.post(page_of(worker.venue)[3:], sent).status_code == 302

    assert Closure.objects.get().starts_on.isoformat() == "2027-12-31"


def test_what_the_register_refuses_is_said_beside_the_field(client, worker):
    answer = client.post(page_of(worker.venue), {"extent": "partial", "reason": "other", "starts_on": day(0)})

    assert answer.context["form"].errors["hours_remaining"] == ["Say what remains: hours with a host, places, or both."]
    assert "starts_on" in client.post(page_of(worker.venue), {}).context["form"].errors
    assert not Closure.objects.exists()


def test_it_reopens_on_another_day_today_or_never_closed_at_all(client, worker):
    closure = ClosureFactory(venue=worker.venue)
    address = f"{page_of(worker.venue)}/{closure.pk}"
    client.post(address, {"reopens_on": day(5)})
    closure.refresh_from_db()
    assert closure.reopens_on.isoformat() == day(5)
    client.post(address, {"today": "yes"})
    closure.refresh_from_db()
    assert closure.reopens_on.isoformat() == day(0)
    assert "Over. Wholly closed" in words(client, page_of(worker.venue))

    answer = client.post(address, {"mistake": "yes"}, follow=True)
    assert "as if it never was" in answer.content.decode()
    assert not Closure.objects.exists()
    again = client.post(address, {"mistake": "yes"}, follow=True)
    assert "This closure was undone already." in again.content.decode()


def test_a_day_that_cannot_be_is_refused_in_words(client, worker):
    closure = ClosureFactory(venue=worker.venue)
    address = f"{page_of(worker.venue)}/{closure.pk}"
    answer = client.post(address, {"reopens_on": "2025-01-01"}, follow=True)

    assert "It reopens after the day on which it closes, 1 January 2026." in answer.content.decode()
    assert client.post(address, {"reopens_on": "soon"}).status_code == 404


def test_only_who_may_change_the_place_sees_and_sends_it(client, worker):
    closure = ClosureFactory(venue=worker.others_venue)
    theirs = page_of(worker.others_venue)
    assert client.get(theirs).status_code == 403
    assert client.post(theirs, {"starts_on": day(0)}).status_code == 403
    assert client.post(f"{theirs}/{closure.pk}", {"mistake": "yes"}).status_code == 403
    # A closure of another place is not within reach through one's own.
    client.post(f"{page_of(worker.venue)}/{closure.pk}", {"mistake": "yes"})
    assert Closure.objects.exists()
    client.logout()
    assert client.get(theirs).status_code == 302
