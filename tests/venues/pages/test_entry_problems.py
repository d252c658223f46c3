"""What the register refuses stands at the row that it is about; what it can take, it takes."""

import pytest

from tests.factories import SlotFactory, StaffingFactory, default_method
from tests.venues.forms import filled
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client, town) -> str:
    default_method()
    client.force_login(town.people["worker"])
    return f"/en/venues/{town.venue.pk}/edit"


def with_rows(form: dict, name: str, *rows: dict) -> dict:
    """The form with rows added below those that it shows."""
    first = 0 if not form.get(f"{name}-0-id") else int(form[f"{name}-TOTAL_FORMS"])
    new = {f"{name}-{first + at}-{field}": value for at, row in enumerate(rows) for field, value in row.items()}
    return form | new | {f"{name}-TOTAL_FORMS": str(first + len(rows))}


def count(group: str, day: str, persons: str = "5") -> dict:
    return {"id": "", "group": group, "persons_per_week": persons, "counted_on": day}


def test_a_count_that_is_there_twice_is_refused_at_the_later_of_several_new_rows(client, town, address):
    rows = [count("youth", "2026-03-01"), count("newcomers", "2026-03-01"), count("youth", "2026-03-01", "7")]
    refused = client.post(address, with_rows(filled(client.get(address)), "attendances", *rows))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("This is there twice") == 1
    assert 'id="id_attendances-2-counted_on_error"' in page
    assert not town.venue.attendances.exists()


def test_a_stored_row_that_becomes_a_double_is_named_at_that_row(client, town, address):
    town.venue.inspections.create(condition=2, inspected_on="2026-01-01")
    town.venue.inspections.create(condition=3, inspected_on="2026-02-01")
    form = filled(client.get(address), inspections__1__inspected_on="2026-01-01")
    page = client.post(address, form).content.decode()
    assert 'id="id_inspections-1-inspected_on_error"' in page


def test_two_inspections_may_swap_their_days(client, town, address):
    one = town.venue.inspections.create(condition=2, inspected_on="2026-01-01")
    town.venue.inspections.create(condition=3, inspected_on="2026-02-01")
    swapped = {"inspections__0__inspected_on": "2026-02-01", "inspections__1__inspected_on": "2026-01-01"}
    assert client.post(address, filled(client.get(address), **swapped)).status_code == 302
    one.refresh_from_db()
    assert (one.condition, str(one.inspected_on)) == (2, "2026-02-01")
    assert town.venue.inspections.count() == 2


def test_another_host_leaves_the_text_of_the_hours_alone(client, town, address):
    SlotFactory(venue=town.venue, weekday=1, host="")
    for text in ("Mo 09:00-17:00; PH off", "op afspraak"):
        Venue.objects.filter(pk=town.venue.pk).update(opening_hours=text)
        host = "volunteer" if text == "op afspraak" else "professional"
        assert client.post(address, filled(client.get(address), slots__0__host=host)).status_code == 302
        town.venue.refresh_from_db()
        assert town.venue.opening_hours == text
    assert client.post(address, filled(client.get(address), slots__0__starts="08:00")).status_code == 302
    town.venue.refresh_from_db()
    assert town.venue.opening_hours == "op afspraak"


def test_a_role_that_begins_earlier_than_recorded_ends_what_it_followed(client, town, address):
    StaffingFactory(venue=town.venue, role="host", hours_per_week=10, ends_on="2026-06-01")
    StaffingFactory(venue=town.venue, role="host", hours_per_week=16, starts_on="2026-06-01")
    changed = {"since": "2026-04-01", "staffings__0__starts_on": "2026-04-01"}
    assert client.post(address, filled(client.get(address), **changed)).status_code == 302
    rows = town.venue.staffings.order_by("hours_per_week")
    assert [(int(row.hours_per_week), str(row.starts_on), str(row.ends_on)) for row in rows] == [
        (10, "None", "2026-04-01"),
        (16, "2026-04-01", "None"),
    ]
