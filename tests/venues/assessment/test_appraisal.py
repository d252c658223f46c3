"""A stored run says how sure it is of each figure, and what its ranks hang on."""

import json
from datetime import timedelta

import pytest

from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from venues.assessment.queries import stored
from venues.assessment.run import assess, seal_run, store_live_run
from venues.models import DemandGroup, Level, Run, Score, Venue
from venues.register.methods import make_own

pytestmark = pytest.mark.django_db

INTERVAL = ("interval_low", "interval_high", "rank_low", "rank_high", "surely_worse", "surely_better")


@pytest.fixture
def town() -> Town:
    """One neighbourhood has a library of which all is recorded, one a place of which nothing is, and one nothing."""
    town = make_town()
    open_library(town, walks=(100, None, None))
    town.venue("community-centre", walks=(None, 100, None))
    town.people("residents", (100, 100, 200))
    town.people("youth", (20, 5, 0))
    return town


def figures(score: Score) -> list[float | None]:
    return [getattr(score, field) for field in INTERVAL]


def test_every_score_that_is_shown_has_an_interval_and_a_rank(town):
    for score in stored(store_live_run(town.municipality, DAY)).scores:
        if score.status == Score.Status.OK:
            assert score.interval_low <= score.coverage <= score.interval_high
            assert 1 <= score.rank_low <= score.rank_high <= 3
        else:
            assert figures(score) == [None] * 6


def test_of_a_withheld_group_nothing_is_drawn_and_nobody_is_ranked_against_it(town):
    assessment = stored(store_live_run(town.municipality, DAY))
    five_youths = of(assessment, 1, "youth", town)
    assert five_youths.status == Score.Status.SUPPRESSED
    assert figures(five_youths) == [None] * 6
    twenty_youths = of(assessment, 0, "youth", town)
    assert (twenty_youths.rank_low, twenty_youths.rank_high) == (1, 1)
    assert (twenty_youths.surely_worse, twenty_youths.surely_better) == (0, 0)


def test_a_neighbourhood_without_any_place_is_surely_worse_than_both_others(town):
    assessment = stored(store_live_run(town.municipality, DAY))
    bare, library, centre = (of(assessment, n, "residents", town) for n in (2, 0, 1))
    assert (bare.rank_low, bare.rank_high) == (1, 1)
    assert (bare.interval_low, bare.interval_high) == (0, 0)
    assert (bare.surely_worse, bare.surely_better) == (2, 0)
    assert library.surely_better >= 1
    assert centre.surely_better >= 1


def test_a_place_of_which_nothing_is_recorded_gives_a_wider_interval_than_one_that_is_recorded(town):
    assessment = stored(store_live_run(town.municipality, DAY))
    recorded, assumed = (of(assessment, n, "residents", town) for n in (0, 1))

    def width(score: Score) -> float:
        return (score.interval_high - score.interval_low) / score.coverage

    assert 0 < width(recorded) < width(assumed)


def test_the_same_data_and_method_give_the_same_draws_and_figures(town):
    first = store_live_run(town.municipality, DAY)
    before = {(score.area.code, score.group_id): figures(score) for score in stored(first).scores}
    again = store_live_run(town.municipality, DAY)
    assert first != again
    assert (first.draws, first.seed, first.sturdiness) == (again.draws, again.seed, again.sturdiness)
    assert first.draws == 1000
    assert {(score.area.code, score.group_id): figures(score) for score in stored(again).scores} == before


def test_where_nothing_changes_overnight_nothing_wavers(town):
    first = store_live_run(town.municipality, DAY)
    before = {(score.area.code, score.group_id): figures(score) for score in stored(first).scores}
    next_day = store_live_run(town.municipality, DAY + timedelta(days=1))
    assert next_day.fingerprint != first.fingerprint
    assert {(score.area.code, score.group_id): figures(score) for score in stored(next_day).scores} == before


def test_another_method_is_drawn_anew(town):
    first = store_live_run(town.municipality, DAY)
    make_own(first.method, town.municipality)
    assert store_live_run(town.municipality, DAY).seed != first.seed


def test_who_counts_as_everyone_is_part_of_the_data(town):
    first = store_live_run(town.municipality, DAY)
    DemandGroup.objects.update(is_everyone=False)
    assert store_live_run(town.municipality, DAY).fingerprint != first.fingerprint


def test_a_place_of_another_type_is_other_data_though_all_of_it_is_recorded(town):
    first = store_live_run(town.municipality, DAY)
    Venue.objects.filter(venue_type_id="library").update(venue_type_id="city-farm")
    assert store_live_run(town.municipality, DAY).fingerprint != first.fingerprint


def test_a_sealed_run_is_appraised_once(town):
    sealed = seal_run(town.municipality, DAY)
    assert Run.objects.get(pk=sealed.pk).sturdiness["sensitivity"]
    assert of(stored(sealed), 0, "residents", town).interval_low is not None
    assert seal_run(town.municipality, DAY) == sealed


def test_a_date_that_is_scored_on_request_has_no_intervals(town):
    assessment = assess(town.municipality, DAY)
    assert (assessment.run.draws, assessment.run.seed, assessment.run.sturdiness) == (0, None, {})
    assert {tuple(figures(score)) for score in assessment.scores} == {(None,) * 6}


def test_where_no_register_was_loaded_nothing_is_drawn(town):
    town.municipality.register_loaded_on = None
    town.municipality.save()
    run = store_live_run(town.municipality, DAY)
    assert (run.draws, run.seed, run.sturdiness) == (0, None, {})


def test_the_method_page_can_say_how_other_measures_rank_the_neighbourhoods(town):
    sturdiness = Run.objects.get(pk=store_live_run(town.municipality, DAY).pk).sturdiness
    assert sturdiness["level"] == Level.NEIGHBOURHOOD
    assert sturdiness["areas"] == 3
    assert set(sturdiness["alternatives"]) == {"nearest", "cumulative", "gravity", "three-step", "balanced"}
    for by_group in sturdiness["alternatives"].values():
        assert {"residents", "youth", "all"} <= set(by_group)
        assert -1 <= by_group["residents"] <= 1
        # Of youth one neighbourhood is shown: there is no order to agree on.
        assert by_group["youth"] is None
    assert sturdiness["alternatives"]["nearest"]["residents"] > 0


def test_the_method_page_can_say_which_assumption_moves_the_ranks_most(town):
    rows = store_live_run(town.municipality, DAY).sturdiness["sensitivity"]
    known = [row["correlation"] for row in rows if row["correlation"] is not None]
    assert known == sorted(known)
    assert {row["of"] for row in rows if row["assumption"] == "norm"} >= {"residents", "youth"}
    # Of the library all is recorded: its default is behind nothing.
    assert {row["of"] for row in rows if row["assumption"] == "type-default"} == {"community-centre"}
    assert "NaN" not in json.dumps(rows)
