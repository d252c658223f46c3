"""The demo town is a whole and honest municipality that says it is fictional."""

import csv
import json
import tomllib
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from venues.importing.demo_town import write_demo_town

Areas = list[tuple[dict[str, str], BaseGeometry]]
FloatArray = NDArray[np.float64]
TO_RD = Transformer.from_crs(4326, 28992, always_xy=True)
# fmt: off
TYPES = {
    "library", "community-centre", "living-room", "youth-centre", "drop-in", "day-activities-older",
    "day-activities-workshop", "playground-association", "city-farm", "sports-hall", "cafe", "charity-shop", "worship",
    "arts-centre", "garden", "park", "pitch", "gym", "school", "care-counter",
}
SECTORS = {
    "welfare", "library", "sport", "wmo", "youth", "mental-health", "newcomers", "housing", "culture", "education",
    "commercial", "worship", "volunteers",
}
# fmt: on
GROUPS = {"youth", "older-lonely", "newcomers", "intellectual-disability", "mental-health", "residents"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("waardveen")
    write_demo_town(path)
    return path


def rows(folder: Path, name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def rd(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda points: np.column_stack(TO_RD.transform(points[:, 0], points[:, 1])))


def features(folder: Path, name: str) -> Areas:
    return [
        (feature["properties"], rd(shapely.from_geojson(json.dumps(feature["geometry"]))))
        for feature in json.loads((folder / name).read_text(encoding="utf-8"))["features"]
    ]


def points(table: list[dict[str, str]]) -> FloatArray:
    lon, lat = ([float(row[name]) for row in table] for name in ("lon", "lat"))
    return np.column_stack(TO_RD.transform(lon, lat))


@pytest.fixture(scope="module")
def areas(folder: Path) -> Areas:
    return features(folder, "areas.geojson")


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_demo_town(tmp_path)
    for file in sorted(folder.iterdir()):
        again = (tmp_path / file.name).read_bytes()
        assert sha256(file.read_bytes()).digest() == sha256(again).digest(), file.name


def test_another_seed_draws_another_town_on_the_same_plan(folder: Path, tmp_path: Path) -> None:
    write_demo_town(tmp_path, seed=7)
    assert (tmp_path / "street_edges.csv").read_bytes() != (folder / "street_edges.csv").read_bytes()
    names = [[row["properties"]["name"] for row in json.loads((place / "areas.geojson").read_text())["features"]]
             for place in (folder, tmp_path)]  # fmt: skip
    assert names[0] == names[1]
    assert len(rows(tmp_path, "venues.csv")) == 180


def test_neighbourhoods_tile_the_municipality_without_gap_or_overlap(areas: Areas) -> None:
    shapes = np.array([shape for _, shape in areas])
    assert all(shape.geom_type == "Polygon" and shape.is_valid for shape in shapes)
    whole = shapely.union_all(shapes)
    overlap = shapely.area(shapes).sum() - whole.area
    gaps = sum(shapely.Polygon(hole).area for part in shapely.get_parts(whole) for hole in part.interiors)
    assert abs(overlap) < 1
    assert gaps < 1
    assert whole.geom_type == "Polygon"


def test_about_fifty_neighbourhoods_lie_in_eight_districts_with_codes_of_no_real_place(
    folder: Path, areas: Areas
) -> None:
    codes = [properties["code"] for properties, _ in areas]
    assert 45 <= len(codes) <= 60
    assert len(set(codes)) == len(codes)
    districts = {row["code"] for row in rows(folder, "districts.csv")}
    assert {f"WK{code[2:8]}" for code in codes} == districts
    assert len(districts) == 8
    assert all(code.startswith("BU9999") for code in codes)


def test_it_says_everywhere_that_it_is_fictional(folder: Path) -> None:
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["municipality"]["fictional"] is True
    assert "fictional municipality" in manifest["municipality"]["attribution"][0]
    for name in ("areas.geojson", "backdrop.geojson", "truth.json"):
        assert json.loads((folder / name).read_text(encoding="utf-8"))["fictional"] is True
    websites = [row["website"] for row in rows(folder, "organisations.csv") + rows(folder, "venues.csv")]
    assert all(site == "" or site.endswith(".example") for site in websites)
    assert all("Verzonnen" in row["note"] for row in rows(folder, "closures.csv"))


def test_it_lies_where_in_reality_is_open_water(areas: Areas) -> None:
    middle = shapely.union_all([shape for _, shape in areas]).centroid
    assert abs(middle.x - 143_500) < 500
    assert abs(middle.y - 511_000) < 500


def test_the_manifest_names_every_file_once_and_in_an_order_that_loads(folder: Path) -> None:
    sources = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))["source"]
    loaders = [source["loader"] for source in sources]
    assert loaders[:8] == ["areas", "figures", "figures", "figures", "health", "squares", "streets", "backdrop"]
    assert [source["table"] for source in sources[8:]] == [
        "organisations", "venues", "activities", "slots", "audiences", "staffing", "funding", "closures", "inspections",
        "attendance",
    ]  # fmt: skip
    named = {source["file"] for source in sources} | {"street_nodes.csv", "districts.csv"}
    assert named == {file.name for file in folder.iterdir()} - {"manifest.toml", "truth.json"}
    assert sources[3]["reference_on"] == date(2026, 1, 1)
    assert sources[4]["columns"]["18+"] == {"anxiety_depression_18_pct": "anxiety_depression_pct"}


def test_about_120_000_people_live_in_squares_and_the_neighbourhood_figures_agree(folder: Path, areas: Areas) -> None:
    squares = rows(folder, "squares.csv")
    total = sum(int(row["residents"]) for row in squares)
    assert abs(total - 120_000) <= 2400
    tree = shapely.STRtree([shape for _, shape in areas])
    counted: Counter[str] = Counter()
    for row in squares:
        east, north = int(row["square"][1:5]) * 100 + 50, int(row["square"][6:10]) * 100 + 50
        holding = tree.query(shapely.Point(east, north), predicate="within")
        assert len(holding) == 1, row["square"]
        counted[areas[holding[0]][0]["code"]] += int(row["residents"])
    figures = {row["code"]: int(row["residents"]) for row in rows(folder, "figures_2026.csv", ";")}
    assert figures["GM9999"] == total
    assert {code: figures[code] for code in counted} == dict(counted)


def test_figures_add_up_and_only_tiny_areas_are_suppressed(folder: Path) -> None:
    for year in (2016, 2021, 2026):
        table = {row["code"]: row for row in rows(folder, f"figures_{year}.csv", ";")}
        hidden = {code for code, row in table.items() if "." in row.values()}
        assert hidden == {"BU99990701", "BU99990702"}
        assert all(int(table[code]["residents"]) < 50 for code in hidden)
        districts = [int(row["residents"]) for code, row in table.items() if code.startswith("WK")]
        assert sum(districts) == int(table["GM9999"]["residents"])
        for code, row in table.items():
            if code not in hidden:
                assert sum(int(row[name]) for name in row if name.startswith("age_")) == int(row["residents"]), code
                assert 0 <= float(row["born_outside_europe_pct"].replace(",", ".")) <= 100


def test_the_lake_district_grows_the_garden_city_ages_and_two_neighbourhoods_receive_newcomers(folder: Path) -> None:
    then, now = ({row["code"]: row for row in rows(folder, f"figures_{year}.csv", ";")} for year in (2016, 2026))

    def share(row: dict[str, str], column: str) -> float:
        return int(row[column]) / int(row["residents"])

    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    growing, declining = truth["growing_district"], truth["declining_district"]
    assert int(now[growing]["residents"]) > 1.2 * int(then[growing]["residents"])
    assert share(now[declining], "age_65_plus") > share(then[declining], "age_65_plus") + 0.05
    rise = {
        code: float(now[code]["born_outside_europe_pct"].replace(",", "."))
        - float(then[code]["born_outside_europe_pct"].replace(",", "."))
        for code in now
        if code.startswith("BU") and now[code]["born_outside_europe_pct"] != "."
    }
    assert set(sorted(rise, key=lambda code: -rise[code])[:2]) == set(truth["more_newcomers_in"])


def test_health_shares_are_known_but_for_the_harbour(folder: Path) -> None:
    table = rows(folder, "health.csv")
    unknown = {row["code"] for row in table if row["lonely_pct"] == ""}
    assert unknown == {"BU99990701", "BU99990702"}
    assert {row["age"] for row in table} == {"18+", "65+"}
    assert all(0 < float(row["very_lonely_pct"]) < float(row["lonely_pct"]) < 100 for row in table if row["lonely_pct"])


def test_the_street_network_is_one_component_that_nearly_everybody_reaches(folder: Path) -> None:
    nodes, edges = rows(folder, "street_nodes.csv"), rows(folder, "street_edges.csv")
    number = {row["node_id"]: i for i, row in enumerate(nodes)}
    ends = np.array([[number[row["from_node"]], number[row["to_node"]]] for row in edges])
    graph = coo_matrix((np.ones(len(ends)), ends.T), shape=(len(nodes), len(nodes)))
    assert connected_components(graph, directed=False)[0] == 1
    assert 8_000 <= len(nodes) <= 20_000
    at = points(nodes)
    paths = []
    for row, (start, end) in zip(edges, ends, strict=True):
        path = rd(shapely.from_wkt(row["path_wkt"])) if row["path_wkt"] else shapely.LineString([at[start], at[end]])
        assert abs(path.length - float(row["length_m"])) < 1 + 0.002 * path.length
        assert shapely.distance(shapely.Point(path.coords[0]), shapely.Point(at[start])) < 0.1
        assert shapely.distance(shapely.Point(path.coords[-1]), shapely.Point(at[end])) < 0.1
        paths.append(path)
    squares = rows(folder, "squares.csv")
    centres = shapely.points(
        [[int(row["square"][1:5]) * 100 + 50, int(row["square"][6:10]) * 100 + 50] for row in squares]
    )
    residents = np.array([int(row["residents"]) for row in squares])
    _, metres = shapely.STRtree(paths).query_nearest(centres, return_distance=True, all_matches=False)
    assert residents[metres <= 100].sum() >= 0.99 * residents.sum()


def test_main_roads_cross_river_and_railway_on_few_bridges(folder: Path) -> None:
    water = next(shape for named, shape in features(folder, "backdrop.geojson") if named["name"] == "Ringvaart")
    crossing = 0
    for row in rows(folder, "street_edges.csv"):
        if row["path_wkt"]:
            crossing += rd(shapely.from_wkt(row["path_wkt"])).intersects(water.buffer(-15))
    assert 3 <= crossing <= 12


def test_backdrop_has_water_parks_and_built_land_inside_the_municipality(folder: Path, areas: Areas) -> None:
    whole = shapely.union_all([shape for _, shape in areas]).buffer(1)
    kinds: Counter[str] = Counter()
    for properties, shape in features(folder, "backdrop.geojson"):
        kinds[properties["kind"]] += 1
        assert properties["name"]
        assert shape.is_valid, properties
        assert whole.covers(shape), properties
    assert set(kinds) == {"water", "park", "built"}
    assert kinds["park"] > 15


def test_180_places_of_every_type_lie_on_land_in_the_town(folder: Path, areas: Areas) -> None:
    venues = rows(folder, "venues.csv")
    assert len(venues) == 180
    assert {row["type"] for row in venues} == TYPES
    assert len({row["name"] for row in venues}) == 180
    water = shapely.union_all(
        [shape for properties, shape in features(folder, "backdrop.geojson") if properties["kind"] == "water"]
    )
    land = shapely.union_all([shape for _, shape in areas])
    activities = [row for row in rows(folder, "activities.csv") if row["lon"]]
    for row, at in zip(venues + activities, map(shapely.Point, points(venues + activities)), strict=True):
        assert not water.intersects(at), row["name"]
        assert land.contains(at), row["name"]


def test_60_activities_are_supply_of_their_own_15_without_a_building(folder: Path) -> None:
    activities = rows(folder, "activities.csv")
    assert len(activities) == 60
    assert sum(row["venue"] == "" for row in activities) == 15
    assert all((row["venue"] == "") == (row["lon"] != "") for row in activities)
    held = {row["activity"] for row in rows(folder, "slots.csv")}
    assert {row["key"] for row in activities} <= held


def test_every_reference_resolves_and_every_word_is_known(folder: Path) -> None:
    keys = {
        name: {row["key"] for row in rows(folder, f"{name}.csv")} for name in ("organisations", "venues", "activities")
    }
    assert 20 <= len(keys["organisations"]) <= 30
    for name in ("venues", "activities"):
        assert {row["organisation"] for row in rows(folder, f"{name}.csv")} <= keys["organisations"] | {""}
    assert {row["venue"] for row in rows(folder, "activities.csv")} <= keys["venues"] | {""}
    for name in ("slots", "audiences", "staffing", "funding", "closures", "inspections", "attendance"):
        for row in rows(folder, f"{name}.csv"):
            owners = [row[kind] for kind in ("venue", "activity", "organisation") if row.get(kind)]
            assert len(owners) == 1, row
            assert owners[0] in keys["venues"] | keys["activities"] | keys["organisations"], row
    for name in ("staffing", "funding"):
        assert {row["sector"] for row in rows(folder, f"{name}.csv")} <= SECTORS
    assert {row["group"] for row in rows(folder, "audiences.csv")} == GROUPS
    assert {row["host"] for row in rows(folder, "slots.csv")} == {"", "none", "volunteer", "professional"}
    assert {row["kind"] for row in rows(folder, "staffing.csv")} == {"professional", "volunteer", "vacancy"}
    assert {row["extent"] for row in rows(folder, "closures.csv")} == {"whole", "partial"}


def test_dated_facts_end_after_they_start_and_hours_run_forward(folder: Path) -> None:
    for name in ("slots", "staffing", "funding", "activities"):
        for row in rows(folder, f"{name}.csv"):
            if row["starts_on"] and row["ends_on"]:
                assert row["starts_on"] < row["ends_on"], (name, row)
    for row in rows(folder, "closures.csv"):
        assert not row["reopens_on"] or row["reopens_on"] > row["starts_on"]
        remains = row["hours_remaining"] or row["places_remaining"]
        assert bool(remains) == (row["extent"] == "partial")
    assert all(row["starts"] < row["ends"] for row in rows(folder, "slots.csv"))
    once = Counter((row["venue"], row["inspected_on"]) for row in rows(folder, "inspections.csv"))
    assert max(once.values()) == 1


def hosted_hours(folder: Path, venue: str, day: str) -> float:
    total = 0.0
    for row in rows(folder, "slots.csv"):
        holds = (row["starts_on"] or "0") <= day < (row["ends_on"] or "9")
        if row["venue"] == venue and holds and row["host"] in {"volunteer", "professional"}:
            (h1, m1), (h2, m2) = (map(int, row[at].split(":")) for at in ("starts", "ends"))
            total += h2 - h1 + (m2 - m1) / 60
    return total


def test_about_a_fifth_of_the_places_with_room_is_partly_unknown(folder: Path) -> None:
    venues = [
        row
        for row in rows(folder, "venues.csv")
        if row["type"] not in {"park", "pitch", "gym", "school", "care-counter"}
    ]
    hosts: dict[str, set[str]] = {}
    for row in rows(folder, "slots.csv"):
        hosts.setdefault(row["venue"], set()).add(row["host"])
    unknown = [row["key"] for row in venues if not row["places"] or "" in hosts.get(row["key"], {""})]
    assert 0.14 <= len(unknown) / len(venues) <= 0.30
    nothing = {row["key"] for row in venues} - set(hosts) - {row["venue"] for row in rows(folder, "staffing.csv")}
    assert nothing


def test_one_district_loses_place_after_place_and_the_truth_says_which(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    closed = {
        row["venue"]: row for row in rows(folder, "closures.csv") if row["extent"] == "whole" and not row["reopens_on"]
    }
    told = {row["venue"] for row in truth["closures_in_declining_district"]}
    assert len(told) >= 10
    for row in truth["closures_in_declining_district"]:
        assert row["district"] == truth["declining_district"]
        assert closed[row["venue"]]["starts_on"] == row["closed_on"]
        assert closed[row["venue"]]["reason"] == row["reason"]
    elsewhere = {venue for venue, row in closed.items() if row["starts_on"] < "2026-11"} - told
    assert len(told) > 2 * len(elsewhere)
    years = {row["closed_on"][:4] for row in truth["closures_in_declining_district"]}
    assert len(years) >= 7


def test_hosts_were_cut_before_the_doors_closed(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    closed_on = {row["venue"]: row["closed_on"] for row in truth["closures_in_declining_district"]}
    cut_first = 0
    for cut in truth["hosting_cuts"]:
        before = str(date.fromisoformat(cut["on"]).replace(year=int(cut["on"][:4]) - 1))
        lost = hosted_hours(folder, cut["venue"], before) - hosted_hours(folder, cut["venue"], cut["on"])
        assert lost == pytest.approx(cut["hosted_hours_per_week_lost"])
        assert lost > 0
        cut_first += cut["on"] < closed_on.get(cut["venue"], "0")
    assert cut_first >= 6


def test_other_districts_see_ordinary_comings_and_goings(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    closures = rows(folder, "closures.csv")
    assert any(row["extent"] == "partial" for row in closures)
    assert any(row["reason"] == "renovation" and row["reopens_on"] for row in closures)
    assert any(row["starts_on"] > "2027" for row in closures)
    assert any(row["opened_on"] > "2027" for row in rows(folder, "venues.csv"))
    grown = [row for row in truth["openings"] if row["district"] == truth["growing_district"]]
    assert len(grown) >= 6


def test_visitors_are_counted_only_where_somebody_could_come(folder: Path) -> None:
    opened_on = {row["key"]: row["opened_on"] for row in rows(folder, "venues.csv")}
    activities = {row["key"]: row for row in rows(folder, "activities.csv")}
    shut = [row for row in rows(folder, "closures.csv") if row["extent"] == "whole"]
    counts = rows(folder, "attendance.csv")
    for count in counts:
        activity = activities.get(count["activity"], {"venue": "", "starts_on": ""})
        venue, day = count["venue"] or activity["venue"], count["counted_on"]
        assert opened_on.get(venue, "") <= day, count
        assert activity["starts_on"] <= day, count
        held = [row["starts_on"] <= day < (row["reopens_on"] or "9") for row in shut if row["venue"] == venue]
        assert not any(held), count
    assert len({count["venue"] for count in counts}) > 5
