"""What an area page says of how sure a figure is beside those of other areas."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.venues.pages.measured_town import measured_town, words
from venues.models import Score

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    town = measured_town()
    town.score()
    return town


def page_of(town, group, language="/en"):
    return f"{language}/areas/{town.area(0)}?group={group}"


def test_the_figure_says_how_far_it_moves_and_which_place_it_takes(client, measured):
    score = Score.objects.get(area__code=measured.area(0), group="residents")

    said = words(client, page_of(measured, group="residents"))

    assert f"In 1,000 runs {score.interval_low:.0%}".rstrip("%") in said
    assert (
        "in nine of ten runs with other assumptions; errors that touch all places at once are only partly in it" in said
    )
    assert "1,000 times" in said
    assert re.search(r"Rank [1-3](–[1-3])? of 3 counted from the lowest coverage", said)


def test_better_or_worse_is_said_only_as_far_as_the_draws_say_so(client, measured):
    Score.objects.filter(area__code=measured.area(0), group="residents").update(surely_worse=1, surely_better=0)
    said = words(client, page_of(measured, group="residents"))

    assert (
        "Of the 2 other neighbourhoods, in at least 95 of 100 runs: 1 better covered than this one; of 1 it cannot be "
        "told."
    ) in said
    assert "surely" not in said


@pytest.mark.parametrize(
    ("worse", "better", "said"),
    [
        (2, 0, "Alle 2 andere buurten zijn in minstens 95 van de 100 doorrekeningen beter gedekt."),
        (0, 2, "Alle 2 andere buurten zijn in minstens 95 van de 100 doorrekeningen slechter gedekt."),
        (1, 1, "in minstens 95 van de 100 doorrekeningen: 1 beter gedekt dan deze; 1 slechter gedekt dan deze."),
    ],
)
def test_nobody_reads_that_zero_areas_are_better_or_worse(client, measured, worse, better, said):
    Score.objects.filter(area__code=measured.area(0), group="residents").update(
        surely_worse=worse, surely_better=better
    )

    page = words(client, page_of(measured, group="residents", language=""))

    assert said in page
    assert "zeker" not in page
    assert " 0 slechter" not in page


def test_where_nothing_is_recorded_no_area_is_called_better_or_worse(client, measured):
    Score.objects.filter(area__code=measured.area(0), group="residents").update(
        known_share=0.0, surely_worse=1, surely_better=1
    )

    page = words(client, page_of(measured, group="residents", language=""))

    assert (
        "Van de plekken hier is niets vastgelegd: welke buurten beter of slechter gedekt zijn, "
        "is daarom niet te zeggen."
    ) in page
    assert "95 van de 100" not in page
    assert "Plaats in de rij" not in page


def test_a_range_up_to_beyond_twice_the_norm_says_both_ends(client, measured):
    Score.objects.filter(area__code=measured.area(0), group="residents").update(coverage_low=0.0, coverage_high=2.4)
    path = page_of(measured, group="residents", language="")

    page = words(client, path)

    assert "0% tot meer dan 200%" in page
    assert "0–>200%" in page
    assert "0% to more than 200%" in words(client, page_of(measured, group="residents"))


def test_where_no_order_is_sure_none_is_given(client, measured):
    Score.objects.update(surely_worse=0, surely_better=0)

    assert "None of the 2 other neighbourhoods is better or worse covered in at least 95 of 100 runs." in words(
        client, page_of(measured, group="residents")
    )


def test_a_date_scored_on_request_has_no_interval_and_says_so(client, measured):
    day = timezone.localdate() - timedelta(days=3)

    said = words(client, f"{page_of(measured, group='youth')}&date={day}")

    assert "worked out only for assessments that are kept" in said
    assert "Rank" not in said
