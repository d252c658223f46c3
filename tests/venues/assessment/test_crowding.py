"""The pressure on the places of an area: their load together, by their room together."""

import pytest

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    EditionFactory,
    MunicipalityAreaFactory,
    OfferScoreFactory,
    RunFactory,
    ScoreFactory,
    VenueFactory,
    default_method,
    spot,
)
from venues.assessment.crowding import crowding_by_area
from venues.assessment.queries import assessment_on
from venues.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    edition = EditionFactory()
    made = RunFactory(edition=edition, method=default_method(), kind=Run.Kind.LIVE)
    for column in range(3):
        ScoreFactory(run=made, area=AreaFactory(edition=edition, column=column), coverage=1.0)
    ScoreFactory(run=made, area=MunicipalityAreaFactory(edition=edition), coverage=1.0)
    return made


def held(run, column, room, load, *, is_reached=True, **place):
    place = place or {"venue": VenueFactory(municipality=run.municipality, location=spot(column)), "activity": None}
    OfferScoreFactory(
        run=run, room_low=room, room=room, room_high=room, load_hours=load, is_reached=is_reached, **place
    )


def pressures(run, level="neighbourhood"):
    found = crowding_by_area(assessment_on(run.municipality), level)
    codes = sorted({score.area.code for score in run.scores.all() if score.area.level == level})
    return [found[code].pressure if code in found else "no room" for code in codes]


def test_loads_and_rooms_are_added_before_they_are_divided(run):
    held(run, 0, 100, 50)
    held(run, 0, 300, 600)
    held(run, 1, 100, 100)

    assert pressures(run) == [pytest.approx(650 / 400), pytest.approx(1.0), "no room"]
    assert pressures(run, "municipality") == [pytest.approx(750 / 500)]


def test_an_activity_in_the_park_counts_where_it_is_held(run):
    park = ActivityFactory(municipality=run.municipality, venue=None, location=spot(2))
    held(run, 2, 10, 20, venue=None, activity=park)

    assert pressures(run) == ["no room", "no room", pytest.approx(2.0)]


def test_a_place_that_nobody_in_need_reaches_is_asked_for_nothing(run):
    held(run, 0, 100, 100)
    held(run, 0, 100, None, is_reached=False)

    assert pressures(run)[0] == pytest.approx(0.5)


def test_a_load_that_may_not_be_told_withholds_that_of_its_area_and_of_those_above(run):
    held(run, 0, 100, None)
    held(run, 0, 100, 100)
    held(run, 1, 100, 100)

    assert pressures(run) == [None, pytest.approx(1.0), "no room"]
    assert pressures(run, "municipality") == [None]
