"""Trying changes equals scoring a town with them; and what is new in an answer follows from what may be told alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.arrays import BoolArray, FloatArray
from scoring.catchment import Catchment, prepare
from scoring.pressure import close_offers, measure_pressure
from scoring.shapes import Areas, Groups, Offers, Rooms, Walks
from scoring.what_if import Changed, Changes, Standing, coverage_of_areas, try_changes
from tests.scoring import naive
from tests.scoring.towns import Town, hand_made, towns

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@dataclass(frozen=True)
class Opened:
    """New sites with one offer each: metres are points × sites, inf = no path."""

    walk_m: FloatArray
    suitability: FloatArray
    room: FloatArray

    def catchment(self, town: Town) -> Catchment:
        points, sites = np.nonzero(np.isfinite(self.walk_m))
        walks = Walks(points, sites, self.walk_m[points, sites], *self.walk_m.shape)
        offers = Offers(np.arange(len(self.room)), self.suitability)
        return prepare(walks, offers, Groups(town.norm_hours, town.decays))


def nothing(town: Town) -> Opened:
    n_points, n_groups = town.persons.shape
    return Opened(np.empty((n_points, 0)), np.empty((0, n_groups)), np.empty(0))


def with_changes(town: Town, room: FloatArray, opened: Opened) -> Town:
    """The town in which they were made."""
    n_sites = town.walk_m.shape[1]
    return town.but(
        walk_m=np.hstack([town.walk_m, opened.walk_m]),
        site_index=np.append(town.site_index, n_sites + np.arange(len(opened.room))),
        suitability=np.vstack([town.suitability, opened.suitability]),
        rooms=Rooms.certain(np.append(room, opened.room)),
    )


def tried(
    town: Town, room: FloatArray, closed: BoolArray, opened: Opened, told: FloatArray | None = None
) -> tuple[Standing, Changed]:
    standing = Standing(town.catchment(), town.room, town.persons, told)
    return standing, try_changes(standing, Changes(room, closed, opened.catchment(town), opened.room))


@st.composite
def proposals(draw: st.DrawFn) -> tuple[Town, FloatArray, BoolArray, Opened]:
    """Any town, offers that close, room that grows where something ends beside it, and up to three openings."""
    town = draw(towns())
    n_points, n_groups = town.persons.shape
    closed = draw(arrays(np.bool_, len(town.room)))
    more = draw(arrays(np.float64, len(town.room), elements=st.sampled_from([0.0, 0.0, 40.0])))
    n = draw(st.integers(0, 3))
    metres = st.sampled_from([0.0, 400.0, 800.0, 1200.0, np.inf]) | st.floats(0, 1600)
    opened = Opened(
        draw(arrays(np.float64, (n_points, n), elements=metres, fill=st.nothing())),
        draw(arrays(np.float64, (n, n_groups), elements=st.sampled_from([0, 0.5, 1.0]))),
        draw(arrays(np.float64, n, elements=st.just(0.0) | st.floats(0.5, 5000))),
    )
    return town, np.where(closed, 0.0, town.room + more), closed, opened


def test_the_town_made_by_hand_loses_its_second_offer() -> None:
    town = hand_made()
    closed = np.array([False, True, False])
    standing, changed = tried(town, np.array([300.0, 0, 60]), closed, nothing(town))
    before, after, need = coverage_of_areas(standing, changed, town.areas)
    assert need == pytest.approx(np.array([[320, 150], [0, 240]]))
    assert before == pytest.approx(np.array([[0.987489, 0.717752], [np.nan, 0.234753]]), abs=1e-6, nan_ok=True)
    assert after == pytest.approx(np.array([[0.810562, 0.670801], [np.nan, 0]]), abs=1e-6, nan_ok=True)
    assert changed.load_hours == pytest.approx([450.6452, 0, 19.3548], abs=1e-4)
    assert changed.moved_by_point.sum() == pytest.approx(74.6415, abs=1e-4)
    assert changed.stranded_by_point.sum() == pytest.approx(240)


def test_the_town_made_by_hand_gets_an_offer_beside_its_third_point() -> None:
    town = hand_made()
    opened = Opened(np.array([[np.inf], [np.inf], [100.0]]), np.array([[0.0, 1.0]]), np.array([120.0]))
    standing, changed = tried(town, town.room, np.zeros(3, dtype=np.bool_), opened)
    _before, after, _need = coverage_of_areas(standing, changed, town.areas)
    # 120 place-hours for a need of 240 add a half; the other area has nothing of it.
    assert after[1, 1] == pytest.approx(0.234753 + 0.5, abs=1e-6)
    assert after[0] == pytest.approx([0.987489, 0.717752], abs=1e-6)
    # At the third point, 500 m × 1/.625 from offer 2: weight .68 for group B... × .625 = 800 m is its step.
    weight = naive.weight(town, 2, 1, 1)
    assert changed.opened_load_hours == pytest.approx([240 * 120 / (120 + 120 * weight)])
    assert changed.opened_persons == pytest.approx(np.array([[0, 80]]))
    assert changed.moved_by_point.sum() == changed.stranded_by_point.sum() == 0


@given(proposals())
def test_every_figure_is_that_of_a_scoring_with_the_changes(
    proposal: tuple[Town, FloatArray, BoolArray, Opened],
) -> None:
    town, room, closed, opened = proposal
    standing, changed = tried(town, room, closed, opened)
    whole = with_changes(town, room, opened)
    before, after, _need = coverage_of_areas(standing, changed, town.areas)
    by_point = naive.spread(whole, naive.room_per_need(whole, whole.room, whole.persons))
    expected = naive.area_mean(whole, by_point)[:, :-1]
    assert after == pytest.approx(expected, nan_ok=True, **CLOSE)
    stood = naive.spread(town, naive.room_per_need(town, town.room, town.persons))
    assert before == pytest.approx(naive.area_mean(town, stood)[:, :-1], nan_ok=True, **CLOSE)
    loads = naive.load_by_group(whole, whole.room).sum(axis=1)
    assert np.append(changed.load_hours, changed.opened_load_hours) == pytest.approx(loads, **CLOSE)


@given(proposals())
def test_the_load_of_what_closes_is_moved_or_stranded(proposal: tuple[Town, FloatArray, BoolArray, Opened]) -> None:
    town, room, closed, opened = proposal
    standing, changed = tried(town, room, closed, opened)
    together = changed.moved_by_point.sum() + changed.stranded_by_point.sum()
    assert together == pytest.approx(standing.load_hours[closed].sum(), **CLOSE)
    only_closed = np.where(closed, 0.0, town.room)
    _standing, alone = tried(town, only_closed, closed, nothing(town))
    closing = close_offers(town.catchment(), town.room, town.persons, closed)
    assert alone.moved_by_point == pytest.approx(closing.moved_by_point, **CLOSE)
    assert alone.stranded_by_point == pytest.approx(closing.stranded_by_point, **CLOSE)


@given(proposals())
def test_persons_in_reach_of_what_opens_are_counted_once(
    proposal: tuple[Town, FloatArray, BoolArray, Opened],
) -> None:
    town, room, closed, opened = proposal
    _standing, changed = tried(town, room, closed, opened)
    whole = with_changes(town, room, opened)
    n_before = len(town.room)
    for n, g in np.ndindex(*opened.suitability.shape):
        those = [i for i in range(len(town.persons)) if naive.weight(whole, i, n_before + n, g) > 0]
        assert changed.opened_persons[n, g] == pytest.approx(town.persons[those, g].sum())


@given(proposals(), st.data())
def test_nobody_learns_from_it_how_many_live_at_a_point_of_which_it_may_not_be_told(
    proposal: tuple[Town, FloatArray, BoolArray, Opened], data: st.DataObject
) -> None:
    """The figures that stand follow from all persons; what is new is the same, however many there are."""
    town, room, closed, opened = proposal
    told = np.full_like(town.persons, 5.0)
    some = st.just(0.0) | st.floats(0.5, 500)
    others = town.but(demand=type(town.demand).certain(data.draw(arrays(np.float64, told.shape, elements=some))))
    _standing, one = tried(town, room, closed, opened, told)
    _standing, other = tried(others, room, closed, opened, told)
    for name in ("load_hours", "opened_load_hours", "opened_persons", "moved_by_point", "stranded_by_point"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.new_change, other.new_change)


@given(towns())
def test_what_closes_takes_its_published_contribution_away_whatever_may_be_told(town: Town) -> None:
    closed = np.arange(len(town.room)) == 0
    told = np.full_like(town.persons, 5.0)
    standing, changed = tried(town, np.where(closed, 0.0, town.room), closed, nothing(town), told)
    before, after, _need = coverage_of_areas(standing, changed, town.areas)
    contributed = naive.contributed(town)[:, :-1, 0]
    assert np.nan_to_num(before - after) == pytest.approx(contributed, **CLOSE)


@given(towns())
def test_nothing_proposed_changes_nothing(town: Town) -> None:
    standing, changed = tried(town, town.room, np.zeros(len(town.room), dtype=np.bool_), nothing(town))
    before, after, _need = coverage_of_areas(standing, changed, town.areas)
    assert np.array_equal(before, after, equal_nan=True)
    assert np.array_equal(changed.load_hours, standing.told_load_hours)
    loads = measure_pressure(town.catchment(), town.room, town.persons).load_hours
    assert standing.load_hours == pytest.approx(loads, **CLOSE)


def changes(room: Sequence[float] = (300, 0, 60), closed: Sequence[bool] = (False, True, False)) -> Changes:
    town = hand_made()
    empty = nothing(town)
    return Changes(np.array(room, dtype=np.float64), np.array(closed), empty.catchment(town), empty.room)


def test_what_closes_keeps_no_room() -> None:
    with pytest.raises(ValueError, match="Offer 1 closes and keeps room"):
        changes(room=(300, 120, 60))


def test_changes_of_another_town_are_refused() -> None:
    town = hand_made()
    standing = Standing(town.catchment(), town.room, town.persons)
    with pytest.raises(ValueError, match="room"):
        try_changes(standing, changes(room=(300, 0), closed=(False, True)))
    smaller = town.but(walk_m=town.walk_m[:2], demand=type(town.demand).certain(town.persons[:2]))
    with pytest.raises(ValueError, match="2 points and 2 groups: expected 3 and 2"):
        try_changes(
            standing,
            Changes(town.room, np.zeros(3, dtype=np.bool_), nothing(smaller).catchment(smaller), np.empty(0)),
        )
    with pytest.raises(ValueError, match="area_index"):
        coverage_of_areas(standing, try_changes(standing, changes()), Areas(np.array([0]), 1))
