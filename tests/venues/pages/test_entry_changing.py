"""People who may, change places in the same form: nothing else changes, nothing of another place is taken."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import FundingFactory, SlotFactory, StaffingFactory
from tests.venues.forms import filled, sent
from venues.models import Venue
from venues.register.record import read

pytestmark = pytest.mark.django_db


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


def test_an_archived_place_is_no_place_for_who_may_not_change_it(as_, town):
    Venue.everything.filter(pk=town.venue.pk).update(archived_at=timezone.now())
    address = f"/en/venues/{town.venue.pk}/edit"
    assert as_("worker").get(address).status_code == 200
    assert as_("nobody").get(address).status_code == 404


def test_opening_a_form_and_saving_it_changes_nothing_but_verifies(as_, town):
    SlotFactory(venue=town.venue)
    StaffingFactory(venue=town.venue, hours_per_week=Decimal("7.25"))
    town.venue.audiences.create(group_id="youth", suitability=0.7)
    before = Venue.objects.get(pk=town.venue.pk)
    assert sent(as_("worker"), f"/en/venues/{town.venue.pk}/edit").status_code == 302
    after = Venue.objects.get(pk=town.venue.pk)
    assert (after.version, after.location.coords) == (before.version, before.location.coords)
    assert after.verified_by == town.people["worker"]


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


def test_a_form_of_another_place_is_refused(as_, town):
    client = as_("editor")
    ours = filled(client.get(f"/en/venues/{town.venue.pk}/edit"))
    assert client.post(f"/en/venues/{town.others_venue.pk}/edit", ours).status_code == 400
    assert client.post(f"/en/venues/{town.venue.pk}/edit", ours | {"seen": ours["seen"] + "x"}).status_code == 400
