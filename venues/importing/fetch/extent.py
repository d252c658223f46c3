"""What part of the country the fetched neighbourhoods span."""

from dataclasses import dataclass

import shapely

from venues.importing.fetch.folder import Folder
from venues.importing.reading.geo_file import read_features
from venues.importing.reading.projection import to_lon_lat


@dataclass(frozen=True)
class Extent:
    """A rectangle in metres of the Dutch grid: lowest x and y, highest x and y."""

    rd: tuple[float, float, float, float]

    def widened(self, by_m: float) -> "Extent":
        """The rectangle with a margin on every side."""
        west, south, east, north = self.rd
        return Extent((west - by_m, south - by_m, east + by_m, north + by_m))

    @property
    def lon_lat(self) -> tuple[float, float, float, float]:
        """The rectangle around it in degrees: west, south, east, north."""
        west, south, east, north = self.rd
        lon, lat = to_lon_lat([west, east, west, east], [south, south, north, north])
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def extent_of(folder: Folder) -> Extent:
    """The extent of `areas.geojson`."""
    shapes = [feature.shape for feature in read_features(folder.path / "areas.geojson") if feature.shape is not None]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return Extent((west, south, east, north))
