"""Weekly slots as OpenStreetMap and schema.org write opening hours, and read back by the reader of our imports."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from venues.importing.reading.opening_hours import weekly_hours
from venues.models import Slot
from venues.register.opening_text import osm_text, specification, weekly

QUARTERS = 24 * 4
MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - civil time: opening hours know no time zone


def slot(weekday: int, starts: str, ends: str, **more) -> Slot:
    return Slot(weekday=weekday, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **more)


@st.composite
def any_slot(draw, **more) -> Slot:
    starts = draw(st.integers(0, QUARTERS - 1))
    ends = draw(st.integers(starts + 1, QUARTERS))
    return Slot(
        weekday=draw(st.integers(1, 7)),
        starts=time(starts // 4, starts % 4 * 15),
        ends=time(ends // 4 % 24, ends % 4 * 15),
        **{name: draw(values) for name, values in more.items()},
    )


def read_back(text: str):
    hours = weekly_hours(text)
    assert hours is not None, text
    return weekly([Slot(weekday=each.weekday, starts=each.starts, ends=each.ends) for each in hours])


@given(st.lists(any_slot(in_school_holidays=st.sampled_from([None, True])), min_size=1, max_size=12))
def test_what_is_written_for_openstreetmap_is_read_back_as_the_same_hours(slots):
    assert read_back(osm_text(slots)) == weekly(slots)


@given(st.lists(any_slot(in_school_holidays=st.just(False)), min_size=1, max_size=12))
def test_hours_that_all_end_for_the_school_holidays_are_read_back_too(slots):
    text = osm_text(slots)
    assert text.endswith("; SH off")
    assert read_back(text) == weekly(slots)


@given(
    st.lists(
        any_slot(every_weeks=st.integers(1, 4), in_school_holidays=st.sampled_from([None, True, False])),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_the_slots_the_text_can_be_read_and_every_hour_is_in_it(slots):
    opening = OpeningHours(osm_text(slots))
    for each in slots:
        middle = MONDAY + timedelta(days=each.weekday - 1, hours=each.starts.hour, minutes=each.starts.minute + 1)
        assert opening.state(middle)[0] == State.OPEN


@pytest.mark.parametrize(
    ("slots", "text"),
    [
        ([], ""),
        ([slot(day, "09:00", "17:00") for day in (1, 2, 3, 4, 5)], "Mo-Fr 09:00-17:00"),
        (
            [slot(1, "09:00", "12:00"), slot(1, "13:00", "17:00"), slot(3, "09:00", "12:00")],
            "Mo 09:00-12:00,13:00-17:00; We 09:00-12:00",
        ),
        ([slot(5, "22:00", "00:00"), slot(6, "00:00", "02:00")], "Fr 22:00-24:00; Sa 00:00-02:00"),
        ([slot(1, "09:00", "12:00"), slot(1, "11:00", "14:00")], "Mo 09:00-14:00"),
        (
            [slot(1, "09:00", "12:00"), slot(1, "14:00", "16:00", every_weeks=2)],
            'Mo 09:00-12:00, Mo 14:00-16:00 "every 2 weeks"',
        ),
        (
            [slot(1, "09:00", "12:00"), slot(2, "09:00", "12:00", in_school_holidays=False)],
            'Mo 09:00-12:00, Tu 09:00-12:00 "not in school holidays"',
        ),
        ([slot(2, "09:00", "12:00", in_school_holidays=False)], "Tu 09:00-12:00; SH off"),
    ],
)
def test_the_text_is_as_short_as_a_person_would_write_it(slots, text):
    with translation.override("en"):
        assert osm_text(slots) == text


def test_for_schema_org_the_days_are_named_and_what_it_cannot_say_is_left_out():
    week = [slot(day, "09:00", "17:00", starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1)) for day in (1, 2)]
    said = specification(
        [*week, slot(6, "20:00", "00:00"), slot(7, "00:00", "00:00"), slot(3, "09:00", "10:00", every_weeks=2)]
    )
    assert [(each["dayOfWeek"], each["opens"], each["closes"]) for each in said] == [
        (["https://schema.org/Monday", "https://schema.org/Tuesday"], "09:00", "17:00"),
        (["https://schema.org/Saturday"], "20:00", "00:00"),
        (["https://schema.org/Sunday"], "00:00", "23:59"),
    ]
    assert (said[0]["validFrom"], said[0]["validThrough"]) == ("2026-01-01", "2026-06-30")
