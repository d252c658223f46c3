"""How two measurements of the same distances agree, by hand."""

import numpy as np
import pytest

from venues.assessment.agreement import compare, correlate
from venues.assessment.straight_line import best_factor

OURS = np.array([400.0, 1000.0, 700.0, np.nan, 900.0, 50.0])
THEIRS = np.array([500.0, 900.0, 1000.0, 800.0, np.nan, 60.0])
PERSONS = np.array([10.0, 30.0, 60.0, 5.0, 5.0, 0.0])


def test_areas_count_where_both_sides_are_known_and_somebody_lives():
    found = compare(OURS, THEIRS, PERSONS)
    assert (found.areas, found.persons) == (3, 100)
    assert (found.median_m, found.reference_median_m) == (700, 900)


def test_errors_are_ours_less_theirs_plain_and_by_person():
    found = compare(OURS, THEIRS, PERSONS)
    assert found.mean_error_m == pytest.approx((-100 + 100 - 300) / 3)
    assert found.mean_absolute_error_m == pytest.approx(500 / 3)
    assert found.mean_error_by_person_m == pytest.approx(0.1 * -100 + 0.3 * 100 + 0.6 * -300)
    assert found.mean_absolute_error_by_person_m == pytest.approx(10 + 30 + 180)
    assert found.mean_by_person_m == pytest.approx(40 + 300 + 420)
    assert found.reference_mean_by_person_m == pytest.approx(50 + 270 + 600)


def test_the_correlation_is_pearsons_and_weights_count_as_repeated_areas():
    found = compare(OURS, THEIRS, PERSONS)
    ours, theirs = OURS[:3], THEIRS[:3]
    assert found.pearson == pytest.approx(np.corrcoef(ours, theirs)[0, 1])
    times = PERSONS[:3].astype(int)
    assert found.pearson_by_person == pytest.approx(np.corrcoef(np.repeat(ours, times), np.repeat(theirs, times))[0, 1])


def test_only_some_areas_can_be_held_together():
    found = compare(OURS, THEIRS, PERSONS, only=np.array([True, True, False, True, True, True]))
    assert (found.areas, found.mean_error_m) == (2, 0)


def test_without_areas_nothing_is_known():
    found = compare(OURS, THEIRS, np.zeros(6))
    assert (found.areas, found.persons, found.pearson, found.mean_absolute_error_m) == (0, 0, None, None)


def test_what_does_not_vary_correlates_with_nothing():
    assert correlate(np.ones(3), np.arange(3.0), np.ones(3)) is None
    assert correlate(np.array([5.0]), np.array([6.0]), np.ones(1)) is None


def test_figures_are_stored_by_name_rounded_as_they_are_read():
    figures = compare(OURS, THEIRS, PERSONS).figures()
    assert figures["areas"] == 3
    assert figures["meanAbsoluteErrorM"] == 166.7
    assert figures["pearson"] == round(float(np.corrcoef(OURS[:3], THEIRS[:3])[0, 1]), 4)


def test_the_best_factor_leaves_the_least_error():
    rng = np.random.default_rng(5)
    straight_m = rng.uniform(100, 1500, 301)
    walk_m = straight_m * rng.lognormal(0.3, 0.2, 301)
    best = best_factor(straight_m, walk_m)
    error = {factor: np.abs(factor * straight_m - walk_m).sum() for factor in (*np.arange(1, 2, 0.001), best)}
    assert min(error, key=error.get) == best
