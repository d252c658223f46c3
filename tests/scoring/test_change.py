"""Why coverage changed: five factors whose parts add up to the change, in whatever order they are thought of."""

import re
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.areas import summarise
from scoring.arrays import FloatArray
from scoring.catchment import cover_range
from scoring.change import Change, Factor, State, attribute_change, mix, share_out
from scoring.shapes import Areas, Demand, Rooms
from tests.scoring import naive
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, hand_made, steps, towns


def one_library(**facts: Any) -> State:
    """Open 4 hosted hours a week, 10 places, and 100 persons in reach."""
    usual: dict[str, Any] = {"is_present": [True], "hosted_hours": [4.0], "places": [10.0], "persons": [[100.0]]}
    given_ = {name: np.array(value) for name, value in (usual | facts).items()}
    given_.setdefault("room", given_["is_present"] * given_["hosted_hours"] * given_["places"])
    return State(
        hours_basis=given_.pop("hours_basis", np.array([4])),
        places_basis=given_.pop("places_basis", np.array([1])),
        **given_,
    )


def of_one(before: State, after: State) -> FloatArray:
    """The five parts for the one group of the one area around one library; the norm is an hour."""
    town = Town(
        walk_m=np.array([[100.0]]),
        site_index=np.array([0]),
        suitability=np.array([[1.0]]),
        norm_hours=np.array([1.0]),
        decays=(steps(),),
        demand=Demand.certain(before.persons),
        rooms=Rooms.certain([1.0]),
        unhosted=np.array([False]),
        areas=Areas(np.array([0]), 1),
    )
    catchment = town.catchment()
    return attribute_change(catchment, mix(catchment, before, after), town.areas).parts[:, 0, 0]


def test_half_the_hours_for_twice_the_people_share_the_loss() -> None:
    after = one_library(hosted_hours=[2.0], persons=[[200.0]])
    # From .4 to .1. Whichever comes first takes .2 and the other .1 of it.
    assert_close(of_one(one_library(), after), [0, -0.15, 0, -0.15, 0])


def test_a_closed_place_is_presence_alone_whatever_is_recorded_of_it_afterwards() -> None:
    after = one_library(is_present=[False], room=[0.0], hosted_hours=[0.0], places=[0.0], hours_basis=np.array([0]))
    assert_close(of_one(one_library(), after), [-0.4, 0, 0, 0, 0])
    assert_close(of_one(after, one_library()), [0.4, 0, 0, 0, 0])


def test_a_place_that_closes_while_its_people_leave() -> None:
    after = one_library(is_present=[False], room=[0.0], persons=[[50.0]])
    # Closing first costs .4; after the people left, it costs .8: the leaving had brought .4.
    assert_close(of_one(one_library(), after), [-0.6, 0, 0, 0.2, 0])


def test_a_default_that_makes_way_for_a_record_is_no_real_change() -> None:
    after = one_library(hosted_hours=[1.0], hours_basis=np.array([1]), places=[4.0], places_basis=np.array([0]))
    assert_close(of_one(one_library(), after), [0, 0, 0, 0, 0.04 - 0.4])


def test_recorded_hours_that_were_cut_beside_places_that_are_recorded_at_last() -> None:
    after = one_library(hosted_hours=[2.0], places=[5.0], places_basis=np.array([0]))
    assert_close(of_one(one_library(), after), [0, -0.15, 0, 0, -0.15])


def test_an_activity_that_takes_places_out_of_the_room_takes_places() -> None:
    assert_close(of_one(one_library(), one_library(room=[24.0])), [0, 0, -0.16, 0, 0])


def test_hours_that_return_return_as_hours_though_an_activity_takes_some_of_their_places() -> None:
    none = one_library(hosted_hours=[0.0])
    assert_close(of_one(none, one_library(room=[24.0])), [0, 0.24, 0, 0, 0])
    assert_close(of_one(one_library(room=[24.0]), none), [0, -0.24, 0, 0, 0])


def test_room_of_unhosted_hours_counts_as_hours() -> None:
    assert_close(of_one(one_library(), one_library(hosted_hours=[0.0], room=[10.0])), [0, -0.3, 0, 0, 0])


def test_where_nobody_lived_there_is_no_change_to_explain() -> None:
    nobody = one_library(persons=[[0.0]])
    assert np.isnan(of_one(nobody, one_library())).all()
    assert np.isnan(of_one(one_library(), nobody)).all()


def test_a_closed_offer_costs_each_area_its_contribution() -> None:
    town = hand_made()
    found = change(town, state(town), state(town, is_present=np.array([True, False, True])))
    assert_close(found.parts[Factor.PRESENCE, 0, 0], -0.176928, within=1e-5)
    assert_close(found.parts[:, 1, 1], [-0.234753, 0, 0, 0, 0], within=1e-5)
    assert np.isnan(found.parts[:, 1, 0]).all()


def test_a_group_that_is_withheld_is_in_no_sum() -> None:
    town = hand_made()
    after = state(town, persons=town.persons * [1, 2])
    told = np.array([[True, False], [True, True]])
    found = change(town, state(town), after, told)
    # Of area 1 only the first group is told: all together are that group.
    assert_close(found.parts[:, 0, -1], found.parts[:, 0, 0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"room": [-1.0]}, "room, place-hours a week at [0] is -1.0"),
        ({"is_present": [True, False]}, "is_present has shape 2: expected 1"),
        ({"hours_basis": np.array([1, 2])}, "hours_basis has shape (2,): expected one number for each of 1"),
        ({"hosted_hours": [0.0], "places": [0.0], "room": [5.0]}, "room 5.0 without hosted hours or places"),
    ],
)
def test_a_state_that_cannot_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        one_library(**({"room": [40.0]} | wrong))


def state(town: Town, **facts: Any) -> State:
    """A town in which every offer is open 8 hosted hours a week."""
    hours = np.full(len(town.room), 8.0)
    usual: dict[str, Any] = {
        "is_present": np.ones(len(town.room), dtype=np.bool_),
        "room": town.room,
        "hosted_hours": hours,
        "places": town.room / hours,
        "hours_basis": np.zeros(len(town.room), dtype=np.int64),
        "places_basis": np.zeros(len(town.room), dtype=np.int64),
        "persons": town.persons,
    }
    return State(**(usual | facts))


def change(town: Town, before: State, after: State, told: Any = None) -> Change:
    catchment = town.catchment()
    return attribute_change(catchment, mix(catchment, before, after), town.areas, told)


@st.composite
def states(draw: st.DrawFn, town: Town) -> State:
    n_offers = len(town.room)
    present = draw(arrays(np.bool_, n_offers))
    hours = draw(arrays(np.float64, n_offers, elements=st.sampled_from([0.0, 4.0, 20.0, 45.0])))
    places = draw(arrays(np.float64, n_offers, elements=st.sampled_from([0.0, 5.0, 12.0, 60.0])))
    left = draw(arrays(np.float64, n_offers, elements=st.sampled_from([0.0, 0.4, 1.0])))
    unhosted = draw(st.sampled_from([0.0, 3.0]))
    basis = arrays(np.int64, n_offers, elements=st.integers(0, 1))
    amounts = arrays(np.float64, town.persons.shape, elements=st.just(0.0) | st.floats(0.5, 500.0), fill=st.nothing())
    return State(
        is_present=present,
        room=present * np.where(hours > 0, hours * places * left, places * unhosted),
        hosted_hours=hours,
        places=places,
        hours_basis=draw(basis),
        places_basis=draw(basis),
        persons=draw(amounts | st.just(town.persons)),
    )


@given(data=st.data())
def test_the_parts_add_up_to_the_change_of_the_coverage_as_it_is_scored(data: st.DataObject) -> None:
    town = data.draw(towns())
    before, after = data.draw(states(town)), data.draw(states(town))
    told = data.draw(st.none() | arrays(np.bool_, (town.areas.n_areas, town.persons.shape[1])))
    found = change(town, before, after, told)
    catchment = town.catchment()
    for coverage, each in ((found.before, before), (found.after, after)):
        of_points = cover_range(catchment, Rooms.certain(each.room), Demand.certain(each.persons))
        assert_close(coverage, summarise(catchment, of_points, each.persons, town.areas, told).coverage)
    assert_close(found.parts.sum(axis=0), found.after - found.before)


@given(data=st.data())
def test_swapping_the_dates_turns_every_sign(data: st.DataObject) -> None:
    town = data.draw(towns())
    before, after = data.draw(states(town)), data.draw(states(town))
    assert_close(change(town, before, after).parts, -change(town, after, before).parts)


@given(data=st.data())
def test_a_factor_that_does_not_differ_has_no_part(data: st.DataObject) -> None:
    town = data.draw(towns())
    before, other = data.draw(states(town)), data.draw(states(town))
    parts = np.nan_to_num(change(town, before, _but(before, persons=other.persons)).parts)
    assert (parts[[Factor.PRESENCE, Factor.HOSTED_HOURS, Factor.PLACES, Factor.RECORD_KEEPING]] == 0).all()
    parts = np.nan_to_num(change(town, before, _but(other, persons=before.persons, is_present=before.is_present)).parts)
    assert (parts[[Factor.PRESENCE, Factor.DEMAND]] == 0).all()
    recorded = _but(other, hours_basis=before.hours_basis, places_basis=before.places_basis)
    assert (np.nan_to_num(change(town, before, recorded).parts)[Factor.RECORD_KEEPING] == 0).all()


@given(data=st.data())
def test_where_no_figure_rests_on_the_same_all_but_presence_and_demand_is_record_keeping(data: st.DataObject) -> None:
    town = data.draw(towns())
    before, other = data.draw(states(town)), data.draw(states(town))
    after = _but(other, hours_basis=before.hours_basis + 1, places_basis=before.places_basis + 1)
    parts = np.nan_to_num(change(town, before, after).parts)
    assert (parts[[Factor.HOSTED_HOURS, Factor.PLACES]] == 0).all()


@given(data=st.data())
def test_the_parts_are_the_mean_over_every_order_of_the_factors(data: st.DataObject) -> None:
    """One factor after the other, in all 120 orders, in a town of plain loops."""
    town = data.draw(towns(one_group=True))
    before, after = data.draw(states(town)), data.draw(states(town))
    order = data.draw(st.permutations(list(Factor)))
    worth = _plain_worth(town, before, after)
    expected = {factor: np.zeros(town.areas.n_areas) for factor in Factor}
    for joining in permutations(order):
        later: frozenset[Factor] = frozenset()
        for factor in joining:
            expected[factor] = expected[factor] + (worth[later | {factor}] - worth[later]) / 120
            later |= {factor}
    found = change(town, before, after).parts[:, :, 0]
    for factor in Factor:
        assert_close(found[factor], expected[factor])


@given(data=st.data())
def test_shapley_values_do_not_depend_on_the_order_in_which_players_are_numbered(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 5))
    worth = data.draw(arrays(np.float64, 2**n, elements=st.floats(-10, 10)))
    order = data.draw(st.permutations(range(n)))
    renumbered = np.array(
        [worth[sum((z >> place & 1) << player for place, player in enumerate(order))] for z in range(2**n)]
    )
    assert_close(share_out(renumbered), share_out(worth)[list(order)])
    assert_close(share_out(worth).sum(), worth[-1] - worth[0])


def _but(state: State, **facts: Any) -> State:
    """The same state but for some facts; an offer that was absent has room as it appears, and one that leaves none."""
    given_ = {name: getattr(state, name) for name in State.__dataclass_fields__} | facts
    appears = given_["is_present"] & ~state.is_present
    room = np.where(appears, state.hosted_hours * state.places, state.room)
    return State(**(given_ | {"room": given_["is_present"] * room}))


def _plain_worth(town: Town, before: State, after: State) -> dict[frozenset[Factor], FloatArray]:
    """Coverage of the areas under every mixture of the two dates, by the definitions in words."""
    found = {}
    for z in range(2 ** len(Factor)):
        later = frozenset(factor for factor in Factor if z >> factor & 1)
        persons = (before, after)[Factor.DEMAND in later].persons
        room = np.array([_plain_room(before, after, k, later) for k in range(len(town.room))])
        mixed = town.but(demand=Demand.certain(persons))
        by_point = naive.spread(mixed, naive.room_per_need(mixed, room, persons))
        found[later] = naive.area_mean(mixed, by_point)[:, 0]
    return found


def _plain_room(before: State, after: State, k: int, later: frozenset[Factor]) -> float:
    if not (before, after)[Factor.PRESENCE in later].is_present[k]:
        return 0.0
    seen = {}
    for this in (before, after):
        if this.is_present[k]:
            hours = this.hosted_hours[k]
            if hours == 0 and this.room[k] > 0:
                hours = this.room[k] / this.places[k]
            seen[this] = (hours, this.room[k] / hours if hours > 0 else None, this.places[k])
    first, second = seen.get(before) or seen[after], seen.get(after) or seen[before]
    places = [each[1] if each[1] is not None else each[2] for each in (first, second)]
    for here, (this, other) in enumerate(((first, second), (second, first))):
        if this[1] is None and other[1] is not None and this[2] == other[2]:
            places[here] = other[1]
    keeping = Factor.RECORD_KEEPING
    at_hours = (Factor.HOSTED_HOURS if before.hours_basis[k] == after.hours_basis[k] else keeping) in later
    at_places = (Factor.PLACES if before.places_basis[k] == after.places_basis[k] else keeping) in later
    return float((first, second)[at_hours][0] * places[at_places])
