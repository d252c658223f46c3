"""The neighbourhoods: faces between main roads, water and railway, joined to the quarters of the plan.

Official boundaries follow such lines. All faces come from one set of noded lines on a raster, so they share their
vertices exactly and tile the municipality.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import plan
from venues.importing.demo_town.curves import GRID_M, bent, line, lines, on_raster, polygons
from venues.importing.demo_town.ground import Ground
from venues.importing.demo_town.plan import Quarter

JOIN_M = 90.0
"""A main road that ends this close to another joins it."""


@dataclass(frozen=True)
class MainRoad:
    """A main road as drawn."""

    name: str
    street_class: str
    path: LineString


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood with its official code; metres from the centre."""

    code: str
    name: str
    district: int
    quarter: Quarter
    shape: Polygon
    faces: tuple[Polygon, ...]

    @property
    def district_code(self) -> str:
        """The code of its district."""
        return f"WK{self.code[2:8]}"


def draw_main_roads(ground: Ground) -> list[MainRoad]:
    """Draw the main roads of the plan; loose ends join the nearest other road."""
    raw = [
        (road, ground.singel_road if road.name == "Buitensingel" else line(road.points, closed=road.closed))
        for road in plan.ROADS
    ]
    roads = []
    for road, path in raw:
        others = shapely.union_all([other for name, other in raw if name is not road])
        joined = path if road.closed else _joined(path, others)
        inside = lines(joined.intersection(ground.outline), least_m=5)
        roads += [MainRoad(road.name, road.street_class, part) for part in inside]
    return roads


def _joined(path: LineString, others: BaseGeometry) -> LineString:
    vertices = [*path.coords]
    for first in (True, False):
        end = Point(vertices[0] if first else vertices[-1])
        target = shapely.shortest_line(end, others)
        if 0 < target.length <= JOIN_M:
            added = tuple(on_raster(np.asarray(target.coords[-1])))
            vertices.insert(0 if first else len(vertices), added)
    return LineString(vertices)


def draw_neighbourhoods(
    ground: Ground, roads: list[MainRoad], rng: np.random.Generator
) -> tuple[list[Neighbourhood], list[MainRoad]]:
    """Divide the municipality into the neighbourhoods of the plan.

    Returns:
        Neighbourhoods in the order of their codes, and the roads with those added that divide a face between quarters.
    """
    seats = [
        (f"BU9999{d:02d}{q:02d}", d, quarter)
        for d, district in enumerate(plan.DISTRICTS, start=1)
        for q, quarter in enumerate(district.quarters, start=1)
    ]
    borders: list[BaseGeometry] = [LineString(ground.outline.exterior), *ground.dividers, *(r.path for r in roads)]
    added: list[MainRoad] = []
    faces = _faces(borders, ground.outline)
    for face in faces:
        inside = [(code, quarter) for code, _, quarter in seats if face.contains(Point(quarter.at))]
        for path in _between([quarter for _, quarter in inside], face, rng):
            rural = all(quarter.fabric == "polder" for _, quarter in inside)
            added.append(MainRoad("", "unclassified" if rural else "tertiary", path))
    faces = _faces([*borders, *(road.path for road in added)], ground.outline)
    owners = _owners(faces, [quarter for _, _, quarter in seats], ground.dividers)
    neighbourhoods = []
    for number, (code, district, quarter) in enumerate(seats):
        own = [face for face, owner in zip(faces, owners, strict=True) if owner == number]
        shape = shapely.get_parts(shapely.coverage_union_all(own)).tolist()
        if len(shape) != 1:
            raise ValueError(
                f"{quarter.name} would lie in {len(shape)} pieces: draw a line that parts it from the rest."
            )
        neighbourhoods.append(Neighbourhood(code, quarter.name, district, quarter, shape[0], tuple(own)))
    return neighbourhoods, [*roads, *added]


def _faces(borders: list[BaseGeometry], outline: Polygon) -> list[Polygon]:
    noded = shapely.union_all(borders, grid_size=GRID_M)
    found = polygons(shapely.GeometryCollection(shapely.polygonize(shapely.get_parts(noded))))
    return [face for face in found if outline.contains(face.representative_point())]


def _between(quarters: list[Quarter], face: Polygon, rng: np.random.Generator) -> list[LineString]:
    """Bent lines that part a face between the quarters that lie in it."""
    if len(quarters) < 2:
        return []
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint([quarter.at for quarter in quarters]), extend_to=face.envelope.buffer(500), only_edges=True
    )
    parts: list[LineString] = []
    for edge in lines(cells):
        for start, end in zip(edge.coords, edge.coords[1:], strict=False):
            for piece in lines(LineString([start, end]).intersection(face), least_m=20):
                ends = np.asarray([piece.coords[0], piece.coords[-1]], dtype=np.float64)
                sag = float(rng.uniform(-0.09, 0.09)) * piece.length
                parts.append(bent(ends[0], ends[1], sag, beyond_m=3.0))
    return parts


def _owners(faces: list[Polygon], quarters: list[Quarter], barriers: Sequence[LineString]) -> list[int]:
    """Which quarter each face belongs to: the one whose seat it holds, else the neighbour with the longest border."""
    urban = Polygon(plan.URBAN)
    town = [urban.contains(face.representative_point()) for face in faces]
    is_rural = [quarter.fabric in {"polder", "village"} for quarter in quarters]
    owners = [-1] * len(faces)
    for number, quarter in enumerate(quarters):
        holding = next(i for i, face in enumerate(faces) if face.contains(Point(quarter.at)))
        if owners[holding] != -1:
            raise ValueError(
                f"{quarter.name} shares a face with {quarters[owners[holding]].name}: draw a line between."
            )
        owners[holding] = number
    shared = _shared_borders(faces, shapely.union_all(barriers).buffer(1))
    while -1 in owners:
        best = (-1.0, -1, -1)
        for face, borders in enumerate(shared):
            if owners[face] != -1:
                continue
            by_owner: dict[int, float] = {}
            for other, length in borders.items():
                owner = owners[other]
                if owner != -1 and (town[face] != is_rural[owner] or faces[face].area < 20_000):
                    by_owner[owner] = by_owner.get(owner, 0.0) + length
            for owner, length in sorted(by_owner.items()):
                share = length / faces[face].length
                if share > best[0]:
                    best = (share, face, owner)
        if best[1] == -1:
            place = faces[owners.index(-1)].representative_point()
            raise ValueError(f"No quarter next to the face at {place.x:.0f}, {place.y:.0f}.")
        owners[best[1]] = best[2]
    return owners


def _shared_borders(faces: list[Polygon], barrier: BaseGeometry) -> list[dict[int, float]]:
    tree = shapely.STRtree(faces)
    shared: list[dict[int, float]] = [{} for _ in faces]
    for one, other in zip(*tree.query(faces, predicate="intersects"), strict=True):
        if one < other:
            border = faces[one].boundary.intersection(faces[other].boundary)
            # Water and rails part neighbourhoods, so such a border hardly joins.
            length = border.length - 0.9 * border.intersection(barrier).length
            if length > 0:
                shared[one][int(other)] = shared[other][int(one)] = float(length)
    return shared
