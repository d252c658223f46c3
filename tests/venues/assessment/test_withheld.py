"""What few people, the source or the register leave unsaid is said nowhere, and is never zero."""

import pytest

from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from venues.assessment.queries import assessment_on, contributions
from venues.assessment.run import assess, store_live_run
from venues.models import DemandGroup, Explanation, Score

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def test_fewer_than_ten_persons_are_withheld(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    town.people("newcomers", (9, 0, 30))
    store_live_run(town.municipality, DAY)
    assessment = assessment_on(town.municipality)
    few, nobody, some = (of(assessment, i, "newcomers", town) for i in range(3))
    assert few.status == Score.Status.SUPPRESSED
    assert (few.persons, few.need_hours, few.coverage, few.need_met) == (None, None, None, None)
    assert contributions(assessment, few) == []
    assert not Explanation.objects.filter(score=few).exists()
    assert nobody.status == Score.Status.NO_NEED
    assert some.status == Score.Status.OK


def test_all_groups_together_do_not_tell_the_group_that_is_withheld(town):
    """Nothing of it is in them: neither a sum, nor a part, nor the share of a place that does not suit it, tells it."""
    open_library(town)
    town.venue("youth-centre", places=10)
    town.people("residents", (100, 100, 200))
    town.people("youth", (20, 20, 20))
    town.people("older-lonely", (9, 30, 30))
    store_live_run(town.municipality, DAY)
    assessment = assessment_on(town.municipality)
    together, *shown = (of(assessment, 0, group, town) for group in (None, "residents", "youth"))
    assert of(assessment, 0, "older-lonely", town).status == Score.Status.SUPPRESSED
    assert together.status == Score.Status.OK
    assert together.need_hours == sum(score.need_hours for score in shown)
    for figure in ("coverage", "coverage_low", "coverage_high", "need_met"):
        mean = sum(score.need_hours * getattr(score, figure) for score in shown) / together.need_hours
        assert getattr(together, figure) == pytest.approx(mean)
    parts = {part.venue_id: part.coverage for part in contributions(assessment, together)}
    for venue, part in parts.items():
        of_shown = sum(
            score.need_hours * each.coverage
            for score in shown
            for each in contributions(assessment, score)
            if each.venue_id == venue
        )
        assert part == pytest.approx(of_shown / together.need_hours)


def test_nobody_and_the_unknown_together_are_unknown(town):
    open_library(town)
    for group in DemandGroup.objects.exclude(code="youth"):
        town.people(group.code, (0, 100, 100))
    together = of(assess(town.municipality, DAY), 0, None, town)
    assert (together.status, together.need_hours) == (Score.Status.UNKNOWN, None)


def test_what_the_source_withheld_is_unknown_but_competes_for_room(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    town.people("youth", (20, 30, 40))
    town.areas[0].estimates.filter(group="youth").update(is_suppressed=True, persons_low=0)
    assessment = assess(town.municipality, DAY)
    withheld = of(assessment, 0, "youth", town)
    assert withheld.status == Score.Status.UNKNOWN
    assert (withheld.persons, withheld.coverage) == (None, None)
    assert of(assessment, 1, "residents", town).coverage == pytest.approx(40 / (100 + 90 * 2 * 0.8))
    assert of(assessment, town.areas[0].parent.code, "youth", town).status == Score.Status.OK


def test_without_a_register_coverage_is_unknown_not_zero(town):
    town.municipality.register_loaded_on = None
    town.municipality.save()
    town.people("residents", (100, 100, 200))
    assessment = assess(town.municipality, DAY)
    score = of(assessment, 0, "residents", town)
    assert score.status == Score.Status.UNKNOWN
    assert score.coverage is None
    assert score.persons == 100
    assert of(assessment, 0, None, town).status == Score.Status.UNKNOWN
