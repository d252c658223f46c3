"""A thousand draws of Amsterdam with its ranks and pairs, beside scoring one draw after another from scratch.

Run: python -m benchmarks.uncertainty DATA_FOLDER (the folder that holds amsterdam/). The streets, places and boundaries
are real; persons, room and types are drawn, since they do not change the work.
"""

import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import shapely
from pyproj import Transformer

from benchmarks.coverage import DECAY, amsterdam_walks
from scoring.areas import summarise
from scoring.arrays import FloatArray
from scoring.catchment import Catchment, cover_range, prepare, reweigh
from scoring.decay import Scaled, Stepwise
from scoring.ranking import intervals
from scoring.rescoring import Assumptions, Rescoring
from scoring.shapes import Areas, Demand, Groups, Offers, Rooms, Walks
from scoring.uncertainty import N_DRAWS, assumptions_of, draw

ROUNDS = 3
ONE_BY_ONE = 20
N_GROUPS, N_KINDS = 6, 16
SHORTER = Stepwise.of((250, 500, 750), (1, 0.68, 0.22))


def main(arguments: list[str] | None = None) -> None:
    """Time all draws at once and some of them one by one, in turns, and print the ratio."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        raise SystemExit("Name the data folder: python -m benchmarks.uncertainty DATA_FOLDER")
    folder = Path(given[0]) / "amsterdam"
    walks, xy = amsterdam_walks(folder)
    levels = read_levels(folder, xy)
    random = np.random.default_rng(2026)
    persons = random.integers(1, 40, (walks.n_points, N_GROUPS)).astype(float)
    demand = Demand(persons * 0.5, persons, persons * 1.5)
    room = random.integers(100, 3000, walks.n_sites).astype(float)
    rooms = Rooms(room * 0, room, room * 2, np.zeros(len(room), dtype=np.bool_))
    kinds = random.integers(0, N_KINDS, walks.n_sites)
    catchment = _catchment(walks)
    at_once, drawing, ratios = [], [], []
    for _round in range(ROUNDS):
        started = perf_counter()
        groups, sites, kinds_named = ([str(i) for i in range(n)] for n in (N_GROUPS, walks.n_sites, N_KINDS))
        draws = draw(2026, groups=groups, sites=sites, kinds=kinds_named)
        assumed = assumptions_of(draws, rooms, catchment.offers, kinds)
        coverage = Rescoring(catchment, demand, levels).coverage(assumed)
        drawing.append(perf_counter() - started)
        for level in coverage:
            intervals(level, ~np.isnan(level[:, :, 0]))
        at_once.append(perf_counter() - started)
        started = perf_counter()
        difference = _one_by_one(catchment, demand, levels, assumed, coverage)
        ratios.append((perf_counter() - started) / ONE_BY_ONE * N_DRAWS / drawing[-1])
    sizes = " + ".join(str(areas.n_areas) for areas in levels)
    print(f"{walks.n_points:,} points, {walks.n_sites:,} places, {N_GROUPS} groups, {sizes} areas, {N_DRAWS:,} draws")
    print(f"coverage in all draws {median(drawing):.2f} s; with intervals, ranks and pairs {median(at_once):.2f} s")
    print(f"one draw after another, from scratch: {median(ratios):.0f} times as long; they differ by {difference:.1g}")


def read_levels(folder: Path, xy: FloatArray) -> list[Areas]:
    """The neighbourhoods, districts and municipality that points lie in."""
    features = json.loads((folder / "buurten_amsterdam_2022plus_wgs84.geojson").read_text())["features"]
    to_rd = Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True).transform
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    shapes = shapely.transform(shapes, lambda degrees: np.column_stack(to_rd(degrees[:, 0], degrees[:, 1])))
    point, area = shapely.STRtree(shapes).query(shapely.points(xy), predicate="within")
    neighbourhood = np.full(len(xy), -1)
    neighbourhood[point] = area
    # BU0363AD03 lies in WK0363AD.
    codes, of_area = np.unique([feature["properties"]["buurtcode"][2:8] for feature in features], return_inverse=True)
    inside = neighbourhood >= 0
    district = np.where(inside, of_area[neighbourhood], -1)
    return [Areas(neighbourhood, len(features)), Areas(district, len(codes)), Areas(np.where(inside, 0, -1), 1)]


def _catchment(walks: Walks) -> Catchment:
    offers = Offers(np.arange(walks.n_sites), np.ones((walks.n_sites, N_GROUPS)))
    return prepare(walks, offers, Groups(np.ones(N_GROUPS), (SHORTER, *(DECAY,) * (N_GROUPS - 1))))


def _one_by_one(
    catchment: Catchment,
    demand: Demand,
    levels: list[Areas],
    assumed: Assumptions,
    coverage: list[FloatArray],
) -> float:
    """Score the first draws from scratch; returns the largest difference."""
    largest = 0.0
    for n in range(ONE_BY_ONE):
        scale, shift = float(assumed.decay_scale[n]), assumed.demand_shift[n]
        decays = tuple(Scaled(decay, scale) for decay in catchment.groups.decays)
        drawn = reweigh(catchment, Groups(catchment.groups.norm_hours * assumed.norm_factor[n], decays))
        up, down = demand.high - demand.best, demand.best - demand.low
        persons = demand.best + np.where(shift > 0, shift * up, shift * down)
        at_points = cover_range(drawn, Rooms.certain(assumed.room[n]), Demand.certain(persons))
        for level, areas in zip(coverage, levels, strict=True):
            found = summarise(drawn, at_points, persons, areas).coverage
            largest = max(largest, float(np.nanmax(np.abs(found - level[:, :, n]))))
    return largest


if __name__ == "__main__":
    main()
