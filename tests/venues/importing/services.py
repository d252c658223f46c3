"""A local server that answers as the live services are documented to: paged, filtered, and at times faulty."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.venues.importing.sources import box
from venues.importing.reading.projection import to_lon_lat

PAGE = 2
"""Features a page, to make paging happen on little data."""

Answer = tuple[int, dict[str, str], bytes]


def lon_lat(ring: list[list[float]]) -> list[list[float]]:
    """A ring in degrees, as PDOK's OGC API gives it."""
    lon, lat = to_lon_lat([x for x, _y in ring], [y for _x, y in ring])
    return [[round(float(a), 7), round(float(b), 7)] for a, b in zip(lon, lat, strict=True)]


def neighbourhood(code: str, column: float, water: str = "NEE") -> dict[str, Any]:
    """A feature of the collection `buurten`, with some of the many properties that it has."""
    return {
        "type": "Feature",
        "id": f"id-{code}",
        "properties": {
            "buurtcode": code,
            "buurtnaam": f"Buurt {code[-2:]}",
            "wijkcode": f"WK{code[2:8]}",
            "gemeentecode": f"GM{code[2:6]}",
            "gemeentenaam": "’s-Testdorp" if code[2:6] == "9990" else "Buurdorp",
            "water": water,
            "aantal_inwoners": -99997,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": [[lon_lat(box(column, 0))]]},
    }


def figures(code: str, residents: int, young: int | None, born_outside: int | None) -> dict[str, Any]:
    """A row of “Kerncijfers wijken en buurten”, with codes padded as CBS pads them."""
    return {
        "ID": 1,
        "WijkenEnBuurten": f"{code:<10}",
        "Gemeentenaam_1": "Testdorp            ",
        "AantalInwoners_5": residents,
        "k_0Tot15Jaar_8": 100,
        "k_15Tot25Jaar_9": young,
        "k_25Tot45Jaar_10": 100,
        "k_45Tot65Jaar_11": 100,
        "k_65JaarOfOuder_12": 100,
        "BuitenEuropa_19": 400,
        "BuitenEuropa_22": 150,
        "BuitenEuropa_24": born_outside,
    }


def health(code: str, age: str, lonely: float | None) -> dict[str, Any]:
    """A row of “Gezondheid per wijk en buurt”."""
    return {
        "ID": 1,
        "Leeftijd": age,
        "Marges": "MW00000",
        "WijkenEnBuurten": f"{code:<10}",
        "Perioden": "2022JJ00",
        "HoogRisicoOpAngstOfDepressie_25": 8.5,
        "MatigHoogRisicoOpAngstOfDepressie_24": 40.0,
        "Eenzaam_27": lonely,
        "ErnstigZeerErnstigEenzaam_28": 14.0,
        "EmotioneelEenzaam_29": 30.0,
    }


OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="Overpass API">
<note>The data included in this document is from www.openstreetmap.org.</note>
<meta osm_base="2026-01-01T00:00:00Z"/>
{nodes}
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
</osm>
"""


def osm_xml() -> bytes:
    """A street from west to east, and a library beside it."""
    places = {1: (120_100, 480_250), 2: (120_900, 480_250), 3: (120_300, 480_260)}
    tags = {3: '<tag k="amenity" v="library"/><tag k="name" v="Bibliotheek Testdorp"/>'}
    nodes = []
    for number, (x, y) in places.items():
        lon, lat = to_lon_lat([x], [y])
        nodes.append(f'<node id="{number}" lat="{lat[0]:.7f}" lon="{lon[0]:.7f}">{tags.get(number, "")}</node>')
    return OSM.format(nodes="\n".join(nodes)).encode()


@dataclass
class Services:
    """What the server knows, what it was asked, and which faults it still has to make."""

    neighbourhoods: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    health: list[dict[str, Any]] = field(default_factory=list)
    squares: dict[str, int | None] = field(default_factory=dict)
    osm: bytes = b""
    asked: list[str] = field(default_factory=list)
    faults: list[tuple[str, Callable[[Answer], Answer]]] = field(default_factory=list)
    address: str = ""

    def fail_once(self, where: str, fault: Callable[[Answer], Answer]) -> None:
        """Spoil the next answer whose address contains `where`."""
        self.faults.append((where, fault))

    def answer(self, target: str) -> Answer:
        """The answer to one question, spoilt where a fault is due."""
        self.asked.append(target)
        reply = self._whole(target)
        for position, (where, fault) in enumerate(self.faults):
            if where in target:
                del self.faults[position]
                return fault(reply)
        return reply

    def _whole(self, target: str) -> Answer:
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if match := re.fullmatch(r"/features/wijken-en-buurten-2024/ogc/v1/collections/(\w+)/items", parts.path):
            return self._features(match[1], target, query)
        if parts.path == "/cbs/85984NED/TypedDataSet":
            return self._table(self.figures, query)
        if parts.path == "/rivm/50120NED/TypedDataSet":
            return self._table(self.health, query)
        if parts.path == "/wfs/vierkantstatistieken100m/2024/wfs/v1_0":
            return self._squares(query)
        if parts.path == "/overpass":
            return 200, {"Content-Type": "application/osm3s+xml"}, self.osm
        return 404, {}, b'{"detail": "no such path"}'

    def _features(self, collection: str, target: str, query: dict[str, str]) -> Answer:
        features = [each for each in self.neighbourhoods if each["properties"]["gemeentecode"] == query["gemeentecode"]]
        if collection == "wijken":
            districts = {each["properties"]["wijkcode"]: each["properties"] for each in features}
            features = [
                {
                    "type": "Feature",
                    "properties": {
                        "wijkcode": code,
                        "wijknaam": f"Wijk {code[-2:]}",
                        "gemeentecode": query["gemeentecode"],
                        "water": one["water"],
                    },
                    "geometry": None,
                }
                for code, one in sorted(districts.items())
            ]
        start = int(query.get("cursor", "0"))
        page = features[start : start + PAGE]
        links = [{"rel": "self", "href": self.address + target}]
        if start + PAGE < len(features):
            following = re.sub(r"&cursor=\d+", "", target) + f"&cursor={start + PAGE}"
            links.append({"rel": "next", "href": self.address + following})
        return _json({"type": "FeatureCollection", "links": links, "numberReturned": len(page), "features": page})

    def _table(self, rows: list[dict[str, Any]], query: dict[str, str]) -> Answer:
        prefix = re.search(r"startswith\(WijkenEnBuurten,'(\w+)'\)", query["$filter"])
        wanted = [row for row in rows if prefix and row["WijkenEnBuurten"].startswith(prefix[1])]
        if age := re.search(r"Leeftijd eq '(\d+)'", query["$filter"]):
            wanted = [row for row in wanted if row["Leeftijd"] == age[1]]
        start, count = int(query["$skip"]), int(query["$top"])
        return _json({"odata.metadata": "…", "value": wanted[start : start + count]})

    def _squares(self, query: dict[str, str]) -> Answer:
        west, south, east, north = (float(each) for each in query["bbox"].split(",")[:4])
        inside = [
            {
                "type": "Feature",
                "properties": {"crs28992res100m": name, "aantalInwoners": -99997 if people is None else people},
                "geometry": None,
            }
            for name, people in sorted(self.squares.items())
            # A square on the edge of a tile is given with both.
            if west <= int(name[1:5]) * 100 <= east and south <= int(name[6:10]) * 100 <= north
        ]
        start = int(query["startIndex"])
        return _json({"type": "FeatureCollection", "features": inside[start : start + int(query["count"])]})


def _json(content: dict[str, Any]) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()


@contextmanager
def running(services: Services) -> Iterator[str]:
    """Serve on loopback; gives the base address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._reply()

        def _reply(self) -> None:
            status, headers, body = services.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    services.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield services.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
