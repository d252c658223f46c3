"""Walks over the real streets of Amsterdam."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from benchmarks.walking import networkx_search, read_streets, read_venues
from venues.walking.network import Ends, StreetNetwork, build_network
from venues.walking.search import Walks, walks_from

BOUND_M = 1500.0


class City(NamedTuple):
    network: StreetNetwork
    venues: Ends
    found: list[Walks]


@pytest.fixture(scope="module")
def city(shared_data: Path) -> City:
    """Walks from every venue to every venue: what is a door can be a home."""
    network = build_network(*read_streets(shared_data / "amsterdam"))
    venues = network.attach(read_venues(shared_data / "amsterdam"))
    return City(network, venues, list(walks_from(network, venues, venues, BOUND_M)))


def test_nearly_all_venues_lie_on_the_network(city):
    assert len(city.venues) == 1462
    assert city.venues.is_off.mean() < 0.03


def test_every_tenth_venue_walks_the_metres_that_networkx_finds(city):
    on = np.flatnonzero(~city.venues.is_off)[::10]
    judge = networkx_search(city.network, city.venues, city.venues)
    for place, judged in zip(on.tolist(), judge(on), strict=True):
        walks = city.found[place]
        is_walked = ~walks.is_estimated
        assert walks.points[is_walked].tolist() == np.flatnonzero(judged <= BOUND_M).tolist()
        assert walks.walk_m[is_walked] == pytest.approx(judged[judged <= BOUND_M], abs=1e-6)


def test_no_walk_is_shorter_than_the_straight_line(city):
    for place, walks in enumerate(city.found):
        straight_m = np.hypot(*(city.venues.xy[walks.points] - city.venues.xy[place]).T)
        # The file's lengths are up to 1 % below what is drawn.
        assert (walks.walk_m >= 0.99 * straight_m - 0.1).all()


def test_walks_are_the_same_there_and_back(city):
    metres = {
        (place, point): walk_m
        for place, walks in enumerate(city.found)
        for point, walk_m in zip(walks.points.tolist(), walks.walk_m.tolist(), strict=True)
    }
    back = {(point, place): walk_m for (place, point), walk_m in metres.items()}
    # Sums in another order differ in the last digit, and may fall on the other side of the bound.
    assert all(back.get(pair, BOUND_M) == pytest.approx(walk_m, abs=1e-6) for pair, walk_m in metres.items())


def test_nobody_walks_from_zuidoost_into_the_main_city_where_the_file_has_no_street_between_them(city):
    piece = city.network.component[city.venues.nodes[:, 0]]
    for place in np.flatnonzero(~city.venues.is_off).tolist():
        walks = city.found[place]
        walked = walks.points[~walks.is_estimated]
        assert (piece[walked] == piece[place]).all()
    assert len(np.unique(piece[~city.venues.is_off])) == 2


def test_walks_are_estimated_only_where_an_end_is_off_the_network(city):
    for place, walks in enumerate(city.found):
        is_off = city.venues.is_off[walks.points] | city.venues.is_off[place]
        assert (walks.is_estimated == is_off).all()
