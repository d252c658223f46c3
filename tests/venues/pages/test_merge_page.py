"""Two people change one place: nothing of either is lost, and where they differ the second one chooses."""

from unittest.mock import Mock

import pytest

from tests.factories import default_method
from tests.venues.forms import filled
from venues.pages.entry import merge_page
from venues.register.record import Problem, RecordRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(town) -> str:
    default_method()
    return f"/en/venues/{town.venue.pk}/edit"


@pytest.fixture
def conflict(client, town, address):
    """The worker opened the form before the editor saved another number of places; the worker changed more."""
    client.force_login(town.people["worker"])
    mine = filled(client.get(address), places="30", wheelchair="yes")
    client.force_login(town.people["editor"])
    client.post(address, filled(client.get(address), places="50", website="boog.example"))
    client.force_login(town.people["worker"])
    return client.post(address, mine)


def kept(town) -> tuple:
    town.venue.refresh_from_db()
    return town.venue.places, town.venue.wheelchair, town.venue.website


def test_the_second_is_asked_and_until_then_the_first_stays(conflict, town):
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Somebody else changed this too" in page
    assert all(words in page for words in ("not recorded", "50", "30", "accessible"))
    assert kept(town) == (50, "", "https://boog.example")


@pytest.mark.parametrize(("choice", "places"), [("mine", 30), ("theirs", 50)])
def test_what_was_chosen_is_kept_with_what_did_not_conflict(client, conflict, town, choice, places):
    form = filled(conflict, "merge", choice__places=choice)
    said = client.post(f"/en/venues/{town.venue.pk}/merge", form, follow=True).content.decode()
    assert f'data-arrived="{town.people["worker"].pk} /en/venues/{town.venue.pk}/edit"' in said
    assert kept(town) == (places, "yes", "https://boog.example")


def test_a_third_change_meanwhile_is_asked_about_again(client, conflict, town):
    form = filled(conflict, "merge", choice__places="mine")
    type(town.venue).objects.filter(pk=town.venue.pk).update(places=70)
    again = client.post(f"/en/venues/{town.venue.pk}/merge", form)
    assert again.status_code == 409
    assert "70" in again.content.decode()
    assert kept(town)[0] == 70


def test_changes_of_different_fields_go_together_without_a_question(client, town, address):
    client.force_login(town.people["worker"])
    mine = filled(client.get(address), name="Nieuwe naam")
    type(town.venue).objects.filter(pk=town.venue.pk).update(places=44)
    assert client.post(address, mine).status_code == 302
    town.venue.refresh_from_db()
    assert (town.venue.name, town.venue.places) == ("Nieuwe naam", 44)


def test_only_who_may_change_the_place_may_choose(client, conflict, town):
    form = filled(conflict, "merge", choice__places="mine")
    client.force_login(town.people["nobody"])
    assert client.post(f"/en/venues/{town.venue.pk}/merge", form).status_code == 403
    client.force_login(town.people["worker"])
    assert client.post(f"/en/venues/{town.others_venue.pk}/merge", form).status_code in {400, 403}
    assert kept(town)[0] == 50


def test_a_choice_that_the_register_refuses_is_shown_again_as_chosen(client, conflict, town, monkeypatch):
    form = filled(conflict, "merge", choice__places="mine")
    refused = RecordRefused([Problem("places", None, "", "Too many places.")])
    monkeypatch.setattr(merge_page, "keep", Mock(side_effect=refused))
    again = client.post(f"/en/venues/{town.venue.pk}/merge", form)
    assert again.status_code == 422
    assert "Too many places." in again.content.decode()
    assert filled(again, "merge")["choice-places"] == ["mine"]


def test_a_worker_who_empties_the_organisation_is_told_before_the_right_is_gone(client, town, address):
    client.force_login(town.people["worker"])
    refused = client.post(address, filled(client.get(address), organisation=""))
    assert refused.status_code == 422
    assert "Then you could no longer change this place" in refused.content.decode()
    town.venue.refresh_from_db()
    assert town.venue.organisation == town.organisation
