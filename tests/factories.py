"""Makes the rows that a test needs, each with sane values; only what a test is about is named in the test.

Areas are squares in the Dutch grid, side by side from (120 000, 480 000), so that a test can say where a place lies.
"""

from datetime import UTC, date, datetime, time

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from factory import post_generation
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from venues import models
from venues.importing.defaults import load_defaults
from venues.models import RD, Level

WEST_M, SOUTH_M = 120_000, 480_000
SIDE_M = 500


def square(column: int = 0, row: int = 0, columns: int = 1, rows: int = 1, side_m: float = SIDE_M) -> MultiPolygon:
    """A rectangle of squares: `columns` wide and `rows` high, in RD metres."""
    west, south = WEST_M + column * side_m, SOUTH_M + row * side_m
    shape = Polygon.from_bbox((west, south, west + columns * side_m, south + rows * side_m))
    return MultiPolygon(shape, srid=RD)


def spot(column: float = 0, row: float = 0, side_m: float = SIDE_M) -> Point:
    """The middle of a square, in RD metres."""
    return Point(WEST_M + (column + 0.5) * side_m, SOUTH_M + (row + 0.5) * side_m, srid=RD)


def default_method() -> models.Method:
    """The method that every installation starts with; its groups, sectors and types come along."""
    if not models.Method.objects.filter(municipality=None).exists():
        load_defaults()
    return models.Method.objects.get(municipality=None, is_current=True)


def group(code: str = "youth") -> models.DemandGroup:
    """One of the default groups."""
    default_method()
    return models.DemandGroup.objects.get(code=code)


def venue_type(code: str = "library") -> models.VenueType:
    """One of the default venue types."""
    default_method()
    return models.VenueType.objects.get(code=code)


def sector(code: str) -> models.Sector:
    """One of the default policy sectors."""
    default_method()
    return models.Sector.objects.get(code=code)


class UserFactory(DjangoModelFactory[models.User]):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")
    password = Password("a long password for tests")


class MunicipalityFactory(DjangoModelFactory[models.Municipality]):
    class Meta:
        model = models.Municipality
        django_get_or_create = ("code",)

    code = "GM9990"
    name = "Testdorp"
    is_fictional = True
    register_loaded_on = date(2026, 1, 1)


class EditionFactory(DjangoModelFactory[models.Edition]):
    class Meta:
        model = models.Edition
        django_get_or_create = ("municipality", "year")

    municipality = SubFactory(MunicipalityFactory)
    year = 2025
    is_active = True
    activated_at = datetime(2025, 1, 1, tzinfo=UTC)


class MunicipalityAreaFactory(DjangoModelFactory[models.Area]):
    """The municipality as an area: ten squares by ten."""

    class Meta:
        model = models.Area
        django_get_or_create = ("edition", "code")

    edition = SubFactory(EditionFactory)
    code = LazyAttribute(lambda area: area.edition.municipality.code)
    name = LazyAttribute(lambda area: area.edition.municipality.name)
    level = Level.MUNICIPALITY
    boundary = LazyFunction(lambda: square(columns=10, rows=10))
    centre = LazyAttribute(lambda area: area.boundary.point_on_surface)


class DistrictFactory(DjangoModelFactory[models.Area]):
    """A district: one row of ten squares in its municipality."""

    class Meta:
        model = models.Area
        django_get_or_create = ("edition", "code")

    class Params:
        row = 0

    edition = SubFactory(EditionFactory)
    parent = SubFactory(MunicipalityAreaFactory, edition=SelfAttribute("..edition"))
    code = LazyAttribute(lambda area: f"WK{area.edition.municipality_id[2:]}{area.row:02d}")
    name = LazyAttribute(lambda area: f"Wijk {area.row}")
    level = Level.DISTRICT
    boundary = LazyAttribute(lambda area: square(row=area.row, columns=10))
    centre = LazyAttribute(lambda area: area.boundary.point_on_surface)


class AreaFactory(DjangoModelFactory[models.Area]):
    """A neighbourhood: one square in its district, at `column` from the west."""

    class Meta:
        model = models.Area
        django_get_or_create = ("edition", "code")

    class Params:
        column = Sequence(lambda n: n)
        row = 0

    edition = SubFactory(EditionFactory)
    parent = SubFactory(DistrictFactory, edition=SelfAttribute("..edition"), row=SelfAttribute("..row"))
    code = LazyAttribute(lambda area: f"BU{area.parent.code[2:]}{area.column:02d}")
    name = LazyAttribute(lambda area: f"Buurt {area.row}-{area.column}")
    level = Level.NEIGHBOURHOOD
    boundary = LazyAttribute(lambda area: square(area.column, area.row))
    centre = LazyAttribute(lambda area: area.boundary.point_on_surface)


class OrganisationFactory(DjangoModelFactory[models.Organisation]):
    class Meta:
        model = models.Organisation

    municipality = SubFactory(MunicipalityFactory)
    name = Sequence(lambda n: f"Stichting {n}")


class VenueFactory(DjangoModelFactory[models.Venue]):
    """A library in the first square, unless said otherwise."""

    class Meta:
        model = models.Venue

    municipality = SubFactory(MunicipalityFactory)
    name = Sequence(lambda n: f"Huis {n:03d}")
    venue_type = LazyFunction(venue_type)
    location = LazyFunction(spot)


class ActivityFactory(DjangoModelFactory[models.Activity]):
    """An activity without a building, in the first square, unless it gets a venue."""

    class Meta:
        model = models.Activity

    municipality = SubFactory(MunicipalityFactory)
    name = Sequence(lambda n: f"Hardloopgroep {n:03d}")
    location = LazyFunction(spot)


class SlotFactory(DjangoModelFactory[models.Slot]):
    """Monday morning with a professional; name a venue or an activity."""

    class Meta:
        model = models.Slot

    weekday = 1
    starts = time(9)
    ends = time(13)
    host = models.Slot.Host.PROFESSIONAL


class AudienceFactory(DjangoModelFactory[models.Audience]):
    class Meta:
        model = models.Audience

    group = LazyFunction(group)
    suitability = 1.0


class StaffingFactory(DjangoModelFactory[models.Staffing]):
    class Meta:
        model = models.Staffing

    kind = models.Staffing.Kind.PROFESSIONAL
    hours_per_week = 24


class FundingFactory(DjangoModelFactory[models.Funding]):
    class Meta:
        model = models.Funding

    funder = "Gemeente"
    amount_eur = 10_000


class ClosureFactory(DjangoModelFactory[models.Closure]):
    """Wholly closed since 2026, unless said otherwise; name a venue or an activity."""

    class Meta:
        model = models.Closure

    starts_on = date(2026, 1, 1)


class InspectionFactory(DjangoModelFactory[models.Inspection]):
    class Meta:
        model = models.Inspection

    venue = SubFactory(VenueFactory)
    condition = 3
    inspected_on = date(2025, 6, 1)


class AttendanceFactory(DjangoModelFactory[models.Attendance]):
    """A count of who came; give a venue or an activity."""

    class Meta:
        model = models.Attendance

    group = LazyFunction(group)
    persons_per_week = 20.0
    counted_on = date(2026, 3, 1)


class EstimateFactory(DjangoModelFactory[models.DemandEstimate]):
    class Meta:
        model = models.DemandEstimate

    area = SubFactory(AreaFactory)
    group = LazyFunction(group)
    reference_on = date(2024, 1, 1)
    persons = 100.0
    persons_low = SelfAttribute("persons")
    persons_high = SelfAttribute("persons")
    source = "test"


class FigureFactory(DjangoModelFactory[models.Figure]):
    """A thousand residents."""

    class Meta:
        model = models.Figure

    area = SubFactory(AreaFactory)
    indicator = models.Indicator.RESIDENTS
    reference_on = date(2024, 1, 1)
    value = 1000.0
    source = "test"


class PointFactory(DjangoModelFactory[models.DemandPoint]):
    class Meta:
        model = models.DemandPoint

    area = SubFactory(AreaFactory)
    kind = models.DemandPoint.Kind.CENTRE
    location = LazyAttribute(lambda point: point.area.centre)
    weight = 1.0


class RunFactory(DjangoModelFactory[models.Run]):
    class Meta:
        model = models.Run

    edition = SubFactory(EditionFactory)
    municipality = SelfAttribute("edition.municipality")
    method = LazyFunction(default_method)
    kind = models.Run.Kind.SEALED
    as_of = date(2026, 6, 1)
    fingerprint = "0" * 64
    register_loaded = True
    demand_reference_on = date(2024, 1, 1)
    points_kind = models.DemandPoint.Kind.CENTRE
    has_streets = True


class ScoreFactory(DjangoModelFactory[models.Score]):
    """A scored figure; give status and None where there is none."""

    class Meta:
        model = models.Score

    run = SubFactory(RunFactory)
    area = SubFactory(AreaFactory, edition=SelfAttribute("..run.edition"))
    group = LazyFunction(group)
    status = models.Score.Status.OK
    persons = 100.0
    need_hours = 200.0
    coverage = 0.8
    coverage_low = SelfAttribute("coverage")
    coverage_high = SelfAttribute("coverage")


class ExplanationFactory(DjangoModelFactory[models.Explanation]):
    """The parts of a score; each offer that they name is scored in the run, of which nothing more is known."""

    class Meta:
        model = models.Explanation
        skip_postgeneration_save = True

    score = SubFactory(ScoreFactory)

    @post_generation
    def scored_offers(self, create, extracted, **kwargs):
        for venue_id, activity_id in zip(self.venues, self.activities, strict=True):
            offer = {"run": self.score.run, "venue_id": venue_id, "activity_id": activity_id}
            if not models.OfferScore.objects.filter(**offer).exists():
                OfferScoreFactory(**offer, is_known=False)


class OfferScoreFactory(DjangoModelFactory[models.OfferScore]):
    class Meta:
        model = models.OfferScore

    run = SubFactory(RunFactory)
    room_low = 0.0
    room = 100.0
    room_high = 200.0
    is_known = True
    is_reached = True


class HistorySeriesFactory(DjangoModelFactory[models.HistorySeries]):
    """Two months of one area and group."""

    class Meta:
        model = models.HistorySeries

    history = LazyAttribute(
        lambda series: models.History.objects.create(
            municipality=series.area.edition.municipality,
            edition=series.area.edition,
            method=default_method(),
            first_on=date(2026, 1, 1),
            months=2,
        )
    )
    area = SubFactory(AreaFactory)
    group = LazyFunction(group)
    need_hours = (200.0, 200.0)
    coverage = (0.8, None)
    coverage_low = SelfAttribute("coverage")
    coverage_high = SelfAttribute("coverage")
    known_share = SelfAttribute("coverage")


class ValidationFactory(DjangoModelFactory[models.Validation]):
    class Meta:
        model = models.Validation

    municipality = SubFactory(MunicipalityFactory)
    subject = models.Validation.Subject.LIBRARY
    reference = "CBS 2024"
    figures = LazyFunction(lambda: {"areas": 10, "pearson": 0.9})


class ImportRunFactory(DjangoModelFactory[models.ImportRun]):
    class Meta:
        model = models.ImportRun

    municipality = SubFactory(MunicipalityFactory)
    loader = "areas"
    file_name = "areas.geojson"
    started_at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    finished_at = datetime(2026, 1, 1, 12, 1, tzinfo=UTC)
    status = models.ImportRun.Status.DONE
