"""A change from a day on leaves the days before as they were."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from venues.register.dating import changed_since

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
