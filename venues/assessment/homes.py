"""Where the people of a municipality live, on its streets: for distances that no bound limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scoring.arrays import FloatArray
from venues.assessment.people import People, people_on
from venues.models import DemandGroup, Municipality
from venues.walking.nearest import Nearest, nearest_place, straight_to_nearest
from venues.walking.network import Ends, StreetNetwork
from venues.walking.streets import streets_around

MARGIN_M = 5000.0
"""Streets of neighbours count so far around homes and places."""


@dataclass(frozen=True)
class Homes:
    """The demand points of a municipality, P of them, attached to its streets.

    Attributes:
        people: The points, their areas, and all residents as the only group.
        network: The streets of the municipality and around it.
        ends: The points on those streets.
    """

    people: People
    network: StreetNetwork
    ends: Ends

    @property
    def persons(self) -> FloatArray:
        """Residents at each point, shape (P,)."""
        return self.people.demand.best[:, 0]

    def nearest(self, places_xy: FloatArray) -> Nearest:
        """The walk from each home to the nearest of some places: (k, 2) metres in EPSG:28992."""
        return nearest_place(self.network, self.network.attach(places_xy), self.ends)

    def straight_m(self, places_xy: FloatArray) -> FloatArray:
        """Metres from each home to the nearest of some places as the crow flies."""
        return straight_to_nearest(places_xy, self.people.point_xy)

    def nearest_from_centres(self, places_xy: FloatArray, level: str) -> FloatArray:
        """The same from one point inside each area of a level, metres: what is known without demand points."""
        centres = np.array([area.centre.coords for area in self.people.areas[level]]).reshape(-1, 2)
        return nearest_place(self.network, self.network.attach(places_xy), self.network.attach(centres)).walk_m

    def mean_by_area(self, values: FloatArray, level: str) -> FloatArray:
        """The mean over the people of each area of a level.

        Args:
            values: One for each point, shape (P,). NaN where somebody lives makes the mean of that area NaN.
            level: A level of areas.

        Returns:
            Means; NaN where nobody lives.
        """
        membership = self.people.membership[level]
        lived_in = (self.persons > 0) & (membership.area_index >= 0)
        index, persons = membership.area_index[lived_in], self.persons[lived_in]
        total = np.bincount(index, weights=persons, minlength=membership.n_areas)
        value = np.bincount(index, weights=persons * values[lived_in], minlength=membership.n_areas)
        mean: FloatArray = np.divide(value, total, out=np.full(membership.n_areas, np.nan), where=total > 0)
        return mean

    def persons_by_area(self, level: str) -> FloatArray:
        """Residents of each area of a level."""
        membership = self.people.membership[level]
        inside = membership.area_index >= 0
        persons: FloatArray = np.bincount(
            membership.area_index[inside], weights=self.persons[inside], minlength=membership.n_areas
        ).astype(np.float64)
        return persons


def homes_of(municipality: Municipality, day: date, places_xy: Sequence[tuple[float, float]]) -> Homes:
    """Read the homes of a municipality on a date and the streets around them.

    Args:
        municipality: Whose active boundaries and residents count.
        day: As of when.
        places_xy: Metres in EPSG:28992; streets are read around these too.

    Raises:
        ValueError: If it has no demand points.
    """
    people = people_on(municipality, day, list(DemandGroup.objects.filter(is_everyone=True)), set())
    if not len(people.point_ids):
        raise ValueError(f"{municipality.name} has no demand points: load it with load_city first.")
    around = np.concatenate([people.point_xy, np.array(places_xy, dtype=np.float64).reshape(-1, 2)])
    west, south = np.floor(around.min(axis=0) - MARGIN_M).tolist()
    east, north = np.ceil(around.max(axis=0) + MARGIN_M).tolist()
    _fingerprint, network = streets_around(municipality, (west, south, east, north))
    return Homes(people, network, network.attach(people.point_xy))
