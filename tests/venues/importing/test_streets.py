from pathlib import Path

import pytest

from tests.venues.importing.sources import load, refusals, write
from venues.models import ImportRun, Street

pytestmark = pytest.mark.usefixtures("village")

NODES = ["node_id,lon,lat", "1,4.910,52.330", "2,4.911,52.330", "3,4.912,52.331"]
EDGES = ["from_node,to_node,length_m", "1,2,68.2", "2,3,131.0"]


def load_streets(folder: Path, edges: list[str] = EDGES, nodes: list[str] = NODES) -> ImportRun:
    write(folder / "nodes.csv", *nodes)
    return load("streets", write(folder / "edges.csv", *edges), nodes="nodes.csv")


def test_streets_are_drawn_straight_between_their_nodes(tmp_path: Path):
    run = load_streets(tmp_path)

    first, second = Street.objects.order_by("from_node")
    assert (run.status, run.rows_read, run.rows_created) == (ImportRun.Status.DONE, 2, 2)
    assert (first.from_node, first.to_node, first.length_m, first.street_class) == (1, 2, 68.2, "")
    assert first.path.length == pytest.approx(68.2, abs=0.5)
    assert first.path.coords[-1] == second.path.coords[0]


def test_a_path_gives_the_bends_and_a_class_is_kept(tmp_path: Path):
    edges = [
        "from_node,to_node,length_m,class,path_wkt",
        '1,2,90,footway,"LINESTRING(4.910 52.330, 4.9105 52.3303, 4.911 52.330)"',
        "2,3,131,residential,",
    ]

    load_streets(tmp_path, edges)

    bent, straight = Street.objects.order_by("from_node")
    assert (bent.street_class, len(bent.path.coords)) == ("footway", 3)
    assert (straight.street_class, len(straight.path.coords)) == ("residential", 2)


def test_a_second_load_changes_nothing(tmp_path: Path):
    load_streets(tmp_path)
    before = set(Street.objects.values_list("pk", flat=True))

    run = load_streets(tmp_path)

    assert (run.rows_created, run.rows_unchanged) == (0, 2)
    assert set(Street.objects.values_list("pk", flat=True)) == before


def test_another_network_replaces_the_one_before(tmp_path: Path):
    load_streets(tmp_path)

    run = load_streets(tmp_path, ["from_node,to_node,length_m", "1,2,68.2", "1,3,150"])

    assert set(Street.objects.values_list("from_node", "to_node")) == {(1, 2), (1, 3)}
    assert (run.rows_created, run.rows_unchanged) == (1, 1)
    assert run.notes == ["1 streets are no longer in the file and were removed."]


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("1,9,10", "line 2, column “to_node”, value “9”: this node is not in the table of nodes."),
        ("1,2,-5", "line 2, column “length_m”, value “-5”: a street cannot be shorter than nothing."),
        ("1,2,ten", "line 2, column “length_m”, value “ten”: this is not a number."),
        ("1,2,", "line 2, column “length_m”: this cell is empty."),
        ("a,2,5", "line 2, column “from_node”, value “a”: this is not a number."),
    ],
)
def test_a_wrong_street_is_refused_with_its_place_and_the_old_network_stays(tmp_path: Path, edge: str, words: str):
    load_streets(tmp_path)

    run = load_streets(tmp_path, ["from_node,to_node,length_m", edge])

    assert run.status == ImportRun.Status.FAILED
    assert refusals(run)[0].startswith(words)
    assert Street.objects.count() == 2


def test_swapped_degrees_of_a_node_are_recognised(tmp_path: Path):
    run = load_streets(tmp_path, nodes=["node_id,lon,lat", "1,52.330,4.910", *NODES[2:]])

    assert refusals(run) == [
        "line 2, column “lon, lat”, value “52.33, 4.91”: nodes.csv: this looks like swapped longitude and latitude."
        " Write the longitude (about 5) and the latitude (about 52) in the columns that the manifest names so."
    ]
    assert not Street.objects.exists()


def test_a_node_that_stands_twice_is_refused_naming_both_lines(tmp_path: Path):
    run = load_streets(tmp_path, nodes=[*NODES, "1,4.92,52.33"])

    assert refusals(run) == [
        "line 5, column “node_id”, value “1”: nodes.csv: this stands in the file twice: also at line 2."
        " Keep one of the two."
    ]


def test_streets_beyond_5_km_are_counted_and_left_out(tmp_path: Path):
    run = load_streets(tmp_path, [*EDGES, "3,4,9000"], [*NODES, "4,5.3,52.33"])

    assert (run.rows_created, run.rows_skipped) == (2, 1)
    assert run.notes == ["1 streets lie more than 5 km outside the municipality."]


def test_a_network_elsewhere_does_not_wipe_the_one_that_is_here(tmp_path: Path):
    load_streets(tmp_path)

    run = load_streets(tmp_path, nodes=["node_id,lon,lat", "1,6.1,52.3", "2,6.2,52.3", "3,6.3,52.3"])

    assert "edges.csv holds no street of Testdorp" in refusals(run)[0]
    assert Street.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("POINT(4.91 52.33)", "this is not a line. Write LINESTRING(lon lat, lon lat), or leave it empty."),
        ("LINESTRING(4.91", "this is not a line."),
        ("LINESTRING(52.33 4.91, 52.33 4.911)", "this looks like swapped longitude and latitude."),
    ],
)
def test_a_wrong_path_is_refused(tmp_path: Path, path: str, words: str):
    run = load_streets(tmp_path, ["from_node,to_node,length_m,path_wkt", f'1,2,70,"{path}"'])

    assert refusals(run)[0].startswith(f"line 2, column “path”, value “{path}”: {words}")


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path):
    assert "nodes.csv has no column “lat”" in refusals(load_streets(tmp_path, nodes=["node_id,lon", "1,2"]))[0]
    run = load("streets", write(tmp_path / "edges.csv", *EDGES), nodes="absent.csv")
    assert "absent.csv cannot be read" in refusals(run)[0]
