"""How much a place counts, the further it is to walk."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from scoring.decay import Scaled, Step, Stepwise, stepwise_decay
from tests.scoring.towns import steps


def test_a_walk_weighs_by_the_first_step_it_fits_in() -> None:
    walk_m = np.array([0, 400, 400.1, 800, 1200, 1200.1, np.inf])
    assert_array_equal(stepwise_decay(walk_m, steps().steps), [1, 1, 0.68, 0.68, 0.22, 0, 0])


def test_walks_keep_their_shape() -> None:
    assert stepwise_decay(np.full((2, 3), 500.0), steps().steps).shape == (2, 3)


def test_older_people_have_the_same_weights_over_shorter_walks() -> None:
    older = steps(0.625)
    assert older.reach_m == 750
    assert_array_equal(older(np.array([250.0, 251, 750, 751])), [1, 0.68, 0.22, 0])


def test_groups_with_the_same_steps_share_one_decay() -> None:
    assert steps() == steps()
    assert len({steps(), steps(), steps(3)}) == 2


@pytest.mark.parametrize("walk_m", [-1.0, np.nan])
def test_a_walk_that_cannot_be_is_refused(walk_m: float) -> None:
    with pytest.raises(ValueError, match="metres must be 0 or more"):
        stepwise_decay(np.array([100.0, walk_m]), steps().steps)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ((), "at least one step"),
        ((Step(400, 1), Step(400, 0.5)), "400 m after 400 m: the metres must rise"),
        ((Step(0, 1),), "metres must rise"),
        ((Step(np.inf, 1),), "metres must rise"),
        ((Step(np.nan, 1),), "metres must rise"),
        ((Step(400, 0.5), Step(800, 0.6)), "weights must fall"),
        ((Step(400, 1.5),), "weights must fall from 1"),
        ((Step(400, 0),), "weights must fall"),
        ((Step(400, np.nan),), "weights must fall"),
    ],
)
def test_steps_that_make_no_sense_are_refused(wrong: tuple[Step, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Stepwise(wrong)


def test_each_step_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="2 steps in metres but 1 weights"):
        Stepwise.of([400, 800], [1])


def test_a_scaled_decay_weighs_a_longer_walk_as_the_usual_one_weighs_the_shorter() -> None:
    wider = Scaled(steps(), 1.25)
    assert wider.reach_m == 1500
    assert_array_equal(wider(np.array([500.0, 501, 1500, 1501])), [1, 0.68, 0.22, 0])
    assert len({Scaled(steps(), 1.25), Scaled(steps(), 1.25), Scaled(steps(), 1.0)}) == 2


@pytest.mark.parametrize("scale", [0.0, -1.0, np.inf, np.nan])
def test_a_decay_cannot_be_scaled_to_nothing(scale: float) -> None:
    with pytest.raises(ValueError, match="must be a number above 0"):
        Scaled(steps(), scale)
