"""The walks that the register keeps: complete, never stale, and cheap to renew."""

from unittest.mock import patch

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    EditionFactory,
    MunicipalityFactory,
    PointFactory,
    VenueFactory,
)
from tests.venues.walking.towns import at, lay_street
from venues.models import Activity, DemandPoint, Municipality, Street, Venue, Walk
from venues.walking.measure import Measured, measure_walks, not_measured
from venues.walking.measure import _seen as seen_here

pytestmark = pytest.mark.django_db


def measure(municipality: Municipality, bound_m: float = 1000, **options) -> Measured:
    return measure_walks(municipality, bound_m=bound_m, min_component_nodes=2, **options)


def metres(offer: Venue | Activity) -> dict[int, float]:
    """What the register says of an offer's walks: metres by demand point."""
    walk = Walk.objects.get(**{type(offer).__name__.lower(): offer})
    return dict(zip(walk.points, walk.walk_m, strict=True))


@pytest.fixture
def town() -> Municipality:
    """One street of 900 m from west to east, and one of 300 m north from its middle."""
    municipality = AreaFactory(column=0).edition.municipality
    lay_street(municipality, 1, 2, (0, 0), (450, 0))
    lay_street(municipality, 2, 3, (450, 0), (900, 0))
    lay_street(municipality, 2, 4, (450, 0), (450, 300))
    return municipality


def point(x: float, y: float, **options) -> DemandPoint:
    return PointFactory(area=options.pop("area", None) or AreaFactory(column=0), location=at(x, y), **options)


def test_a_library_gets_the_metres_over_the_streets_to_every_point(town):
    west, north = point(100, 0), point(450, 200)
    library = VenueFactory(location=at(900, 0))
    done = measure(town)
    assert metres(library) == pytest.approx({west.pk: 800, north.pk: 650})
    assert (done.measured, done.walks, done.estimated, done.off_network, done.has_streets) == (1, 2, 0, 0, True)


def test_a_walk_in_the_park_starts_where_the_activity_is(town):
    home = point(0, 0)
    running = ActivityFactory(location=at(450, 300))
    measure(town)
    assert metres(running) == pytest.approx({home.pk: 750})


def test_an_activity_in_a_building_has_no_walks_of_its_own(town):
    activity = ActivityFactory(location=at(450, 300))
    measure(town)
    assert Walk.objects.filter(activity=activity).exists()
    activity.venue = VenueFactory(location=at(0, 0))
    activity.save()
    measure(town)
    assert not Walk.objects.filter(activity=activity).exists()


def test_points_beyond_the_bound_are_left_out(town):
    near, _far = point(500, 0), point(0, 0)
    library = VenueFactory(location=at(900, 0))
    measure(town, bound_m=500)
    assert metres(library) == pytest.approx({near.pk: 400})
    assert Walk.objects.get().bound_m == 500


def test_one_venue_measured_again_equals_the_full_measurement(town):
    for x in range(0, 900, 70):
        point(x, 12)
    venues = [VenueFactory(location=at(x, y)) for x, y in [(30, 20), (450, 250), (880, -15), (400, 700)]]
    measure(town)
    full = {venue.pk: metres(venue) for venue in venues}
    for venue in venues:
        assert measure(town, offers=[venue], again=True).measured == 1
    assert {venue.pk: metres(venue) for venue in venues} == full


def test_only_the_venue_that_moved_is_measured_again(town):
    home = point(0, 0)
    stays, moves = VenueFactory(location=at(100, 0)), VenueFactory(location=at(200, 0))
    measure(town)
    before = Walk.objects.get(venue=stays).pk
    moves.location = at(300, 0)
    moves.save()
    done = measure(town)
    assert (done.measured, done.unchanged) == (1, 1)
    assert metres(moves) == pytest.approx({home.pk: 300})
    assert Walk.objects.get(venue=stays).pk == before


def test_a_new_name_does_not_measure_a_venue_again(town):
    venue = VenueFactory(location=at(100, 0))
    measure(town)
    venue.name = "Huis van de wijk"
    venue.save()
    assert measure(town).measured == 0


@pytest.mark.parametrize("change", ["a street", "a point", "a point moved", "a shorter street", "the bound"])
def test_what_changes_around_a_venue_measures_it_again(town, change):
    home = point(0, 0)
    VenueFactory(location=at(100, 0))
    measure(town)
    bound_m = 1000.0
    match change:
        case "a street":
            lay_street(town, 1, 4, (0, 0), (450, 300))
        case "a point":
            point(50, 0)
        case "a point moved":
            DemandPoint.objects.filter(pk=home.pk).update(location=at(20, 0))
        case "a shorter street":
            Street.objects.filter(from_node=1).update(length_m=300)
        case "the bound":
            bound_m = 900.0
    assert measure(town, bound_m).measured == 1
    assert measure(town, bound_m).measured == 0


def test_a_new_street_shortens_the_walk_at_the_next_measurement(town):
    home = point(0, 0)
    hall = VenueFactory(location=at(450, 300))
    measure(town)
    assert metres(hall) == pytest.approx({home.pk: 750})
    lay_street(town, 1, 4, (0, 0), (450, 300))
    measure(town)
    assert metres(hall) == pytest.approx({home.pk: (450**2 + 300**2) ** 0.5})


def test_people_walk_across_the_border_where_the_streets_touch(town):
    neighbour = MunicipalityFactory(code="GM9991", name="Naastdorp")
    # Nodes have numbers of their own there: 1 and 2 are not those of the town.
    lay_street(neighbour, 1, 2, (900, 0), (1200, 0))
    across = point(1100, 0, area=AreaFactory(edition__municipality=neighbour, column=2))
    library = VenueFactory(location=at(800, 0))
    measure(town)
    assert metres(library) == pytest.approx({across.pk: 300})


def test_streets_that_do_not_touch_across_the_border_do_not_connect(town):
    neighbour = MunicipalityFactory(code="GM9991")
    lay_street(neighbour, 1, 2, (900.5, 0), (1200, 0))
    point(1100, 0, area=AreaFactory(edition__municipality=neighbour, column=2))
    library = VenueFactory(location=at(800, 0))
    measure(town)
    assert metres(library) == {}


def test_a_bridge_over_a_street_of_the_same_municipality_does_not_touch_it(town):
    lay_street(town, 7, 8, (450, 0), (450, -300))
    MunicipalityFactory(code="GM9991")
    point(450, -200)
    library = VenueFactory(location=at(450, 200))
    measure(town)
    assert metres(library) == {}


def test_nobody_walks_from_a_fictional_town_into_a_real_one_on_the_same_ground(town):
    real = MunicipalityFactory(code="GM0001", is_fictional=False)
    lay_street(real, 1, 2, (0, 0), (900, 0))
    point(500, 0, area=AreaFactory(edition__municipality=real, column=1))
    home = point(450, 100)
    library = VenueFactory(location=at(450, 0))
    measure(town)
    assert metres(library) == pytest.approx({home.pk: 100})


def test_points_of_boundaries_that_are_not_in_use_do_not_count(town):
    old = EditionFactory(municipality=town, year=2015, is_active=False)
    point(100, 0, area=AreaFactory(edition=old, column=0))
    library = VenueFactory(location=at(200, 0))
    measure(town)
    assert metres(library) == {}


def test_a_place_far_from_any_street_is_estimated_and_says_so(town):
    home = point(450, 300)
    farm = VenueFactory(location=at(450, 800))
    done = measure(town)
    assert metres(farm) == pytest.approx({home.pk: 650})
    assert Walk.objects.get().is_estimated == [True]
    assert (done.estimated, done.off_network) == (1, 1)


def test_without_streets_every_walk_is_estimated_and_the_measurement_says_so(town):
    Street.objects.all().delete()
    home = point(0, 0)
    library = VenueFactory(location=at(300, 400))
    done = measure(town)
    assert metres(library) == pytest.approx({home.pk: 650})
    assert not done.has_streets
    assert "1.3" in str(done)


def test_a_municipality_without_places_has_nothing_to_measure(town):
    assert measure(town) == Measured(0, 0, 0, 0, 0, has_streets=True)
    assert measure(MunicipalityFactory(code="GM9992")) == Measured(0, 0, 0, 0, 0, has_streets=False)


def test_only_places_of_the_municipality_are_measured(town):
    elsewhere = VenueFactory(municipality=MunicipalityFactory(code="GM9991"), location=at(100, 0))
    measure(town, offers=[elsewhere])
    assert not Walk.objects.exists()


def test_one_saved_venue_asks_few_questions_of_the_database(town):
    for x in range(0, 900, 10):
        point(x, 0)
    for x in range(0, 900, 50):
        VenueFactory(location=at(x, 5))
    saved = VenueFactory(location=Point(at(450, 100).coords, srid=28992))
    measure(town)
    saved.location = at(460, 100)
    saved.save()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        measure(town, offers=[saved])
    assert len(queries) <= 12, [query["sql"] for query in queries]


def to_measure(town: Municipality, offers: list[Venue | Activity], bound_m: float = 1000) -> list[Venue | Activity]:
    return not_measured(town, offers, bound_m=bound_m, min_component_nodes=2)


def test_only_places_that_came_or_moved_are_still_to_be_measured(town, django_assert_max_num_queries):
    point(0, 0)
    stays, moves = VenueFactory(location=at(100, 0)), VenueFactory(location=at(200, 0))
    walk = ActivityFactory(location=at(300, 0))
    measure(town)
    comes = VenueFactory(location=at(400, 0))
    Venue.objects.filter(pk=moves.pk).update(location=at(210, 0))
    with django_assert_max_num_queries(4):
        assert to_measure(town, [stays, moves, comes, walk]) == [moves, comes]
    assert to_measure(town, [stays], bound_m=900) == [stays]
    measure(town, offers=[moves, comes])
    assert to_measure(town, [stays, moves, comes, walk]) == []


def test_an_activity_that_moved_into_a_building_keeps_no_walks_though_nothing_is_measured(town):
    point(0, 0)
    hall, walk = VenueFactory(location=at(100, 0)), ActivityFactory(location=at(300, 0))
    measure(town)
    Activity.objects.filter(pk=walk.pk).update(venue=hall, location=None)
    assert to_measure(town, [hall, walk]) == []
    assert not Walk.objects.filter(activity=walk).exists()


def test_places_that_another_process_measured_in_other_streets_are_looked_at_anew(town):
    home = point(0, 0)
    hall = VenueFactory(location=at(450, 300))
    measure(town)
    with patch.dict(seen_here):
        lay_street(town, 1, 4, (0, 0), (450, 300))
        measure(town)
    assert to_measure(town, [hall]) == [hall]
    assert measure(town, offers=[hall]).unchanged == 1
    assert to_measure(town, [hall]) == []
    assert metres(hall) == pytest.approx({home.pk: (450**2 + 300**2) ** 0.5})


def test_a_bound_that_is_no_distance_is_refused(town):
    with pytest.raises(ValueError, match="give a positive number of metres"):
        measure(town, bound_m=-1)
