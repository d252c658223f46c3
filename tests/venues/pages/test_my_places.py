"""My places: oldest first, what is missing in words, and two taps to say that nothing changed."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    ClosureFactory,
    OfferScoreFactory,
    OrganisationFactory,
    RunFactory,
    VenueFactory,
)
from tests.venues.pages.measured_town import words
from venues.models import Membership, Run

pytestmark = pytest.mark.django_db
LIST = "/en/places/mine"


@pytest.fixture
def worker(town, client):
    client.force_login(town.people["worker"])
    return town


def names(client, query: str = "") -> list[str]:
    return [row["place"].name for row in client.get(LIST + query).context["rows"]]


def test_it_asks_to_sign_in_and_a_reader_has_none(client, town):
    assert client.get(LIST).url.startswith("/en/account/login/")
    client.force_login(town.people["reader"])

    assert "There is no place that you may change yet." in words(client, LIST)


def test_what_was_never_checked_comes_first_then_what_was_checked_longest_ago(client, worker):
    ours = {"municipality": worker.municipality, "organisation": worker.organisation}
    VenueFactory(name="Recent", verified_on=date(2026, 3, 1), **ours)
    VenueFactory(name="Old", verified_on=date(2024, 3, 1), **ours)
    ActivityFactory(name="Older", verified_on=date(2023, 3, 1), **ours)
    ActivityFactory(name="Ended", ends_on=timezone.localdate(), **ours)
    VenueFactory(name="Archived", archived_at=timezone.now(), **ours)
    ClosureFactory(venue=VenueFactory(name="Gone", **ours))

    assert names(client) == [worker.activity.name, worker.venue.name, "Older", "Old", "Recent"]
    assert "Gone" in names(client, "?closed=yes")


def test_an_editor_pages_searches_and_filters_the_whole_municipality(client, town):
    client.force_login(town.people["editor"])
    VenueFactory.create_batch(25, municipality=town.municipality, name="Hal")
    VenueFactory(name="De Bieb", municipality=town.municipality, organisation=town.other)

    assert len(names(client)) == 20
    assert "Page 1 of 2" in words(client, LIST)
    assert names(client, "?q=bieb") == ["De Bieb"]
    assert set(names(client, f"?organisation={town.other.name}")) == {town.others_venue.name, "De Bieb"}
    assert len(names(client, "?organisation=&page=99")) == 9


def test_it_says_what_is_missing_and_what_knowing_it_would_do(client, worker):
    run = RunFactory(kind=Run.Kind.LIVE)
    OfferScoreFactory(run=run, venue=worker.venue, room_low=20, room=80, room_high=340)
    cafe = VenueFactory(municipality=worker.municipality, organisation=worker.organisation)
    OfferScoreFactory(run=run, venue=cafe, room_low=0, room=0, room_high=0)

    said = words(client, LIST)

    assert "1 of 12 facts known." in said
    assert "Its room now counts as anything from 20 to 340 place-hours a week." in said
    assert "Its room now counts as 0 place-hours a week, without a range." in said
    assert "Until then its room is assumed, which widens the range of the areas around." in said


def test_confirming_clears_the_age_and_names_the_person(client, worker):
    answer = client.post(f"/en/venues/{worker.venue.pk}/confirm", {"next": "/en/places/mine?q=Huis"}, follow=True)

    assert answer.redirect_chain == [("/en/places/mine?q=Huis", 302)]
    worker.venue.refresh_from_db()
    assert (worker.venue.verified_on, worker.venue.verified_by) == (timezone.localdate(), worker.people["worker"])
    assert "by you" in words(client, LIST)
    assert names(client)[-1] == worker.venue.name


def test_an_activity_is_confirmed_in_the_same_way(client, worker):
    assert client.post(f"/activities/{worker.activity.pk}/confirm").url == "/places/mine"
    worker.activity.refresh_from_db()
    assert worker.activity.verified_by == worker.people["worker"]


def test_it_sends_nobody_to_another_site(client, worker):
    answer = client.post(f"/en/venues/{worker.venue.pk}/confirm", {"next": "https://evil.example/"})

    assert answer.url == LIST


def test_only_who_may_change_a_place_confirms_it(client, worker):
    theirs = f"/en/venues/{worker.others_venue.pk}/confirm"
    assert client.post(theirs).status_code == 403
    assert client.get(theirs).status_code == 405
    client.force_login(worker.people["nobody"])
    assert client.post(f"/en/venues/{worker.venue.pk}/confirm").status_code == 403
    worker.venue.refresh_from_db()
    assert worker.venue.verified_on is None


def test_the_account_leads_there_for_who_has_a_role(client, town):
    client.force_login(town.people["worker"])
    assert "/en/places/mine" in client.get("/en/account").content.decode()
    client.force_login(town.people["nobody"])
    assert "/en/places/mine" not in client.get("/en/account").content.decode()


def test_the_list_stays_within_its_queries(client, worker, django_assert_max_num_queries):
    ours = {"municipality": worker.municipality, "organisation": worker.organisation}
    VenueFactory.create_batch(15, **ours)
    ActivityFactory.create_batch(10, **ours)
    other = OrganisationFactory(municipality=worker.municipality)
    Membership.objects.create(user=worker.people["worker"], role="worker", organisation=other)

    with django_assert_max_num_queries(24):
        client.get(LIST)
