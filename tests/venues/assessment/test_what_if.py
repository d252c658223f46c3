"""What if places close and open: the figures of a full scoring, nothing stored, and small counts told to nobody."""

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from django.apps import apps
from django.db import connection

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    ClosureFactory,
    EditionFactory,
    EstimateFactory,
    MunicipalityFactory,
    PointFactory,
    SlotFactory,
    spot,
)
from tests.venues.assessment.edits import SIDE, Editor, make_square_town
from tests.venues.assessment.rescored import assert_as_scored_anew
from tests.venues.assessment.town import DAY, Town, make_town, open_library
from venues.assessment.arrays import bound_m
from venues.assessment.live import follow_register
from venues.assessment.prepared import Prepared, prepared_for
from venues.assessment.queries import stored
from venues.assessment.run import assess, store_live_run
from venues.assessment.what_if import Opening, Proposal, WhatIf, not_on_offer, what_if
from venues.models import Activity, DemandPoint, Edition, Level, Municipality, RegisterChange, Run, Venue
from venues.register.following import follow
from venues.walking.measure import measure_walks

pytestmark = pytest.mark.django_db


@pytest.fixture
def square() -> Municipality:
    """25 squares with people, twelve places, and activities in and outside them."""
    municipality = make_square_town()
    editor = Editor(municipality)
    for _ in range(12):
        editor.open()
    for venue in Venue.objects.order_by("pk")[:4]:
        SlotFactory(venue=venue)
        activity = ActivityFactory(municipality=municipality, venue=venue, places=4, has_own_space=False)
        SlotFactory(activity=activity, venue=None)
        ActivityFactory(municipality=municipality, venue=venue, has_own_space=True)
    ActivityFactory(municipality=municipality, venue=None, location=editor.spot())
    measure_walks(municipality, bound_m=bound_m(municipality))
    store_live_run(municipality, DAY)
    return municipality


def ready(municipality: Municipality, **terms) -> Prepared:
    prepared = prepared_for(municipality, **terms)
    assert prepared is not None
    return prepared


def at(column: float, row: float, **facts) -> Opening:
    place = spot(column, row)
    return Opening(place.x, place.y, **{"type_code": "library", **facts})


def closing(*venues: Venue | UUID) -> Proposal:
    return Proposal(venues=frozenset(each.pk if isinstance(each, Venue) else each for each in venues))


def asked(municipality: Municipality, proposal: Proposal, *, is_exact: bool = False) -> WhatIf:
    return what_if(ready(municipality), proposal, Level.NEIGHBOURHOOD, is_exact=is_exact)


def test_every_single_closure_is_a_scoring_without_that_place_or_activity(square):
    prepared, before = ready(square), assess(square, DAY)
    for venue in Venue.objects.all():
        answer = assert_as_scored_anew(prepared, before, closing(venue), Level.NEIGHBOURHOOD)
        (own,) = [offer for offer in before.offers if (offer.venue_id, offer.activity_id) == (venue.pk, None)]
        if own.moved_hours is not None:
            assert answer.moved_hours == pytest.approx(own.moved_hours)
            assert answer.stranded_hours == pytest.approx(own.stranded_hours)
    for activity in Activity.objects.all():
        proposal = Proposal(activities=frozenset([activity.pk]))
        assert_as_scored_anew(prepared, before, proposal, Level.NEIGHBOURHOOD)


@pytest.mark.parametrize("level", Level.values)
def test_closures_and_openings_together_are_a_scoring_with_all_of_them(square, level):
    prepared, before, chance = ready(square), assess(square, DAY), np.random.default_rng(7)
    venues = list(Venue.objects.order_by("pk").values_list("pk", flat=True))
    activities = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    for n_changes in (1, 3, 5, 10):
        openings = tuple(
            at(
                chance.uniform(-0.4, SIDE - 0.6),
                chance.uniform(-0.4, SIDE - 0.6),
                type_code=str(chance.choice(["library", "youth-centre", "cafe"])),
                **(
                    {"hosted_hours": float(chance.integers(1, 60)), "places": float(chance.integers(1, 50))}
                    if chance.random() < 0.6
                    else {}
                ),
                suitability={"youth": 0.5} if chance.random() < 0.5 else None,
            )
            for _ in range(n_changes - n_changes // 2)
        )
        proposal = Proposal(
            venues=frozenset(venues[:: 12 // n_changes][: n_changes // 2]),
            activities=frozenset(activities[:: 9 // n_changes + 1][: n_changes // 2]),
            openings=openings,
        )
        assert_as_scored_anew(prepared, before, proposal, level)


def test_a_place_that_closes_takes_its_activities_along(square):
    venue = Activity.objects.exclude(venue=None)[0].venue
    answer = asked(square, closing(venue), is_exact=True)
    closed = {(row.venue_id, row.activity_id) for row in answer.offers if row.status == "closed"}
    held = [(venue.pk, activity.pk) for activity in venue.activities.all()]
    assert closed == {(venue.pk, None), *held}


def test_an_activity_that_ends_gives_its_places_back_to_the_place_that_it_was_held_in(square):
    inside = Activity.objects.filter(has_own_space=False).exclude(venue=None)[0]
    prepared = ready(square)
    answer = what_if(prepared, Proposal(activities=frozenset([inside.pk])), Level.NEIGHBOURHOOD, is_exact=True)
    (host,) = [row for row in answer.offers if (row.venue_id, row.activity_id) == (inside.venue_id, None)]
    before = assess(square, DAY)
    (stood,) = [offer for offer in before.offers if (offer.venue_id, offer.activity_id) == (inside.venue_id, None)]
    assert host.received_hours > 0
    # Four places for four hosted hours come back.
    assert (stood.load_hours + host.received_hours) / host.after == pytest.approx(stood.room + 16)


def test_it_is_asked_of_another_day_too(square):
    later = DAY + timedelta(days=30)
    one, other = Venue.objects.order_by("pk")[:2]
    ClosureFactory(venue=one, starts_on=DAY + timedelta(days=10))
    prepared = ready(square, day=later)
    assert (prepared.day, prepared.run_id) == (later, None)
    assert not_on_offer(prepared, closing(one, other)) == {one.pk}
    assert_as_scored_anew(prepared, assess(square, later), closing(other), Level.NEIGHBOURHOOD)


def test_an_opening_at_the_border_is_shared_with_the_people_on_the_other_side(square):
    """Nobody walks from there to a place that is there now."""
    other = EditionFactory(municipality=MunicipalityFactory(is_scored=False))
    far = PointFactory(area=AreaFactory(edition=other, column=SIDE + 5), location=spot(SIDE + 5, 0))
    EstimateFactory(area=far.area, group_id="youth", persons=300)
    store_live_run(square, DAY)
    prepared = ready(square)
    assert far.pk in prepared.point_ids
    assert_as_scored_anew(prepared, assess(square, DAY), Proposal(openings=(at(SIDE + 3.5, 0),)), Level.NEIGHBOURHOOD)


def test_it_stores_nothing(square):
    def rows() -> dict[str, int]:
        tables = set(connection.introspection.table_names())
        models = [model for model in apps.get_models() if model._meta.db_table in tables]
        return {model._meta.label: model._base_manager.count() for model in models}

    live = Run.objects.get(municipality=square, kind=Run.Kind.LIVE)
    told, counted = stored(live).scores, rows()
    asked(square, Proposal(venues=frozenset([Venue.objects.all()[0].pk]), openings=(at(1, 1),)), is_exact=True)
    again = Run.objects.get(municipality=square, kind=Run.Kind.LIVE)
    assert rows() == counted
    assert (again.pk, again.created_at, again.fingerprint) == (live.pk, live.created_at, live.fingerprint)
    assert [score.coverage for score in stored(again).scores] == [score.coverage for score in told]


def test_a_municipality_is_made_ready_once_and_anew_when_its_register_changes(square):
    before = ready(square)
    assert ready(square) is before
    venue = Venue.objects.all()[0]
    ClosureFactory(venue=venue, starts_on=DAY)
    RegisterChange.objects.create(municipality_code=square.pk, venue_uuid=venue.pk)
    follow(square.pk)
    waiting = ready(square)
    assert waiting is not before
    assert not_on_offer(waiting, closing(venue)) == {venue.pk}
    follow_register(square, DAY)
    counted = ready(square)
    assert counted.run_id == Run.objects.get(municipality=square, kind=Run.Kind.LIVE).pk != before.run_id
    assert ready(square) is counted


def test_what_was_never_scored_cannot_be_asked_about(square):
    Run.objects.all().delete()
    assert prepared_for(square) is None
    Edition.objects.update(is_active=False)
    assert prepared_for(square, DAY) is None


def test_without_a_register_of_places_coverage_stays_unknown(square):
    Municipality.objects.filter(pk=square.pk).update(register_loaded_on=None)
    store_live_run(Municipality.objects.get(pk=square.pk), DAY)
    answer = asked(Municipality.objects.get(pk=square.pk), Proposal(openings=(at(1, 1),)), is_exact=True)
    assert answer.areas == []


# What may be told


@pytest.fixture
def town() -> Town:
    return make_town()


def with_few(town: Town, newcomers: int) -> None:
    """Of the newcomers in the first neighbourhood it may not be told how many they are."""
    open_library(town)
    SlotFactory(venue=town.venue("community-centre", places=20, walks=(300, 500, None)))
    town.people("residents", (1000, 800, 600))
    town.people("newcomers", (newcomers, 60, 30))
    store_live_run(town.municipality, DAY)


def proposals(town: Town) -> list[Proposal]:
    for_newcomers = dict.fromkeys(("youth", "older-lonely", "residents", "mental-health"), 0.0)
    only = at(0, 0, suitability={**for_newcomers, "intellectual-disability": 0.0, "newcomers": 1.0})
    library, centre = Venue.objects.order_by("venue_type_id").reverse()
    everything = frozenset([library.pk, centre.pk])
    return [
        closing(library),
        closing(centre),
        Proposal(venues=everything),
        Proposal(openings=(only,)),
        Proposal(venues=everything, openings=(only,)),
        Proposal(venues=frozenset([library.pk]), openings=(only, at(1, 1))),
    ]


@pytest.mark.parametrize("is_exact", [True, False])
def test_a_group_of_fewer_than_ten_is_in_no_answer(town, is_exact):
    with_few(town, 7)
    for proposal in proposals(town):
        told = {(row.area.code, row.group.code) for row in asked(town.municipality, proposal, is_exact=is_exact).areas}
        assert (town.areas[0].code, "newcomers") not in told
        assert (town.areas[0].code, "residents") in told or not proposal.venues


def test_without_a_token_no_answer_tells_how_many_the_few_are(town):
    """Whoever closes all else and opens one place for them alone learns the same of two as of nine."""
    with_few(town, 2)
    answers = [asked(town.municipality, proposal) for proposal in proposals(town)]
    estimate = town.areas[0].estimates.get(group="newcomers")
    estimate.persons = estimate.persons_low = estimate.persons_high = 9
    estimate.save()
    store_live_run(town.municipality, DAY)
    for one, other in zip(answers, (asked(town.municipality, each) for each in proposals(town)), strict=True):
        assert (one.moved_hours, one.stranded_hours) == (other.moved_hours, other.stranded_hours)
        new = [[row for row in answer.offers if row.opening is not None] for answer in (one, other)]
        assert new[0] == new[1]
        received = [{row.venue_id: row.received_hours for row in answer.offers} for answer in (one, other)]
        assert received[0] == received[1]


def test_without_a_token_what_an_opening_adds_is_the_same_however_many_the_few_are(town):
    with_few(town, 2)
    (only,) = proposals(town)[3].openings
    gained = []
    for few in (2, 9):
        estimate = town.areas[0].estimates.get(group="newcomers")
        estimate.persons = estimate.persons_low = estimate.persons_high = few
        estimate.save()
        store_live_run(town.municipality, DAY)
        prepared = ready(town.municipality)
        rows = what_if(prepared, Proposal(openings=(only,)), Level.DISTRICT, is_exact=False).areas
        gained.append({(row.area.code, row.group.code): row.hours for row in rows})
    assert gained[0].keys() == gained[1].keys() != set()
    for key, gain in gained[0].items():
        # But for the last of three digits of both figures.
        assert gained[1][key] == pytest.approx(gain, rel=0.01)


def test_a_load_that_is_withheld_stays_so_and_so_does_what_would_be_moved(town):
    for_few = town.venue("youth-centre", places=10, walks=(100, None, None))
    SlotFactory(venue=for_few)
    library = open_library(town)
    town.people("residents", (1000, 800, 600))
    town.people("youth", (6, 200, 200))
    store_live_run(town.municipality, DAY)
    for is_exact in (True, False):
        without_it = asked(town.municipality, closing(for_few), is_exact=is_exact)
        assert (without_it.moved_hours, without_it.stranded_hours) == (None, None)
        assert {row.status for row in without_it.offers if row.venue_id == for_few.pk} == {"withheld"}
        without_other = asked(town.municipality, closing(library), is_exact=is_exact)
        (row,) = [row for row in without_other.offers if row.venue_id == for_few.pk]
        assert (row.status, row.before, row.after, row.received_hours) == ("withheld", None, None, None)
        together = asked(town.municipality, closing(library, for_few), is_exact=is_exact)
        assert (together.moved_hours, together.stranded_hours) == (None, None)


def test_without_a_token_figures_have_three_digits_and_openings_lie_on_whole_hundreds_of_metres(square):
    answer = asked(square, Proposal(venues=frozenset([Venue.objects.all()[0].pk]), openings=(at(1.01, 1.02),)))
    figures = [
        *(figure for row in answer.areas for figure in (row.before, row.after, row.need_hours)),
        *(figure for row in answer.offers for figure in (row.before, row.after, row.received_hours) if figure),
    ]
    assert len(figures) > 20
    assert all(float(f"{figure:.3g}") == figure for figure in figures)
    # A point is 400 m away for one and more for the other, but not from where both are moved to.
    point = DemandPoint.objects.order_by("pk")[12].location
    spots = [Opening(point.x + metres, point.y, "library") for metres in (395 / 1.3, 410 / 1.3)]
    assert len({(round(each.x, -2), round(each.y, -2)) for each in spots}) == 1
    one, other = (asked(square, Proposal(openings=(each,))) for each in spots)
    assert one == other
    one, other = (asked(square, Proposal(openings=(each,)), is_exact=True) for each in spots)
    assert one != other


def test_without_a_token_a_closure_has_the_figures_of_the_coverage_rounded(square):
    for venue in Venue.objects.all():
        exact = {(row.area.code, row.group.code): row for row in asked(square, closing(venue), is_exact=True).areas}
        for row in asked(square, closing(venue)).areas:
            whole = exact[row.area.code, row.group.code]
            assert row.before == float(f"{whole.before:.3g}")
            assert row.after == float(f"{whole.after:.3g}")


def test_the_first_place_of_a_town_serves_all_who_can_walk_to_it(town):
    town.people("youth", (50, 30, 20))
    store_live_run(town.municipality, DAY)
    answer = asked(town.municipality, Proposal(openings=(at(0, 0),)), is_exact=True)
    (row,) = answer.offers
    assert (row.status, row.before, row.opening) == ("opened", None, 0)
    assert {change.before for change in answer.areas} == {0}
    assert row.received_hours == pytest.approx(200)
