"""The page of a place's history: who sees what of it, two moments compared, and the way back."""

import re

import pghistory
import pytest
from django.utils import timezone

from tests.factories import FundingFactory, SlotFactory, UserFactory
from tests.venues.pages.measured_town import words
from venues.models import ImportRun, Upload, Venue
from venues.register.keep import archive, keep
from venues.register.record import read
from venues.register.timeline import timeline

pytestmark = pytest.mark.django_db(transaction=True)


def history_of(place, kind: str = "venues") -> str:
    return f"/en/{kind}/{place.pk}/history"


@pytest.fixture
def changed(town):
    """A place whose worker gave it hours and a number of places."""
    monday = {"weekday": 1, "starts": "09:00", "ends": "12:00", "host": "volunteer"}
    keep(town.venue, read(town.venue) | {"places": 25, "slots": [monday]}, town.people["worker"])
    return town


def test_everybody_reads_what_changed_and_nobody_elses_address(client, changed):
    said = words(client, history_of(changed.venue))

    assert f"A person of {changed.organisation.name}" in said
    assert "Places was: not recorded became: 25" in said
    assert "When was: not recorded became: Monday 09:00–12:00, host: a volunteer" in said
    assert "Added to the register." in said
    assert "@example.org" not in said
    assert "Bring back" not in said


def test_it_is_told_in_dutch_as_well(client, changed):
    said = words(client, history_of(changed.venue)[3:])

    assert "was: niet vastgelegd werd: Maandag 09:00–12:00" in said
    assert f"Iemand van {changed.organisation.name}" in said


def test_who_may_change_the_place_reads_whose_account_it_was(client, changed):
    client.force_login(changed.people["editor"])

    assert changed.people["worker"].email in words(client, history_of(changed.venue)).lower()


def test_an_import_a_file_and_a_change_in_bulk_are_told_apart(client, town):
    now = timezone.now()
    run = ImportRun.objects.create(
        municipality=town.municipality,
        loader="osm",
        file_name="noord.osm.pbf",
        started_at=now,
        finished_at=now,
        status="done",
    )
    for places, context in ((1, {"door": "import", "import": run.pk}), (2, {"door": "api"}), (3, {"door": "admin"})):
        with pghistory.context(**context):
            Venue.objects.filter(pk=town.venue.pk).update(places=places)
    Venue.objects.filter(pk=town.venue.pk).update(places=4)
    with pghistory.context(door="file", user=town.people["worker"].pk):
        Venue.objects.filter(pk=town.venue.pk).update(places=5)
    said = words(client, history_of(town.venue))

    assert "An import, from noord.osm.pbf" in said
    assert "through the API" in said
    assert "in the administration" in said
    assert "A change outside this site" in said
    assert f"A person of {town.organisation.name}, from a file" in said


def test_the_name_of_a_file_is_for_who_may_change_the_place_and_an_account_may_be_gone(client, town):
    upload = Upload.objects.create(municipality=town.municipality, table="venues", file_name="locaties.xlsx")
    gone = UserFactory()
    with pghistory.context(door="file", user=gone.pk, upload=str(upload.pk)):
        Venue.objects.filter(pk=town.venue.pk).update(places=5)
    assert "A person with an account, from a file" in words(client, history_of(town.venue))
    gone.delete()
    client.force_login(town.people["worker"])

    said = words(client, history_of(town.venue))
    assert "A person whose account is gone, from the file locaties.xlsx" in said


def test_amounts_that_are_not_public_are_for_those_who_may_see_them(client, town):
    FundingFactory(venue=town.venue, amount_eur=12_345, is_public=False)
    assert "12,345" not in words(client, history_of(town.venue))
    assert "Something changed that is not public." in words(client, history_of(town.venue))
    client.force_login(town.people["reader"])
    assert "12,345" in words(client, history_of(town.venue))


def test_the_page_of_the_place_tells_its_latest_changes_with_the_same_rights(client, changed):
    address = f"/en/venues/{changed.venue.pk}"
    FundingFactory(venue=changed.venue, amount_eur=12_345, is_public=False)
    keep(changed.venue, read(changed.venue) | {"places": 30}, changed.people["worker"])

    public = words(client, address).partition("Latest changes")[2]
    assert f"A person of {changed.organisation.name} Changed: places." in public
    assert "Something changed that is not public." in public
    assert "@example.org" not in public
    # Three of them; the first, of the day on which it came into the register, is on the page of the history.
    assert "Changed: places, when." in public
    assert "Added to the register." not in public
    assert f'href="{address}/history"' in client.get(address).content.decode()

    client.force_login(changed.people["editor"])
    assert changed.people["worker"].email in words(client, address).partition("Latest changes")[2].lower()
    client.force_login(changed.people["reader"])
    assert "Changed: money" in words(client, address).partition("Latest changes")[2]


def test_the_page_of_an_activity_tells_its_latest_changes_in_dutch(client, town):
    said = words(client, f"/activities/{town.activity.pk}").partition("Laatste veranderingen")[2]

    assert "Toegevoegd aan het register." in said


def test_any_two_moments_are_compared(client, changed):
    keep(changed.venue, read(changed.venue) | {"places": 30}, changed.people["worker"])
    first, _second, third = (each.at.isoformat() for each in timeline(Venue, changed.venue.pk))
    page = client.get(history_of(changed.venue), {"from": third, "to": first})

    compared = {change.label: (change.was, change.became) for change in page.context["compared"]["changes"]}
    assert compared["Places"] == (["not recorded"], ["30"])
    assert page.context["compared"]["from"] == first
    for rubbish in ("x", "2026-01-01", ""):
        assert client.get(history_of(changed.venue), {"from": rubbish, "to": first}).context["compared"] is None


def test_two_clicks_bring_back_an_earlier_state(client, changed):
    worker = changed.people["worker"]
    keep(changed.venue, read(changed.venue) | {"places": 30, "slots": []}, worker)
    client.force_login(worker)
    page = client.get(history_of(changed.venue))
    back = [moment["back"] for moment in page.context["moments"]]
    assert back[0] is None
    sent = {"moment": page.context["moments"][1]["at"], "seen": page.context["seen"]}
    answer = client.post(f"{history_of(changed.venue)}/restore", sent, follow=True)

    assert "It is as it was then." in answer.content.decode()
    said = words(client, history_of(changed.venue))
    assert f"{worker.email}, on this site The state of" in said
    assert re.search(r"The state of .* was brought back", said)
    place = Venue.objects.get(pk=changed.venue.pk)
    assert (place.places, place.slots.count()) == (25, 1)
    again = client.post(f"{history_of(changed.venue)}/restore", sent, follow=True)
    assert "Somebody changed this place meanwhile." in again.content.decode()


@pytest.mark.parametrize("role", ["nobody", "reader"])
def test_who_may_not_change_the_place_brings_nothing_back(client, changed, role):
    client.force_login(changed.people[role])
    moment = timeline(Venue, changed.venue.pk)[0].at.isoformat()

    assert client.post(f"{history_of(changed.venue)}/restore", {"moment": moment}).status_code == 403
    assert client.post(f"/en/venues/{changed.venue.pk}/archive").status_code == 403
    assert client.post(f"{history_of(changed.venue)}/restore", {"moment": "x"}).status_code == 404
    client.logout()
    assert client.post(f"{history_of(changed.venue)}/restore", {"moment": moment}).status_code == 302


def test_an_editor_archives_a_place_and_brings_it_back(client, town):
    client.force_login(town.people["editor"])
    client.post(f"/en/venues/{town.venue.pk}/archive")
    assert client.get(f"/en/venues/{town.venue.pk}").status_code == 404
    assert town.venue.name in words(client, f"/en/archive/{town.municipality.pk}")
    assert "In the archive since" in words(client, history_of(town.venue))
    client.logout()
    assert client.get(history_of(town.venue)).status_code == 404
    client.force_login(town.people["editor"])
    client.post(f"/en/venues/{town.venue.pk}/archive", {"back": "yes"})

    assert client.get(f"/en/venues/{town.venue.pk}").status_code == 200
    assert "Brought back from the archive." in words(client, history_of(town.venue))


def test_the_archive_is_for_who_keeps_the_municipality(client, town):
    archive(town.others_venue, town.people["editor"])
    for role, status in (("nobody", 403), ("worker", 403), ("area-editor", 200), ("administrator", 200)):
        client.force_login(town.people[role])
        answer = client.get(f"/en/archive/{town.municipality.pk}")
        assert answer.status_code == status
        assert (town.others_venue.name in answer.content.decode()) is (role == "administrator")


def test_an_administrator_brings_back_what_was_deleted(client, town):
    SlotFactory(venue=town.venue)
    address, key, name = history_of(town.venue), town.venue.pk, town.venue.name
    Venue.objects.filter(pk=key).delete()
    for role in ("worker", "editor"):
        client.force_login(town.people[role])
        assert client.get(address).status_code == 404
        moment = timeline(Venue, key)[1].at.isoformat()
        assert client.post(f"{address}/restore", {"moment": moment}).status_code == 403
    client.force_login(town.people["administrator"])
    assert name in words(client, f"/en/archive/{town.municipality.pk}")
    page = client.get(address)
    assert "This place was deleted from the register." in page.content.decode()
    state = page.context["moments"][1]
    client.post(f"{address}/restore", {"moment": state["at"], "seen": page.context["seen"]})

    assert Venue.objects.get(pk=key).slots.count() == 1
    assert name not in words(client, f"/en/archive/{town.municipality.pk}")


def test_an_activity_has_a_history_and_what_never_was_has_none(client, town):
    assert "Added to the register." in words(client, history_of(town.activity, "activities"))
    assert client.get(f"/en/activities/{town.venue.pk}/history").status_code == 404


def test_a_long_history_stays_within_its_queries(client, changed, django_assert_max_num_queries):
    for places in range(1, 41):
        Venue.objects.filter(pk=changed.venue.pk).update(places=places)
    client.force_login(changed.people["editor"])

    with django_assert_max_num_queries(30):
        page = client.get(history_of(changed.venue))
    assert len(page.context["moments"]) == 20
    assert "Page 1 of 3" in words(client, history_of(changed.venue))
    assert "Added to the register." in words(client, history_of(changed.venue) + "?page=3")
