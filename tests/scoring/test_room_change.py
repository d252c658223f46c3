"""Room before and after: what was really won or lost, and what only came to be known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.room import Assumed, Closure, HeldInside, Record, measure_room
from scoring.room_change import RoomChange, as_known_before, compare_room
from scoring.week import Host, Interval

LIBRARY = Assumed(hosted_hours=45, places=60)
ACTIVITY = Assumed(hosted_hours=2, places=10)


def slot(day: int, host: Host = Host.HOSTED, first: int = 9, last: int = 13, every_weeks: int = 1) -> Interval:
    """A slot of four hours in the morning of a day."""
    return Interval(day * 1440 + first * 60, day * 1440 + last * 60, host, every_weeks)


def unknown(day: int) -> Interval:
    return slot(day, Host.UNKNOWN)


def of(*slots: Interval, **facts: object) -> Record:
    return Record(slots=slots, **({"places": 10} | facts))  # type: ignore[arg-type]


def hours(*records: Record, assumed: Assumed = LIBRARY) -> tuple[float, float, float]:
    """Before, real and recorded, in hours of 10 places."""
    found = compare_room(records, assumed, (), records[-1])
    return found.before / 10, found.real / 10, found.recorded / 10


def test_hours_that_were_cut_are_real_though_an_hour_was_written_down_a_year_later() -> None:
    friday = (slot(4, Host.UNKNOWN, last=10), slot(4, last=10))
    many = of(*map(slot, range(4)), friday[0])
    assert hours(many, of(friday[0]), of(friday[1])) == (17, -16, 0)


def test_slots_that_were_cut_on_the_day_that_another_got_its_host_are_real() -> None:
    assert hours(of(unknown(0), unknown(1), unknown(2)), of(slot(0))) == (12, -8, 0)


def test_a_host_that_was_written_down_is_not_real_though_a_slot_came_with_it() -> None:
    after = of(slot(0), unknown(1))
    assert hours(of(unknown(0)), after, assumed=ACTIVITY) == (2, 0, 2)
    # Where all open hours are taken to be hosted, the new ones are real.
    assert hours(of(unknown(0)), after) == (4, 4, 0)


def test_a_default_that_made_way_for_a_record_before_hours_were_cut() -> None:
    assert hours(of(), of(slot(0), slot(1)), of(slot(0))) == (45, -4, -37)
    assert hours(of(slot(0)), of(slot(0), slot(1)), of()) == (4, 4, 37)


def test_a_host_who_left_an_open_place_is_real() -> None:
    assert hours(of(slot(0)), of(slot(0, Host.UNHOSTED))) == (4, -4, 0)
    assert hours(of(slot(0, Host.UNHOSTED)), of(slot(0, first=8))) == (0, 5, 0)


def test_a_record_of_the_host_that_lapses_is_not_real() -> None:
    assert hours(of(slot(0)), of(unknown(0)), assumed=ACTIVITY) == (4, 0, -2)
    # Of a slot that moved an hour, what overlaps is as known as before.
    moved = slot(0, Host.UNKNOWN, first=10, last=14)
    [seen, rest] = as_known_before(of(slot(0)), of(moved)).slots
    assert (seen.host, seen.end_min - seen.start_min, rest.host) == (Host.HOSTED, 180, Host.UNKNOWN)


def test_slots_that_stayed_keep_their_own_host_where_they_overlap() -> None:
    now_and_then = slot(0, first=10, last=11, every_weeks=2)
    assert hours(of(now_and_then, unknown(0)), of(now_and_then, unknown(0), slot(1)), assumed=ACTIVITY) == (2, 2.5, 0)


def test_staffing_that_was_recorded_at_last_is_not_real_and_fewer_hosts_are() -> None:
    assert hours(of(), of(host_hours=10), of(host_hours=4)) == (45, -6, -35)
    assert hours(of(unknown(0)), of(unknown(0), host_hours=1)) == (4, 0, -3)


def test_a_closure_takes_of_what_is_known_by_then() -> None:
    closed = (Closure(hours_remaining=2),)
    assert hours(of(), of(closures=closed)) == (45, -43, 0)
    assert hours(of(), of(slot(0), slot(1)), of(slot(0), slot(1), closures=closed)) == (45, -6, -37)
    assert hours(of(closures=closed), of(slot(0), closures=closed), of(slot(0))) == (2, 2, 0)
    assert hours(of(slot(0)), of(closures=closed)) == (4, -2, 0)


def test_a_closure_in_between_leaves_no_trace() -> None:
    closed = of(slot(0), closures=(Closure(hours_remaining=1),))
    assert hours(of(slot(0)), closed, of(slot(0))) == (4, 0, 0)


def test_hours_without_a_host_count_for_their_part() -> None:
    half = Assumed(45, 60, unhosted_weight=0.5)
    assert hours(of(slot(0), slot(1, Host.UNHOSTED)), of(slot(0), slot(1)), assumed=half) == (6, 2, 0)
    assert hours(of(slot(0), slot(1, Host.UNHOSTED)), of(slot(0)), assumed=half) == (6, -2, 0)


def test_hours_that_an_activity_had_for_itself_are_no_loss() -> None:
    inside = (HeldInside((slot(1),), 10),)
    records = [of(slot(0), slot(1)), of(slot(0))]
    assert compare_room(records, LIBRARY, inside, records[-1]) == RoomChange(40, 0, 0)


def test_the_places_are_those_of_the_date_that_is_asked_for() -> None:
    few = of(slot(0), closures=(Closure(places_remaining=3),))
    assert compare_room([of(slot(0), slot(1)), few], LIBRARY, (), few) == RoomChange(24, -12, 0)
    none = of(slot(0), closures=(Closure(places_remaining=0),))
    assert compare_room([of(slot(0)), none], LIBRARY, (), none) == RoomChange(0, 0, 0)


def test_nothing_that_came_to_be_known_is_the_new_record_itself() -> None:
    new = of(slot(0), slot(2))
    assert as_known_before(of(slot(0), slot(1)), new) is new


SLOTS = st.builds(
    slot, st.integers(0, 2), st.sampled_from(Host), st.integers(8, 10), st.integers(12, 14), st.integers(1, 2)
)
CLOSURES = st.builds(Closure, st.none() | st.floats(0, 10), st.none() | st.floats(0, 10)).filter(
    lambda closure: not closure.is_whole
)
RECORDS = st.builds(
    Record,
    slots=st.lists(SLOTS, max_size=4).map(tuple),
    host_hours=st.none() | st.floats(0, 20),
    places=st.just(10.0),
    closures=st.lists(CLOSURES, max_size=2).map(tuple),
)


@given(records=st.lists(RECORDS, min_size=2, max_size=5), weight=st.sampled_from([0.0, 0.5]))
def test_the_three_add_up_to_the_rooms_as_they_are_measured(records: list[Record], weight: float) -> None:
    assumed = Assumed(20, 15, unhosted_weight=weight)
    before = compare_room(records, assumed, (), records[0])
    assert before.before == pytest.approx(measure_room(records[0], assumed).best)
    after = compare_room(records, assumed, (), records[-1])
    assert after.before + after.real + after.recorded == pytest.approx(measure_room(records[-1], assumed).best)


@given(record=RECORDS, others=st.lists(RECORDS, max_size=3))
def test_what_returns_to_what_it_was_as_it_was_known_did_not_change(record: Record, others: list[Record]) -> None:
    found = compare_room([record, record], LIBRARY, (), record)
    assert (found.real, found.recorded) == (0, 0)
    found = compare_room([record, *others, record], LIBRARY, (), record)
    assert found.real + found.recorded == pytest.approx(0, abs=1e-9)
