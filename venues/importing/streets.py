"""The walking network from two tables: nodes with degrees, edges between them with a length."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.checked import Once
from venues.importing.reading.projection import Metres, to_rd, to_rd_shapes
from venues.importing.reading.surroundings import Surroundings, surroundings
from venues.importing.reading.table import Row, read_table
from venues.importing.storing.street_store import Network, store_network

COLUMNS = {
    "node_id": ["node_id"],
    "lon": ["lon"],
    "lat": ["lat"],
    "from_node": ["from_node"],
    "to_node": ["to_node"],
    "length_m": ["length_m"],
    "class": ["class", "highway_class"],
    "path": ["path_wkt"],
}
"""The columns, by the option that renames them; class and path may be absent."""


def load_streets(source: Source, report: Report) -> None:
    """Load streets; they replace the network that the municipality has.

    Options: `nodes` (file beside the edges), and a name for each column of COLUMNS that has another one. Without a
    path (WKT in degrees) the street is drawn straight. Streets farther than 5 km outside the boundary are not for us:
    extracts are rectangles.

    Raises:
        FileRefused: If a file cannot be used.
    """
    around = surroundings(source)
    nodes = _read_nodes(source, around, report)
    edges = _read_edges(source, nodes, report)
    network = _network(edges, nodes, around, report)
    if report.refused and not source.partial:
        return
    if not network.from_node:
        raise FileRefused(
            _("%(file)s holds no street of %(municipality)s.")
            % {"file": source.path.name, "municipality": source.municipality},
            _("Give the streets of this municipality; those that are stored stay."),
        )
    store_network(source.municipality, network, report)


@dataclass
class _Nodes:
    position: dict[int, int] = field(default_factory=dict)
    x: Metres = field(default_factory=lambda: np.empty(0))
    y: Metres = field(default_factory=lambda: np.empty(0))


@dataclass
class _Edges:
    line: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    length_m: list[float] = field(default_factory=list)
    street_class: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)


def _read_nodes(source: Source, around: Surroundings, report: Report) -> _Nodes:
    id_column, lon_column, lat_column = (_names(source, option)[0] for option in ("node_id", "lon", "lat"))
    once = Once([id_column])
    position: dict[int, int] = {}
    lines: list[int] = []
    lon: list[float] = []
    lat: list[float] = []
    for row in read_table(source.beside(source.option("nodes")), [id_column, lon_column, lat_column]):
        try:
            node, degrees = (
                row.required_whole(id_column),
                (row.required_number(lon_column), row.required_number(lat_column)),
            )
            once.check(node, row.line, row.line)
        except RowRefused as error:
            report.refuse(_in_nodes(error, source), row.line)
            continue
        position[node] = len(lon)
        lon.append(degrees[0])
        lat.append(degrees[1])
        lines.append(row.line)
    x, y = to_rd(lon, lat)
    outside = ~around.hold(x, y)
    swapped = np.zeros(len(x), dtype=bool)
    swapped[outside] = around.would_hold_swapped(x[outside], y[outside])
    for number in np.flatnonzero(swapped):
        turned = RowRefused(
            _("this looks like swapped longitude and latitude."),
            _("Write the longitude (about 5) and the latitude (about 52) in the columns that the manifest names so."),
            f"{lon_column}, {lat_column}",
            f"{lon[number]}, {lat[number]}",
        )
        report.refuse(_in_nodes(turned, source), lines[number])
    return _Nodes(position, x, y)


def _in_nodes(error: RowRefused, source: Source) -> RowRefused:
    """Two files make one source: a problem among the nodes names their file."""
    kept = error.refusal
    return RowRefused(f"{source.option('nodes')}: {kept.problem}", kept.remedy, kept.column, kept.value, kept.line)


def _read_edges(source: Source, nodes: _Nodes, report: Report) -> _Edges:
    from_column, to_column, length_column = (
        _names(source, option)[0] for option in ("from_node", "to_node", "length_m")
    )
    renamed = [source.options[option] for option in ("class", "path") if option in source.options]
    edges = _Edges()
    for row in read_table(source.path, [from_column, to_column, length_column, *renamed]):
        report.read += 1
        try:
            start, end = _node(row, from_column, nodes), _node(row, to_column, nodes)
            length_m = row.required_number(length_column)
            if length_m < 0:
                raise RowRefused(
                    _("a street cannot be shorter than nothing."),
                    _("Write its length in metres."),
                    length_column,
                    row.text(length_column),
                )
        except RowRefused as error:
            report.refuse(error, row.line)
            continue
        edges.line.append(row.line)
        edges.start.append(start)
        edges.end.append(end)
        edges.length_m.append(length_m)
        edges.street_class.append(_first(row, _names(source, "class"))[:40])
        edges.path.append(_first(row, _names(source, "path")))
    return edges


def _names(source: Source, option: str) -> list[str]:
    return [source.options[option]] if option in source.options else COLUMNS[option]


def _first(row: Row, columns: list[str]) -> str:
    return next((text for text in map(row.text, columns) if text), "")


def _node(row: Row, column: str, nodes: _Nodes) -> int:
    node = row.required_whole(column)
    if node not in nodes.position:
        raise RowRefused(
            _("this node is not in the table of nodes."), _("Add the node, or correct its number."), column, node
        )
    return node


def _network(edges: _Edges, nodes: _Nodes, around: Surroundings, report: Report) -> Network:
    start = np.array([nodes.position[node] for node in edges.start], dtype=int)
    end = np.array([nodes.position[node] for node in edges.end], dtype=int)
    corners = np.stack([nodes.x[start], nodes.y[start], nodes.x[end], nodes.y[end]], axis=-1).reshape(-1, 2, 2)
    inside = around.hold(nodes.x, nodes.y)
    kept = inside[start] & inside[end]
    shape = np.empty(len(start), dtype=object)
    shape[kept] = shapely.linestrings(corners[kept])
    bent = np.flatnonzero(kept & np.array([bool(path) for path in edges.path], dtype=bool))
    shape[bent] = _drawn(edges, bent, around, report)
    if skipped := int((~kept).sum()):
        report.skipped += skipped
        report.note(_("%(count)d streets lie more than 5 km outside the municipality.") % {"count": skipped})
    chosen = np.flatnonzero(kept)
    return Network(
        from_node=[edges.start[number] for number in chosen],
        to_node=[edges.end[number] for number in chosen],
        length_m=[edges.length_m[number] for number in chosen],
        street_class=[edges.street_class[number] for number in chosen],
        path=shape[chosen],
    )


def _drawn(edges: _Edges, bent: NDArray[np.intp], around: Surroundings, report: Report) -> NDArray[np.object_]:
    """The paths of the streets that give one."""
    shapes = to_rd_shapes(shapely.from_wkt([edges.path[number] for number in bent], on_invalid="ignore"))
    for number, shape in zip(bent, shapes, strict=True):
        try:
            if shape is None or shape.geom_type != "LineString" or shape.is_empty:
                raise RowRefused(_("this is not a line."), _("Write LINESTRING(lon lat, lon lat), or leave it empty."))
            around.check(*shape.coords[0])
        except RowRefused as error:
            kept = error.refusal
            report.refuse(RowRefused(kept.problem, kept.remedy, "path", edges.path[number]), edges.line[number])
    return shapes
