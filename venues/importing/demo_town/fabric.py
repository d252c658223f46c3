"""How the streets of a neighbourhood run: each age of building left its own pattern.

Every pattern draws lines in one piece of dry land, to its very edge; `streets` nodes them with the main roads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely import LineString, Point, Polygon
from shapely.ops import split

from venues.importing.demo_town.curves import FloatArray, bent, lines, on_raster, polygons, spline

ARC_RADIUS_M = 1150.0
"""How far off the point lies round which the streets of the lake district curve."""


@dataclass(frozen=True)
class Ladder:
    """Long streets side by side with rungs between them.

    Every so many gaps (`every`) stay open for water or green, crossed by a share of the rungs (`crossed`).
    """

    gap_m: tuple[float, float]
    rung_m: tuple[float, float]
    every: int
    crossed: float


STRIPS = Ladder(gap_m=(70, 98), rung_m=(170, 330), every=3, crossed=0.55)
ARCS = Ladder(gap_m=(56, 84), rung_m=(120, 230), every=5, crossed=0.5)

Range = tuple[float, float]
Bend = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True)
class Blocks:
    """How large building blocks are, how skew they are cut, and how many street pieces are left out."""

    wide_m: float
    long_m: float
    skew: float
    left_out: float


BLOCKS = {
    "core": Blocks(58, 105, 0.30, 0.12),
    "ring": Blocks(72, 165, 0.10, 0.10),
    "thirties": Blocks(84, 180, 0.16, 0.14),
    "village": Blocks(90, 170, 0.30, 0.25),
    "industry": Blocks(170, 330, 0.05, 0.15),
}


def subdivide(land: Polygon, blocks: Blocks, rng: np.random.Generator) -> list[LineString]:
    """Cut land into blocks, the longest side first, each cut a little skew and bent."""
    cuts: list[LineString] = []
    todo = [land]
    while todo:
        block = todo.pop()
        across, along = _axes(block)
        length, width = float(np.hypot(*along)), float(np.hypot(*across))
        if length > blocks.long_m * rng.uniform(0.85, 1.3):
            direction, run = across, along
        elif width > blocks.wide_m * rng.uniform(0.9, 1.35):
            direction, run = along, across
        else:
            continue
        middle = np.asarray(block.minimum_rotated_rectangle.centroid.coords[0])
        at = middle + run * rng.uniform(-0.1, 0.1)
        turn = rng.normal(0, blocks.skew)
        unit = _turned(direction / np.hypot(*direction), turn)
        half = unit * (length + width)
        cut = bent(at - half, at + half, float(rng.normal(0, 0.05)) * blocks.long_m * 4)
        parts = polygons(split(block, cut))
        if len(parts) < 2 or min(part.area for part in parts) < 0.12 * block.area:
            cut = LineString(on_raster(np.asarray([middle - _turned(half, -turn), middle + _turned(half, -turn)])))
            parts = polygons(split(block, cut))
        if len(parts) < 2:
            continue
        cuts += lines(cut.intersection(block.buffer(1.0)), least_m=8)
        todo += [part for part in parts if part.area > 400]
    return cuts


def _axes(block: Polygon) -> tuple[FloatArray, FloatArray]:
    """The short and the long side of the smallest rectangle round a block, as vectors."""
    corners = shapely.get_coordinates(block.minimum_rotated_rectangle)
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    return (one, other) if np.hypot(*one) <= np.hypot(*other) else (other, one)


def _turned(vector: FloatArray, angle: float) -> FloatArray:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([cos * vector[0] - sin * vector[1], sin * vector[0] + cos * vector[1]])


def strips(land: Polygon, angle_deg: float, rng: np.random.Generator) -> tuple[list[LineString], list[LineString]]:
    """The garden city: long parallel streets with open strips of green between, few cross streets.

    Returns:
        Streets, and the middles of the strips of green.
    """
    middle = np.asarray(land.centroid.coords[0])
    angle = np.radians(angle_deg)
    phase = rng.uniform(0, 6)

    def place(u: FloatArray, v: FloatArray) -> FloatArray:
        wave = v + 9 * np.sin(u / 210 + phase)
        x, y = np.cos(angle) * u - np.sin(angle) * wave, np.sin(angle) * u + np.cos(angle) * wave
        at: FloatArray = middle + np.stack([x, y], axis=-1)
        return at

    reach = float(np.hypot(land.bounds[2] - land.bounds[0], land.bounds[3] - land.bounds[1])) / 2
    streets, greens = _draw(STRIPS, land, place, ((-reach, reach), (-reach, reach)), rng)
    return streets, [LineString(shapely.get_coordinates(green.simplify(1))) for green in greens]


def arcs(land: Polygon, angle_deg: float, rng: np.random.Generator) -> tuple[list[LineString], list[LineString]]:
    """The district by the lake: curving parallel streets, every fifth gap a canal between two quays.

    Args:
        land: Where to draw.
        angle_deg: On which side the point lies round which the streets curve.
        rng: Source of chance.

    Returns:
        Streets, and the courses of the canals.
    """
    towards = np.radians(angle_deg)
    focus = np.asarray(land.centroid.coords[0]) + ARC_RADIUS_M * np.array([np.cos(towards), np.sin(towards)])
    corners = np.asarray(land.exterior.coords) - focus
    radii = np.hypot(corners[:, 0], corners[:, 1])
    angles = np.unwrap(np.arctan2(corners[:, 1], corners[:, 0]))
    near, far = float(radii.min()) - 5, float(radii.max()) + 5
    typical = float(np.median(radii))

    def place(u: FloatArray, v: FloatArray) -> FloatArray:
        radius = v + 12 * np.sin(u / 160)
        angle = u / typical
        at: FloatArray = focus + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
        return at

    reach = (float(angles.min()) * typical - 20, float(angles.max()) * typical + 20)
    return _draw(ARCS, land, place, (reach, (near, far)), rng)


def _draw(
    ladder: Ladder, land: Polygon, place: Bend, ranges: tuple[Range, Range], rng: np.random.Generator
) -> tuple[list[LineString], list[LineString]]:
    """Long streets at constant v, rungs between them at staggered u; `place` bends both onto the ground.

    Returns:
        Streets, and the middles of the gaps that stay open.
    """
    u_range, v_range = ranges
    middles: list[LineString] = []
    along = np.arange(u_range[0], u_range[1] + 15, 15.0)
    drawn: list[LineString] = []
    v, row = v_range[0] + rng.uniform(10, 60), int(rng.integers(0, ladder.every))
    while v < v_range[1]:
        drawn.append(LineString(on_raster(place(along, np.full_like(along, v)))))
        row += 1
        is_open = row % ladder.every == 0
        step = float(rng.uniform(*ladder.gap_m)) - (10 if is_open else 0)
        if is_open:
            middle = LineString(on_raster(place(along, np.full_like(along, v + step / 2))))
            middles += lines(middle.intersection(land), least_m=40)
        u = u_range[0] + rng.uniform(0, ladder.rung_m[0])
        while u < u_range[1]:
            if not is_open or rng.random() < ladder.crossed:
                rung = np.linspace(v - 2, v + step + 2, 4)
                lean = np.linspace(0, 1, 4) * rng.uniform(-9, 9)
                drawn.append(LineString(on_raster(place(u + lean, rung))))
            u += rng.uniform(*ladder.rung_m)
        v += step
    return [part for street in drawn for part in lines(street.intersection(land), least_m=12)], middles


def loops(land: Polygon, rng: np.random.Generator) -> list[tuple[LineString, str]]:
    """The seventies' home zones: winding streets, dead ends, and footpaths where a street was left out."""
    spacing = float(rng.uniform(54, 68))
    turn, squeeze = float(rng.uniform(0, np.pi)), float(rng.uniform(0.66, 0.9))
    middle = land.centroid
    reach = float(np.hypot(land.bounds[2] - land.bounds[0], land.bounds[3] - land.bounds[1])) / 2 + 80
    low_x, low_y, high_x, high_y = -reach, -reach / squeeze, reach, reach / squeeze
    rows = np.arange(low_y, high_y, spacing * 0.9)
    seeds = np.asarray(
        [
            (x + (spacing / 2 if number % 2 else 0), y)
            for number, y in enumerate(rows)
            for x in np.arange(low_x, high_x, spacing)
        ]
    )
    seeds += rng.uniform(-0.38, 0.38, seeds.shape) * spacing
    # Squeezed and turned, so that each neighbourhood has a grain of its own.
    seeds[:, 1] *= squeeze
    cos, sin = np.cos(turn), np.sin(turn)
    seeds = seeds @ np.array([[cos, sin], [-sin, cos]]) + [middle.x, middle.y]
    seeds = seeds[shapely.dwithin(shapely.points(seeds), land, 2 * spacing)]
    cells = Voronoi(seeds)
    ridges = [(a, b) for a, b in cells.ridge_vertices if a >= 0 and b >= 0]
    corners = on_raster(cells.vertices)
    inner = land.buffer(1.0)
    within = shapely.contains_xy(land.buffer(-14), corners[:, 0], corners[:, 1])
    order = rng.permutation(len(ridges))
    root = np.arange(len(corners))
    drawn: list[tuple[LineString, str]] = []
    for number in order:
        a, b = ridges[number]
        if not (within[a] or within[b]) or np.hypot(*(corners[a] - corners[b])) < 6:
            continue
        path = bent(corners[a], corners[b], float(rng.normal(0, 0.10)) * float(np.hypot(*(corners[a] - corners[b]))))
        if within[a] and within[b]:
            joins = _root(root, a) != _root(root, b)
            root[_root(root, a)] = _root(root, b)
            chance = rng.random()
            if joins or chance < 0.08:
                drawn.append((path, "living_street"))
            elif chance < 0.45:
                drawn.append((path, "footway"))
        else:
            kind = "residential" if rng.random() < 0.34 else "footway"
            if kind == "residential" or rng.random() < 0.5:
                drawn += [(part, kind) for part in lines(path.intersection(inner), least_m=6)]
    return drawn


def play_greens(land: Polygon, rng: np.random.Generator) -> list[Polygon]:
    """Fields to play on among the home zones, about one to eight hectares."""
    greens: list[Polygon] = []
    inside = land.buffer(-95)
    low_x, low_y, high_x, high_y = land.bounds
    for _ in range(round(land.area / 25_000)):
        at = Point(rng.uniform(low_x, high_x), rng.uniform(low_y, high_y))
        turns = rng.uniform(30, 62, 6)
        if not inside.contains(at) or any(at.distance(green) < 150 for green in greens):
            continue
        angles = np.arange(6) / 6 * 2 * np.pi
        ring = [(at.x + r * np.cos(a), at.y + r * np.sin(a)) for r, a in zip(turns, angles, strict=True)]
        greens.append(Polygon(spline(ring, closed=True, step_m=12)))
    return greens


def _root(root: NDArray[np.intp], at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = int(root[at])
    return at


def farm_lanes(land: Polygon, angle_deg: float, rng: np.random.Generator) -> tuple[list[LineString], list[LineString]]:
    """The polder: straight parcels between ditches, a lane here and there.

    Returns:
        Lanes, and the courses of the ditches.
    """
    angle = np.radians(angle_deg)
    unit, across = _turned(np.array([1.0, 0.0]), angle), _turned(np.array([0.0, 1.0]), angle)
    middle = np.asarray(Point(0, 0).coords[0])
    low_x, low_y, high_x, high_y = land.bounds
    reach = 5200.0
    lanes: list[LineString] = []
    ditches: list[LineString] = []
    for number, offset in enumerate(np.arange(-reach, reach, 130.0)):
        at = middle + unit * offset
        row = LineString(on_raster(np.asarray([at - across * reach, at + across * reach])))
        if not row.intersects(shapely.box(low_x, low_y, high_x, high_y)):
            continue
        if number % 7 == 3:
            lanes += lines(row.intersection(land), least_m=200)
        else:
            ditches += lines(row.intersection(land.buffer(-14)), least_m=150)
    keep = rng.random(len(lanes)) < 0.6
    return [lane for lane, kept in zip(lanes, keep, strict=True) if kept], ditches
