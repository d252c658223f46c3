import pytest

from venues.importing.reading.opening_hours import weekly_hours


def said(text: str) -> list[str] | None:
    hours = weekly_hours(text)
    return None if hours is None else [f"{each.weekday} {each.starts:%H:%M}-{each.ends:%H:%M}" for each in hours]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Mo 09:00-17:00", ["1 09:00-17:00"]),
        ("Mo,We 09:00-12:00,13:00-17:30", ["1 09:00-12:00", "1 13:00-17:30", "3 09:00-12:00", "3 13:00-17:30"]),
        ("Fr 22:00-03:00", ["5 22:00-00:00", "6 00:00-03:00"]),
        ("Su 20:00-02:00", ["1 00:00-02:00", "7 20:00-00:00"]),
        ("Mo 10:00-24:00", ["1 10:00-00:00"]),
        ("24/7", [f"{day} 00:00-00:00" for day in range(1, 8)]),
        ("Tu 10:00-12:00; PH off", ["2 10:00-12:00"]),
        ("off", []),
    ],
)
def test_a_plain_week_becomes_slots(text: str, slots: list[str]):
    assert said(text) == slots


def test_a_closed_christmas_is_an_exception_to_the_week():
    assert said("Mo 10:00-12:00; Dec 24-Jan 02 off") == ["1 10:00-12:00"]


@pytest.mark.parametrize(
    "text",
    [
        "Apr-Sep Mo 10:00-20:00",
        "week 1-53/2 Mo 10:00-12:00",
        "Mo[1] 10:00-12:00",
        "sunrise-sunset",
        "Mo 17:00+",
        'Mo 09:00-17:00 "by appointment"',
        "Mo 09:00-17:00 unknown",
        "elke dag van 9 tot 5",
        "",
    ],
)
def test_what_no_single_week_says_is_unknown(text: str):
    assert said(text) is None
