"""Who may meet whom, and how evenly."""

import re
from collections.abc import Callable
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from scoring.areas import explain
from scoring.arrays import BoolArray, FloatArray
from scoring.bridging import measure_bridging, meeting_matrix, summarise_bridging
from scoring.catchment import cover
from scoring.pressure import measure_pressure
from scoring.results import ALL_GROUPS, AreaBridging, Bridging
from scoring.shapes import Demand, Rooms
from tests.scoring import naive
from tests.scoring.closeness import assert_close, assert_six_decimals
from tests.scoring.towns import Town, hand_made, split_offer, split_point, towns

NO_ONE = np.zeros(2, dtype=np.bool_)
SECOND = np.array([False, True])


def bridged(town: Town, is_everyone: BoolArray | None = None, attendance: FloatArray | None = None) -> Bridging:
    catchment = town.catchment()
    pressure = measure_pressure(catchment, town.room, town.persons)
    everyone = np.zeros(catchment.n_groups, dtype=np.bool_) if is_everyone is None else is_everyone
    return measure_bridging(catchment, pressure, everyone, attendance)


def of_areas(town: Town, bridging: Bridging) -> AreaBridging:
    catchment = town.catchment()
    parts = explain(catchment, cover(catchment, town.room, town.persons), town.persons, town.areas)
    return summarise_bridging(catchment, bridging, parts, town.areas)


def at_most_one_everyone(town: Town, data: st.DataObject) -> BoolArray:
    n_groups = town.persons.shape[1]
    return np.equal(np.arange(n_groups), data.draw(st.integers(0, n_groups)))


def test_an_offer_that_groups_share_evenly_bridges_most() -> None:
    assert_six_decimals(bridged(hand_made()).potential, [0.801863, 0.832139, 0])


def test_an_area_has_the_bridging_of_the_offers_that_cover_it() -> None:
    found = of_areas(hand_made(), bridged(hand_made())).potential
    assert_six_decimals(found[:, :ALL_GROUPS], [[0.807288, 0.356969], [np.nan, 0.832139]])


def test_of_those_whom_a_person_may_meet_most_are_of_the_own_group() -> None:
    assert_six_decimals(meeting_matrix(bridged(hand_made())), [[0.662604, 0.337396], [0.415256, 0.584744]])


def test_in_equal_parts_bridging_is_whole() -> None:
    found = bridged(hand_made(), attendance=np.array([[7.0, 7], [4, 12], [5, 0]]))
    quarter = -(0.25 * log(0.25) + 0.75 * log(0.75)) / log(2)
    assert_close(found.potential, [1, quarter, 0])
    assert not np.signbit(found.potential).any()


def test_everyone_is_no_group_that_meets_another() -> None:
    found = bridged(hand_made(), SECOND)
    # One group is left: nobody else to meet, and the third offer has nobody of it.
    assert_array_equal(found.potential, [0, 0, np.nan])
    assert np.isnan(found.persons[:, 1]).all()
    assert_array_equal(meeting_matrix(found), [[1, np.nan], [np.nan, np.nan]])


def test_a_town_in_which_everyone_is_the_only_group_has_no_bridging() -> None:
    town = hand_made()
    found = bridged(town, ~NO_ONE)
    assert np.isnan(found.potential).all()
    assert np.isnan(meeting_matrix(found)).all()
    assert np.isnan(of_areas(town, found).potential).all()


def test_counted_heads_replace_the_estimate_and_the_label_says_so() -> None:
    town, unknown = hand_made(), np.nan
    attendance = np.array([[10.0, 10], [unknown, unknown], [unknown, unknown]])
    found = bridged(town, attendance=attendance)
    assert_array_equal(found.is_counted, [True, False, False])
    assert_six_decimals(found.potential, [1, 0.832139, 0])
    assert_array_equal(found.persons[0], [10, 10])
    areas = of_areas(town, found)
    assert_six_decimals(areas.potential[0, 0], 0.820831 * 1 + 0.179169 * 0.832139)
    assert_six_decimals(areas.counted_share[:, :ALL_GROUPS], [[0.820831, 0.377291], [np.nan, 0]])


def test_counts_of_some_groups_only_are_not_mixed_with_estimates_of_others() -> None:
    found = bridged(hand_made(), attendance=np.array([[10, np.nan], [np.nan, 3], [np.nan, np.nan]]))
    assert not found.is_counted.any()
    assert_array_equal(found.persons, bridged(hand_made()).persons)


def test_everyone_need_not_be_counted() -> None:
    found = bridged(hand_made(), SECOND, np.array([[10, np.nan], [np.nan, np.nan], [0, 9]]))
    assert_array_equal(found.is_counted, [True, False, True])
    assert_array_equal(found.potential, [0, 0, np.nan])


def test_where_nobody_came_there_was_no_one_to_meet() -> None:
    found = bridged(hand_made(), attendance=np.zeros((3, 2)))
    assert found.is_counted.all()
    assert np.isnan(found.potential).all()
    assert np.isnan(meeting_matrix(found)).all()


def test_an_offer_to_which_nobody_came_weighs_in_no_area() -> None:
    found = of_areas(hand_made(), bridged(hand_made(), attendance=np.array([[0.0, 0], [6, 6], [np.nan, np.nan]])))
    # Of area 1, A has the first and second place, B all three: .046951 from the second, .4 from the third.
    assert_six_decimals(found.potential[0, :ALL_GROUPS], [1, 0.105046])
    assert_six_decimals(found.counted_share[0, :ALL_GROUPS], [1, 0.105046])


def test_an_offer_without_room_has_no_bridging() -> None:
    assert_array_equal(
        np.isnan(bridged(hand_made().but(rooms=Rooms.certain([300, 0, 60]))).potential), [False, True, False]
    )


def test_a_group_without_a_norm_is_not_expected() -> None:
    found = bridged(hand_made().but(norm_hours=np.array([2.0, 0])))
    assert_array_equal(found.persons[:, 1], [0, 0, 0])
    assert_array_equal(found.potential, [0, 0, np.nan])


def test_the_matrix_of_a_municipality_leaves_out_the_places_around_it() -> None:
    found = bridged(hand_made())
    only_second = meeting_matrix(found, np.array([False, True, False]))
    assert_close(only_second, np.tile(found.persons[1] / found.persons[1].sum(), (2, 1)))
    assert_array_equal(meeting_matrix(found, np.array([False, False, True])), [[np.nan, np.nan], [0, 1]])


@given(town=towns(), data=st.data())
def test_bridging_as_plain_loops_give_it(town: Town, data: st.DataObject) -> None:
    is_everyone = at_most_one_everyone(town, data)
    n_offers, n_groups = town.suitability.shape
    counts = st.just(np.nan) | st.integers(0, 50)
    attendance = data.draw(arrays(np.float64, (n_offers, n_groups), elements=counts, fill=st.nothing()))
    found = bridged(town, is_everyone, attendance)
    groups = [g for g in range(n_groups) if not is_everyone[g]]
    load = naive.load_by_group(town, town.room)
    met = np.zeros((n_groups, n_groups))
    expected = np.zeros(n_groups)
    for k in range(n_offers):
        is_counted = all(not np.isnan(attendance[k, g]) for g in groups)
        v = {g: attendance[k, g] if is_counted else load[k, g] / town.norm_hours[g] for g in groups}
        total = sum(v.values())
        parts = [v[g] / total for g in groups if v[g] > 0]
        entropy = -sum(part * log(part) for part in parts)
        assert_close(found.potential[k], (entropy / log(len(groups)) if len(groups) > 1 else 0) if parts else np.nan)
        for g in groups:
            assert_close(found.persons[k, g], v[g])
            expected[g] += v[g]
            for h in groups:
                met[g, h] += v[g] * v[h] / total if total > 0 else 0
    for g, h in np.ndindex(n_groups, n_groups):
        both = g in groups and h in groups and expected[g] > 0
        assert_close(meeting_matrix(found)[g, h], met[g, h] / expected[g] if both else np.nan)


@given(town=towns(), data=st.data())
def test_areas_as_plain_loops_give_them(town: Town, data: st.DataObject) -> None:
    n_offers, n_groups = town.suitability.shape
    heads = data.draw(arrays(np.float64, n_offers, elements=st.sampled_from([np.nan, 0.0, 5.0])))
    attendance = np.repeat(heads[:, None], n_groups, axis=1)
    bridging = bridged(town, at_most_one_everyone(town, data), attendance)
    found = of_areas(town, bridging)
    parts = naive.contributed(town)
    for a, g in np.ndindex(*parts.shape[:2]):
        those = [k for k in range(n_offers) if parts[a, g, k] > 0 and not np.isnan(bridging.potential[k])]
        weight = sum(parts[a, g, k] for k in those)
        mean = sum(parts[a, g, k] * bridging.potential[k] for k in those) / weight if those else np.nan
        counted = sum(parts[a, g, k] for k in those if bridging.is_counted[k]) / weight if those else np.nan
        assert_close(found.potential[a, g], mean)
        assert_close(found.counted_share[a, g], counted)


@given(town=towns(), data=st.data())
def test_bridging_lies_between_none_and_whole(town: Town, data: st.DataObject) -> None:
    bridging = bridged(town, at_most_one_everyone(town, data))
    areas = of_areas(town, bridging)
    for figure in (bridging.potential, areas.potential, areas.counted_share):
        known = figure[~np.isnan(figure)]
        assert ((known >= 0) & (known <= 1)).all()
    assert not bridging.is_counted.any()


@given(town=towns(), data=st.data())
def test_whom_a_person_may_meet_adds_up_to_one(town: Town, data: st.DataObject) -> None:
    bridging = bridged(town, at_most_one_everyone(town, data))
    matrix = meeting_matrix(bridging)
    total = np.nansum(bridging.persons, axis=0)
    assert_close(np.nansum(matrix, axis=1), (total > 0).astype(float))
    # As many of g may meet h as of h may meet g.
    both_ways = np.nan_to_num(matrix) * total[:, None]
    assert_close(both_ways, both_ways.T)


@given(town=towns(), factor=st.floats(0.1, 10), data=st.data())
def test_units_scale_as_they_must(town: Town, factor: float, data: st.DataObject) -> None:
    is_everyone = at_most_one_everyone(town, data)
    usual = bridged(town, is_everyone)
    for times, other in (
        (1, town.but(rooms=Rooms.certain(town.room * factor))),
        (1, town.but(norm_hours=town.norm_hours * factor)),
        (factor, town.but(demand=Demand.certain(town.persons * factor))),
    ):
        found = bridged(other, is_everyone)
        assert_close(found.persons, usual.persons * times)
        assert_close(found.potential, usual.potential)
        assert_close(meeting_matrix(found), meeting_matrix(usual))


@given(town=towns(), share=st.floats(0.01, 0.99), data=st.data())
def test_splitting_an_offer_or_a_point_in_two_changes_nothing(town: Town, share: float, data: st.DataObject) -> None:
    is_everyone = at_most_one_everyone(town, data)
    k = data.draw(st.integers(0, len(town.room) - 1))
    usual = bridged(town, is_everyone)
    for other in (split_offer(town, k, share), split_point(town, 0, share)):
        found = bridged(other, is_everyone)
        assert_close(found.potential[: len(town.room)], usual.potential)
        assert_close(meeting_matrix(found), meeting_matrix(usual))
        assert_close(of_areas(other, found).potential, of_areas(town, usual).potential)


FEW = np.ones(1, dtype=np.bool_)
WRONG: list[tuple[str, Callable[[Town], object]]] = [
    ("is_everyone has shape 1: expected 2", lambda t: bridged(t, FEW)),
    ("inside has shape 1: expected 3", lambda t: meeting_matrix(bridged(t), FEW)),
    ("attendance, persons a week has shape 1 × 2: expected 3 × 2", lambda t: bridged(t, NO_ONE, np.ones((1, 2)))),
    ("attendance, persons a week at [0, 0] is -1.0", lambda t: bridged(t, NO_ONE, np.full((3, 2), -1.0))),
    ("attendance, persons a week at [0, 0] is inf", lambda t: bridged(t, NO_ONE, np.full((3, 2), np.inf))),
]


@pytest.mark.parametrize(("message", "ask"), WRONG, ids=[message for message, _ in WRONG])
def test_input_that_does_not_fit_is_refused(message: str, ask: Callable[[Town], object]) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        ask(hand_made())
