"""How much of the coverage hangs on one place, and how much on places at risk."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from scoring.areas import explain, summarise
from scoring.arrays import BoolArray, FloatArray
from scoring.catchment import Catchment, cover, cover_range, prepare
from scoring.pressure import close_offers
from scoring.resilience import measure_fragility, n_minus_one
from scoring.results import ALL_GROUPS, AreaFragility, Contributions
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks
from tests.scoring import naive
from tests.scoring.closeness import assert_close, assert_six_decimals
from tests.scoring.towns import Town, hand_made, split_offer, split_point, steps, towns

NOTHING = np.zeros(3, dtype=np.bool_)
ALL = np.ones(3, dtype=np.bool_)


def explained(town: Town) -> tuple[Catchment, Contributions]:
    catchment = town.catchment()
    return catchment, explain(catchment, cover(catchment, town.room, town.persons), town.persons, town.areas)


def largest(town: Town) -> FloatArray:
    return n_minus_one(*explained(town), town.areas)


def fragile(town: Town, at_risk: list[BoolArray], is_recorded: BoolArray) -> AreaFragility:
    return measure_fragility(*explained(town), town.areas, at_risk, is_recorded)


def risks(town: Town, data: st.DataObject) -> tuple[list[BoolArray], BoolArray]:
    is_recorded = data.draw(arrays(np.bool_, len(town.room)))
    reasons = data.draw(st.lists(arrays(np.bool_, len(town.room)), max_size=3))
    return [row & is_recorded for row in reasons], is_recorded


def test_without_its_largest_place_an_area_loses_what_that_place_contributes() -> None:
    found = largest(hand_made())
    # Area 1: .810562 of .987489 for A; .4, of the third place, of .717752 for B. Area 2 has one place only.
    assert_six_decimals(found[:, :ALL_GROUPS], [[0.820831, 0.557296], [np.nan, 1]])


def test_a_venue_is_lost_with_its_activities() -> None:
    together = hand_made().but(
        site_index=np.array([0, 0, 1]),
        walk_m=np.array([[300, 1300], [700, 200], [1100, np.inf]]),
    )
    catchment, parts = explained(together)
    of_b = (parts.area_index == 0) & (parts.group_index == 1)
    opening, activity, other = parts.coverage[of_b]
    found = n_minus_one(catchment, parts, together.areas)[0, 1]
    assert_close(found, max(opening + activity, other) / (opening + activity + other))
    assert opening < other < opening + activity


def test_without_coverage_nothing_can_be_lost_or_be_fragile() -> None:
    town = hand_made().but(rooms=Rooms.certain([0, 0, 0]))
    assert np.isnan(largest(town)).all()
    found = fragile(town, [ALL], ALL)
    for figure in (found.share, found.known_share, found.by_reason):
        assert np.isnan(figure).all()


def test_reasons_overlap_and_are_never_summed() -> None:
    funding_ends = np.array([True, False, False])
    vacancies = np.array([True, True, False])
    found = fragile(hand_made(), [funding_ends, vacancies], ALL)
    assert_six_decimals(found.by_reason[:, 0, 0], [0.820831, 1])
    assert_six_decimals(found.by_reason[:, 0, 1], [0.377291, 0.442704])
    assert_array_equal(found.share, found.by_reason[1])


def test_what_is_not_recorded_is_no_risk_and_stands_beside_it() -> None:
    first = np.array([True, False, False])
    found = fragile(hand_made(), [first], first)
    assert_six_decimals(found.share[0, :ALL_GROUPS], [0.820831, 0.377291])
    assert_array_equal(found.known_share[0], found.share[0])


def test_where_nothing_is_recorded_fragility_is_not_known() -> None:
    found = fragile(hand_made(), [np.array([True, False, False])], np.array([True, False, True]))
    # Area 2 is covered by the second place alone, of which nothing is recorded.
    assert np.isnan(found.share[1]).all()
    assert np.isnan(found.by_reason[0, 1]).all()
    assert_array_equal(found.known_share[1], [np.nan, 0, 0])


def test_recorded_and_not_at_risk_is_no_fragility() -> None:
    for reasons in ([], [NOTHING]):
        found = fragile(hand_made(), reasons, ALL)
        assert_array_equal(found.share, [[0, 0, 0], [np.nan, 0, 0]])
        assert_array_equal(found.known_share, [[1, 1, 1], [np.nan, 1, 1]])
        assert found.by_reason.shape == (len(reasons), 2, 3)


def test_a_town_without_places_has_nothing_to_lose() -> None:
    town = hand_made()
    nowhere = prepare(
        Walks.by_site([], [], n_points=3),
        Offers(np.empty(0, dtype=np.int64), np.empty((0, 2))),
        Groups(town.norm_hours, (steps(), steps())),
    )
    parts = explain(nowhere, cover(nowhere, np.empty(0), town.persons), town.persons, town.areas)
    assert np.isnan(n_minus_one(nowhere, parts, town.areas)).all()
    none = np.empty(0, dtype=np.bool_)
    assert np.isnan(measure_fragility(nowhere, parts, town.areas, [none], none).share).all()


@given(town=towns(), data=st.data())
def test_shares_as_plain_loops_give_them(town: Town, data: st.DataObject) -> None:
    at_risk, is_recorded = risks(town, data)
    found, one_less = fragile(town, at_risk, is_recorded), largest(town)
    parts = naive.contributed(town)
    for a, g in np.ndindex(*parts.shape[:2]):
        total = parts[a, g].sum()
        known = parts[a, g][is_recorded].sum()
        by_site = [parts[a, g][town.site_index == site].sum() for site in range(town.walk_m.shape[1])]
        assert_close(one_less[a, g], max(by_site) / total if total > 0 else np.nan)
        assert_close(found.known_share[a, g], known / total if total > 0 else np.nan)
        any_reason = [any(row[k] for row in at_risk) for k in range(len(town.room))]
        assert_close(found.share[a, g], parts[a, g][any_reason].sum() / total if known > 0 else np.nan)
        for r, row in enumerate(at_risk):
            assert_close(found.by_reason[r, a, g], parts[a, g][row].sum() / total if known > 0 else np.nan)


@given(town=towns())
def test_closing_the_largest_place_loses_exactly_that_share(town: Town) -> None:
    catchment = town.catchment()
    coverage = cover_range(catchment, Rooms.certain(town.room), town.demand)
    before = summarise(catchment, coverage, town.persons, town.areas).coverage
    losses = []
    for site in range(catchment.n_sites):
        after = close_offers(catchment, town.room, town.persons, town.site_index == site).coverage.by_point
        losses.append(before - naive.area_mean(town, after))
    most = np.max(losses, axis=0)
    share = np.divide(most, before, out=np.full_like(before, np.nan), where=before > 0)
    assert_close(largest(town), share)


@given(town=towns(), data=st.data())
def test_shares_are_shares(town: Town, data: st.DataObject) -> None:
    at_risk, is_recorded = risks(town, data)
    found, one_less = fragile(town, at_risk, is_recorded), largest(town)
    lost = one_less[~np.isnan(one_less)]
    assert ((lost > 0) & (lost <= 1)).all()
    told = ~np.isnan(found.share)
    assert (found.share[told] <= found.known_share[told]).all()
    assert (found.known_share[~np.isnan(found.known_share)] <= 1).all()
    assert (found.by_reason[:, told] <= found.share[told]).all()
    assert (found.share[told] <= found.by_reason[:, told].sum(axis=0) * (1 + 1e-12)).all()


@given(town=towns(), share=st.floats(0.01, 0.99), data=st.data())
def test_splitting_an_offer_or_a_point_in_two_changes_nothing(town: Town, share: float, data: st.DataObject) -> None:
    at_risk, is_recorded = risks(town, data)
    k = data.draw(st.integers(0, len(town.room) - 1))
    usual = fragile(town, at_risk, is_recorded)
    two_offers, two_points = split_offer(town, k, share), split_point(town, 0, share)
    of_two = fragile(two_offers, [np.append(row, row[k]) for row in at_risk], np.append(is_recorded, is_recorded[k]))
    for found in (of_two, fragile(two_points, at_risk, is_recorded)):
        assert_close(found.share, usual.share)
        assert_close(found.known_share, usual.known_share)
        assert_close(found.by_reason, usual.by_reason)
    assert_close(largest(two_offers), largest(town))
    assert_close(largest(two_points), largest(town))


@given(town=towns(), factor=st.floats(0.1, 10), data=st.data())
def test_shares_have_no_unit(town: Town, factor: float, data: st.DataObject) -> None:
    at_risk, is_recorded = risks(town, data)
    for other in (
        town.but(rooms=Rooms.certain(town.room * factor)),
        town.but(demand=Demand.certain(town.persons * factor)),
        town.but(norm_hours=town.norm_hours * factor),
    ):
        assert_close(largest(other), largest(town))
        assert_close(fragile(other, at_risk, is_recorded).share, fragile(town, at_risk, is_recorded).share)


FEW = np.ones(2, dtype=np.bool_)
WRONG: list[tuple[str, Callable[[Town], object]]] = [
    ("is_recorded has shape 2: expected 3", lambda t: fragile(t, [ALL], FEW)),
    ("at_risk for reason 1 has shape 2: expected 3", lambda t: fragile(t, [ALL, FEW], ALL)),
    ("Offer 0 is at risk for reason 1, but no funding", lambda t: fragile(t, [NOTHING, ALL], NOTHING)),
    (
        "area_index of the contributions at [8] is 1: it must lie from 0 to 0",
        lambda t: n_minus_one(*explained(t), Areas(np.zeros(3, dtype=np.int64), 1)),
    ),
]


@pytest.mark.parametrize(("message", "ask"), WRONG, ids=[message for message, _ in WRONG])
def test_input_that_does_not_fit_is_refused(message: str, ask: Callable[[Town], object]) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        ask(hand_made())
