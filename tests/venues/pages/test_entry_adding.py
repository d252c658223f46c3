"""People who may, add places and activities in a form; nothing they fill in is lost."""

from datetime import time
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import VenueFactory
from tests.venues.forms import filled, sent
from venues.models import Activity, Organisation, Venue

pytestmark = pytest.mark.django_db
NEW, ACTIVITY = "/en/venues/new", "/en/activities/new"


def test_a_worker_adds_a_place_of_which_only_name_kind_and_spot_are_known(as_, town, at):
    client = as_("worker")
    answer = sent(client, NEW, name="Buurthuis Zuid", venue_type="library", coordinates=at)
    venue = Venue.objects.get(name="Buurthuis Zuid")
    assert answer.headers["Location"] == f"/en/venues/{venue.pk}"
    assert (venue.organisation, venue.municipality) == (town.organisation, town.municipality)
    assert (venue.verified_by, venue.verified_on) == (town.people["worker"], timezone.localdate())
    assert (venue.places, venue.low_threshold, venue.wheelchair, venue.opened_on) == (None, None, "", None)
    assert not venue.slots.exists()
    assert not venue.audiences.exists()
    assert "Added to the register" in client.get(answer.headers["Location"]).content.decode()


def test_a_form_that_is_sent_twice_adds_one_place(as_, at):
    client = as_("worker")
    form = filled(client.get(NEW), name="Buurthuis Zuid", venue_type="library", coordinates=at)
    assert [client.post(NEW, form).status_code for _time in range(2)] == [302, 302]
    assert Venue.objects.filter(name="Buurthuis Zuid").count() == 1


def test_a_whole_place_is_added_in_one_form(as_, at):
    answer = sent(
        as_("worker"),
        NEW,
        name="Huis van de Wijk",
        venue_type="library",
        coordinates=at,
        website="huis.example",
        places="1.000",
        wheelchair="limited",
        low_threshold=["free", "coffee"],
        budget_needed_eur="12.500,50",
        **{"group-youth": "1", "group-newcomers": "0"},
        slots__0__days=["1", "2", "5"],
        slots__0__starts="09:00",
        slots__0__ends="17:00",
        slots__0__host="volunteer",
        staffings__0__kind="volunteer",
        staffings__0__hours_per_week="12,5",
        staffings__0__role="host",
        fundings__0__funder="Gemeente",
        fundings__0__amount_eur="20.000",
        inspections__0__condition="4",
        inspections__0__inspected_on="2026-03-01",
        attendances__0__group="youth",
        attendances__0__persons_per_week="40",
        attendances__0__counted_on="2026-03-01",
    )
    assert answer.status_code == 302
    venue = Venue.objects.get(name="Huis van de Wijk")
    assert (venue.website, venue.places, venue.wheelchair) == ("https://huis.example", 1000, "limited")
    assert (venue.low_threshold, venue.budget_needed_eur) == (["free", "coffee"], Decimal("12500.50"))
    assert [(row.group_id, row.suitability) for row in venue.audiences.order_by("group_id")] == [
        ("newcomers", 0.0),
        ("youth", 1.0),
    ]
    assert [(slot.weekday, slot.starts, slot.host) for slot in venue.slots.all()] == [
        (day, time(9), "volunteer") for day in (1, 2, 5)
    ]
    assert venue.staffings.get().hours_per_week == Decimal("12.50")
    assert venue.fundings.get().amount_eur == 20_000
    assert venue.inspections.get().condition == 4
    assert venue.attendances.get().persons_per_week == 40


def test_a_second_tab_with_the_same_draft_adds_a_place_of_its_own(as_, at):
    client = as_("worker")
    first = filled(client.get(NEW), name="Speeltuin", venue_type="library", coordinates=at)
    assert client.post(NEW, first).status_code == 302
    assert client.post(NEW, first | {"name": "Moestuin", "is_another": "on"}).status_code == 302
    assert Venue.objects.filter(name__in=["Speeltuin", "Moestuin"]).count() == 2


def test_what_no_text_holds_is_left_out_of_a_search(as_, town):
    client = as_("worker")
    for address in ("spots", "organisations", "doubles", "hours"):
        asked = {"municipality": town.municipality.pk, "sought": "a\0bc", "organisation": "\0", "name": "\0"}
        assert client.get(f"/en/entry/{address}", asked | {"opening_hours": "\0"}).status_code == 200


def test_none_of_these_is_a_fact_and_nothing_ticked_is_unknown(as_, at):
    sent(as_("worker"), NEW, name="Deftig", venue_type="library", coordinates=at, low_threshold=["none"])
    assert Venue.objects.get(name="Deftig").low_threshold == []


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(as_, at):
    client = as_("worker")
    answer = sent(
        client,
        NEW,
        name="Buurthuis",
        venue_type="",
        coordinates="13 4",
        staffings__0__hours_per_week="veel",
        staffings__0__role="host",
        slots__0__days=["2"],
        slots__0__starts="10:00",
        slots__0__ends="10:00",
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "these are no coordinates in the Netherlands" in page
    assert 'id="id_staffings-0-hours_per_week_error"' in page
    again = filled(answer)
    assert (again["name"], again["coordinates"], again["staffings-0-role"]) == ("Buurthuis", "13 4", "host")
    assert not Venue.objects.filter(name="Buurthuis").exists()
    better = again | {"venue_type": "library", "coordinates": at, "staffings-0-hours_per_week": "8"}
    refused = client.post(NEW, better)
    assert refused.status_code == 422
    assert 'href="#part-when" class="has-error"' in refused.content.decode()
    assert client.post(NEW, filled(refused) | {"slots-0-ends": "12:00"}).status_code == 302


def test_a_place_outside_the_municipality_is_refused_at_its_pin(as_):
    answer = sent(as_("worker"), NEW, name="Ver weg", venue_type="library", coordinates="52.0, 4.2")
    assert answer.status_code == 422
    assert 'id="id_coordinates_error"' in answer.content.decode()


def test_a_place_that_may_be_there_already_is_offered_first(as_, town):
    Venue.objects.filter(pk=town.others_venue.pk).update(name="Buurthuis De Boog")
    point = town.others_venue.location
    client = as_("editor")
    form = {"name": "De Boog", "venue_type": "library", "coordinates": f"{point.x + 60:.0f} {point.y:.0f}"}
    answer = sent(client, NEW, **form)
    assert answer.status_code == 422
    assert f'href="/en/venues/{town.others_venue.pk}"' in answer.content.decode()
    assert not Venue.objects.filter(name="De Boog").exists()
    assert client.post(NEW, filled(answer, is_another="on")).status_code == 302
    assert Venue.objects.filter(name="De Boog").exists()


def test_the_form_shows_a_possible_double_while_it_is_filled_in(as_, town):
    point = town.venue.location
    asked = {"name": town.venue.name, "coordinates": f"{point.x:.0f} {point.y:.0f}"}
    page = as_("worker").get("/en/entry/doubles", asked).content.decode()
    assert town.venue.name in page
    far = as_("worker").get("/en/entry/doubles", asked | {"coordinates": f"{point.x + 400:.0f} {point.y:.0f}"})
    assert town.venue.name not in far.content.decode()


def test_a_group_in_the_park_is_added_without_a_building(as_, at):
    client = as_("worker")
    slot = {"slots__0__days": ["6"], "slots__0__starts": "10:00", "slots__0__ends": "11:30"}
    answer = sent(client, ACTIVITY, name="Wandelgroep", coordinates=at, slots__0__host="volunteer", **slot)
    activity = Activity.objects.get(name="Wandelgroep")
    assert answer.headers["Location"] == f"/en/activities/{activity.pk}"
    assert (activity.venue, activity.location is None) == (None, False)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Saturday 10:00–11:30, host: a volunteer" in page


def test_an_activity_in_a_place_takes_the_spot_of_that_place(as_, town):
    sent(as_("worker"), f"{ACTIVITY}?venue={town.venue.pk}", name="Taalcafé")
    activity = Activity.objects.get(name="Taalcafé")
    assert (activity.venue, activity.location, activity.organisation) == (town.venue, None, town.organisation)


def test_an_activity_needs_a_place_or_a_spot(as_):
    answer = sent(as_("worker"), ACTIVITY, name="Nergens")
    assert answer.status_code == 422
    assert "choose a place, search an address or move the pin" in answer.content.decode()


def test_an_organisation_of_others_cannot_be_named(as_, town, at):
    answer = sent(
        as_("worker"), NEW, name="Speeltuin", venue_type="library", coordinates=at, organisation=town.other.name
    )
    assert answer.status_code == 422
    assert f"cannot add places for “{town.other.name}”" in answer.content.decode()
    names = as_("worker").get("/en/entry/organisations", {"organisation": "Sti"}).content.decode()
    assert town.organisation.name in names
    assert town.other.name not in names


def test_who_has_no_role_is_told_whom_to_ask(as_, client):
    assert client.get(NEW).headers["Location"].startswith("/en/account/login/")
    answer = as_("nobody").get(NEW)
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()


def test_the_map_of_the_form_knows_an_address_and_a_neighbourhood(as_, town):
    Venue.objects.filter(pk=town.venue.pk).update(address="Dorpsstraat 12", postcode="1234 AB")
    client = as_("worker")
    asked = {"municipality": town.municipality.pk}
    page = client.get("/en/entry/spots", asked | {"sought": "dorpstraat 12"}).content.decode()
    assert 'data-address="Dorpsstraat 12"' in page
    assert town.area.name in client.get("/en/entry/spots", asked | {"sought": town.area.name}).content.decode()
    assert "Nothing found" in client.get("/en/entry/spots", asked | {"sought": "zzzzz"}).content.decode()
    assert "at least three letters" in client.get("/en/entry/spots", asked | {"sought": "z"}).content.decode()


def test_the_name_of_a_place_is_written_as_text_everywhere(as_, at):
    hostile = "<script>alert(1)</script>"
    VenueFactory(name=hostile)
    client = as_("worker")
    answer = sent(client, NEW, name=hostile, venue_type="library", coordinates=at)
    for page in (answer, client.get(f"/en/venues/{Venue.objects.filter(name=hostile).first().pk}/edit")):
        assert hostile not in page.content.decode()


def test_an_editor_adds_an_organisation_with_its_first_place(as_, at):
    client = as_("editor")
    form = {"name": "Speeltuin", "venue_type": "library", "coordinates": at, "organisation": "Speeltuinvereniging"}
    refused = sent(client, NEW, **form)
    assert refused.status_code == 422
    assert "not in the register yet: add it" in refused.content.decode()
    assert client.post(NEW, filled(refused, is_new_organisation="on", venue_type="")).status_code == 422
    assert not Organisation.objects.filter(name="Speeltuinvereniging").exists()
    assert client.post(NEW, filled(refused, is_new_organisation="on")).status_code == 302
    assert Venue.objects.get(name="Speeltuin").organisation.name == "Speeltuinvereniging"


def test_a_worker_adds_no_organisations(as_, at):
    client = as_("worker")
    form = {"name": "Speeltuin", "venue_type": "library", "coordinates": at, "organisation": "Speeltuinvereniging"}
    assert sent(client, NEW, is_new_organisation="on", **form).status_code == 422
    assert not Organisation.objects.filter(name="Speeltuinvereniging").exists()
