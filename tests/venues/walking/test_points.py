"""Where the people of a neighbourhood walk from, when there are no squares."""

import pytest

from tests.factories import AreaFactory, MunicipalityFactory, PointFactory, VenueFactory
from tests.venues.walking.towns import at, lay_street
from venues.models import DemandPoint, Edition, Walk
from venues.walking.measure import measure_walks
from venues.walking.points import place_points

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """Two neighbourhoods of 500 m; the first has streets in two cells of 100 m, the second has none."""
    built, _empty = AreaFactory(column=0), AreaFactory(column=4)
    municipality = built.edition.municipality
    lay_street(municipality, 1, 2, (110, 110), (130, 150))
    lay_street(municipality, 2, 3, (130, 150), (420, 110))
    return built.edition


def placed() -> set[tuple[str, float, float, float]]:
    """Kind, place and weight of all points, in metres from the south-west of the first square."""
    origin = at(0, 0)
    return {
        (each.kind, round(each.location.x - origin.x, 2), round(each.location.y - origin.y, 2), each.weight)
        for each in DemandPoint.objects.all()
    }


def test_a_neighbourhood_with_streets_gets_a_point_for_each_built_cell_and_one_without_gets_its_centre(edition):
    counts = place_points(edition)
    assert counts == {"square": 0, "street": 2, "centre": 1}
    assert placed() == {("street", 120, 130, 2), ("street", 420, 110, 1), ("centre", 2250, 250, 1)}


def test_squares_are_better_than_streets_and_stay_as_imported(edition):
    place_points(edition)
    square = PointFactory(area=edition.areas.get(code="BU99900000"), kind="square", location=at(250, 250), weight=40)
    counts = place_points(edition)
    assert counts == {"square": 1, "street": 0, "centre": 1}
    square.refresh_from_db()
    assert square.weight == 40


def test_placing_twice_keeps_every_row(edition):
    place_points(edition)
    before = set(DemandPoint.objects.values_list("pk", flat=True))
    place_points(edition)
    assert set(DemandPoint.objects.values_list("pk", flat=True)) == before


def test_a_new_street_moves_only_the_points_it_touches_and_walks_follow_them(edition):
    place_points(edition)
    kept = DemandPoint.objects.get(kind="street", weight=2).pk
    town = edition.municipality
    near_kept, near_moved = VenueFactory(location=at(0, 110)), VenueFactory(location=at(420, 110))
    measure_walks(town, bound_m=200, min_component_nodes=2)
    gone = DemandPoint.objects.get(kind="street", weight=1).pk
    lay_street(town, 3, 4, (420, 110), (440, 130))
    place_points(edition)
    assert DemandPoint.objects.filter(pk=kept).exists()
    assert ("street", 430, 120, 2) in placed()
    assert not DemandPoint.objects.filter(pk=gone).exists()
    measured = measure_walks(town, bound_m=200, min_component_nodes=2)
    assert (measured.measured, measured.unchanged) == (2, 0)
    moved = DemandPoint.objects.get(location=at(430, 120)).pk
    assert Walk.objects.get(venue=near_moved).points == [moved]
    assert Walk.objects.get(venue=near_kept).points == [kept]


def test_streets_that_appear_replace_the_centre(edition):
    place_points(edition)
    lay_street(edition.municipality, 8, 9, (2110, 110), (2120, 120))
    assert place_points(edition) == {"square": 0, "street": 3, "centre": 0}


def test_points_of_another_edition_stay(edition):
    other = PointFactory(area=AreaFactory(edition__municipality=MunicipalityFactory(code="GM9991"), column=8))
    place_points(edition)
    assert DemandPoint.objects.filter(pk=other.pk).exists()


def test_streets_of_a_real_town_on_the_same_ground_give_a_fictional_one_no_points(edition):
    real = MunicipalityFactory(code="GM0001", is_fictional=False)
    lay_street(real, 1, 2, (2110, 110), (2120, 120))
    assert place_points(edition) == {"square": 0, "street": 2, "centre": 1}


def test_an_edition_without_neighbourhoods_gets_no_points():
    area = AreaFactory(column=0)
    edition = area.edition
    area.delete()
    assert place_points(edition) == {"square": 0, "street": 0, "centre": 0}
