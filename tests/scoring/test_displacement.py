"""What hangs on one place is found for all places at once, and is what closing each of them shows."""

import numpy as np
from hypothesis import given

from scoring.displacement import strand
from scoring.pressure import close_offers, measure_pressure
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, hand_made, towns


def test_in_the_town_made_by_hand_the_second_offer_strands_240_of_its_load():
    town = hand_made()
    stranded = strand(town.catchment(), town.room, town.persons)
    assert_close(stranded.by_offer.sum(axis=1)[1], 240.0)
    load = measure_pressure(town.catchment(), town.room, town.persons).load_hours[1]
    assert abs(load - stranded.by_offer.sum(axis=1)[1] - 74.6415) < 5e-5


@given(towns())
def test_closing_one_offer_after_the_other_strands_the_same(town: Town):
    catchment = town.catchment()
    stranded = strand(catchment, town.room, town.persons)
    for k in range(catchment.n_offers):
        closed = np.arange(catchment.n_offers) == k
        closing = close_offers(catchment, town.room, town.persons, closed)
        assert_close(stranded.by_offer[k].sum(), closing.stranded_hours)


@given(towns())
def test_closing_all_that_is_held_at_a_site_strands_the_same(town: Town):
    catchment = town.catchment()
    stranded = strand(catchment, town.room, town.persons)
    for site in range(catchment.n_sites):
        closing = close_offers(catchment, town.room, town.persons, town.site_index == site)
        assert_close(stranded.by_site[site].sum(), closing.stranded_hours)


@given(towns())
def test_no_more_is_stranded_than_the_load(town: Town):
    catchment = town.catchment()
    stranded = strand(catchment, town.room, town.persons)
    load = measure_pressure(catchment, town.room, town.persons).load_by_group
    assert (stranded.by_offer <= load + 1e-9 * (1 + load)).all()


@given(towns())
def test_the_persons_in_reach_are_those_whom_the_offer_suits_and_who_can_walk_there(town: Town):
    catchment = town.catchment()
    seen = strand(catchment, town.room, town.persons).persons_in_reach
    for k, site in enumerate(town.site_index):
        for g, decay in enumerate(town.decays):
            walks = town.walk_m[:, site]
            can = np.isfinite(walks) & (walks <= decay.reach_m) & (town.suitability[k, g] > 0)
            assert_close(seen[k, g], town.persons[can, g].sum())
