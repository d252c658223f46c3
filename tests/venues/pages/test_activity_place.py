"""An activity is held in a place of the register, which people name as they write it."""

import pytest

from tests.factories import VenueFactory, default_method, spot
from tests.venues.forms import filled
from venues.models import Activity, Venue
from venues.register.rights import may_add, venues_to_add_in

pytestmark = pytest.mark.django_db
ACTIVITY, OFFERED = "/en/activities/new", "/en/entry/venues"
PEOPLE = ["nobody", "reader", "worker", "area-editor", "editor", "administrator", "superuser"]


@pytest.fixture
def as_(client, town):
    """Signs somebody of the town in."""
    default_method()
    Venue.objects.filter(pk=town.venue.pk).update(name="De Bieb", address="Kerkstraat 1")
    Venue.objects.filter(pk=town.others_venue.pk).update(name="Het Honk", address="")

    def signed_in(name: str):
        client.force_login(town.people[name])
        return client

    return signed_in


def sent(client, address: str, **changes):
    return client.post(address, filled(client.get(address), **changes))


@pytest.mark.parametrize("written", ["Het Honk", "het honk", "De Bieb, Kerkstraat 1", "De Bieb"])
def test_an_editor_writes_the_name_of_the_place_in_which_it_is_held(as_, written):
    assert sent(as_("editor"), ACTIVITY, name="Taalcafé", venue=written).status_code == 302
    held = Activity.objects.get(name="Taalcafé")
    assert held.venue.name.casefold() == written.partition(",")[0].casefold()
    assert held.location is None


@pytest.mark.parametrize("who", PEOPLE)
def test_somebody_is_offered_just_the_places_in_which_that_person_may_add(as_, town, who):
    as_(who)
    outside = VenueFactory(name="Elders", location=spot(3, 0))
    person = town.people[who]
    owners = (None, town.organisation, town.other)
    may = {
        venue.name
        for venue in (town.venue, town.others_venue, outside)
        if any(may_add(person, venue.municipality, owner, venue.location) for owner in owners)
    }
    offered = set(venues_to_add_in(person).filter(pk__in=[town.venue.pk, town.others_venue.pk, outside.pk]))
    assert {venue.pk for venue in offered} == {
        venue.pk for venue in (town.venue, town.others_venue, outside) if venue.name in may
    }


def test_the_form_lists_a_few_places_and_asks_for_more_as_somebody_types(as_, town):
    VenueFactory.create_batch(50, municipality=town.municipality, location=spot(0, 0))
    client = as_("editor")
    page = client.get(ACTIVITY).content.decode()
    assert page.partition('<datalist id="venues">')[2].partition("</datalist>")[0].count("<option") == 30
    assert client.get(OFFERED, {"venue": "honk"}).content.decode().strip() == '<option value="Het Honk"></option>'
    assert "De Bieb, Kerkstraat 1" in client.get(OFFERED, {"venue": "kerkstr"}).content.decode()


def test_who_may_not_add_there_is_offered_nothing_and_refused_in_words(as_):
    client = as_("area-editor")
    assert "Het Honk" not in client.get(OFFERED, {"venue": "honk"}).content.decode()
    refused = sent(client, ACTIVITY, name="Taalcafé", venue="Het Honk")
    assert refused.status_code == 422
    assert "no place called “Het Honk” in which you may add" in refused.content.decode()
    assert filled(refused)["venue"] == "Het Honk"


def test_of_several_places_of_one_name_somebody_chooses_one(as_, town):
    twin = VenueFactory(name="De Bieb", address="Dorpsplein 2", municipality=town.municipality, organisation=town.other)
    client = as_("editor")
    refused = sent(client, ACTIVITY, name="Taalcafé", venue="De Bieb")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_venue_error"' in page
    assert "De Bieb, Kerkstraat 1" in page
    assert f"De Bieb, Dorpsplein 2, {twin.venue_type.name}, {town.other.name}" in page
    assert client.post(ACTIVITY, filled(refused, which_venue=str(twin.pk))).status_code == 302
    assert Activity.objects.get(name="Taalcafé").venue == twin


def test_a_place_of_another_name_is_not_chosen_by_its_key(as_, town):
    forged = filled(as_("editor").get(ACTIVITY), name="Taalcafé", venue="De Bieb")
    as_("editor").post(ACTIVITY, forged | {"which_venue": str(town.others_venue.pk)})
    assert Activity.objects.get(name="Taalcafé").venue == town.venue


def test_a_form_that_only_another_field_changed_leaves_the_place(as_, town):
    VenueFactory(name="De Bieb", address="Kerkstraat 1", municipality=town.municipality)
    address = f"/en/activities/{town.activity.pk}/edit"
    assert sent(as_("worker"), address, places="12").status_code == 302
    assert Activity.objects.get(pk=town.activity.pk).venue == town.venue


def test_who_suggests_may_name_any_place_of_the_municipality(as_, town):
    client, address = as_("nobody"), f"/en/activities/{town.activity.pk}/edit"
    asked = {"venue": "honk", "suggested_in": town.municipality.pk}
    assert "Het Honk" in client.get(OFFERED, asked).content.decode()
    assert sent(client, address, venue="Het Honk").status_code == 302


def test_an_activity_speaks_of_itself_and_not_of_a_place(as_):
    page = as_("editor").get(ACTIVITY).content.decode()
    assert "Only the name and where it is held must be known." in page
    assert "kind of place" not in page
    assert "the kind and the spot" not in page
