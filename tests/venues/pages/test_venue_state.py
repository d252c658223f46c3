"""A place that is closed, closing, partly closed or yet to open says so first, and tells nothing as if it were open."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ClosureFactory,
    FundingFactory,
    SlotFactory,
    StaffingFactory,
)
from tests.venues.pages.measured_town import measured_town, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    town = measured_town()
    town.score()
    return town


@pytest.fixture
def today():
    return timezone.localdate()


def said_of(client, venue, language="en"):
    return words(client, f"/{language}/venues/{venue.pk}" if language == "en" else f"/venues/{venue.pk}")


def told(day, language="en"):
    with override(language):
        return date_format(day, "j F Y")


def test_a_partly_closed_place_says_so_and_its_room_re_adds(client, measured, today):
    since, until = today - timedelta(days=30), today + timedelta(days=30)
    partly = {"extent": "partial", "starts_on": since, "reopens_on": until, "hours_remaining": 3, "reason": "staffing"}
    ClosureFactory(venue=measured.library, **partly)
    measured.score()

    said = said_of(client, measured.library)

    assert (
        f"Partly closed from {told(since)} until {told(until)} (reason: no hosts): 3 hosted hours a week left." in said
    )
    assert "3 hosted hours × 20 places = 60 place-hours a week, as recorded." in said
    assert "The hours without the partial closure." in said


def test_a_partly_closed_place_says_so_in_dutch(client, measured, today):
    partly = {"extent": "partial", "starts_on": today, "reopens_on": None, "reason": "unknown"}
    ClosureFactory(venue=measured.library, **partly, hours_remaining=2.5, places_remaining=10)
    measured.score()

    said = said_of(client, measured.library, "nl")

    assert f"Deels gesloten vanaf {told(today, 'nl')}: nog 2,5 bemenste uren per week en 10 plaatsen." in said
    assert "Plaatsen 20 (zonder de gedeeltelijke sluiting)" in said
    assert "2,5 bemenste uren × 10 plaatsen = 25 plaatsuren per week" in said


@pytest.mark.parametrize("days_shut", [None, 90])
def test_a_place_that_will_close_says_when_and_why_and_keeps_its_figures(client, measured, today, days_shut):
    closes = today + timedelta(days=60)
    reopens = closes + timedelta(days=days_shut) if days_shut else None
    ClosureFactory(venue=measured.library, starts_on=closes, reopens_on=reopens, reason="lease")

    said = said_of(client, measured.library)

    if reopens:
        assert f"Closed from {told(closes)} until {told(reopens)} (reason: lease ended or building sold)." in said
    else:
        assert f"Closes on {told(closes)} (reason: lease ended or building sold)." in said
    assert "= 80 place-hours a week" in said


def test_a_closed_place_says_since_when_and_why_and_how_it_was(client, measured, today):
    ClosureFactory(venue=measured.library, starts_on=today - timedelta(days=100), reason="building")
    StaffingFactory(venue=measured.library, role="nachtwacht", starts_on=today - timedelta(days=50))
    FundingFactory(venue=measured.library, funder="Fonds van Toen", ends_on=today - timedelta(days=60))
    last = today - timedelta(days=101)

    said = said_of(client, measured.library)

    assert f"Closed since {told(last + timedelta(days=1))} (reason: state of the building)." in said
    assert f"Below is how it was on {told(last)}, the last day on which it was open." in said
    assert f"What is recorded as of {told(last)}" in said
    assert "nachtwacht" not in said
    assert "Fonds van Toen" in said
    assert "80 place-hours" not in said
    assert "Leesavond Tuesday 09:00–11:00 mixes groups on purpose – – –" in said


def test_a_place_closed_for_a_while_says_until_when_across_closures_that_follow_on_one_another(client, measured, today):
    first, second, third = (today + timedelta(days=days) for days in (-40, -10, 20))
    ClosureFactory(venue=measured.centre, starts_on=first, reopens_on=second, reason="building")
    ClosureFactory(venue=measured.centre, starts_on=second, reopens_on=third, reason="renovation")

    said = said_of(client, measured.centre)

    assert f"Closed from {told(first)} until {told(third)} (reason: renovation)." in said


def test_an_announced_place_says_when_it_opens_and_tells_no_visitors(client, measured, today):
    opens = today + timedelta(days=120)
    venue = measured.town.venue("community-centre", name="Nieuwbouw", opened_on=opens, places=70)
    SlotFactory(venue=venue, starts_on=opens)
    AttendanceFactory(venue=venue, persons_per_week=60, counted_on=date(2025, 10, 12))
    measured.score()

    said = said_of(client, venue)

    assert f"Opens on {told(opens)}; it counts from that day on." in said
    assert f"No figures yet: it counts from {told(opens)} on." in said
    assert "09:00–13:00" in said
    assert "counted visitors" in said.partition("Not recorded:")[2]


def test_opening_hours_in_codes_are_marked_as_the_text_of_the_source(client, measured):
    measured.centre.opening_hours = "Mo,Tu,Th 09:00-21:30; We,Fr"
    measured.centre.save()

    body = client.get(f"/venues/{measured.centre.pk}").content.decode()

    assert 'Zoals de bron het schrijft: <code lang="en" translate="no">Mo,Tu,Th 09:00-21:30; We,Fr</code>' in body


def test_room_that_activities_take_from_is_no_plain_sum(client, measured):
    evening = ActivityFactory(municipality=measured.town.municipality, venue=measured.library, location=None, places=5)
    SlotFactory(activity=evening, weekday=1, ends="11:00")
    measured.score()

    said = said_of(client, measured.library)

    assert "4 hosted hours × 20 places is 80; activities inside take the rest." in said


def test_pressure_on_assumed_room_is_uncertain_and_stands_beside_no_middle_place(client, measured):
    said = said_of(client, measured.centre)

    assert "by estimate" in said
    assert "Its room is not fully recorded, so this is uncertain." in said
    assert "times the middle place" not in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_role_that_only_repeats_the_kind_is_dropped(client, measured, language):
    StaffingFactory(venue=measured.centre, kind="volunteer", role="vrijwilliger", hours_per_week=9.5)

    said = said_of(client, measured.centre, language)

    assert {"nl": "Vrijwilliger: 9,5 uur per week", "en": "Volunteer: 9.5 h a week"}[language] in said
