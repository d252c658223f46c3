"""A municipality is scored from what its register and figures say on a date."""

from datetime import date, time

import pytest

from tests.factories import ActivityFactory, AudienceFactory, ClosureFactory, SlotFactory, StaffingFactory
from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from venues.assessment.arrays import NothingToScore
from venues.assessment.queries import assessment_on, contributions
from venues.assessment.run import assess, seal_run, store_live_run
from venues.models import GroupRule, OfferScore, Run, Score, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def test_coverage_is_the_room_shared_over_the_need_that_reaches_it(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    score = of(assess(town.municipality, DAY), 0, "residents", town)
    # 40 place-hours for 400 residents × 0.25 hours.
    assert score.coverage == pytest.approx(40 / 100)
    assert score.coverage_low == score.coverage == score.coverage_high
    assert score.known_share == 1
    assert (score.persons, score.need_hours) == (100, 25)


def test_groups_compete_for_the_same_room(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    alone = of(assess(town.municipality, DAY), 0, "residents", town).coverage
    town.people("newcomers", (50, 0, 0))
    shared = of(assess(town.municipality, DAY), 0, "residents", town).coverage
    assert shared == pytest.approx(40 / (100 + 50 * 3 * 0.9))
    assert shared < alone


def test_a_district_is_the_need_weighted_mean_of_its_points(town):
    town.people("residents", (100, 300, 200))
    town.venue("library", walks=(100, 500, None), places=10)
    assessment = assess(town.municipality, DAY)
    parts = [of(assessment, i, "residents", town) for i in range(2)]
    district = of(assessment, town.areas[0].parent.code, "residents", town)
    expected = sum(p.coverage * p.need_hours for p in parts) / sum(p.need_hours for p in parts)
    assert district.coverage == pytest.approx(expected)
    assert of(assessment, 2, "residents", town).coverage == 0


def test_contributions_add_up_and_name_venue_and_activity(town):
    venue = open_library(town, name="De Bieb")
    walk = ActivityFactory(
        municipality=town.municipality, venue=venue, location=None, name="Taaltafel", places=5, has_own_space=True
    )
    SlotFactory(activity=walk, weekday=2)
    AudienceFactory(activity=walk, group_id="newcomers", suitability=1)
    town.people("newcomers", (50, 20, 20))
    run = store_live_run(town.municipality, DAY)
    assessment = assessment_on(town.municipality)
    assert assessment.run == run
    score = of(assessment, 0, "newcomers", town)
    parts = contributions(assessment, score)
    assert {(p.venue_name, p.activity_name) for p in parts} == {("De Bieb", ""), ("De Bieb", "Taaltafel")}
    assert sum(p.coverage for p in parts) == pytest.approx(score.coverage, abs=1e-12)
    assert all(p.is_known for p in parts)


def test_an_activity_in_the_park_counts_without_a_building(town):
    town.people("youth", (50, 50, 50))
    before = of(assess(town.municipality, DAY), 0, "youth", town)
    assert before.coverage == 0
    run_group = ActivityFactory(municipality=town.municipality, places=20)
    SlotFactory(activity=run_group, host="volunteer")
    AudienceFactory(activity=run_group, group_id="youth", suitability=1)
    Walk.objects.create(
        activity=run_group, points=[town.points[0].pk], walk_m=[300], is_estimated=[False], bound_m=1500
    )
    after = of(assess(town.municipality, DAY), 0, "youth", town)
    assert after.coverage == pytest.approx(20 * 4 / (50 * 2))
    # It is for youth, as recorded, and for nobody else.
    assert of(assess(town.municipality, DAY), 0, "residents", town).status == Score.Status.UNKNOWN


def test_nothing_recorded_gives_the_default_of_the_type_and_a_wide_range(town):
    town.venue("library")
    town.people("residents", (400, 400, 200))
    score = of(assess(town.municipality, DAY), 0, "residents", town)
    assert score.coverage == pytest.approx(45 * 60 / 250)
    assert score.coverage_low == 0
    assert score.coverage_high == pytest.approx(2 * score.coverage)
    assert score.known_share == 0


def test_a_volunteer_only_place_without_slots_counts_its_host_hours(town):
    venue = town.venue("library", places=10)
    StaffingFactory(venue=venue, kind="volunteer", hours_per_week=6)
    StaffingFactory(venue=venue, kind="vacancy", hours_per_week=20)
    town.people("residents", (400, 400, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).coverage == pytest.approx(60 / 250)


@pytest.mark.parametrize(
    ("day", "open_"),
    [(date(2025, 12, 31), True), (date(2026, 1, 1), False), (date(2026, 3, 31), False), (date(2026, 4, 1), True)],
)
def test_a_closure_holds_from_its_first_day_until_it_reopens(town, day, open_):
    venue = open_library(town)
    ClosureFactory(venue=venue, starts_on=date(2026, 1, 1), reopens_on=date(2026, 4, 1), reason="renovation")
    town.people("residents", (400, 400, 200))
    assert (of(assess(town.municipality, day), 0, "residents", town).coverage > 0) is open_


def test_a_closed_venue_takes_its_activities_along(town):
    venue = open_library(town)
    inside = ActivityFactory(municipality=town.municipality, venue=venue, location=None, places=5)
    SlotFactory(activity=inside, weekday=2)
    ClosureFactory(venue=venue)
    town.people("residents", (400, 400, 200))
    assessment = assess(town.municipality, DAY)
    assert assessment.offers == ()
    assert of(assessment, 0, "residents", town).coverage == 0


def test_a_partial_closure_leaves_what_it_says(town):
    venue = open_library(town)
    ClosureFactory(venue=venue, extent="partial", hours_remaining=1, places_remaining=4)
    town.people("residents", (400, 400, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).coverage == pytest.approx(4 / 250)


def test_a_venue_that_opens_next_month_counts_from_that_day(town):
    open_library(town, opened_on=date(2026, 7, 1))
    town.people("residents", (400, 400, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).coverage == 0
    assert of(assess(town.municipality, date(2026, 7, 1)), 0, "residents", town).coverage > 0


def test_an_activity_inside_takes_its_places_out_of_the_venues_room(town):
    venue = open_library(town)
    inside = ActivityFactory(municipality=town.municipality, venue=venue, location=None, places=6)
    SlotFactory(activity=inside)
    AudienceFactory(activity=inside, group_id="youth")
    town.people("residents", (400, 400, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).coverage == pytest.approx(4 * 4 / 250)


def test_the_night_until_twelve_is_counted(town):
    venue = town.venue("library", places=10)
    SlotFactory(venue=venue, starts=time(22), ends=time(0))
    town.people("residents", (400, 400, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).coverage == pytest.approx(20 / 250)


def test_figures_of_the_latest_date_before_the_day_count(town):
    open_library(town)
    town.people("residents", (100, 100, 200), reference_on=date(2020, 1, 1))
    town.people("residents", (200, 200, 400), reference_on=date(2025, 1, 1))
    town.people("residents", (400, 400, 800), reference_on=date(2027, 1, 1))
    assert of(assess(town.municipality, date(2024, 12, 31)), 0, "residents", town).persons == 100
    assert of(assess(town.municipality, DAY), 0, "residents", town).persons == 200
    assert of(assess(town.municipality, date(2015, 1, 1)), 0, "residents", town).persons == 100
    assert assess(town.municipality, DAY).run.demand_reference_on == date(2025, 1, 1)


def test_reach_counts_places_not_offers(town):
    venue = open_library(town)
    inside = ActivityFactory(municipality=town.municipality, venue=venue, location=None, places=5, has_own_space=True)
    SlotFactory(activity=inside, weekday=3)
    town.people("residents", (100, 100, 200))
    score = of(assess(town.municipality, DAY), 0, "residents", town)
    assert (score.reach_none, score.reach_one, score.reach_two_plus) == (0, 1, 0)
    assert score.nearest_m == 100


def test_an_area_near_the_edge_of_the_data_says_so(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    assert of(assess(town.municipality, DAY), 0, "residents", town).is_edge


def test_the_live_run_is_replaced_and_a_sealed_one_stays(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    first = store_live_run(town.municipality, DAY)
    sealed = seal_run(town.municipality, DAY)
    second = store_live_run(town.municipality, DAY)
    assert not Run.objects.filter(pk=first.pk).exists()
    assert set(Run.objects.all()) == {sealed, second}
    assert first.fingerprint == second.fingerprint == sealed.fingerprint
    assert seal_run(town.municipality, DAY) == sealed


def test_other_data_give_another_fingerprint(town):
    venue = open_library(town)
    town.people("residents", (100, 100, 200))
    before = assess(town.municipality, DAY).run.fingerprint
    SlotFactory(venue=venue, weekday=5)
    assert assess(town.municipality, DAY).run.fingerprint != before


def test_a_twin_in_place_of_a_venue_is_sealed_anew_with_its_own_name(town):
    twins = [open_library(town) for _each in range(2)]
    town.people("residents", (100, 100, 200))
    runs = []
    for venue, other in (twins, reversed(twins)):
        ClosureFactory(venue=venue)
        runs.append(seal_run(town.municipality, DAY))
        venue.closures.all().delete()
        assert [offer.venue for offer in runs[-1].offer_scores.all()] == [other]
    assert runs[0] != runs[1]


def test_a_register_that_proves_empty_is_not_the_run_of_no_register(town):
    town.people("residents", (100, 100, 200))
    town.municipality.register_loaded_on = None
    town.municipality.save()
    unknown = seal_run(town.municipality, DAY)
    town.municipality.register_loaded_on = DAY
    town.municipality.save()
    empty = seal_run(town.municipality, DAY)
    assert unknown.scores.get(area=town.areas[0], group="residents").coverage is None
    assert empty.scores.get(area=town.areas[0], group="residents").coverage == 0


def test_a_date_without_a_run_is_scored_and_not_stored(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    store_live_run(town.municipality, DAY)
    asked = assessment_on(town.municipality, date(2020, 1, 1))
    assert asked.run.pk is None
    assert of(asked, 0, "residents", town).coverage == pytest.approx(0.4)
    assert sum(part.coverage for part in contributions(asked, of(asked, 0, "residents", town))) == pytest.approx(0.4)
    assert Run.objects.count() == 1


def test_room_that_nobody_reaches_is_listed(town):
    town.venue("library", walks=(None, None, None), places=10)
    open_library(town)
    town.people("residents", (100, 100, 200))
    run = store_live_run(town.municipality, DAY)
    assert OfferScore.objects.filter(run=run, is_reached=False, room__gt=0).count() == 1
    assert run.counts["offersUnreached"] == 1


def test_a_town_without_boundaries_or_figures_says_what_to_load(town):
    with pytest.raises(NothingToScore, match="no figures of residents"):
        assess(town.municipality, DAY)
    town.edition.is_active = False
    town.edition.save()
    with pytest.raises(NothingToScore, match="no active boundaries"):
        assess(town.municipality, DAY)


def test_a_changed_norm_scales_the_need(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    GroupRule.objects.filter(group="residents").update(norm_hours=0.5)
    score = of(assess(town.municipality, DAY), 0, "residents", town)
    assert score.coverage == pytest.approx(0.2)
    assert score.need_hours == 50
