"""The nearest of several places, however far: one search says what a search from each would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.venues.walking.towns import network_of, random_network
from venues.walking.detours import ANY_DISTANCE_M
from venues.walking.nearest import Nearest, nearest_place
from venues.walking.network import StreetNetwork
from venues.walking.search import walks_from

HIGH_STREET = network_of((1, 2, 1000, [(0, 0), (1000, 0)]), (2, 3, 500, [(1000, 0), (1000, 500)]))
BOTH_BANKS = network_of((1, 2, 1000, [(0, 0), (1000, 0)]), (8, 9, 1000, [(0, 60), (1000, 60)]))


def nearest(network: StreetNetwork, places, points, pieces_of: int = 2) -> Nearest:
    at = np.array(places, dtype=float).reshape(-1, 2), np.array(points, dtype=float).reshape(-1, 2)
    return nearest_place(network, *(network.attach(xy, pieces_of) for xy in at))


def searched_from_each(network: StreetNetwork, places, points, pieces_of: int = 2) -> np.ndarray:
    """The least of the walks from every place, by one search each."""
    ends = network.attach(points, pieces_of)
    least = np.full(len(points), np.nan)
    for walks in walks_from(network, network.attach(places, pieces_of), ends, ANY_DISTANCE_M):
        least[walks.points] = np.fmin(least[walks.points], walks.walk_m)
    return least


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), places=st.integers(1, 6))
def test_the_nearest_is_the_least_of_the_walks_from_every_place(seed, places):
    network = random_network(seed, nodes=30)
    rng = np.random.default_rng(seed)
    # Some lie off the network, on small pieces or on pieces without a place.
    doors, points = rng.uniform(-400, 1400, (places, 2)), rng.uniform(-400, 1400, (40, 2))
    found = nearest(network, doors, points, pieces_of=4)
    np.testing.assert_allclose(found.walk_m, searched_from_each(network, doors, points, 4), atol=1e-9)


def test_the_nearest_by_street_is_not_the_nearest_as_the_crow_flies():
    across_the_canal, along_the_quay = (500, 60), (900, 0)
    found = nearest(BOTH_BANKS, [across_the_canal, along_the_quay], [(500, 0)])
    assert found.walk_m.tolist() == [400]


def test_a_point_on_another_piece_of_network_reaches_no_place():
    found = nearest(BOTH_BANKS, [(500, 60)], [(500, 0), (300, 60)])
    np.testing.assert_equal(found.walk_m, [np.nan, 200])
    assert found.is_estimated.tolist() == [False, False]


def test_two_places_equally_near_are_that_near():
    assert nearest(HIGH_STREET, [(200, 0), (800, 0)], [(500, 0)]).walk_m.tolist() == [300]


def test_two_places_at_one_door_count_as_one():
    twice = nearest(HIGH_STREET, [(1000, 0), (1000, 0)], [(0, 0), (1000, 500)])
    assert twice.walk_m.tolist() == [1000, 500]


def test_a_place_in_the_same_street_is_walked_to_along_it():
    assert nearest(HIGH_STREET, [(100, 0), (950, 30)], [(900, 20)]).walk_m.tolist() == [20 + 50 + 30]


def test_a_point_without_streets_gets_the_straight_line_to_the_nearest_place():
    found = nearest(HIGH_STREET, [(0, 0), (1000, 0)], [(1000, -300), (600, 0)])
    assert found.walk_m == pytest.approx([390, 400])
    assert found.is_estimated.tolist() == [True, False]


def test_a_place_without_streets_is_nearest_where_its_estimate_is_least():
    found = nearest(HIGH_STREET, [(0, 0), (1000, -300)], [(1000, 0), (100, 0)])
    assert found.walk_m == pytest.approx([390, 100])
    assert found.is_estimated.tolist() == [True, False]


def test_without_places_nothing_is_near():
    found = nearest(HIGH_STREET, [], [(0, 0), (0, 900)])
    assert np.isnan(found.walk_m).all()
    assert not found.is_estimated.any()


def test_without_points_nothing_is_measured():
    assert nearest(HIGH_STREET, [(0, 0)], []).walk_m.tolist() == []
