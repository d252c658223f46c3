"""What is painted, and what is printed, never disagree."""

import pytest
from django.utils import translation

from tests.factories import ScoreFactory
from venues.models import Score
from venues.pages.area_figures import coverage_of
from venues.pages.classes import CLASSES, NO_FIGURE, class_of, css_class
from venues.pages.figures import coverage_text, hours_text, persons_text, range_text, share_text, whole_percent
from venues.pages.indicators import COVERAGE


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("coverage", "css"),
    [
        (0.0, "coverage-1"),
        (0.2499, "coverage-1"),
        (0.25, "coverage-2"),
        (0.5, "coverage-3"),
        (0.75, "coverage-4"),
        (0.9999, "coverage-4"),
        (1.0, "coverage-5"),
        (1.4999, "coverage-5"),
        (1.5, "coverage-6"),
        (7.0, "coverage-6"),
    ],
)
def test_the_norm_is_a_boundary_between_two_classes(coverage, css):
    assert class_of(coverage).css == css


def test_a_coverage_that_is_not_a_number_has_no_class():
    with pytest.raises(ValueError, match="0 or more"):
        class_of(float("nan"))


def test_the_printed_figure_lies_in_the_painted_class():
    for thousandths in range(3000):
        coverage = thousandths / 1000
        assert class_of(whole_percent(coverage) / 100) == class_of(coverage)
        assert abs(whole_percent(coverage) - coverage * 100) < 1


@pytest.mark.parametrize(
    ("coverage", "text"),
    [(None, "–"), (0.0, "0%"), (0.62, "62%"), (0.996, "99%"), (2.0, "200%"), (2.01, "more than 200%")],
)
def test_a_coverage_is_printed_in_whole_percents_up_to_twice_the_norm(coverage, text):
    assert coverage_text(coverage) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.41, 0.88, "41–88%"),
        (0.41, 0.412, "41%"),
        (0.41, 2.5, "41–>200%"),
        (2.1, 2.5, "more than 200%"),
        (None, None, ""),
    ],
)
def test_a_range_is_printed_from_low_to_high(low, high, text):
    assert range_text(low, high) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0, "0%"), (0.001, "<1%"), (0.544, "54%"), (0.999, "99%"), (1.0, "100%")]
)
def test_almost_nothing_and_almost_all_are_not_rounded_away(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (None, "–"),
        (0.0, "0.0"),
        (0.001, "<0.01"),
        (0.03, "0.03"),
        (0.567, "0.57"),
        (0.996, "1.0"),
        (1.26, "1.3"),
        (1234.5, "1,234.5"),
    ],
)
def test_hours_are_rounded_not_cut_off_and_little_is_not_nothing(hours, text):
    assert hours_text(hours) == text


@pytest.mark.parametrize(
    ("persons", "text"), [(None, "–"), (12.0, "10"), (43.0, "45"), (417.0, "420"), (12_345.0, "12,340")]
)
def test_estimates_of_people_are_printed_no_finer_than_they_are_known(persons, text):
    assert persons_text(persons) == text


@pytest.mark.django_db
def test_the_legend_counts_every_area_once_and_lists_empty_classes_too():
    run = ScoreFactory(coverage=0.1).run
    ScoreFactory(run=run, coverage=0.2)
    ScoreFactory(run=run, coverage=1.2)
    for status in ("unknown", "suppressed", "no-need"):
        ScoreFactory(run=run, status=status, coverage=None)

    made = COVERAGE.legend([coverage_of(score) for score in Score.objects.all()])

    counts = {entry.css: entry.count for entry in [*made.scale, *made.without_figure]}
    assert counts == {
        "coverage-1": 2,
        "coverage-2": 0,
        "coverage-3": 0,
        "coverage-4": 0,
        "coverage-5": 1,
        "coverage-6": 0,
        "coverage-unknown": 1,
        "coverage-suppressed": 1,
        "coverage-no-need": 1,
    }


@pytest.mark.django_db
def test_unknown_is_never_painted_as_a_class():
    score = ScoreFactory(status="unknown", coverage=None)

    assert css_class(score) not in {c.css for c in CLASSES}
    assert {css_class(score)} <= {n.css for n in NO_FIGURE.values()}
