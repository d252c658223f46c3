"""What must hold of the room of any record, and a count minute by minute to hold it against."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from scoring.arrays import FloatArray
from scoring.room import Assumed, Closure, HeldInside, Record, measure_room, stack
from scoring.week import MINUTES_IN_WEEK, Host, Interval
from tests.scoring.closeness import assert_close
from tests.scoring.test_room import low_best_high, slot

HOSTS = st.sampled_from(Host)
slots = st.lists(
    st.builds(
        lambda start, hours, host, every: slot(start, min(start + hours, 168), host, every),
        st.integers(0, 167),
        st.integers(1, 12),
        HOSTS,
        st.sampled_from([1, 1, 2, 4]),
    ),
    max_size=5,
).map(tuple)
amounts = st.none() | st.integers(0, 60).map(float)
records = st.builds(
    Record,
    slots=slots,
    host_hours=amounts,
    places=amounts,
    closures=st.lists(st.builds(Closure, amounts, amounts), max_size=2).map(tuple),
    held_inside=st.lists(st.builds(HeldInside, slots, st.integers(0, 40).map(float)), max_size=2).map(tuple),
)
methods = st.builds(
    Assumed,
    hosted_hours=st.integers(0, 80).map(float),
    places=st.integers(0, 60).map(float),
    high_needs_host=st.booleans(),
    unhosted_weight=st.sampled_from([0.0, 0.3, 1.0]),
)


@given(record=records, assumed=methods)
def test_low_best_and_high_are_always_in_order(record: Record, assumed: Assumed) -> None:
    low, best, high = low_best_high(record, assumed)
    assert 0 <= low <= best * (1 + 1e-12)
    assert best <= high * (1 + 1e-12)


@given(record=records, assumed=methods)
def test_stacked_rooms_are_fit_to_score(record: Record, assumed: Assumed) -> None:
    room = measure_room(record, assumed)
    stacked = stack([room, measure_room(Record(), assumed)])
    assert_array_equal(stacked.best[0], room.best)
    assert_array_equal(stacked.known, [room.known, False])


def by_the_minute(record: Record, hosts: set[Host]) -> float:
    """Room of recorded slots with these hosts, minute by minute."""

    def share(slots: tuple[Interval, ...], hosts: set[Host]) -> FloatArray:
        weeks = np.zeros(MINUTES_IN_WEEK)
        for one in slots:
            if one.host in hosts:
                inside = slice(one.start_min, one.end_min)
                weeks[inside] = np.maximum(weeks[inside], 1 / one.every_weeks)
        return weeks

    hosted = share(record.slots, hosts)
    left = hosted * (record.places or 0)
    for activity in record.held_inside:
        left = left - activity.places * np.minimum(hosted, share(activity.slots, set(Host)))
    return float(np.maximum(left, 0).sum() / 60)


@given(slots=slots.filter(bool), inside=st.lists(st.builds(HeldInside, slots, st.just(9.0)), max_size=2).map(tuple))
def test_room_equals_a_count_minute_by_minute(slots: tuple[Interval, ...], inside: tuple[HeldInside, ...]) -> None:
    record = Record(slots=slots, places=20, held_inside=inside)
    low, _, high = low_best_high(record)
    assert_close(low, by_the_minute(record, {Host.HOSTED}))
    assert_close(high, by_the_minute(record, {Host.HOSTED, Host.UNKNOWN}))
    all_counts = measure_room(record, Assumed(45, 60, unhosted_weight=1.0)).best
    assert_close(all_counts, by_the_minute(record, set(Host)))
