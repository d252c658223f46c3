"""Why coverage changed: five factors whose parts add up to the change, in whatever order they are thought of."""

import re
from dataclasses import replace
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
from scoring.change import Change, Factor, Shift, attribute_change, mix, share_out
from scoring.shapes import Areas, Demand, Rooms
from tests.scoring import naive
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, hand_made, steps, towns


def one_library(**facts: Any) -> Shift:
    """Open 4 hosted hours a week on both dates, 10 places, and 100 persons in reach."""
    usual: dict[str, Any] = {
        "is_present": [[True], [True]],
        "before": np.full((2, 2, 1), 40.0),
        "real": np.zeros((2, 2, 1)),
        "recorded": np.zeros((2, 2, 1)),
        "persons": [[[100.0]], [[100.0]]],
        "persons_recorded": [[False]],
    }
    return Shift(**{name: np.array(value) for name, value in (usual | facts).items()})


def of_one(shift: Shift) -> FloatArray:
    """The five parts for the one group of the one area around one library; the norm is an hour."""
    town = Town(
        walk_m=np.array([[100.0]]),
        site_index=np.array([0]),
        suitability=np.array([[1.0]]),
        norm_hours=np.array([1.0]),
        decays=(steps(),),
        demand=Demand.certain(shift.persons[0]),
        rooms=Rooms.certain([1.0]),
        unhosted=np.array([False]),
        areas=Areas(np.array([0]), 1),
    )
    return change(town, shift).parts[:, 0, 0]


def each(*by_places: float) -> FloatArray:
    """Room for the places of the first date and of the second; what is recorded of them makes no difference."""
    return np.array(by_places).repeat(2).reshape(2, 2, 1)


def test_half_the_hours_for_twice_the_people_share_the_loss() -> None:
    # From .4 to .1. Whichever comes first takes .2 and the other .1 of it.
    found = of_one(one_library(real=each(-20, -20), persons=[[[100.0]], [[200.0]]]))
    assert_close(found, [0, -0.15, 0, -0.15, 0])


def test_a_closed_place_is_presence_alone() -> None:
    assert_close(of_one(one_library(is_present=[[True], [False]])), [-0.4, 0, 0, 0, 0])
    assert_close(of_one(one_library(is_present=[[False], [True]])), [0.4, 0, 0, 0, 0])


def test_a_place_that_closes_while_its_people_leave() -> None:
    # Closing first costs .4; after the people left, it costs .8: the leaving had brought .4.
    found = of_one(one_library(is_present=[[True], [False]], persons=[[[100.0]], [[50.0]]]))
    assert_close(found, [-0.6, 0, 0, 0.2, 0])


def test_a_default_that_makes_way_for_a_record_is_no_real_change() -> None:
    assert_close(of_one(one_library(recorded=each(-36, -36))), [0, 0, 0, 0, -0.36])


def test_hours_that_were_cut_are_real_beside_others_that_were_only_written_down() -> None:
    found = of_one(one_library(real=each(-6, -6), recorded=each(-30, -30)))
    assert_close(found, [0, -0.06, 0, 0, -0.3])


def test_more_can_have_gone_than_was_known_to_be_there() -> None:
    """16 were cut of the 10 that were known; 12 of them came to be known only later."""
    found = of_one(one_library(before=each(10, 10), real=each(-16, -16), recorded=each(12, 12)))
    assert_close(found, [0, -0.13, 0, 0, 0.09])


def test_recorded_hours_that_were_cut_for_fewer_places() -> None:
    assert_close(of_one(one_library(before=each(40, 20), real=each(-20, -10))), [0, -0.15, -0.15, 0, 0])


def test_places_that_only_seem_to_be_taken_are_record_keeping() -> None:
    found = of_one(one_library(before=np.array([[40.0, 24.0], [40.0, 24.0]])[:, :, None]))
    assert_close(found, [0, 0, 0, 0, -0.16])


def test_people_who_were_only_counted_at_last_are_record_keeping() -> None:
    found = of_one(one_library(persons=[[[100.0]], [[200.0]]], persons_recorded=[[True]]))
    assert_close(found, [0, 0, 0, 0, -0.2])


def test_some_who_left_while_others_were_counted_at_last_leave_somebody_to_weigh_with() -> None:
    town = hand_made()
    persons = np.stack([town.persons * [1, 0], town.persons * [0, 1]])
    found = change(town, still(town, persons=persons, persons_recorded=np.array([[False, True]] * 3)))
    assert_close(found.parts[:, :, -1].sum(axis=0), (found.after - found.before)[:, -1])
    assert np.isfinite(found.parts[:, 0, -1]).all()


def test_where_nobody_lived_there_is_no_change_to_explain() -> None:
    assert np.isnan(of_one(one_library(persons=[[[0.0]], [[100.0]]]))).all()
    assert np.isnan(of_one(one_library(persons=[[[100.0]], [[0.0]]]))).all()


def test_a_closed_offer_costs_each_area_its_contribution() -> None:
    town = hand_made()
    found = change(town, still(town, is_present=np.array([[True] * 3, [True, False, True]])))
    assert_close(found.parts[Factor.PRESENCE, 0, 0], -0.176928, within=1e-5)
    assert_close(found.parts[:, 1, 1], [-0.234753, 0, 0, 0, 0], within=1e-5)
    assert np.isnan(found.parts[:, 1, 0]).all()


def test_a_group_that_is_withheld_is_in_no_sum() -> None:
    town = hand_made()
    told = np.array([[True, False], [True, True]])
    found = change(town, still(town, persons=np.stack([town.persons, town.persons * [1, 2]])), told)
    # Of area 1 only the first group is told: all together are that group.
    assert_close(found.parts[:, 0, -1], found.parts[:, 0, 0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"before": each(-1, 0)}, "room before, place-hours a week at [0, 0, 0] is -1.0"),
        ({"real": each(np.nan, 0)}, "room changed really, place-hours a week at [0, 0, 0] is nan"),
        ({"recorded": np.zeros((2, 1))}, "room changed by record-keeping, place-hours a week has shape 2 × 1"),
        ({"is_present": [[1], [2]]}, "is_present before must hold true or false"),
        ({"persons_recorded": [True]}, "persons_recorded has shape (1,): expected (1, 1)"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        one_library(**wrong)


def still(town: Town, **facts: Any) -> Shift:
    """A town in which nothing changed but these facts."""
    n_offers = len(town.room)
    usual: dict[str, Any] = {
        "is_present": np.ones((2, n_offers), dtype=np.bool_),
        "before": np.broadcast_to(town.room, (2, 2, n_offers)),
        "real": np.zeros((2, 2, n_offers)),
        "recorded": np.zeros((2, 2, n_offers)),
        "persons": np.stack([town.persons, town.persons]),
        "persons_recorded": np.zeros(town.persons.shape, dtype=np.bool_),
    }
    return Shift(**(usual | facts))


def change(town: Town, shift: Shift, told: Any = None) -> Change:
    catchment = town.catchment()
    return attribute_change(catchment, mix(catchment, shift), town.areas, told)


@st.composite
def shifts(draw: st.DrawFn, town: Town) -> Shift:
    n_offers = len(town.room)
    room = arrays(np.float64, (2, 2, n_offers), elements=st.sampled_from([0.0, 20.0, 48.0, 240.0]))
    before, after = draw(room), draw(room)
    # Both may be larger than the whole, one up and the other down.
    real = draw(arrays(np.float64, (2, 2, n_offers), elements=st.sampled_from([-300.0, -20.0, 0.0, 20.0])))
    amounts = arrays(np.float64, town.persons.shape, elements=st.just(0.0) | st.floats(0.5, 500.0), fill=st.nothing())
    persons = [draw(amounts | st.just(town.persons)) for _date in range(2)]
    return Shift(
        is_present=draw(arrays(np.bool_, (2, n_offers))),
        before=before,
        real=real,
        recorded=after - before - real,
        persons=np.stack(persons),
        persons_recorded=draw(arrays(np.bool_, town.persons.shape)),
    )


@given(data=st.data())
def test_the_parts_add_up_to_the_change_of_the_coverage_as_it_is_scored(data: st.DataObject) -> None:
    town = data.draw(towns())
    shift = data.draw(shifts(town))
    told = data.draw(st.none() | arrays(np.bool_, (town.areas.n_areas, town.persons.shape[1])))
    found = change(town, shift, told)
    catchment = town.catchment()
    after = shift.before[1, 1] + shift.real[1, 1] + shift.recorded[1, 1]
    for date, (coverage, room) in enumerate(((found.before, shift.before[0, 0]), (found.after, after))):
        rooms = Rooms.certain(np.where(shift.is_present[date], room, 0.0))
        of_points = cover_range(catchment, rooms, Demand.certain(shift.persons[date]))
        assert_close(coverage, summarise(catchment, of_points, shift.persons[date], town.areas, told).coverage)
    assert_close(found.parts.sum(axis=0), found.after - found.before)


@given(data=st.data())
def test_swapping_the_dates_turns_every_sign(data: st.DataObject) -> None:
    town = data.draw(towns())
    shift = data.draw(shifts(town))
    swapped = Shift(
        is_present=shift.is_present[::-1],
        before=(shift.before + shift.real + shift.recorded)[::-1, ::-1],
        real=-shift.real[::-1, ::-1],
        recorded=-shift.recorded[::-1, ::-1],
        persons=shift.persons[::-1],
        persons_recorded=shift.persons_recorded,
    )
    assert_close(change(town, shift).parts, -change(town, swapped).parts)


@given(data=st.data())
def test_a_factor_that_does_not_differ_has_no_part(data: st.DataObject) -> None:
    town = data.draw(towns())
    shift = data.draw(shifts(town))
    none = np.zeros_like(shift.real)
    nobody = np.zeros_like(shift.persons_recorded)
    for factor, without in (
        (Factor.PRESENCE, replace(shift, is_present=shift.is_present[[0, 0]])),
        (Factor.HOSTED_HOURS, replace(shift, real=none)),
        (Factor.PLACES, replace(shift, before=shift.before[[0, 0]], real=none, recorded=shift.recorded[[0, 0]])),
        (Factor.DEMAND, replace(shift, persons=shift.persons[[0, 0]])),
        (Factor.DEMAND, replace(shift, persons_recorded=~nobody)),
        (
            Factor.RECORD_KEEPING,
            replace(
                shift,
                before=shift.before[:, [0, 0]],
                real=shift.real[:, [0, 0]],
                recorded=none,
                persons_recorded=nobody,
            ),
        ),
    ):
        assert (np.nan_to_num(change(town, without).parts)[factor] == 0).all(), factor


@given(data=st.data())
def test_the_parts_are_the_mean_over_every_order_of_the_factors(data: st.DataObject) -> None:
    """One factor after the other, in all 120 orders, in a town of plain loops."""
    town = data.draw(towns(one_group=True))
    shift = data.draw(shifts(town))
    order = data.draw(st.permutations(list(Factor)))
    worth = _plain_worth(town, shift)
    expected = {factor: np.zeros(town.areas.n_areas) for factor in Factor}
    for joining in permutations(order):
        later: frozenset[Factor] = frozenset()
        for factor in joining:
            expected[factor] = expected[factor] + (worth[later | {factor}] - worth[later]) / 120
            later |= {factor}
    found = change(town, shift).parts[:, :, 0]
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


def _plain_worth(town: Town, shift: Shift) -> dict[frozenset[Factor], FloatArray]:
    """Coverage of the areas under every mixture of the two dates, by the definitions in words."""
    found = {}
    for z in range(2 ** len(Factor)):
        later = frozenset(factor for factor in Factor if z >> factor & 1)
        persons = np.array(town.persons)
        for i, g in np.ndindex(persons.shape):
            who = Factor.RECORD_KEEPING if shift.persons_recorded[i, g] else Factor.DEMAND
            persons[i, g] = shift.persons[1 if who in later else 0, i, g]
        room = np.array([_plain_room(shift, k, later) for k in range(len(town.room))])
        mixed = town.but(demand=Demand.certain(persons))
        by_point = naive.spread(mixed, naive.room_per_need(mixed, room, persons))
        found[later] = naive.area_mean(mixed, by_point)[:, 0]
        # Where nobody is left, those of both dates weigh.
        of_both = naive.area_mean(town.but(demand=Demand.certain(shift.persons.sum(axis=0))), by_point)[:, 0]
        found[later] = np.where(np.isnan(found[later]), of_both, found[later])
    gone = np.isnan(naive.area_mean(town.but(demand=Demand.certain(shift.persons[0])), by_point)[:, 0])
    gone |= np.isnan(naive.area_mean(town.but(demand=Demand.certain(shift.persons[1])), by_point)[:, 0])
    return {later: np.where(gone, np.nan, each) for later, each in found.items()}


def _plain_room(shift: Shift, k: int, later: frozenset[Factor]) -> float:
    if not shift.is_present[1 if Factor.PRESENCE in later else 0][k]:
        return 0.0
    version = (1 if Factor.PLACES in later else 0, 1 if Factor.RECORD_KEEPING in later else 0, k)
    room = shift.before[version]
    if Factor.HOSTED_HOURS in later:
        room += shift.real[version]
    if Factor.RECORD_KEEPING in later:
        room += shift.recorded[version]
    return float(max(room, 0.0))
