"""People who may, add and change places and activities in a form; nothing they fill in is lost."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import FundingFactory, SlotFactory, StaffingFactory, VenueFactory, default_method, spot
from tests.venues.forms import filled
from venues.models import Activity, Organisation, Slot, Venue
from venues.register.record import read

pytestmark = pytest.mark.django_db
NEW, ACTIVITY = "/en/venues/new", "/en/activities/new"
HERE = "52.5540, 5.1600"


@pytest.fixture
def as_(client, town):
    """Signs somebody of the town in."""
    default_method()

    def signed_in(name: str):
        client.force_login(town.people[name])
        return client

    return signed_in


@pytest.fixture
def at(town) -> str:
    """A point of the town as the form takes it, away from its places."""
    point = spot(0, 0)
    return f"{point.x + 90:.0f} {point.y + 90:.0f}"


def sent(client, address: str, **changes):
    return client.post(address, filled(client.get(address), **changes))


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


def test_hours_past_midnight_are_two_slots(as_, at):
    days = {"slots__0__days": ["5", "7"], "slots__0__starts": "20:00", "slots__0__ends": "01:30"}
    sent(as_("worker"), NEW, name="Nachtcafé", venue_type="library", coordinates=at, **days)
    slots = Venue.objects.get(name="Nachtcafé").slots.order_by("weekday", "starts")
    assert [(s.weekday, s.starts, s.ends) for s in slots] == [
        (1, time(0), time(1, 30)),
        (5, time(20), time(0)),
        (6, time(0), time(1, 30)),
        (7, time(20), time(0)),
    ]


def test_hours_that_end_before_they_begin_by_a_slip_are_refused(as_, at):
    days = {"slots__0__days": ["2"], "slots__0__starts": "19:00", "slots__0__ends": "18:00"}
    answer = sent(as_("worker"), NEW, name="Avondgroep", venue_type="library", coordinates=at, **days)
    assert answer.status_code == 422
    assert 'id="id_slots-0-ends_error"' in answer.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_form_that_was_refused_keeps_each_amount_as_it_was(as_, town, language):
    FundingFactory(venue=town.venue, amount_eur=102_000)
    StaffingFactory(venue=town.venue, hours_per_week=Decimal("7.25"))
    town.venue.attendances.create(group_id="youth", persons_per_week=102.125, counted_on="2026-01-01")
    Venue.objects.filter(pk=town.venue.pk).update(budget_needed_eur=Decimal("249000.50"), places=1200)
    client, address = as_("worker"), f"{language}/venues/{town.venue.pk}/edit"
    before = read(Venue.objects.get(pk=town.venue.pk))
    refused = client.post(address, filled(client.get(address), name=""))
    assert refused.status_code == 422
    assert client.post(address, filled(refused, name=before["name"])).status_code == 302
    assert read(Venue.objects.get(pk=town.venue.pk)) == before


def test_a_second_tab_with_the_same_draft_adds_a_place_of_its_own(as_, at):
    client = as_("worker")
    first = filled(client.get(NEW), name="Speeltuin", venue_type="library", coordinates=at)
    assert client.post(NEW, first).status_code == 302
    assert client.post(NEW, first | {"name": "Moestuin", "is_another": "on"}).status_code == 302
    assert Venue.objects.filter(name__in=["Speeltuin", "Moestuin"]).count() == 2


def test_an_archived_place_is_no_place_for_who_may_not_change_it(as_, town):
    Venue.everything.filter(pk=town.venue.pk).update(archived_at=timezone.now())
    address = f"/en/venues/{town.venue.pk}/edit"
    assert as_("worker").get(address).status_code == 200
    assert as_("nobody").get(address).status_code == 404


def test_what_no_text_holds_is_left_out_of_a_search(as_, town):
    client = as_("worker")
    for address in ("spots", "organisations", "doubles", "hours"):
        asked = {"municipality": town.municipality.pk, "sought": "a\0bc", "organisation": "\0", "name": "\0"}
        assert client.get(f"/en/entry/{address}", asked | {"opening_hours": "\0"}).status_code == 200


def test_none_of_these_is_a_fact_and_nothing_ticked_is_unknown(as_, at):
    sent(as_("worker"), NEW, name="Deftig", venue_type="library", coordinates=at, low_threshold=["none"])
    assert Venue.objects.get(name="Deftig").low_threshold == []


@pytest.mark.parametrize("typed", ["12,5", "12.5"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_comma_and_a_point_mean_the_same_in_every_language(as_, at, typed, language):
    row = {"staffings__0__kind": "professional", "staffings__0__hours_per_week": typed}
    sent(as_("worker"), f"{language}/venues/new", name="Speeltuin", venue_type="library", coordinates=at, **row)
    assert Venue.objects.get(name="Speeltuin").staffings.get().hours_per_week == Decimal("12.50")


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


def test_hours_that_change_today_were_as_they_were_until_yesterday(as_, town):
    SlotFactory(venue=town.venue, weekday=1, starts=time(9), ends=time(12))
    address = f"/en/venues/{town.venue.pk}/edit"
    assert sent(as_("worker"), address, slots__0__ends="15:00").status_code == 302
    today = timezone.localdate()
    assert [(s.ends, s.starts_on, s.ends_on) for s in town.venue.slots.order_by("ends")] == [
        (time(12), None, today),
        (time(15), today, None),
    ]


def test_a_correction_changes_the_days_before_as_well(as_, town):
    StaffingFactory(venue=town.venue, hours_per_week=10)
    address = f"/en/venues/{town.venue.pk}/edit"
    assert sent(as_("worker"), address, staffings__0__hours_per_week="16", was_wrong="on").status_code == 302
    row = town.venue.staffings.get()
    assert (row.hours_per_week, row.starts_on, row.ends_on) == (16, None, None)


def test_what_ended_is_not_shown_and_stays(as_, town):
    today = timezone.localdate()
    old = StaffingFactory(venue=town.venue, hours_per_week=3, ends_on=today - timedelta(days=30))
    address = f"/en/venues/{town.venue.pk}/edit"
    assert sent(as_("worker"), address, name="Nieuwe naam").status_code == 302
    town.venue.refresh_from_db()
    assert town.venue.name == "Nieuwe naam"
    assert town.venue.staffings.get() == old


def test_opening_a_form_and_saving_it_changes_nothing_but_verifies(as_, town):
    SlotFactory(venue=town.venue)
    StaffingFactory(venue=town.venue, hours_per_week=Decimal("7.25"))
    town.venue.audiences.create(group_id="youth", suitability=0.7)
    before = Venue.objects.get(pk=town.venue.pk)
    assert sent(as_("worker"), f"/en/venues/{town.venue.pk}/edit").status_code == 302
    after = Venue.objects.get(pk=town.venue.pk)
    assert (after.version, after.location.coords) == (before.version, before.location.coords)
    assert after.verified_by == town.people["worker"]


def test_hours_written_as_openstreetmap_does_become_slots_with_the_hosts_that_the_days_had(as_, town):
    SlotFactory(venue=town.venue, weekday=1, host="professional")
    address = f"/en/venues/{town.venue.pk}/edit"
    sent(as_("worker"), address, opening_hours="Mo-Tu 10:00-12:00", was_wrong="on")
    assert [(s.weekday, s.starts, s.host) for s in town.venue.slots.all()] == [
        (1, time(10), "professional"),
        (2, time(10), ""),
    ]
    sent(as_("worker"), address, opening_hours="op afspraak", was_wrong="on")
    town.venue.refresh_from_db()
    assert town.venue.opening_hours == "op afspraak"
    assert town.venue.slots.count() == 2


def test_opening_hours_are_said_back_in_words(as_):
    client = as_("worker")
    assert (
        "Monday to Friday 09:00–17:00"
        in client.get("/en/entry/hours", {"opening_hours": "Mo-Fr 09:00-17:00"}).content.decode()
    )
    unread = client.get("/en/entry/hours", {"opening_hours": "op afspraak"}).content.decode()
    assert "cannot be read as one week" in unread


def test_a_removed_row_ends_today(as_, town):
    row = StaffingFactory(venue=town.venue)
    assert sent(as_("worker"), f"/en/venues/{town.venue.pk}/edit", staffings__0__DELETE="on").status_code == 302
    row.refresh_from_db()
    assert row.ends_on == timezone.localdate()


def test_two_inspections_of_one_day_are_refused_at_the_second(as_, town):
    client, address = as_("worker"), f"/en/venues/{town.venue.pk}/edit"
    form = filled(client.get(address)) | {"inspections-TOTAL_FORMS": "2"}
    rows = {
        f"inspections-{n}-{name}": v for n in (0, 1) for name, v in (("condition", "3"), ("inspected_on", "2026-03-01"))
    }
    answer = client.post(address, form | rows | {f"inspections-{n}-id": "" for n in (0, 1)})
    assert answer.status_code == 422
    assert "This is there twice" in answer.content.decode()
    assert not town.venue.inspections.exists()


def test_a_row_that_ends_before_it_begins_says_so_in_words_at_that_row(as_, town):
    StaffingFactory(venue=town.venue, ends_on=timezone.localdate() - timedelta(days=9))
    form = {"staffings__0__hours_per_week": "8", "staffings__0__starts_on": "2027-03-01"}
    address = f"/en/venues/{town.venue.pk}/edit"
    answer = sent(as_("worker"), address, staffings__0__ends_on="2027-02-01", **form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_staffings-0-ends_on_error"' in page
    assert "must lie after the day on which it begins" in page


def test_two_who_change_the_same_hours_of_a_role_are_asked(as_, town):
    StaffingFactory(venue=town.venue, hours_per_week=10)
    address = f"/en/venues/{town.venue.pk}/edit"
    client = as_("worker")
    mine = filled(client.get(address), staffings__0__hours_per_week="17,5")
    client = as_("editor")
    assert sent(client, address, staffings__0__hours_per_week="31").status_code == 302
    client = as_("worker")
    asked = client.post(address, mine)
    assert asked.status_code == 409
    chosen = filled(asked, "merge", choice__staffings="mine")
    assert client.post(f"/en/venues/{town.venue.pk}/merge", chosen).status_code == 302
    today = timezone.localdate()
    assert [row.hours_per_week for row in town.venue.staffings.filter(ends_on=None)] == [Decimal("17.50")]
    assert [row.hours_per_week for row in town.venue.staffings.filter(ends_on=today)] == [10]


def test_a_change_that_is_sent_twice_is_one_change(as_, town):
    StaffingFactory(venue=town.venue, hours_per_week=10)
    address = f"/en/venues/{town.venue.pk}/edit"
    client = as_("worker")
    form = filled(client.get(address), staffings__0__hours_per_week="31")
    assert [client.post(address, form).status_code for _time in range(2)] == [302, 302]
    assert town.venue.staffings.count() == 2


def test_a_day_that_is_filled_in_for_a_row_is_the_day_of_that_row(as_, town):
    StaffingFactory(venue=town.venue, hours_per_week=56)
    address = f"/en/venues/{town.venue.pk}/edit"
    form = {"staffings__0__hours_per_week": "11", "staffings__0__starts_on": "2027-03-01"}
    assert sent(as_("worker"), address, **form).status_code == 302
    rows = town.venue.staffings.order_by("-hours_per_week")
    assert [(int(row.hours_per_week), str(row.starts_on), str(row.ends_on)) for row in rows] == [
        (56, "None", "2027-03-01"),
        (11, "2027-03-01", "None"),
    ]


def test_another_day_in_the_text_of_the_hours_leaves_the_other_days_alone(as_, town):
    slot = SlotFactory(venue=town.venue, weekday=1, starts=time(9), ends=time(12), in_school_holidays=False)
    Venue.objects.filter(pk=town.venue.pk).update(opening_hours="Mo 09:00-12:00")
    address = f"/en/venues/{town.venue.pk}/edit"
    assert sent(as_("worker"), address, opening_hours="Mo 09:00-12:00; Su 10:00-11:00").status_code == 302
    slot.refresh_from_db()
    assert (slot.ends_on, slot.in_school_holidays) == (None, False)
    assert town.venue.slots.count() == 2
    both = {"slots__0__starts": "08:00", "opening_hours": "Mo 07:00-12:00"}
    assert sent(as_("worker"), address, **both).status_code == 422
    assert sent(as_("worker"), address, slots__0__starts="08:00").status_code == 302
    town.venue.refresh_from_db()
    assert town.venue.opening_hours == ""


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


def test_a_form_of_another_place_is_refused(as_, town):
    client = as_("editor")
    ours = filled(client.get(f"/en/venues/{town.venue.pk}/edit"))
    assert client.post(f"/en/venues/{town.others_venue.pk}/edit", ours).status_code == 400
    assert client.post(f"/en/venues/{town.venue.pk}/edit", ours | {"seen": ours["seen"] + "x"}).status_code == 400


def test_a_row_of_another_place_is_not_taken_along(as_, town):
    theirs = SlotFactory(venue=town.others_venue, weekday=3)
    form = {"slots__0__days": ["1"], "slots__0__starts": "10:00", "slots__0__ends": "11:00"}
    address = f"/en/venues/{town.venue.pk}/edit"
    assert sent(as_("worker"), address, slots__0__ids=f"1:{theirs.pk},", **form).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.venue, theirs.weekday) == (town.others_venue, 3)
    assert town.venue.slots.get().pk != theirs.pk


def test_two_hundred_rows_are_the_most(as_, town):
    client = as_("worker")
    address = f"/en/venues/{town.venue.pk}/edit"
    form = filled(client.get(address)) | {"slots-TOTAL_FORMS": "100000"}
    assert client.post(address, form).status_code in {302, 422}
    assert Slot.objects.filter(venue=town.venue).count() == 0


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
