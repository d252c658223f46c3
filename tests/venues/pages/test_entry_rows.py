"""The rows of the entry form: hours, people and inspections, each with its own days."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import SlotFactory, StaffingFactory
from tests.venues.forms import filled, sent
from venues.models import Slot, Venue

pytestmark = pytest.mark.django_db
NEW = "/en/venues/new"


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


@pytest.mark.parametrize("typed", ["12,5", "12.5"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_comma_and_a_point_mean_the_same_in_every_language(as_, at, typed, language):
    row = {"staffings__0__kind": "professional", "staffings__0__hours_per_week": typed}
    sent(as_("worker"), f"{language}/venues/new", name="Speeltuin", venue_type="library", coordinates=at, **row)
    assert Venue.objects.get(name="Speeltuin").staffings.get().hours_per_week == Decimal("12.50")


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
