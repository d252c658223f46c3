"""Walks over streets: exact, bounded, and honest where there is no street."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.venues.walking.towns import judged_metres, network_of, random_network
from venues.walking.network import StreetNetwork, build_network
from venues.walking.search import walks_from


def walk(network: StreetNetwork, places, points, bound_m=10_000.0, pieces_of=2) -> list[dict[int, float]]:
    found = walks_from(network, network.attach(np.array(places), pieces_of), network.attach(points, pieces_of), bound_m)
    return [dict(zip(w.points.tolist(), w.walk_m.tolist(), strict=True)) for w in found]


def only(network: StreetNetwork, place, point, **options):
    """Metres and estimate flag of one walk; None where the point is not reached."""
    pieces_of = options.get("pieces_of", 2)
    places, points = network.attach(np.array([place]), pieces_of), network.attach(np.array([point]), pieces_of)
    (walks,) = walks_from(network, places, points, options.get("bound_m", 10_000.0))
    return (float(walks.walk_m[0]), bool(walks.is_estimated[0])) if len(walks.points) else None


HIGH_STREET = network_of((1, 2, 1000, [(0, 0), (1000, 0)]), (2, 3, 500, [(1000, 0), (1000, 500)]))
NO_STREETS = build_network(np.empty(0, int), np.empty(0, int), np.empty(0), np.empty(0, object))


@pytest.mark.parametrize("seed", range(25))
def test_walks_equal_the_shortest_paths_that_networkx_finds(seed):
    network = random_network(seed)
    rng = np.random.default_rng(1000 + seed)
    places, points = rng.uniform(0, 1000, (8, 2)), rng.uniform(0, 1000, (60, 2))
    for place, walks in zip(places, walk(network, places, points, pieces_of=10), strict=True):
        judged = judged_metres(network, place, points, min_component_nodes=10)
        assert walks.keys() == judged.keys()
        assert walks == pytest.approx(judged, abs=1e-9)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), bound_m=st.floats(1, 2500))
def test_a_bounded_search_finds_exactly_the_walks_within_the_bound(seed, bound_m):
    network = random_network(seed, nodes=30)
    rng = np.random.default_rng(seed)
    places, points = rng.uniform(-100, 1100, (3, 2)), rng.uniform(-100, 1100, (40, 2))
    whole = walk(network, places, points, bound_m=1e9)
    bounded = walk(network, places, points, bound_m=bound_m)
    assert bounded == [{point: m for point, m in walks.items() if m <= bound_m} for walks in whole]


def test_a_walk_of_exactly_the_bound_counts():
    assert only(HIGH_STREET, (0, 0), (1000, 500), bound_m=1500) == (1500, False)


def test_one_place_searched_alone_walks_the_same_metres():
    network = random_network(7)
    rng = np.random.default_rng(7)
    places, points = rng.uniform(0, 1000, (6, 2)), rng.uniform(0, 1000, (50, 2))
    together = walk(network, places, points, bound_m=900)
    assert [walk(network, [place], points, bound_m=900)[0] for place in places] == together


def test_two_doors_on_one_street_walk_along_it():
    assert only(HIGH_STREET, (300, 0), (450, 0)) == (150, False)


def test_a_door_beside_the_street_walks_to_it_first():
    assert only(HIGH_STREET, (300, 40), (450, -20)) == (40 + 150 + 20, False)


def test_two_doors_on_one_bent_street_take_the_short_cut_around_when_it_is_shorter():
    bent = network_of((1, 2, 1000, [(0, 0), (500, 400), (1000, 0)]), (1, 2, 100, [(0, 0), (1000, 0)]))
    near_start, near_end = (25, 20), (975, 20)
    metres, _ = only(bent, near_start, near_end)
    share = 25 / 500  # of the first leg, which is half of the street
    assert metres == pytest.approx(500 * share + 100 + 500 * share, abs=1e-9)


def test_metres_along_a_street_follow_the_length_of_its_source_not_of_its_drawing():
    crooked = network_of((1, 2, 200, [(0, 0), (100, 0)]))
    assert only(crooked, (25, 0), (75, 0)) == (100, False)


def test_of_parallel_streets_the_shortest_counts():
    parallel = network_of(
        (1, 2, 300, [(0, 0), (50, 90), (100, 0)]),
        (2, 1, 100, [(100, 0), (0, 0)]),
        (1, 2, 400, [(0, 0), (50, -90), (100, 0)]),
    )
    assert only(parallel, (0, 0), (100, 0)) == (100, False)


def test_a_street_of_no_length_is_walked_at_no_cost():
    joined = network_of(
        (1, 2, 100, [(0, 0), (100, 0)]), (2, 3, 0, [(100, 0), (100, 0)]), (3, 4, 60, [(100, 0), (160, 0)])
    )
    assert only(joined, (0, 0), (160, 0)) == (160, False)


def test_a_loop_is_walked_the_short_way_round():
    loop = network_of(
        (1, 2, 100, [(0, 0), (-100, 0)]),
        (2, 3, 50, [(-100, 0), (-150, 0)]),
        (1, 1, 400, [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]),
    )
    assert only(loop, (50, 0), (0, 50)) == (100, False)
    assert only(loop, (0, 90), (-100, 0)) == (190, False)


def test_streets_are_walked_both_ways():
    there, back = only(HIGH_STREET, (100, 0), (1000, 300)), only(HIGH_STREET, (1000, 300), (100, 0))
    assert there == back == (1200, False)


def test_a_point_far_from_any_street_is_estimated_by_the_straight_line():
    assert only(HIGH_STREET, (500, 0), (500, 251)) == (pytest.approx(251 * 1.3), True)
    assert only(HIGH_STREET, (500, 250), (500, 0)) == (250, False)


def test_a_place_far_from_any_street_is_estimated_to_every_point():
    far = HIGH_STREET.attach(np.array([(500, -600)]), 2)
    points = HIGH_STREET.attach(np.array([(500, 0), (500, -700), (500, 900)]), 2)
    (walks,) = walks_from(HIGH_STREET, far, points, 1000)
    assert walks.points.tolist() == [0, 1]
    assert walks.walk_m == pytest.approx([780, 130])
    assert walks.is_estimated.all()


def test_without_any_streets_all_walks_are_straight_lines_times_1_3():
    assert only(NO_STREETS, (0, 0), (300, 400)) == (pytest.approx(650), True)
    assert only(NO_STREETS, (0, 0), (300, 400), bound_m=649) is None


def test_a_point_on_another_piece_of_network_is_not_reached():
    canal = network_of((1, 2, 100, [(0, 0), (100, 0)]), (3, 4, 100, [(0, 30), (100, 30)]))
    assert only(canal, (50, 0), (50, 30)) is None


def test_a_stray_piece_of_street_is_no_place_to_start():
    stray = network_of(
        (1, 2, 100, [(0, 0), (100, 0)]), (2, 3, 100, [(100, 0), (200, 0)]), (8, 9, 20, [(90, 40), (110, 40)])
    )
    assert only(stray, (100, 41), (200, 0), pieces_of=3) == (141, False)


def test_no_places_and_no_points_give_no_walks():
    assert walk(HIGH_STREET, np.empty((0, 2)), np.array([(0.0, 0.0)])) == []
    assert walk(HIGH_STREET, [(0, 0)], np.empty((0, 2))) == [{}]


@pytest.mark.parametrize("bound_m", [0, -5, np.nan, np.inf])
def test_a_bound_that_is_no_distance_is_refused(bound_m):
    with pytest.raises(ValueError, match="give a positive number of metres"):
        walk(HIGH_STREET, [(0, 0)], [(1, 1)], bound_m=bound_m)


def test_a_place_without_coordinates_is_refused():
    with pytest.raises(ValueError, match="Place 1 has coordinates"):
        HIGH_STREET.attach(np.array([(0, 0), (np.nan, 3)]))


def test_a_street_of_negative_length_is_refused():
    with pytest.raises(ValueError, match=r"Street 0 is -1.0 m long"):
        network_of((1, 2, -1, [(0, 0), (1, 0)]))


def test_streets_with_a_missing_path_are_refused():
    with pytest.raises(ValueError, match="give one each"):
        build_network(np.array([1, 2]), np.array([2, 3]), np.ones(2), np.array([shapely.LineString([(0, 0), (1, 0)])]))
