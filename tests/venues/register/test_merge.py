"""What two people made of one record goes together, whatever it was."""

from hypothesis import given
from hypothesis import strategies as st

from venues.register.merge import differences, merge
from venues.register.record import FACTS

VALUES = st.sampled_from([None, "a", "b"])
ROWS = st.lists(
    st.fixed_dictionaries({"id": st.integers(1, 3), "host": VALUES}), max_size=3, unique_by=lambda row: row["id"]
)
RECORDS = st.fixed_dictionaries({"name": VALUES, "places": VALUES, "slots": ROWS})


@given(RECORDS, RECORDS)
def test_where_only_one_changed_the_record_is_theirs(base, changed):
    assert not differences(merge(base, changed, base).record, changed)
    assert not differences(merge(base, base, changed).record, changed)
    assert merge(base, base, changed).conflicts == merge(base, changed, base).conflicts == []


@given(RECORDS, RECORDS, RECORDS)
def test_each_member_is_somebodys_and_a_conflict_is_one_for_both(base, one, other):
    forth, back = merge(base, one, other), merge(base, other, one)

    assert {each.member for each in forth.conflicts} == {each.member for each in back.conflicts}
    for name in ("name", "places"):
        if name not in {each.member for each in forth.conflicts}:
            assert forth.record[name] in (one[name], other[name])
            assert forth.record[name] == back.record[name]


@given(RECORDS, RECORDS, RECORDS)
def test_choosing_settles_every_conflict(base, theirs, mine):
    merged = merge(base, theirs, mine)
    names = [each.member for each in merged.conflicts]

    for chosen, side in ((merged.choose(names), mine), (merged.choose([]), theirs)):
        for name in names:
            if name in FACTS:
                # What the other did to other rows stays along.
                made = [_said(row) for row in side[name] if row not in base[name]]
                assert all(said in map(_said, chosen[name]) for said in made)
            else:
                assert chosen[name] == side[name]


def _said(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "id"}


def test_choosing_mine_keeps_what_the_other_did_to_another_row():
    base = {"slots": [{"id": 1, "host": ""}, {"id": 2, "host": ""}]}
    theirs = {"slots": [{"id": 1, "host": "volunteer"}, {"id": 2, "host": "volunteer"}]}
    mine = {"slots": [{"id": 1, "host": "none"}, {"id": 2, "host": ""}]}

    merged = merge(base, theirs, mine)
    assert merged.choose(["slots"])["slots"] == [{"id": 1, "host": "none"}, {"id": 2, "host": "volunteer"}]
    assert merged.choose([])["slots"] == theirs["slots"]


def test_rows_that_two_people_added_are_both_there():
    one, other = {"slots": [{"weekday": 1}]}, {"slots": [{"weekday": 2}]}
    stored = {"slots": [{"id": 7, "weekday": 1}]}

    assert merge({"slots": []}, stored, other).record["slots"] == [{"id": 7, "weekday": 1}, {"weekday": 2}]
    assert merge({"slots": []}, stored, one).record["slots"] == [{"id": 7, "weekday": 1}]


def test_a_row_that_one_removed_and_the_other_changed_is_a_conflict():
    base = {"slots": [{"id": 1, "host": "none"}]}
    merged = merge(base, {"slots": [{"id": 1, "host": "volunteer"}]}, {"slots": []})

    assert [each.member for each in merged.conflicts] == ["slots"]
