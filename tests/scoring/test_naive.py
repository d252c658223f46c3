"""Whatever the town, the arrays give what the plain loops give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from scoring.areas import explain, summarise
from scoring.catchment import cover_range
from scoring.reach import count_unhosted, persons_with_only, places_in_reach, summarise_reach
from tests.scoring import naive
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, towns


@given(town=towns())
def test_coverage_at_the_points(town: Town) -> None:
    found = cover_range(town.catchment(), town.rooms, town.demand)
    per_need = naive.room_per_need(town, town.room, town.persons)
    assert_close(found.best.room_per_need, per_need)
    assert_close(found.best.by_point, naive.spread(town, per_need))
    assert_close(found.from_known, naive.spread(town, np.where(town.rooms.known, per_need, 0)))


@given(town=towns())
def test_the_range_at_the_points(town: Town) -> None:
    found = cover_range(town.catchment(), town.rooms, town.demand)
    is_reached = naive.room_per_need(town, np.ones_like(town.room), town.persons) > 0
    low = naive.room_per_need(town, town.rooms.low, town.demand.high)
    assert_close(found.low, naive.spread(town, np.where(is_reached, low, 0)))
    keeps_need = naive.room_per_need(town, np.ones_like(town.room), town.demand.low) > 0
    high = np.where(
        keeps_need,
        naive.room_per_need(town, town.rooms.high, town.demand.low),
        naive.room_per_need(town, town.rooms.high, town.persons),
    )
    assert_close(found.high, naive.spread(town, high))


@given(town=towns())
def test_the_figures_of_areas(town: Town) -> None:
    coverage = cover_range(town.catchment(), town.rooms, town.demand)
    found = summarise(town.catchment(), coverage, town.persons, town.areas)
    assert_close(found.coverage, naive.area_mean(town, coverage.best.by_point))
    assert_close(found.low, naive.area_mean(town, coverage.low))
    assert_close(found.high, naive.area_mean(town, coverage.high))
    assert_close(found.need_met, naive.area_mean(town, np.minimum(coverage.best.by_point, 1)))
    from_known = naive.area_mean(town, coverage.from_known)
    share = np.divide(from_known, found.coverage, out=np.full_like(from_known, np.nan), where=found.coverage > 0)
    assert_close(found.known_share, share)


@given(town=towns())
def test_the_contribution_of_each_offer(town: Town) -> None:
    coverage = cover_range(town.catchment(), town.rooms, town.demand).best
    found = explain(town.catchment(), coverage, town.persons, town.areas)
    n_groups = town.persons.shape[1]
    written_out = np.zeros((town.areas.n_areas, n_groups + 1, len(town.room)))
    np.add.at(written_out, (found.area_index, found.group_index, found.offer_index), found.coverage)
    assert_close(written_out, naive.contributed(town))
    assert (found.coverage > 0).all()
    assert len({*zip(found.area_index, found.group_index, found.offer_index, strict=True)}) == len(found.coverage)


@given(town=towns(), data=st.data())
def test_a_withheld_group_is_in_no_figure_of_all_groups_together(town: Town, data: st.DataObject) -> None:
    told = data.draw(arrays(np.bool_, (town.areas.n_areas, town.persons.shape[1])))
    coverage = cover_range(town.catchment(), town.rooms, town.demand)
    found = summarise(town.catchment(), coverage, town.persons, town.areas, told)
    assert_close(found.coverage, naive.area_mean(town, coverage.best.by_point, told))
    assert_close(found.need_met, naive.area_mean(town, np.minimum(coverage.best.by_point, 1), told))
    assert_close(found.need_hours[:, -1], np.where(told, found.need_hours[:, :-1], 0).sum(axis=1))
    parts = explain(town.catchment(), coverage.best, town.persons, town.areas, told)
    added_up = np.zeros_like(found.coverage)
    np.add.at(added_up, (parts.area_index, parts.group_index), parts.coverage)
    assert_close(added_up, np.nan_to_num(found.coverage))


@given(town=towns())
def test_which_offers_need_reaches(town: Town) -> None:
    coverage = cover_range(town.catchment(), town.rooms, town.demand).best
    nobody = naive.room_per_need(town, np.ones_like(town.room), town.persons) == 0
    assert_array_equal(coverage.is_reached, ~nobody)


@given(town=towns())
def test_places_in_reach_of_the_points(town: Town) -> None:
    found = places_in_reach(town.catchment(), town.room)
    for i, g in np.ndindex(*town.persons.shape):
        assert found.n_places[i, g] == len(naive.suitable_sites(town, i, g, lambda k: bool(town.room[k] > 0)))
        assert found.nearest_m[i, g] == naive.nearest_m(town, i, g)


@given(town=towns())
def test_people_for_whom_a_site_is_the_only_one(town: Town) -> None:
    catchment = town.catchment()
    expected = np.zeros((catchment.n_sites, town.persons.shape[1]))
    for i, g in np.ndindex(*town.persons.shape):
        sites = naive.suitable_sites(town, i, g, lambda k: bool(town.room[k] > 0))
        if len(sites) == 1:
            expected[next(iter(sites)), g] += town.persons[i, g]
    assert_close(persons_with_only(catchment, town.room, town.persons), expected)


@given(town=towns())
def test_reach_of_areas(town: Town) -> None:
    catchment = town.catchment()
    at_points = places_in_reach(catchment, town.room)
    found = summarise_reach(catchment, at_points, town.persons, town.areas)
    unhosted = count_unhosted(catchment, town.room, town.unhosted, town.persons, town.areas)
    n_groups = town.persons.shape[1]
    for a in range(town.areas.n_areas):
        of_any: set[int] = set()
        for g in range(n_groups):
            inside = [int(i) for i in np.flatnonzero(town.areas.area_index == a) if town.persons[i, g] > 0]
            total = sum(town.persons[i, g] for i in inside)
            counts = at_points.n_places[:, g]
            for share, those in (
                (found.none, [i for i in inside if counts[i] == 0]),
                (found.one, [i for i in inside if counts[i] == 1]),
                (found.two_plus, [i for i in inside if counts[i] > 1]),
            ):
                expected = sum(town.persons[i, g] for i in those) / total if total else np.nan
                assert_close(share[a, g], expected)
            assert_close(found.nearest_m[a, g], naive.median_m(town, a, g))
            seen: set[int] = set()
            for i in inside:
                open_without_host = naive.suitable_sites(town, i, g, lambda k: bool(town.unhosted[k]))
                seen |= open_without_host - naive.suitable_sites(town, i, g, lambda k: bool(town.room[k] > 0))
            assert unhosted[a, g] == len(seen)
            of_any |= seen
        assert unhosted[a, n_groups] == len(of_any)
        assert np.isnan([found.none[a, n_groups], found.nearest_m[a, n_groups]]).all()
