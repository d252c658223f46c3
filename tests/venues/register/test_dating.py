"""A change from a day on leaves the days before as they were."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from venues.register.dating import changed_since, in_sequence

DAY = date(2026, 5, 1)
DAYS = [f"2026-{month:02d}-{day:02d}" for month in (4, 5) for day in (1, 15)]
ROWS = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(1, 4), "hours": st.integers(1, 3), "starts_on": st.none(), "ends_on": st.none()}
    ),
    max_size=4,
    unique_by=lambda row: row["id"],
)


def hours_on(rows, day):
    return sorted(
        row["hours"]
        for row in rows
        if (not row["starts_on"] or row["starts_on"] <= day) and (not row["ends_on"] or day < row["ends_on"])
    )


@given(ROWS.filter(bool), ROWS)
def test_before_the_day_all_is_as_it_was_and_from_it_on_as_it_is_to_be(before, after):
    known = {row["id"] for row in before}
    after = [row if row["id"] in known else {name: row[name] for name in row if name != "id"} for row in after]
    rows = changed_since(before, after, DAY)

    for day in DAYS:
        assert hours_on(rows, day) == hours_on(before if day < "2026-05-01" else after, day)


def test_a_mistake_is_corrected_for_all_days():
    after = [{"id": 1, "hours": 2, "starts_on": None, "ends_on": None}]

    assert changed_since([{"id": 1, "hours": 20, "starts_on": None, "ends_on": None}], after, None) == after


def test_what_is_recorded_first_holds_since_the_opening():
    new = {"hours": 2, "starts_on": None, "ends_on": None}

    assert changed_since([], [new], DAY) == [new]


def test_what_began_on_the_day_itself_is_overwritten():
    old = {"id": 1, "hours": 2, "starts_on": "2026-05-01", "ends_on": None}

    assert changed_since([old], [old | {"hours": 3}], DAY) == [old | {"hours": 3}]
    assert changed_since([old], [], DAY) == []


EDITS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 3), st.none() | st.integers(1, 9), st.booleans()),
    min_size=1,
    max_size=4,
)


@given(EDITS)
def test_one_role_is_never_there_twice_on_a_day_whatever_was_changed_in_which_order(edits):
    rows = [{"id": 1, "role": "host", "hours": 9, "starts_on": None, "ends_on": None}]
    for month, hours, starts, moves in edits:
        since = date(2026, month, 1)
        start = f"2026-{starts:02d}-01" if starts else None
        after = [
            row if row["ends_on"] else row | {"hours": hours, "starts_on": start if moves else row["starts_on"]}
            for row in rows
        ]
        kept = in_sequence(rows, changed_since(rows, after, since), ("role",))
        rows = [row | {"id": number} for number, row in enumerate(kept, 1)]

        assert all(len(hours_on(rows, f"2026-{each:02d}-15")) <= 1 for each in range(1, 11))


def test_a_row_that_begins_earlier_ends_the_one_it_followed_and_no_other():
    was = {"id": 1, "role": "host", "starts_on": None, "ends_on": "2026-05-01"}
    other = {"id": 2, "role": "coach", "starts_on": None, "ends_on": "2026-05-01"}
    now = {"id": 3, "role": "host", "starts_on": "2026-05-01", "ends_on": None}
    rows = in_sequence([was, other, now], [was, other, now | {"starts_on": "2026-03-01"}], ("role",))

    assert rows == [was | {"ends_on": "2026-03-01"}, other, now | {"starts_on": "2026-03-01"}]
    assert in_sequence([was, other, now], [was, other, now | {"starts_on": None}], ("role",)) == [
        other,
        now | {"starts_on": None},
    ]
