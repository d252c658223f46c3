"""The open data of the town: areas, figures, squares, streets and backdrop."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import plan
from venues.importing.demo_town.curves import polygons, region, union, within, without
from venues.importing.demo_town.files import ToDegrees, write_geojson, write_table
from venues.importing.demo_town.people import AGES, SUPPRESSED, YEARS, Health, People
from venues.importing.demo_town.town import Town

T = TypeVar("T")


def write_areas(folder: Path, town: Town, convert: ToDegrees) -> None:
    """Neighbourhood boundaries and district names."""
    write_geojson(
        folder / "areas.geojson",
        (({"code": area.code, "name": area.name}, area.shape) for area in town.neighbourhoods),
        convert,
    )
    names = {area.district_code: plan.DISTRICTS[area.district - 1].name for area in town.neighbourhoods}
    write_table(folder / "districts.csv", ("code", "name"), sorted(names.items()))


def write_figures(folder: Path, town: Town, people: People) -> None:
    """Figures of municipality, districts and neighbourhoods on 1 January of each year; '.' = suppressed."""
    suppressed = {area.code for area in town.neighbourhoods if area.name in SUPPRESSED}
    for year in YEARS:
        rows = []
        for code, parts in _areas(town, people.figures[year]):
            residents = sum(part.residents for part in parts)
            ages: list[object] = [sum(part.ages[band] for part in parts) for band in range(len(AGES))]
            born = sum(part.born_outside_europe_pct * part.residents for part in parts) / max(residents, 1)
            origin = f"{born:.1f}".replace(".", ",")
            if code in suppressed:
                ages, origin = ["."] * len(AGES), "."
            rows.append([code, residents, *ages, origin])
        columns = ("code", "residents", *AGES, "born_outside_europe_pct")
        write_table(folder / f"figures_{year}.csv", columns, rows, delimiter=";")


def _areas(town: Town, by_code: dict[str, T]) -> Iterator[tuple[str, list[T]]]:
    """Each area's code with the neighbourhoods in it: municipality, districts, neighbourhoods."""
    yield plan.CODE, [by_code[area.code] for area in town.neighbourhoods]
    for district in sorted({area.district_code for area in town.neighbourhoods}):
        yield district, [by_code[area.code] for area in town.neighbourhoods if area.district_code == district]
    for area in town.neighbourhoods:
        yield area.code, [by_code[area.code]]


def write_health(folder: Path, town: Town, people: People) -> None:
    """Shares as the health monitor models them; empty = unknown."""
    suppressed = {area.code for area in town.neighbourhoods if area.name in SUPPRESSED}
    residents = {code: figures.residents for code, figures in people.figures[YEARS[-1]].items()}
    weighted = {code: (health, residents[code]) for code, health in people.health.items()}
    rows: list[list[object]] = []
    for code, parts in _areas(town, weighted):
        total = max(sum(count for _, count in parts), 1)

        def mean(name: str, parts: list[tuple[Health, int]] = parts, total: int = total) -> float:
            return float(sum(getattr(health, name) * count for health, count in parts) / total)

        for age, lonely, very, anxiety in (
            ("18+", mean("lonely_18"), 0.26, mean("anxiety_18")),
            ("65+", mean("lonely_65"), 0.21, mean("anxiety_18") * 0.62),
        ):
            known = [f"{lonely:.1f}", f"{lonely * very:.1f}", f"{anxiety:.1f}"]
            rows.append([age, code, *(["", "", ""] if code in suppressed else known)])
    write_table(folder / "health.csv", ("age", "code", "lonely_pct", "very_lonely_pct", "anxiety_depression_pct"), rows)


def write_squares(folder: Path, town: Town, people: People) -> None:
    """Residents of 100 m squares, by age band in fives as far as they divide so."""
    rows = []
    for (east, north), count in sorted(people.squares.items()):
        centre = (east * 100 + 50 - plan.CENTRE_RD[0], north * 100 + 50 - plan.CENTRE_RD[1])
        number = town.neighbourhood_at(centre)
        if number is None:
            raise ValueError(f"Square E{east:04d}N{north:04d} lies outside the municipality.")
        shares = np.asarray(people.figures[YEARS[-1]][town.neighbourhoods[number].code].ages, dtype=np.float64)
        bands = np.round(shares / max(float(shares.sum()), 1.0) * count).astype(int)
        rows.append([f"E{east:04d}N{north:04d}", count, *bands.tolist()])
    write_table(folder / "squares.csv", ("square", "residents", *AGES), rows)


def write_streets(folder: Path, town: Town, convert: ToDegrees) -> None:
    """The street network; a straight edge has no path of its own."""
    nodes = convert(town.network.nodes)
    write_table(
        folder / "street_nodes.csv",
        ("node_id", "lon", "lat"),
        ((number, f"{lon:.7f}", f"{lat:.7f}") for number, (lon, lat) in enumerate(nodes.tolist(), start=1)),
    )
    rows = []
    for edge in town.network.edges:
        path = convert(edge.path).tolist()
        bends = f"LINESTRING ({', '.join(f'{lon:.7f} {lat:.7f}' for lon, lat in path)})" if len(path) > 2 else ""
        rows.append([edge.start + 1, edge.end + 1, f"{edge.length_m:.1f}", edge.street_class, bends])
    write_table(folder / "street_edges.csv", ("from_node", "to_node", "length_m", "class", "path_wkt"), rows)


def write_backdrop(folder: Path, town: Town, convert: ToDegrees) -> None:
    """Water, parks and built-up land that make the map readable without a basemap."""
    shapes: dict[tuple[str, str], list[BaseGeometry]] = {}
    for kind, named in (("water", town.waters), ("park", town.parks)):
        for piece in named:
            shapes.setdefault((kind, piece.name), []).append(piece.shape)
    features = [
        ({"kind": kind, "name": name}, union(parts).simplify(0.4)) for (kind, name), parts in sorted(shapes.items())
    ]
    bare = union([town.water, town.green, town.ground.railway.buffer(12)])
    for area in town.neighbourhoods:
        built: BaseGeometry = area.shape if area.quarter.fabric not in {"polder", "village"} else Polygon()
        if area.quarter.fabric == "village":
            built = within(region(plan.VILLAGE), area.shape)
        parts = polygons(without(built, bare).simplify(1.0), least_m2=400)
        if parts:
            features.append(({"kind": "built", "name": area.name}, shapely.MultiPolygon(parts)))
    write_geojson(folder / "backdrop.geojson", features, convert)
