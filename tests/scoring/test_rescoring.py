"""Many rescorings at once give what a scoring from scratch gives, each by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from scoring.areas import summarise
from scoring.arrays import BoolArray, FloatArray
from scoring.catchment import cover_range, prepare, reweigh
from scoring.decay import Scaled
from scoring.rescoring import Assumptions, Rescoring
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks
from tests.scoring.closeness import assert_close
from tests.scoring.towns import Town, hand_made, steps, towns

SCALES = [0.75, 0.875, 1.0, 1.125, 1.25]


def usual(town: Town, n: int = 1) -> Assumptions:
    """The assumptions of the headline, n times."""
    ones = np.ones((n, len(town.norm_hours)))
    return Assumptions(np.ones(n), ones, 0 * ones, np.tile(town.room, (n, 1)))


def but(usual: Assumptions, **changes: FloatArray) -> Assumptions:
    return Assumptions(**{**vars(usual), **changes})


@st.composite
def assumptions(draw: st.DrawFn, town: Town) -> Assumptions:
    n, n_groups = draw(st.integers(1, 4)), len(town.norm_hours)
    room = arrays(np.float64, (n, len(town.room)), elements=st.just(0.0) | st.floats(0.5, 5000))
    return Assumptions(
        draw(arrays(np.float64, n, elements=st.sampled_from(SCALES))),
        draw(arrays(np.float64, (n, n_groups), elements=st.floats(0.5, 1.5))),
        draw(arrays(np.float64, (n, n_groups), elements=st.sampled_from([-1.0, 0.0, 1.0]) | st.floats(-1, 1))),
        draw(room),
    )


def from_scratch(town: Town, assumed: Assumptions, which: int, told: BoolArray) -> FloatArray:
    """One rescoring, with nothing prepared."""
    points, sites = np.nonzero(np.isfinite(town.walk_m))
    shift = assumed.demand_shift[which]
    up, down = town.demand.high - town.demand.best, town.demand.best - town.demand.low
    persons = np.maximum(town.demand.best + np.where(shift > 0, shift * up, shift * down), 0)
    catchment = prepare(
        Walks(points, sites, town.walk_m[points, sites], *town.walk_m.shape),
        Offers(town.site_index, town.suitability),
        Groups(
            town.norm_hours * assumed.norm_factor[which],
            tuple(Scaled(decay, float(assumed.decay_scale[which])) for decay in town.decays),
        ),
    )
    coverage = cover_range(catchment, Rooms.certain(assumed.room[which]), Demand.certain(persons))
    return summarise(catchment, coverage, persons, town.areas, told).coverage


@given(town=towns(), data=st.data())
def test_each_rescoring_is_a_scoring_from_scratch_with_what_it_assumes(town: Town, data: st.DataObject) -> None:
    assumed = data.draw(assumptions(town))
    told = data.draw(arrays(np.bool_, (town.areas.n_areas, len(town.norm_hours))))
    [found] = Rescoring(town.catchment(), town.demand, [town.areas], [told]).coverage(assumed)
    for which in range(len(assumed)):
        assert_close(found[:, :, which], from_scratch(town, assumed, which, told))


@given(town=towns(), data=st.data())
def test_all_levels_come_from_the_same_rescorings(town: Town, data: st.DataObject) -> None:
    whole = Areas(np.zeros(len(town.persons), dtype=np.int64), 1)
    assumed = data.draw(assumptions(town))
    both = Rescoring(town.catchment(), town.demand, [town.areas, whole]).coverage(assumed)
    for found, level in zip(both, [town.areas, whole], strict=True):
        [alone] = Rescoring(town.catchment(), town.demand, [level]).coverage(assumed)
        assert_close(found, alone)


def test_under_the_usual_assumptions_the_figures_are_those_of_the_headline() -> None:
    town = hand_made()
    [found] = Rescoring(town.catchment(), town.demand, [town.areas]).coverage(usual(town))
    assert_close(found[:, :2, 0], [[0.987489, 0.717752], [np.nan, 0.234753]], within=1e-6)


def test_one_rescoring_does_not_change_another() -> None:
    town = hand_made()
    rescoring = Rescoring(town.catchment(), town.demand, [town.areas])
    [before] = rescoring.coverage(usual(town))
    rescoring.coverage(but(usual(town), decay_scale=np.array([0.75])))
    assert_array_equal(rescoring.coverage(usual(town, 2))[0][:, :, :1], before)


def test_a_town_without_areas_has_no_figures() -> None:
    town = hand_made()
    nowhere = Areas(np.full(3, -1), 0)
    assert [found.shape for found in Rescoring(town.catchment(), town.demand, [nowhere]).coverage(usual(town))] == [
        (0, 3, 1)
    ]


def test_other_norms_and_decays_need_as_many_groups() -> None:
    with pytest.raises(ValueError, match="1 norms: expected those of 2 groups"):
        reweigh(hand_made().catchment(), Groups(np.ones(1), (steps(),)))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"decay_scale": np.array([-1.0])}, "decay_scale at \\[0\\] is -1"),
        ({"norm_factor": np.ones((2, 2))}, "norm_factor has shape 2 × 2: expected 1 × any"),
        ({"demand_shift": np.array([[0.0, -1.5]])}, "demand_shift, its size at \\[0, 1\\] is 1.5"),
        ({"demand_shift": np.zeros((1, 3))}, "demand_shift, its size has shape 1 × 3: expected 1 × 2"),
        ({"room": np.array([[1.0, np.nan, 0.0]])}, "room, place-hours a week at \\[0, 1\\] is nan"),
    ],
)
def test_assumptions_that_make_no_sense_are_refused(wrong: dict[str, FloatArray], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        but(usual(hand_made()), **wrong)


def test_assumptions_of_another_town_are_refused() -> None:
    town = hand_made()
    rescoring = Rescoring(town.catchment(), town.demand, [town.areas])
    with pytest.raises(ValueError, match="room, place-hours a week has shape 1 × 4: expected 1 × 3"):
        rescoring.coverage(but(usual(town), room=np.ones((1, 4))))
    with pytest.raises(ValueError, match="norm_factor has shape 1 × 3: expected 1 × 2"):
        rescoring.coverage(but(usual(town), norm_factor=np.ones((1, 3)), demand_shift=np.zeros((1, 3))))


def test_areas_of_another_town_are_refused() -> None:
    town = hand_made()
    with pytest.raises(ValueError, match="area_index has 1 points: expected 3"):
        Rescoring(town.catchment(), town.demand, [Areas(np.array([0]), 1)])
    with pytest.raises(ValueError, match="1 levels but 2 told"):
        Rescoring(town.catchment(), town.demand, [town.areas], [None, None])
