"""Who may not change a place suggests a correction; who may, takes it over or leaves the place as it is."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from tests.factories import FundingFactory, OrganisationFactory, SlotFactory, default_method
from tests.venues.forms import filled
from venues.models import Suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(town) -> str:
    default_method()
    return f"/en/venues/{town.venue.pk}/edit"


def test_who_may_not_change_a_place_suggests_and_an_editor_takes_it_over(client, town):
    default_method()
    address = f"/en/venues/{town.others_venue.pk}/edit"
    client.force_login(town.people["worker"])
    page = client.get(address)
    assert "You cannot change this yourself" in page.content.decode()
    answer = client.post(address, filled(page, wheelchair="no", note="De drempel is te hoog"))
    assert answer.status_code == 302
    assert "will look at your suggestion" in client.get(answer.headers["Location"]).content.decode()
    town.others_venue.refresh_from_db()
    assert town.others_venue.wheelchair == ""
    waiting = Suggestion.objects.get()
    assert "waiting" in client.get("/en/suggestions").content.decode()
    assert client.post(f"/en/suggestions/{waiting.pk}", {"accept": ""}).status_code == 403
    client.force_login(town.people["editor"])
    queue = client.get("/en/suggestions").content.decode()
    assert all(words in queue for words in ("De drempel is te hoog", "not accessible", town.people["worker"].email))
    assert client.post(f"/en/suggestions/{waiting.pk}", {"accept": ""}).status_code == 302
    town.others_venue.refresh_from_db()
    assert town.others_venue.wheelchair == "no"
    waiting.refresh_from_db()
    assert (waiting.status, waiting.decided_by) == ("accepted", town.people["editor"])
    said = client.post(f"/en/suggestions/{waiting.pk}", {"accept": ""}, follow=True).content.decode()
    assert "Somebody else decided on this already" in said


def test_a_suggestion_from_a_day_on_counts_no_hour_twice_though_the_place_changed_since(client, town):
    """The editor changed the same role, and the day from which the suggestion holds has passed when it is decided."""
    default_method()
    address = f"/en/venues/{town.others_venue.pk}/edit"
    town.others_venue.staffings.create(kind="volunteer", role="host", hours_per_week=20)
    client.force_login(town.people["worker"])
    today = timezone.localdate()
    form = filled(client.get(address), was_wrong="", since=today.isoformat(), fundings__0__funder="Gemeente")
    form |= {"fundings-0-amount_eur": "900", "staffings-0-role": "hostess"}
    assert client.post(address, form).status_code == 302
    waiting = Suggestion.objects.get()
    assert waiting.since == today
    client.force_login(town.people["editor"])
    assert "the days before stay as they were" in client.get("/en/suggestions").content.decode()
    later = filled(client.get(address), staffings__0__hours_per_week="25")
    assert client.post(address, later).status_code == 302
    asked = client.post(f"/en/suggestions/{waiting.pk}", {"accept": ""})
    assert asked.status_code == 409
    chosen = filled(asked, "merge", choice__staffings="mine")
    assert client.post(f"/en/venues/{town.others_venue.pk}/merge", chosen).status_code == 302
    assert [(row.role, row.hours_per_week) for row in town.others_venue.staffings.on(today)] == [("hostess", 20)]
    yesterday = today - timedelta(days=1)
    assert [(row.role, row.hours_per_week) for row in town.others_venue.staffings.on(yesterday)] == [("host", 20)]
    assert town.others_venue.fundings.get().amount_eur == 900


def test_a_declined_suggestion_changes_nothing(client, town):
    default_method()
    address = f"/en/venues/{town.venue.pk}/edit"
    client.force_login(town.people["nobody"])
    client.post(address, filled(client.get(address), name="Onzin"))
    client.force_login(town.people["worker"])
    client.post(f"/en/suggestions/{Suggestion.objects.get().pk}", {"decline": ""})
    town.venue.refresh_from_db()
    assert town.venue.name != "Onzin"
    assert Suggestion.objects.get().status == "declined"


def test_a_suggestion_that_conflicts_is_chosen_field_by_field_and_then_settled(client, town):
    default_method()
    address = f"/en/venues/{town.venue.pk}/edit"
    client.force_login(town.people["nobody"])
    client.post(address, filled(client.get(address), places="12"))
    type(town.venue).objects.filter(pk=town.venue.pk).update(places=99)
    client.force_login(town.people["worker"])
    suggestion = Suggestion.objects.get()
    asked = client.post(f"/en/suggestions/{suggestion.pk}", {"accept": ""})
    assert asked.status_code == 409
    form = filled(asked, "merge", choice__places="mine")
    assert client.post(f"/en/venues/{town.venue.pk}/merge", form).status_code == 302
    suggestion.refresh_from_db()
    town.venue.refresh_from_db()
    assert (town.venue.places, suggestion.status) == (12, "accepted")


def test_who_suggests_never_sees_money_that_is_not_public_and_it_stays(client, town):
    default_method()
    FundingFactory(venue=town.venue, funder="Geheim fonds", amount_eur=98765, is_public=False)
    type(town.venue).objects.filter(pk=town.venue.pk).update(budget_needed_eur=123456)
    address = f"/en/venues/{town.venue.pk}/edit"
    client.force_login(town.people["nobody"])
    page = client.get(address)
    assert "Geheim fonds" not in page.content.decode()
    assert "98765" not in page.content.decode()
    assert "123456" not in page.content.decode()
    client.post(address, filled(page, name="Betere naam"))
    assert "98765" not in str(Suggestion.objects.get().seen)
    client.force_login(town.people["worker"])
    client.post(f"/en/suggestions/{Suggestion.objects.get().pk}", {"accept": ""})
    town.venue.refresh_from_db()
    assert (town.venue.name, town.venue.budget_needed_eur) == ("Betere naam", 123456)
    assert town.venue.fundings.get().amount_eur == 98765


def test_a_suggestion_that_says_nothing_is_not_sent(client, town, address):
    client.force_login(town.people["nobody"])
    answer = client.post(address, filled(client.get(address)))
    assert answer.status_code == 422
    assert "Nothing differs yet" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_a_suggestion_that_is_sent_twice_waits_once(client, town, address):
    client.force_login(town.people["nobody"])
    form = filled(client.get(address), name="Betere naam")
    assert [client.post(address, form).status_code for _time in range(2)] == [302, 302]
    assert Suggestion.objects.count() == 1


def proposed(client, town, by: str = "nobody", **changes) -> Suggestion:
    """A suggestion of somebody, looked at by the worker of the place."""
    default_method()
    address = f"/en/venues/{town.venue.pk}/edit"
    client.force_login(town.people[by])
    assert client.post(address, filled(client.get(address), **changes)).status_code == 302
    client.force_login(town.people["worker"])
    return Suggestion.objects.get()


def test_who_takes_a_suggestion_over_has_not_checked_the_place(client, town):
    last = date(2020, 1, 2)
    type(town.venue).objects.filter(pk=town.venue.pk).update(verified_on=last)
    suggestion = proposed(client, town, places="12")
    client.post(f"/en/suggestions/{suggestion.pk}", {"accept": ""})
    town.venue.refresh_from_db()
    assert (town.venue.places, town.venue.verified_on) == (12, last)


def test_nor_who_chooses_where_a_suggestion_conflicts(client, town):
    last = date(2020, 1, 2)
    suggestion = proposed(client, town, places="12")
    type(town.venue).objects.filter(pk=town.venue.pk).update(places=99, verified_on=last)
    asked = client.post(f"/en/suggestions/{suggestion.pk}", {"accept": ""})
    client.post(f"/en/venues/{town.venue.pk}/merge", filled(asked, "merge", choice__places="mine"))
    town.venue.refresh_from_db()
    assert (town.venue.places, town.venue.verified_on) == (12, last)


def test_a_suggestion_corrects_the_days_before_unless_its_maker_says_otherwise(client, town):
    town.venue.slots.all().delete()
    slot = SlotFactory(venue=town.venue, weekday=1, starts=time(9), ends=time(12))
    suggestion = proposed(client, town, slots__0__ends="13:00")
    assert [(row["ends"], row["starts_on"], row["ends_on"]) for row in suggestion.proposed["slots"]] == [
        ("13:00", None, None)
    ]
    client.post(f"/en/suggestions/{suggestion.pk}", {"accept": ""})
    slot.refresh_from_db()
    assert slot.ends == time(13)


def test_a_suggestion_may_be_a_change_from_a_day_on(client, town):
    town.venue.slots.all().delete()
    SlotFactory(venue=town.venue, weekday=1, starts=time(9), ends=time(12))
    default_method()
    address = f"/en/venues/{town.venue.pk}/edit"
    client.force_login(town.people["nobody"])
    form = filled(client.get(address), slots__0__ends="13:00")
    del form["was_wrong"]
    client.post(address, form)
    client.force_login(town.people["editor"])
    assert client.post(f"/en/suggestions/{Suggestion.objects.get().pk}", {"accept": ""}).status_code == 302
    today = timezone.localdate()
    assert [(slot.ends, slot.starts_on, slot.ends_on) for slot in town.venue.slots.order_by("ends")] == [
        (time(12), None, today),
        (time(13), today, None),
    ]


def test_a_suggestion_may_name_any_organisation_of_the_municipality(client, town):
    other = OrganisationFactory(municipality=town.municipality, name="Stichting Overkant")
    suggestion = proposed(client, town, organisation="stichting overkant")
    assert suggestion.proposed["organisation"] == str(other.pk)
    client.force_login(town.people["nobody"])
    offered = client.get(f"/en/entry/organisations?suggested_in={town.municipality.pk}&organisation=overk")
    assert "Stichting Overkant" in offered.content.decode()


def test_the_queue_tells_only_the_rows_of_a_list_that_differ(client, town):
    town.venue.slots.all().delete()
    for day in (1, 2):
        SlotFactory(venue=town.venue, weekday=day, starts=time(8 + day), ends=time(16))
    proposed(client, town, slots__1__ends="15:00")
    page = client.get("/en/suggestions").content.decode()
    assert "<del>Tuesday" in page
    assert "<ins>Tuesday" in page
    assert "Monday" not in page


def test_the_queue_asks_no_more_of_the_database_for_more_suggestions(client, town, django_assert_max_num_queries):
    default_method()
    for name in ("Een", "Twee", "Drie"):
        kind = OrganisationFactory(municipality=town.municipality, name=name)
        Suggestion.objects.create(
            venue=town.venue,
            seen={"organisation": str(town.organisation.pk), "name": "Oud"},
            proposed={"organisation": str(kind.pk), "name": name},
        )
    client.force_login(town.people["worker"])
    with django_assert_max_num_queries(12):
        page = client.get("/en/suggestions").content.decode()
    assert all(f"<ins>{name}</ins>" in page for name in ("Een", "Twee", "Drie"))


def test_a_suggestion_that_was_decided_on_while_somebody_chose_changes_nothing_more(client, town):
    suggestion = proposed(client, town, places="12")
    type(town.venue).objects.filter(pk=town.venue.pk).update(places=99)
    asked = client.post(f"/en/suggestions/{suggestion.pk}", {"accept": ""})
    client.force_login(town.people["editor"])
    client.post(f"/en/suggestions/{suggestion.pk}", {"decline": ""})
    client.force_login(town.people["worker"])
    form = filled(asked, "merge", choice__places="mine")
    said = client.post(f"/en/venues/{town.venue.pk}/merge", form, follow=True).content.decode()
    assert "Somebody else decided on this already" in said
    suggestion.refresh_from_db()
    town.venue.refresh_from_db()
    assert (town.venue.places, suggestion.status) == (99, "declined")
