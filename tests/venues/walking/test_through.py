"""Streets go straight on through crossings, and turn into another street at a bend."""

import numpy as np
import pytest
import shapely

from venues.walking.through import through_length_m


def lengths(*lines):
    """Lengths of streets given as (from_node, to_node, points)."""
    from_node, to_node = (np.array([line[i] for line in lines]) for i in (0, 1))
    return through_length_m(from_node, to_node, np.array([shapely.LineString(line[2]) for line in lines])).tolist()


def test_a_street_goes_on_through_a_crossing_and_a_side_street_does_not_join_it():
    assert lengths(
        (1, 2, [(0, 0), (100, 0)]),
        (2, 3, [(100, 0), (200, 0)]),
        (2, 4, [(100, 0), (100, 50)]),
    ) == [200, 200, 50]


def test_two_streets_that_cross_stay_two():
    assert lengths(
        (1, 5, [(-100, 0), (0, 0)]),
        (5, 2, [(0, 0), (100, 0)]),
        (3, 5, [(0, -70), (0, 0)]),
        (5, 4, [(0, 0), (0, 70)]),
    ) == [200, 200, 140, 140]


@pytest.mark.parametrize(("rise", "together"), [(50, True), (100, False)])
def test_a_bend_of_more_than_40_degrees_ends_a_street(rise, together):
    found = lengths((1, 2, [(0, 0), (100, 0)]), (2, 3, [(100, 0), (200, rise)]))

    assert (found[0] == found[1]) is together


def test_where_a_street_forks_the_branch_most_in_line_goes_on():
    found = lengths(
        (1, 2, [(0, 0), (100, 0)]),
        (2, 3, [(100, 0), (200, 40)]),
        (2, 4, [(100, 0), (200, -10)]),
    )

    assert found[0] == found[2] > found[1]


def test_a_piece_that_runs_against_the_direction_and_a_ring_and_no_streets_at_all():
    assert lengths((2, 1, [(100, 0), (0, 0)]), (2, 3, [(100, 0), (200, 0)])) == [200, 200]
    assert lengths((1, 1, [(0, 0), (50, 50), (100, 0), (0, 0)])) == pytest.approx([241.42], abs=0.01)
    assert through_length_m(np.zeros(0, int), np.zeros(0, int), np.zeros(0, object)).tolist() == []
