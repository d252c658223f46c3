"""A town of three squares, small enough to score by hand: two neighbourhoods in one district, one in another."""

from dataclasses import dataclass
from datetime import date

from tests.factories import (
    AreaFactory,
    EditionFactory,
    EstimateFactory,
    MunicipalityFactory,
    PointFactory,
    SlotFactory,
    VenueFactory,
    default_method,
    spot,
)
from venues.assessment.result import Assessment
from venues.models import Area, DemandPoint, Edition, Municipality, Score, Venue, VenueType, Walk

DAY = date(2026, 6, 1)


@dataclass
class Town:
    """The rows of the town."""

    municipality: Municipality
    edition: Edition
    areas: list[Area]
    points: list[DemandPoint]

    def venue(self, type_code: str = "library", walks: tuple[float | None, ...] = (100, 100, 100), **facts) -> Venue:
        """A place, with the metres to each of the three points; None for no path."""
        venue = VenueFactory(
            municipality=self.municipality, venue_type=VenueType.objects.get(code=type_code), location=spot(), **facts
        )
        reached = [(point.pk, metres) for point, metres in zip(self.points, walks, strict=True) if metres is not None]
        Walk.objects.create(
            venue=venue,
            points=[pk for pk, _metres in reached],
            walk_m=[metres for _pk, metres in reached],
            is_estimated=[False] * len(reached),
            bound_m=1500,
        )
        return venue

    def people(self, group_code: str, persons: tuple[float, ...], **facts) -> None:
        """Persons of a group in each of the three neighbourhoods."""
        for area, number in zip(self.areas, persons, strict=True):
            EstimateFactory(area=area, group_id=group_code, persons=number, **facts)


def make_town() -> Town:
    """Three neighbourhoods with one demand point each and nobody living there yet."""
    default_method()
    municipality = MunicipalityFactory()
    edition = EditionFactory(municipality=municipality)
    areas = [AreaFactory(edition=edition, column=column, row=row) for column, row in ((0, 0), (1, 0), (0, 1))]
    return Town(municipality, edition, areas, [PointFactory(area=area) for area in areas])


def of(assessment: Assessment, area: int | str, group: str | None, town: Town) -> Score:
    """The score of a group in an area, by its position or code; no group means all together."""
    code = area if isinstance(area, str) else town.areas[area].code
    score = assessment.score(code, group)
    assert score is not None
    return score


def open_library(town: Town, **facts) -> Venue:
    """A library with 4 hosted hours and 10 places: 40 place-hours a week."""
    venue = town.venue("library", places=10, **facts)
    SlotFactory(venue=venue)
    return venue
