"""Hours, hosting and places to room: unknown is not zero."""

import re
from collections.abc import Callable

import pytest

from scoring.room import (
    Assumed,
    Closure,
    HeldInside,
    HoursBasis,
    Record,
    Room,
    hours_rest_on,
    measure_room,
)
from scoring.week import Host, Interval

LIBRARY = Assumed(hosted_hours=45, places=60)
CAFE = Assumed(hosted_hours=10, places=10, high_needs_host=True)
PARK = Assumed(hosted_hours=0, places=0)


def slot(start: float, end: float, host: Host = Host.HOSTED, every_weeks: int = 1) -> Interval:
    """Hours since Monday 00:00."""
    return Interval(round(start * 60), round(end * 60), host, every_weeks)


def low_best_high(record: Record, assumed: Assumed = LIBRARY) -> tuple[float, float, float]:
    room = measure_room(record, assumed)
    return room.low, room.best, room.high


# Recorded


def test_recorded_room_is_hosted_hours_times_places() -> None:
    room = measure_room(Record(slots=(slot(9, 17), slot(33, 41)), places=20), LIBRARY)
    assert room == Room(320, 320, 320, known=True, hosted_hours=16, places=20, is_unhosted=False)


def test_a_second_host_in_the_same_slot_adds_no_hours() -> None:
    twice = Record(slots=(slot(9, 17), slot(9, 17), slot(12, 18)), places=10)
    assert low_best_high(twice) == (90, 90, 90)


def test_a_fortnightly_slot_counts_half() -> None:
    assert low_best_high(Record(slots=(slot(10, 12, every_weeks=2),), places=10)) == (10, 10, 10)


def test_a_fortnightly_slot_inside_a_weekly_one_adds_nothing() -> None:
    record = Record(slots=(slot(9, 12), slot(10, 14, every_weeks=2)), places=10)
    assert measure_room(record, LIBRARY).hosted_hours == 3 + 2 / 2


def test_two_fortnightly_slots_at_the_same_time_fall_in_the_same_weeks() -> None:
    record = Record(slots=(slot(10, 12, every_weeks=2), slot(10, 12, every_weeks=2)), places=10)
    assert measure_room(record, LIBRARY).hosted_hours == 1


def test_hours_without_a_host_give_no_room() -> None:
    record = Record(slots=(slot(9, 11), slot(11, 17, Host.UNHOSTED)), places=10)
    room = measure_room(record, LIBRARY)
    assert room.best == 20
    assert room.known
    assert not room.is_unhosted


def test_a_method_can_count_hours_without_a_host_for_a_part() -> None:
    record = Record(slots=(slot(9, 11), slot(10, 17, Host.UNHOSTED)), places=10)
    assert low_best_high(record, Assumed(45, 60, unhosted_weight=0.5)) == (50, 50, 50)


def test_a_place_that_is_open_without_any_host_is_unhosted() -> None:
    room = measure_room(Record(slots=(slot(9, 17, Host.UNHOSTED),), places=10), LIBRARY)
    assert room == Room(0, 0, 0, known=True, hosted_hours=0, places=10, is_unhosted=True)


# Not recorded


def test_nothing_recorded_gives_the_default_of_the_type_from_nothing_to_twice() -> None:
    assert measure_room(Record(), LIBRARY) == Room(0, 2700, 5400, False, 45, 60, False)


def test_hours_recorded_and_places_not() -> None:
    assert low_best_high(Record(slots=(slot(9, 19),))) == (0, 600, 1200)
    assert not measure_room(Record(slots=(slot(9, 19),)), LIBRARY).known


def test_places_recorded_and_hours_not() -> None:
    assert low_best_high(Record(places=10)) == (0, 450, 900)


def test_opening_recorded_but_hosting_not_is_hosted_up_to_the_default() -> None:
    long_open = Record(slots=tuple(slot(24 * day + 8, 24 * day + 18, Host.UNKNOWN) for day in range(6)), places=10)
    assert measure_room(long_open, LIBRARY) == Room(0, 450, 600, False, 45, 10, False)
    assert low_best_high(Record(slots=(slot(9, 19, Host.UNKNOWN),), places=10)) == (0, 100, 100)


def test_hosting_recorded_for_a_part_of_the_opening() -> None:
    record = Record(slots=(slot(9, 13), slot(13, 17, Host.UNKNOWN)), places=10)
    assert low_best_high(record, Assumed(6, 60)) == (40, 60, 80)
    assert low_best_high(record, Assumed(2, 60)) == (40, 40, 80)


def test_an_unrecorded_host_inside_hosted_hours_changes_nothing() -> None:
    room = measure_room(Record(slots=(slot(9, 13), slot(10, 12, Host.UNKNOWN)), places=10), LIBRARY)
    assert (room.low, room.best, room.high, room.known) == (40, 40, 40, True)


def test_staffing_without_slots_is_hosted_up_to_the_default() -> None:
    assert low_best_high(Record(host_hours=30, places=10)) == (0, 300, 300)
    assert low_best_high(Record(host_hours=80, places=10)) == (0, 450, 800)
    assert low_best_high(Record(host_hours=30)) == (0, 1800, 3600)


def test_staffing_never_hosts_more_than_a_week() -> None:
    assert low_best_high(Record(host_hours=400, places=1)) == (0, 45, 168)


def test_staffing_with_opening_of_unrecorded_hosting_is_hosted_up_to_the_opening() -> None:
    record = Record(slots=(slot(9, 19, Host.UNKNOWN),), host_hours=6, places=10)
    assert low_best_high(record) == (0, 60, 100)
    assert low_best_high(Record(slots=(slot(9, 19, Host.UNKNOWN),), host_hours=60, places=10)) == (0, 100, 100)


def test_staffing_recorded_as_none_hosts_nothing() -> None:
    assert low_best_high(Record(host_hours=0)) == (0, 0, 0)


def test_staffing_alone_is_not_known() -> None:
    assert not measure_room(Record(host_hours=30, places=10), LIBRARY).known


def test_a_park_has_no_room_of_its_own() -> None:
    assert measure_room(Record(), PARK) == Room(0, 0, 0, False, 0, 0, False)


# Commercial places


def test_a_cafe_widens_upward_only_where_a_host_is_recorded() -> None:
    opened = Record(slots=(slot(9, 23, Host.UNKNOWN),), places=30)
    assert low_best_high(Record(), CAFE) == (0, 100, 100)
    assert low_best_high(opened, CAFE) == (0, 300, 300)
    assert low_best_high(Record(slots=(*opened.slots, slot(33, 35)), places=30), CAFE) == (60, 300, 480)
    assert low_best_high(Record(slots=opened.slots, host_hours=12, places=30), CAFE) == (0, 360, 420)


# Closures

OPEN_40_HOURS = tuple(slot(24 * day + 9, 24 * day + 17) for day in range(5))


def test_a_closed_place_has_no_room() -> None:
    closed = Record(slots=OPEN_40_HOURS, places=20, closures=(Closure(),))
    assert measure_room(closed, LIBRARY) == Room(0, 0, 0, True, 0, 20, False)
    assert low_best_high(Record(closures=(Closure(),))) == (0, 0, 0)


def test_a_closed_place_is_not_an_unhosted_one() -> None:
    closed = Record(slots=(slot(9, 17, Host.UNHOSTED),), places=10, closures=(Closure(),))
    assert not measure_room(closed, LIBRARY).is_unhosted


def test_a_partial_closure_leaves_the_hours_that_remain() -> None:
    record = Record(slots=OPEN_40_HOURS, places=20, closures=(Closure(hours_remaining=12),))
    assert measure_room(record, LIBRARY) == Room(240, 240, 240, True, 12, 20, False)


def test_a_partial_closure_leaves_the_places_that_remain() -> None:
    record = Record(slots=OPEN_40_HOURS, places=20, closures=(Closure(places_remaining=5),))
    assert measure_room(record, LIBRARY) == Room(200, 200, 200, True, 40, 5, False)


def test_a_partial_closure_never_adds_room() -> None:
    record = Record(slots=OPEN_40_HOURS, places=20, closures=(Closure(hours_remaining=60, places_remaining=50),))
    assert low_best_high(record) == (800, 800, 800)


def test_a_partial_closure_of_a_place_about_which_little_is_known() -> None:
    assert low_best_high(Record(closures=(Closure(hours_remaining=10),))) == (0, 600, 600)
    assert low_best_high(Record(closures=(Closure(places_remaining=10),))) == (0, 450, 900)


def test_the_strictest_of_several_closures_counts() -> None:
    closures = (Closure(hours_remaining=30), Closure(hours_remaining=10, places_remaining=8))
    assert low_best_high(Record(slots=OPEN_40_HOURS, places=20, closures=closures)) == (80, 80, 80)
    assert low_best_high(Record(slots=OPEN_40_HOURS, places=20, closures=(*closures, Closure()))) == (0, 0, 0)


# Activities inside


def test_an_activity_takes_its_places_out_of_the_venues_room() -> None:
    meal = HeldInside((slot(12, 14),), places=15)
    assert low_best_high(Record(slots=(slot(9, 17),), places=20, held_inside=(meal,))) == (130, 130, 130)


def test_an_activity_outside_the_hosted_hours_takes_nothing() -> None:
    evening = HeldInside((slot(19, 21),), places=15)
    slots = (slot(9, 17), slot(17, 22, Host.UNHOSTED))
    assert low_best_high(Record(slots=slots, places=20, held_inside=(evening,))) == (160, 160, 160)


def test_activities_never_take_more_than_there_is() -> None:
    crowded = (HeldInside((slot(12, 14),), 15), HeldInside((slot(12, 13),), 15))
    assert low_best_high(Record(slots=(slot(9, 17),), places=20, held_inside=crowded)) == (6 * 20 + 1 * 5,) * 3


def test_a_fortnightly_activity_takes_half() -> None:
    fortnightly = HeldInside((slot(12, 14, every_weeks=2),), places=10)
    assert low_best_high(Record(slots=(slot(9, 17),), places=20, held_inside=(fortnightly,))) == (150, 150, 150)


def test_a_weekly_activity_takes_no_more_than_the_weeks_that_the_venue_is_hosted() -> None:
    weekly = HeldInside((slot(12, 14),), places=10)
    record = Record(slots=(slot(9, 17, every_weeks=2),), places=20, held_inside=(weekly,))
    assert low_best_high(record) == (70, 70, 70)


def test_an_activity_in_an_opening_of_unrecorded_hosting_takes_its_share() -> None:
    meal = HeldInside((slot(9, 13),), places=10)
    record = Record(slots=(slot(9, 17, Host.UNKNOWN),), places=20, held_inside=(meal,))
    # 8 hours × 20 − 4 × 10 = 120 when hosted throughout; hosted for 6 of 8 hours: three quarters.
    assert low_best_high(record, Assumed(6, 60)) == (0, 90, 120)


def test_an_activity_takes_nothing_from_a_place_without_recorded_hours() -> None:
    assert low_best_high(Record(places=10, held_inside=(HeldInside((slot(9, 13),), 10),))) == (0, 450, 900)


# Wrong input

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("A slot from minute 60 to 60: it must end after it starts", lambda: slot(1, 1)),
    ("A slot from minute 600 to 10140", lambda: slot(10, 169)),
    ("A slot from minute -60 to 60", lambda: slot(-1, 1)),
    ("A slot every 0 weeks", lambda: slot(1, 2, every_weeks=0)),
    ("places: -1 is not possible, it must be a number 0 or more", lambda: Record(places=-1)),
    ("host hours a week: nan", lambda: Record(host_hours=float("nan"))),
    ("places of an activity: inf", lambda: HeldInside((), float("inf"))),
    ("hours that remain: -1", lambda: Closure(hours_remaining=-1)),
    ("places that remain: -1", lambda: Closure(places_remaining=-1)),
    ("default hosted hours a week: 169 is not possible, it must be a number from 0 to 168", lambda: Assumed(169, 1)),
    ("default places: -1", lambda: Assumed(1, -1)),
    ("weight of unhosted hours: 1.5", lambda: Assumed(1, 1, unhosted_weight=1.5)),
]


@pytest.mark.parametrize(("message", "build"), WRONG, ids=[message for message, _ in WRONG])
def test_a_record_that_makes_no_sense_is_refused(message: str, build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        build()


def test_hours_rest_on_what_is_recorded_of_them() -> None:
    hosted, open_ = slot(9, 13), slot(33, 37, Host.UNKNOWN)
    assert hours_rest_on(Record()) == HoursBasis.NOTHING
    assert hours_rest_on(Record(host_hours=0)) == HoursBasis.STAFFING
    assert hours_rest_on(Record(slots=(hosted, open_))) == HoursBasis.SLOTS
    assert hours_rest_on(Record(slots=(hosted, open_), host_hours=8)) == HoursBasis.SLOTS_AND_STAFFING
    assert hours_rest_on(Record(slots=(hosted,), host_hours=8)) == HoursBasis.HOSTED_SLOTS
