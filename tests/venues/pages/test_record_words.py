"""What a record says is told in words, in the reader's language."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.factories import AudienceFactory, VenueFactory
from venues.models import Closure, Funding, Slot, Staffing, Venue
from venues.pages.record_words import RecordWords
from venues.pages.week_words import week_lines
from venues.register.record import read

pytestmark = pytest.mark.django_db


def slot(weekday: int, starts: str = "09:00", ends: str = "17:00", host: str = "volunteer", **more: object) -> dict:
    usual = {"every_weeks": 1, "in_school_holidays": None, "starts_on": None, "ends_on": None}
    return {"weekday": weekday, "starts": starts, "ends": ends, "host": host} | usual | more


def test_days_with_the_same_hours_share_a_line():
    week = [slot(day) for day in (1, 2, 3, 5)] + [slot(6, "20:00", "00:00", "")]
    with override("en"):
        assert week_lines(week) == [
            "Monday to Wednesday, Friday 09:00–17:00, host: a volunteer",
            "Saturday 20:00–24:00, whether there is a host is not recorded",
        ]
    with override("nl"):
        assert week_lines(week)[0] == "Maandag t/m woensdag, vrijdag 09:00–17:00, ontvangst: een vrijwilliger"


def test_hours_tell_fortnights_holidays_and_dates():
    line = slot(2, every_weeks=2, in_school_holidays=False, starts_on="2026-01-05", ends_on="2026-07-01")
    with override("en"):
        assert week_lines([line]) == [
            "Tuesday 09:00–17:00, host: a volunteer, every 2 weeks, not in school holidays, "
            "from 5 January 2026, until 1 July 2026"
        ]


def test_each_member_of_a_record_has_words():
    venue = VenueFactory(low_threshold=["free", "coffee"], places=20, wheelchair="limited")
    Slot.objects.create(venue=venue, weekday=1, starts="09:00", ends="12:00")
    Staffing.objects.create(venue=venue, kind="vacancy", role="host", hours_per_week=Decimal("12.50"))
    Funding.objects.create(venue=venue, funder="Fonds", amount_eur=12000, is_structural=True, is_public=False)
    Closure.objects.create(venue=venue, starts_on="2026-01-01", extent="partial", hours_remaining=4, reason="staffing")
    AudienceFactory(venue=venue, suitability=0.5)
    venue.inspections.create(condition=4, inspected_on="2025-02-03")
    venue.refresh_from_db()
    words, record = RecordWords(Venue), read(venue)
    with override("en"):
        said = {words.label(name): words.value(name, value) for name, value in record.items()}
    assert said["Low threshold"] == ["no charge, coffee or tea"]
    assert said["Wheelchair"] == ["partly accessible"]
    assert said["Website"] == ["not recorded"]
    assert said["Staffing"] == ["vacancy, host, 12.5 h a week"]
    assert said["Money"] == ["Fonds, € 12,000 a year, structural, not public"]
    assert said["Closures"] == ["partly closed, no hosts, 4 h a week, from 1 January 2026"]
    assert said["For whom"][0].endswith(": also for them")
    assert said["State of the building"] == ["4, inspected on 3 February 2025"]
    assert all(line for lines in said.values() for line in lines)
