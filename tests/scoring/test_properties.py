"""What must hold in any town, said as the promises of docs/scoring.md."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from scoring.areas import explain, summarise
from scoring.arrays import FloatArray
from scoring.catchment import cover, cover_range
from scoring.decay import Stepwise
from scoring.results import ALL_GROUPS, AreaCoverage
from scoring.shapes import Areas, Demand, Rooms
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, split_offer, split_point, towns

factors = st.floats(0.1, 10)


def by_point(town: Town) -> FloatArray:
    return cover(town.catchment(), town.room, town.persons).by_point


def figures(town: Town) -> AreaCoverage:
    catchment = town.catchment()
    return summarise(catchment, cover_range(catchment, town.rooms, town.demand), town.persons, town.areas)


@given(town=towns())
def test_room_is_conserved(town: Town) -> None:
    catchment = town.catchment()
    found = cover(catchment, town.room, town.persons)
    given_out = (catchment.need(town.persons) * found.by_point).sum()
    assert_close(given_out, town.room[found.is_reached].sum())


@given(town=towns(), extra=st.floats(0, 1000), data=st.data())
def test_more_room_never_lowers_anyones_coverage(town: Town, extra: float, data: st.DataObject) -> None:
    room = town.room.copy()
    room[data.draw(st.integers(0, len(room) - 1))] += extra
    assert (by_point(town.but(rooms=Rooms.certain(room))) >= by_point(town)).all()


@given(town=towns(), data=st.data())
def test_closing_an_offer_lowers_coverage_by_exactly_its_contribution(town: Town, data: st.DataObject) -> None:
    closed = data.draw(st.integers(0, len(town.room) - 1))
    room = town.room.copy()
    room[closed] = 0
    catchment = town.catchment()
    before = explain(catchment, cover(catchment, town.room, town.persons), town.persons, town.areas)
    lost = np.zeros((town.areas.n_areas, catchment.n_groups + 1))
    those = before.offer_index == closed
    np.add.at(lost, (before.area_index[those], before.group_index[those]), before.coverage[those])
    after = figures(town.but(rooms=Rooms.certain(room))).coverage
    assert_close(np.nan_to_num(figures(town).coverage - after), lost)


@given(town=towns())
def test_a_place_that_nobody_reaches_changes_nothing(town: Town) -> None:
    away = town.but(
        walk_m=np.column_stack([town.walk_m, np.full(len(town.walk_m), np.inf)]),
        site_index=np.append(town.site_index, town.walk_m.shape[1]),
        suitability=np.vstack([town.suitability, np.ones(town.suitability.shape[1])]),
        rooms=Rooms.certain(np.append(town.room, 500.0)),
    )
    assert_array_equal(by_point(away), by_point(town))


@given(town=towns(), share=st.floats(0, 1), data=st.data())
def test_splitting_an_offer_in_two_changes_nothing(town: Town, share: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(town.room) - 1))
    assert_close(by_point(split_offer(town, k, share)), by_point(town))


@given(town=towns(), share=st.floats(0, 1), data=st.data())
def test_splitting_a_point_in_two_changes_nothing(town: Town, share: float, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(town.persons) - 1))
    assert_close(figures(split_point(town, i, share)).coverage, figures(town).coverage)


@given(town=towns(), factor=factors)
def test_units_scale_as_they_must(town: Town, factor: float) -> None:
    usual = by_point(town)
    assert_close(by_point(town.but(rooms=Rooms.certain(town.room * factor))), usual * factor)
    assert_close(by_point(town.but(demand=Demand.certain(town.persons * factor))), usual / factor)
    assert_close(by_point(town.but(norm_hours=town.norm_hours * factor)), usual / factor)


@given(town=towns(), doublings=st.integers(-3, 3))
def test_the_unit_of_length_does_not_matter(town: Town, doublings: int) -> None:
    # Powers of two keep the metres exact, so that no walk crosses the end of a step by rounding.
    decays = tuple(
        Stepwise(tuple(step._replace(up_to_m=step.up_to_m * 2.0**doublings) for step in decay.steps))
        for decay in town.decays
    )
    assert_array_equal(by_point(town.but(walk_m=town.walk_m * 2.0**doublings, decays=decays)), by_point(town))


@given(town=towns())
def test_contributions_add_up_to_the_coverage(town: Town) -> None:
    catchment = town.catchment()
    found = explain(catchment, cover(catchment, town.room, town.persons), town.persons, town.areas)
    total = np.zeros((town.areas.n_areas, catchment.n_groups + 1))
    np.add.at(total, (found.area_index, found.group_index), found.coverage)
    assert_close(total, np.nan_to_num(figures(town).coverage))


@given(town=towns())
def test_low_best_and_high_are_in_order(town: Town) -> None:
    at_points = cover_range(town.catchment(), town.rooms, town.demand)
    assert (at_points.low <= at_points.best.by_point).all()
    assert (at_points.best.by_point <= at_points.high).all()
    found = figures(town)
    has_need = found.need_hours > 0
    assert (found.low[has_need] <= found.coverage[has_need]).all()
    assert (found.coverage[has_need] <= found.high[has_need]).all()
    assert np.isnan([found.low[~has_need], found.coverage[~has_need], found.high[~has_need]]).all()


@given(town=towns())
def test_without_a_range_low_best_and_high_are_one(town: Town) -> None:
    found = figures(town.but(rooms=Rooms.certain(town.room), demand=Demand.certain(town.persons)))
    assert_array_equal(found.low, found.coverage)
    assert_array_equal(found.high, found.coverage)
    assert_array_equal(found.known_share[found.coverage > 0], 1)


@given(town=towns())
def test_need_met_is_at_most_the_coverage_and_at_most_all(town: Town) -> None:
    found = figures(town)
    has_need = found.need_hours > 0
    assert (found.need_met[has_need] <= found.coverage[has_need] * (1 + 1e-12)).all()
    assert (found.need_met[has_need] <= 1 + 1e-12).all()


@given(town=towns())
def test_a_higher_level_is_the_need_weighted_mean_of_the_lower(town: Town) -> None:
    lower = figures(town)
    inside = np.where(town.areas.area_index >= 0, 0, -1)
    higher = figures(town.but(areas=Areas(inside, 1)))
    for figure in ("coverage", "low", "high", "need_met"):
        hours = np.nansum(getattr(lower, figure) * lower.need_hours, axis=0)
        assert_close(np.nan_to_num(getattr(higher, figure)[0]) * higher.need_hours[0], hours)


@given(town=towns())
def test_all_groups_together_is_the_need_weighted_mean_of_the_groups(town: Town) -> None:
    found = figures(town)
    hours = np.nansum((found.coverage * found.need_hours)[:, :ALL_GROUPS], axis=1)
    assert_close(np.nan_to_num(found.coverage[:, ALL_GROUPS]) * found.need_hours[:, ALL_GROUPS], hours)


@given(town=towns(), data=st.data())
def test_the_order_of_the_offers_does_not_matter(town: Town, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(range(len(town.room))))
    other = town.but(
        site_index=town.site_index[shuffled],
        suitability=town.suitability[shuffled],
        rooms=Rooms.certain(town.room[shuffled]),
    )
    assert_close(by_point(other), by_point(town))
