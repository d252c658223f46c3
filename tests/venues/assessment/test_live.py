"""Whatever changes in a register, the live figures afterwards are those of scoring everything anew."""

from datetime import timedelta

import pytest

from tests.factories import (
    ClosureFactory,
    SlotFactory,
)
from tests.venues.assessment.edits import Editor, assert_same, make_square_town, scored_anew
from tests.venues.assessment.town import DAY, make_town, of, open_library
from venues.assessment import appraisal, live
from venues.assessment.arrays import bound_m
from venues.assessment.live import ChangesWait, appraise_live_run, follow_register
from venues.assessment.queries import stored
from venues.assessment.run import store_live_run
from venues.models import (
    DemandEstimate,
    RegisterChange,
    Run,
    Score,
)
from venues.walking.measure import measure_walks

pytestmark = pytest.mark.django_db

EDITS = 100


def test_after_each_of_a_hundred_random_edits_the_live_figures_are_those_of_a_full_run():
    municipality = make_square_town()
    editor = Editor(municipality)
    for _ in range(6):
        editor.open()
    measure_walks(municipality, bound_m=bound_m(municipality))
    store_live_run(municipality, DAY)
    follow_register(municipality, DAY)
    kinds = set()
    for number in range(EDITS):
        kind = editor.edit()
        kinds.add(kind)
        follow_register(municipality, DAY)
        assert not RegisterChange.objects.exists()
        assert_same(Run.objects.get(), scored_anew(municipality), f"edit {number}: {kind}")
    assert len(kinds) == 14


def test_changes_in_quick_succession_are_counted_together():
    municipality = make_square_town()
    editor = Editor(municipality)
    editor.open()
    store_live_run(municipality, DAY)
    for _ in range(20):
        editor.edit()
    run = follow_register(municipality, DAY)
    assert_same(run, scored_anew(municipality), "twenty edits")
    assert follow_register(municipality, DAY) is None


def test_a_change_that_moves_no_figure_leaves_the_live_run_as_it_is():
    town = make_town()
    library = open_library(town)
    town.people("residents", (100, 100, 200))
    follow_register(town.municipality, DAY)
    measure_walks(town.municipality, bound_m=bound_m(town.municipality))
    run = store_live_run(town.municipality, DAY)
    ClosureFactory(venue=library, starts_on=DAY + timedelta(days=30))
    assert follow_register(town.municipality, DAY) is None
    assert Run.objects.get() == run
    assert not RegisterChange.objects.exists()


def test_how_sure_the_figures_are_follows_after_them_and_equals_a_full_run():
    town = make_town()
    library = open_library(town)
    town.people("residents", (100, 100, 200))
    measure_walks(town.municipality, bound_m=bound_m(town.municipality))
    store_live_run(town.municipality, DAY)
    SlotFactory(venue=library, weekday=3)
    run = follow_register(town.municipality, DAY)
    assert run.draws == 0
    assert of(stored(run), 0, "residents", town).interval_low is None
    assert appraise_live_run(run)
    appraised = stored(Run.objects.get())
    assert appraised.run.draws > 0
    whole = stored(store_live_run(town.municipality, DAY))
    for one, other in zip(appraised.scores, whole.scores, strict=True):
        drawn = ("interval_low", "interval_high", "rank_low", "rank_high", "surely_worse", "surely_better")
        assert [getattr(one, name) for name in drawn] == [getattr(other, name) for name in drawn]
    assert appraised.run.sturdiness == whole.run.sturdiness


@pytest.fixture
def followed():
    """A town whose live run followed a change, and was not appraised."""
    town = make_town()
    town.library = open_library(town)
    town.people("residents", (100, 100, 200))
    measure_walks(town.municipality, bound_m=bound_m(town.municipality))
    store_live_run(town.municipality, DAY)
    SlotFactory(venue=town.library, weekday=3)
    town.run = follow_register(town.municipality, DAY)
    return town


def test_figures_of_which_the_people_changed_are_not_appraised_by_a_process_that_did_not_make_them(followed):
    live._last.clear()
    DemandEstimate.objects.update(persons=250, persons_high=300)
    assert not appraise_live_run(followed.run)
    assert Score.objects.filter(interval_low__isnull=False).count() == 0


def test_the_process_that_made_figures_appraises_them_as_it_made_them_without_reading_anything_again(
    followed, monkeypatch
):
    DemandEstimate.objects.update(persons=250, persons_high=300)
    monkeypatch.setattr(live, "inputs_on", None)
    assert appraise_live_run(followed.run)
    run = Run.objects.get()
    assert run.draws > 0
    for score in run.scores.filter(status="ok"):
        assert score.interval_low <= score.coverage <= score.interval_high


def test_an_appraisal_does_not_begin_while_a_change_waits(followed):
    SlotFactory(venue=followed.library, weekday=4)
    with pytest.raises(ChangesWait):
        appraise_live_run(followed.run)
    assert Score.objects.filter(interval_low__isnull=False).count() == 0


@pytest.mark.parametrize("step", ["draw", "intervals"])
def test_an_appraisal_gives_way_to_a_change_that_comes_in_meanwhile(followed, monkeypatch, step):
    take = getattr(appraisal, step)

    def save_first(*args, **kwargs):
        SlotFactory(venue=followed.library, weekday=4)
        return take(*args, **kwargs)

    monkeypatch.setattr(appraisal, step, save_first)
    with pytest.raises(ChangesWait):
        appraise_live_run(followed.run)
    monkeypatch.undo()
    run = follow_register(followed.municipality, DAY)
    assert appraise_live_run(run)
    assert_same(Run.objects.get(), scored_anew(followed.municipality), "giving way")


def test_a_municipality_that_was_never_scored_has_nothing_to_follow():
    town = make_town()
    open_library(town)
    assert RegisterChange.objects.exists()
    assert follow_register(town.municipality, DAY) is None
    assert not RegisterChange.objects.exists()
    assert not Run.objects.exists()
