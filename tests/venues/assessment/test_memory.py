"""What a process keeps in memory of people, walks and runs is never out of date, whoever writes in between."""

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import AreaFactory, EditionFactory, MunicipalityFactory, PointFactory, SlotFactory
from tests.venues.assessment.edits import Editor, assert_same, forgotten, make_square_town, scored_anew
from tests.venues.worker import address, forget_jobs
from venues.assessment.arrays import bound_m, terms_of
from venues.assessment.live import follow_register
from venues.assessment.people import Population, read_population
from venues.assessment.queries import stored
from venues.assessment.residence import population_of
from venues.assessment.run import store_live_run
from venues.models import Edition, Municipality, Run, Venue, Walk
from venues.walking.kept import walks_of
from venues.walking.measure import measure_walks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Iterator[Municipality]:
    """A scored town of 25 squares with six places; this process has its figures and people in memory."""
    municipality = make_square_town()
    editor = Editor(municipality)
    for _ in range(6):
        editor.open()
    measure_walks(municipality, bound_m=bound_m(municipality))
    store_live_run(municipality, timezone.localdate())
    follow_register(municipality, timezone.localdate())
    editor.edit()
    follow_register(municipality, timezone.localdate())
    yield municipality
    forget_jobs()


def elsewhere(query: str, *values: object) -> None:
    """What another process writes."""
    settings = connection.settings_dict
    given = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "dbname": settings["NAME"]}
    with psycopg.connect(**{name: value for name, value in given.items() if value}) as other:
        other.execute(query, values or None)


def assert_same_people(kept: Population, read: Population) -> None:
    for day in (timezone.localdate(), timezone.localdate().replace(year=2020)):
        one, other = kept.on(day), read.on(day)
        assert one.point_ids.tolist() == other.point_ids.tolist()
        for name in ("low", "best", "high"):
            assert np.array_equal(getattr(one.demand, name), getattr(other.demand, name))
        assert [area.name for rows in one.areas.values() for area in rows] == [
            area.name for rows in other.areas.values() for area in rows
        ]
        assert all(np.array_equal(one.missing[level], other.missing[level]) for level in one.missing)
        assert all(
            np.array_equal(one.membership[level].area_index, other.membership[level].area_index)
            for level in one.membership
        )
    assert np.array_equal(kept.point_xy, read.point_xy)
    assert np.array_equal(kept.shares, read.shares)


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE venues_demandestimate SET persons_high = persons_high + 7",
        "UPDATE venues_demandestimate SET is_suppressed = true WHERE group_id = 'youth'",
        "DELETE FROM venues_demandestimate WHERE area_id = (SELECT min(area_id) FROM venues_demandpoint)",
        "UPDATE venues_demandestimate SET reference_on = '2019-01-01' WHERE group_id = 'youth'",
        "INSERT INTO venues_demandestimate"
        " (area_id, group_id, reference_on, persons_low, persons, persons_high, is_suppressed, source)"
        " SELECT area_id, group_id, '2020-01-01', 1, 2, 3, false, source FROM venues_demandestimate",
        "UPDATE venues_demandpoint SET weight = weight * 2 WHERE id = (SELECT min(id) FROM venues_demandpoint)",
        "UPDATE venues_demandpoint SET location = ST_Translate(location, 30, 0)",
        "UPDATE venues_demandpoint SET area_id = (SELECT min(area_id) FROM venues_demandpoint)",
        "DELETE FROM venues_demandpoint WHERE id = (SELECT min(id) FROM venues_demandpoint)",
        "INSERT INTO venues_demandpoint (area_id, kind, location, weight)"
        " SELECT area_id, kind, location, weight FROM venues_demandpoint",
        "UPDATE venues_area SET name = 'Elders' WHERE id = (SELECT min(area_id) FROM venues_demandpoint)",
    ],
)
def test_people_are_read_again_after_another_process_wrote(town, query):
    _edition, _method, rules = terms_of(town)
    groups = [rule.group for rule in rules]
    before = population_of(town, groups, set())
    assert population_of(town, groups, set()) is before
    elsewhere(query)
    after = population_of(town, groups, set())
    assert after is not before
    assert_same_people(after, read_population(town, groups, set()))


def test_people_are_read_again_when_boundaries_come_into_use_here_or_around(town):
    _edition, _method, rules = terms_of(town)
    groups = [rule.group for rule in rules]
    other = EditionFactory(municipality=MunicipalityFactory(code="GM9991", name="Buurdorp"), is_active=False)
    point = PointFactory(area=AreaFactory(edition=other, code="BU99910001", column=9))
    walked_to = {point.pk}
    before = population_of(town, groups, walked_to)
    assert point.pk not in before.point_ids
    elsewhere("UPDATE venues_edition SET is_active = true WHERE id = %s", other.pk)
    assert point.pk in population_of(town, groups, walked_to).point_ids
    elsewhere("UPDATE venues_edition SET is_active = false WHERE municipality_id = %s", town.pk)
    assert population_of(town, groups, walked_to).point_ids.tolist() == [point.pk]


def test_people_are_read_again_for_other_groups_and_other_points_around(town):
    _edition, _method, rules = terms_of(town)
    groups = [rule.group for rule in rules]
    assert population_of(town, groups[:2], set()).groups == groups[:2]
    assert population_of(town, groups, set()).groups == groups
    other = EditionFactory(municipality=MunicipalityFactory(code="GM9991", name="Buurdorp"))
    point = PointFactory(area=AreaFactory(edition=other, code="BU99910001", column=9))
    assert point.pk in population_of(town, groups, {point.pk}).point_ids
    assert point.pk not in population_of(town, groups, set()).point_ids


def test_walks_are_read_again_after_another_process_measured_them(town):
    venue = Walk.objects.exclude(points=[]).first().venue
    key = (venue.pk, None)
    before = walks_of([venue.pk], [])[key]
    assert walks_of([venue.pk], [])[key] is before
    longer = "UPDATE venues_walk SET walk_m = ARRAY(SELECT m + 1 FROM unnest(walk_m) m) WHERE venue_id = %s"
    elsewhere(longer, venue.pk)
    assert walks_of([venue.pk], [])[key].walk_m.tolist() == (before.walk_m + 1).tolist()
    elsewhere("DELETE FROM venues_walk WHERE venue_id = %s", venue.pk)
    assert walks_of([venue.pk], []) == {}


def test_what_was_measured_in_a_transaction_that_was_rolled_back_is_not_kept(town):
    venue = Walk.objects.exclude(points=[]).first().venue
    before = walks_of([venue.pk], [])[venue.pk, None].walk_m.tolist()
    with transaction.atomic():
        Walk.objects.filter(venue=venue).update(walk_m=[m + 5 for m in before])
        assert walks_of([venue.pk], [])[venue.pk, None].walk_m.tolist() == [m + 5 for m in before]
        transaction.set_rollback(True)
    assert walks_of([venue.pk], [])[venue.pk, None].walk_m.tolist() == before


def score_elsewhere(town: Municipality) -> None:
    """Another process replaces the live run."""
    command = [sys.executable, "manage.py", "score", "--live", "--municipality", town.pk]
    subprocess.run(command, check=True, timeout=60, **address())


def test_figures_follow_although_another_process_scored_in_between(town):
    today = timezone.localdate()
    for weekday in (5, 6):
        SlotFactory(venue=Venue.objects.first(), weekday=weekday)
        score_elsewhere(town)
        SlotFactory(venue=Venue.objects.last(), weekday=weekday)
        assert_same(follow_register(town, today), scored_anew(town, today), f"weekday {weekday}")


def test_figures_follow_although_the_change_before_was_rolled_back(town):
    today = timezone.localdate()
    with transaction.atomic():
        SlotFactory(venue=Venue.objects.first(), weekday=6)
        follow_register(town, today)
        transaction.set_rollback(True)
    SlotFactory(venue=Venue.objects.last(), weekday=6)
    assert_same(follow_register(town, today), scored_anew(town, today), "a rollback")


def test_figures_follow_although_people_changed_in_between(town):
    today = timezone.localdate()
    elsewhere("UPDATE venues_demandestimate SET persons = persons + 3, persons_high = persons_high + 3")
    SlotFactory(venue=Venue.objects.last(), weekday=6)
    assert_same(follow_register(town, today), scored_anew(town, today), "people")


def test_boundaries_with_other_areas_leave_no_row_of_the_old_ones(town):
    today = timezone.localdate()
    old = Edition.objects.get(municipality=town)
    elsewhere("UPDATE venues_edition SET is_active = false WHERE id = %s", old.pk)
    area = AreaFactory(edition=EditionFactory(municipality=town, year=old.year + 1), code="BU99990001")
    elsewhere(
        "UPDATE venues_demandestimate SET area_id = %s WHERE area_id = (SELECT min(area_id) FROM venues_demandpoint)",
        area.pk,
    )
    elsewhere("UPDATE venues_demandpoint SET area_id = %s WHERE id = (SELECT min(id) FROM venues_demandpoint)", area.pk)
    SlotFactory(venue=Venue.objects.last(), weekday=6)
    run = follow_register(town, today)
    assert set(run.scores.values_list("area__edition", flat=True)) == {area.edition_id}
    assert_same(run, scored_anew(town, today), "boundaries")


def test_a_run_whose_intervals_were_known_gives_none_of_them_to_the_next(town):
    today = timezone.localdate()
    store_live_run(town, today)
    for weekday in (5, 6):
        SlotFactory(venue=Venue.objects.last(), weekday=weekday)
        run = follow_register(town, today)
        assert run.draws == 0
        Run.objects.update(draws=1000)
        Run.objects.get().scores.update(rank_low=1, rank_high=1)
    SlotFactory(venue=Venue.objects.last(), weekday=7)
    follow_register(town, today)
    assert Run.objects.get().scores.filter(rank_low__isnull=False).exists()
    assert {score.rank_low for score in stored(Run.objects.get()).scores} == {None}


def test_pages_read_a_live_run_that_another_process_replaced(town):
    before = stored(Run.objects.get())
    assert stored(Run.objects.get()) is before
    SlotFactory(venue=Venue.objects.last(), weekday=6)
    score_elsewhere(town)
    after = stored(Run.objects.get())
    assert after.run.pk != before.run.pk
    with forgotten():
        assert_same(Run.objects.get(), scored_anew(town, timezone.localdate()), "another process")
