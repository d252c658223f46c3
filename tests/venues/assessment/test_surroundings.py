"""What lies around a municipality: its neighbours count, what is far away or fictional does not."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    SIDE_M,
    SOUTH_M,
    WEST_M,
    ActivityFactory,
    AreaFactory,
    ClosureFactory,
    EditionFactory,
    EstimateFactory,
    MunicipalityFactory,
    PointFactory,
    SlotFactory,
    square,
)
from tests.venues.assessment.town import DAY, Town, make_town, of, open_library
from venues.assessment.run import assess
from venues.models import RD, Area, Level, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = make_town()
    town.people("residents", (100, 100, 200))
    return town


def neighbour(code: str = "GM9991", column: int = 10, **facts) -> Area:
    """A neighbourhood of one square in a municipality of its own, just east of the town."""
    municipality = MunicipalityFactory(code=code, name=code, is_fictional=facts.pop("is_fictional", True), **facts)
    area: Area = AreaFactory(edition=EditionFactory(municipality=municipality), boundary=square(column=column))
    whole = Area.objects.get(edition=area.edition, level=Level.MUNICIPALITY)
    whole.boundary = square(column=column, columns=10, rows=10)
    whole.save()
    return area


def test_neighbours_who_reach_a_place_compete_for_its_room(town):
    library = open_library(town)
    there = PointFactory(area=(area := neighbour()))
    EstimateFactory(area=area, group_id="residents", persons=400)
    walk = Walk.objects.get(venue=library)
    walk.points.append(there.pk)
    walk.walk_m.append(300.0)
    walk.is_estimated.append(False)
    walk.save()
    assessment = assess(town.municipality, DAY)
    assert of(assessment, 0, "residents", town).coverage == pytest.approx(40 / 200)
    assert assessment.score(area.code, "residents") is None


def test_the_figures_of_a_neighbour_do_not_date_those_of_the_municipality(town):
    library = open_library(town)
    there = PointFactory(area=(area := neighbour()))
    EstimateFactory(area=area, group_id="residents", reference_on=date(2026, 5, 1))
    Walk.objects.filter(venue=library).update(points=[there.pk], walk_m=[300], is_estimated=[False])
    own = town.areas[0].estimates.get().reference_on
    assert assess(town.municipality, DAY).run.demand_reference_on == own < date(2026, 5, 1)


def test_a_real_place_on_the_ground_of_a_fictional_town_is_none_of_its_offers(town):
    open_library(town)
    for code, is_fictional in (("GM0001", False), ("GM9991", True)):
        elsewhere = open_library(town)
        elsewhere.municipality = MunicipalityFactory(code=code, is_fictional=is_fictional)
        elsewhere.save()
    assert len(assess(town.municipality, DAY).offers) == 2


def test_a_known_register_across_the_border_is_no_edge(town):
    far_east = PointFactory(area=town.areas[0], location=Point(WEST_M + 9.5 * SIDE_M, SOUTH_M + 5 * SIDE_M, srid=RD))
    town.areas[0].points.exclude(pk=far_east.pk).delete()
    open_library(town)

    def is_edge() -> bool:
        return of(assess(town.municipality, DAY), 0, "residents", town).is_edge

    assert is_edge()
    area = neighbour(register_loaded_on=None)
    assert is_edge()
    municipality = area.edition.municipality
    municipality.register_loaded_on = date(2026, 1, 1)
    municipality.save()
    assert not is_edge()
    municipality.is_fictional = False
    municipality.save()
    assert is_edge()


def test_a_closed_activity_without_a_building_is_no_offer(town):
    open_library(town)
    for _each in range(2):
        SlotFactory(activity=(walk := ActivityFactory(municipality=town.municipality)))
    ClosureFactory(venue=None, activity=walk)
    assert len(assess(town.municipality, DAY).offers) == 2


def test_points_are_asked_for_without_reading_those_of_the_country(town):
    open_library(town)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assess(town.municipality, DAY)
    of_points = [query["sql"] for query in asked if "venues_demandpoint" in query["sql"]]
    assert of_points
    for sql in of_points:
        assert " OR " not in sql
        assert "municipality_id" in sql or " IN (" in sql
