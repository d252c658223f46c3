"""How hard each offer is pressed, and where the need goes when one closes."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from scoring.areas import explain, summarise
from scoring.arrays import BoolArray
from scoring.catchment import cover, cover_range
from scoring.pressure import close_offers, measure_pressure, relative_pressure
from scoring.results import ALL_GROUPS, Closing, Pressure
from scoring.shapes import Demand, Rooms
from tests.scoring import naive
from tests.scoring.closeness import assert_close, assert_four_decimals, assert_six_decimals
from tests.scoring.towns import Town, hand_made, split_offer, split_point, towns

factors = st.floats(0.1, 10)


def pressed(town: Town) -> Pressure:
    return measure_pressure(town.catchment(), town.room, town.persons)


def closing(town: Town, closed: BoolArray) -> Closing:
    return close_offers(town.catchment(), town.room, town.persons, closed)


def some_offers(town: Town, data: st.DataObject) -> BoolArray:
    return data.draw(arrays(np.bool_, len(town.room)))


def without(town: Town, closed: BoolArray) -> Town:
    """The town in which these offers never were."""
    return town.but(
        site_index=town.site_index[~closed],
        suitability=town.suitability[~closed],
        rooms=Rooms.certain(town.room[~closed]),
    )


def test_everyone_in_reach_presses_on_the_offers_by_their_weight_and_room() -> None:
    found = pressed(hand_made())
    assert_four_decimals(found.load_hours, [385.0492, 314.6415, 10.3093])
    assert_six_decimals(found.pressure, [1.283497, 2.622013, 0.171821])


def test_a_place_twice_as_pressed_as_the_one_in_the_middle_reads_two() -> None:
    found = pressed(hand_made())
    everywhere = relative_pressure(found, np.ones(3, dtype=np.bool_))
    assert_close(everywhere, found.pressure / found.pressure[0])
    assert_six_decimals(everywhere, [1, 2.042866, 0.133870])


def test_places_around_the_municipality_set_no_median() -> None:
    found = pressed(hand_made())
    inside = np.array([False, True, True])
    middle = (2.622013 + 0.171821) / 2
    assert_six_decimals(relative_pressure(found, inside), np.array([1.283497, 2.622013, 0.171821]) / middle)


def test_a_place_without_room_has_no_pressure_and_sets_no_median() -> None:
    found = pressed(hand_made().but(rooms=Rooms.certain([300, 0, 60])))
    assert_six_decimals(found.pressure, [1.502151, np.nan, 0.322581])
    assert found.load_hours[1] == 0
    relative = relative_pressure(found, np.ones(3, dtype=np.bool_))
    assert_six_decimals(relative, np.array([1.502151, np.nan, 0.322581]) / ((1.502151 + 0.322581) / 2))


def test_where_the_middle_has_no_pressure_nothing_is_relative_to_it() -> None:
    everywhere = np.ones(3, dtype=np.bool_)
    nobody = pressed(hand_made().but(demand=Demand.certain(np.zeros((3, 2)))))
    assert_array_equal(nobody.pressure, [0, 0, 0])
    assert np.isnan(relative_pressure(nobody, everywhere)).all()
    assert np.isnan(relative_pressure(pressed(hand_made()), ~everywhere)).all()


def test_closing_the_only_place_in_reach_strands_its_neighbours() -> None:
    town = hand_made()
    found = closing(town, np.array([False, True, False]))
    assert_four_decimals(found.moved_hours, 74.6415)
    assert_close(found.stranded_hours, 240)
    assert_close(found.stranded_by_point, [[0, 0], [0, 0], [0, 240]])
    assert_four_decimals(found.pressure.load_hours, [450.6452, 0, 19.3548])
    assert_six_decimals(found.pressure.pressure, [1.502151, np.nan, 0.322581])
    assert_four_decimals(found.received_hours, [65.5960, 0, 9.0456])
    rooms = Rooms.certain([300, 0, 60])
    coverage = summarise(
        town.catchment(), cover_range(town.catchment(), rooms, town.demand), town.persons, town.areas
    ).coverage
    assert_six_decimals(coverage[:, :ALL_GROUPS], [[0.810562, 0.670801], [np.nan, 0]])
    assert_array_equal(found.coverage.by_point, cover(town.catchment(), rooms.best, town.persons).by_point)


@given(town=towns())
def test_load_and_pressure_as_plain_loops_give_them(town: Town) -> None:
    found = pressed(town)
    load = naive.load_by_group(town, town.room)
    assert_close(found.load_by_group, load)
    has_room = town.room > 0
    assert_close(found.pressure[has_room], load.sum(axis=1)[has_room] / town.room[has_room])
    assert_array_equal(np.isnan(found.pressure), ~has_room)


@given(town=towns())
def test_the_loads_add_up_to_the_need_that_reaches_an_offer(town: Town) -> None:
    assert_close(pressed(town).load_hours.sum(), naive.need_with_an_offer(town, town.room))


@given(town=towns(), data=st.data())
def test_closing_equals_a_town_in_which_the_offers_never_were(town: Town, data: st.DataObject) -> None:
    closed = some_offers(town, data)
    found, other = closing(town, closed), without(town, closed)
    assert_close(found.pressure.load_by_group[~closed], pressed(other).load_by_group)
    assert_close(found.pressure.pressure[~closed], pressed(other).pressure)
    assert np.isnan(found.pressure.pressure[closed]).all()
    assert_close(found.coverage.by_point, cover(other.catchment(), other.room, other.persons).by_point)


@given(town=towns(), data=st.data())
def test_closing_lowers_coverage_by_exactly_what_the_offers_contributed(town: Town, data: st.DataObject) -> None:
    closed = some_offers(town, data)
    catchment = town.catchment()
    before = cover(catchment, town.room, town.persons)
    lost = np.zeros((town.areas.n_areas, catchment.n_groups + 1))
    parts = explain(catchment, before, town.persons, town.areas)
    those = closed[parts.offer_index]
    np.add.at(lost, (parts.area_index[those], parts.group_index[those]), parts.coverage[those])
    drop = before.by_point - closing(town, closed).coverage.by_point
    assert_close(np.nan_to_num(naive.area_mean(town, drop)), lost)


@given(town=towns(), data=st.data())
def test_closed_load_is_moved_or_stranded(town: Town, data: st.DataObject) -> None:
    closed = some_offers(town, data)
    found = closing(town, closed)
    assert_close(found.moved_hours + found.stranded_hours, pressed(town).load_hours[closed].sum())
    assert_close(found.received_hours.sum(), found.moved_hours)
    assert (found.received_hours >= 0).all()
    gone = naive.need_with_an_offer(town, town.room) - naive.need_with_an_offer(town, np.where(closed, 0, town.room))
    assert_close(found.stranded_hours, gone)


@given(town=towns(), data=st.data())
def test_closing_never_eases_another_place(town: Town, data: st.DataObject) -> None:
    closed = some_offers(town, data)
    stays = ~closed & (town.room > 0)
    after = closing(town, closed).pressure.pressure[stays]
    assert (after >= pressed(town).pressure[stays] * (1 - 1e-12)).all()


@given(town=towns())
def test_closing_nothing_changes_nothing(town: Town) -> None:
    found = closing(town, np.zeros(len(town.room), dtype=np.bool_))
    assert_array_equal(found.pressure.load_by_group, pressed(town).load_by_group)
    assert (found.moved_hours, found.stranded_hours, found.received_hours.sum()) == (0, 0, 0)


@given(town=towns(), factor=factors)
def test_units_scale_as_they_must(town: Town, factor: float) -> None:
    usual = pressed(town)
    more_people = pressed(town.but(demand=Demand.certain(town.persons * factor)))
    assert_close(more_people.load_by_group, usual.load_by_group * factor)
    assert_close(more_people.pressure, usual.pressure * factor)
    assert_close(pressed(town.but(norm_hours=town.norm_hours * factor)).pressure, usual.pressure * factor)
    more_room = pressed(town.but(rooms=Rooms.certain(town.room * factor)))
    assert_close(more_room.load_by_group, usual.load_by_group)
    assert_close(more_room.pressure, usual.pressure / factor)


@given(town=towns(), share=st.floats(0.01, 0.99), data=st.data())
def test_splitting_an_offer_in_two_splits_its_load(town: Town, share: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(town.room) - 1))
    found = pressed(split_offer(town, k, share))
    usual = pressed(town)
    assert_close(found.load_hours[k] + found.load_hours[-1], usual.load_hours[k])
    assert_close(found.pressure, np.append(usual.pressure, usual.pressure[k]))


@given(town=towns(), share=st.floats(0, 1), data=st.data())
def test_splitting_a_point_in_two_changes_no_load(town: Town, share: float, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(town.persons) - 1))
    assert_close(pressed(split_point(town, i, share)).load_by_group, pressed(town).load_by_group)


@given(town=towns(), factor=factors)
def test_relative_pressure_does_not_depend_on_the_norms(town: Town, factor: float) -> None:
    inside = np.ones(len(town.room), dtype=np.bool_)
    other = pressed(town.but(norm_hours=town.norm_hours * factor))
    assert_close(relative_pressure(other, inside), relative_pressure(pressed(town), inside))


FEW = np.ones(2, dtype=np.bool_)
WRONG: list[tuple[str, Callable[[Town], object]]] = [
    (
        "room, place-hours a week has shape 2: expected 3",
        lambda t: measure_pressure(t.catchment(), np.ones(2), t.persons),
    ),
    ("persons has shape 1 × 2: expected 3 × 2", lambda t: measure_pressure(t.catchment(), t.room, np.ones((1, 2)))),
    ("inside has shape 2: expected 3", lambda t: relative_pressure(pressed(t), FEW)),
    ("closed has shape 2: expected 3", lambda t: closing(t, FEW)),
    ("closed must hold true or false, not float64", lambda t: closing(t, np.ones(3))),  # type: ignore[arg-type]
    ("room, place-hours a week at [0] is nan", lambda t: close_offers(t.catchment(), t.room * np.nan, t.persons, FEW)),
]


@pytest.mark.parametrize(("message", "ask"), WRONG, ids=[message for message, _ in WRONG])
def test_what_belongs_to_another_town_is_refused(message: str, ask: Callable[[Town], object]) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        ask(hand_made())
