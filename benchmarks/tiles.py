"""Vector tiles of the neighbourhoods of Amsterdam: ours, tipg's and bare SQL on the same shapes, in turns.

Run: python -m benchmarks.tiles (Amsterdam loaded, tipg installed). Makes a schema of its own and drops it again.
"""

import getpass
import math
import os
import random
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any
from urllib.parse import quote

from benchmarks.serving import Client, said, site, started

CITY = "GM0363"
BOUNDS = (4.73, 52.28, 5.07, 52.43)
"""West, south, east and north of the city, degrees."""
ZOOMS = range(10, 14)
ROUNDS = 5
PORT, PEER_PORT = 8141, 8142

SAME_SHAPES = """
    DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench;
    CREATE TABLE bench.areas AS SELECT area.id, area.code, area.name, area.level, area.boundary AS geom
        FROM venues_area area JOIN venues_edition edition ON edition.id = area.edition_id
        WHERE edition.is_active AND edition.municipality_id = 'GM0363' AND area.level = 'neighbourhood';
    ALTER TABLE bench.areas ADD PRIMARY KEY (id); CREATE INDEX ON bench.areas USING gist (geom); ANALYZE bench.areas
"""
BARE = """
    WITH box AS (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS tile), cut AS (
        SELECT code, name, level, ST_AsMVTGeom(ST_Transform(geom, 3857), tile) AS geom FROM bench.areas, box
        WHERE geom && ST_Transform(tile, 28992)
    )
    SELECT ST_AsMVT(cut, 'area') FROM cut WHERE geom IS NOT NULL
"""


def main(_arguments: list[str] | None = None) -> None:
    """Time each tile of the city, cold and warm, in each of the three ways, and print them with their ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
    import django  # noqa: PLC0415 (settings first)

    django.setup()
    from django.db import connection  # noqa: PLC0415

    tiles = [(z, x, y) for z in ZOOMS for x, y in columns_and_rows(z)]
    with connection.cursor() as cursor:
        cursor.execute(SAME_SHAPES)
        cursor.execute("SELECT count(*) FROM bench.areas")
        n_areas = cursor.fetchone()[0]
        try:
            if n_areas:
                print(f"{n_areas} neighbourhoods, {len(tiles)} tiles, zoom 10 to 13, {ROUNDS} rounds, one client")
                _compare(cursor, tiles)
            else:
                print("Amsterdam is not in this database: load it with make city, then time it again")
        finally:
            cursor.execute("DROP SCHEMA bench CASCADE")


def _compare(cursor: Any, tiles: list[tuple[int, int, int]]) -> None:
    from venues.api.tiles import areas_version  # noqa: PLC0415 (settings first)

    def bare(z: int, x: int, y: int) -> int:
        cursor.execute(BARE, {"z": z, "x": x, "y": y})
        return len(cursor.fetchone()[0])

    peer = [sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(PEER_PORT), "--log-level", "error"]
    with site(PORT, workers=1) as ours, started(peer, PEER_PORT, of_tipg()) as theirs:
        client, other, version = Client(ours), Client(theirs), areas_version([CITY])
        ways: dict[str, Callable[[int, int, int], int]] = {
            "bare SQL": bare,
            "ours, cold": lambda z, x, y: client.get(f"/tiles/areas/{z}/{x}/{y}.mvt?municipality={CITY}"),
            "ours, warm": lambda z, x, y: client.get(f"/tiles/areas/{z}/{x}/{y}.mvt?municipality={CITY}"),
            "with version": lambda z, x, y: client.get(f"/tiles/areas/{z}/{x}/{y}.mvt?municipality={CITY}&v={version}"),
            "tipg": lambda z, x, y: other.get(f"/collections/bench.areas/tiles/WebMercatorQuad/{z}/{x}/{y}"),
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        sizes: dict[str, int] = dict.fromkeys(ways, 0)
        client.get("/api/v1/areas?pageSize=1")
        other.get("/collections/bench.areas")
        for turn in range(ROUNDS):
            random.Random(turn).shuffle(tiles)  # noqa: S311 (an order, no secret)
            for name, way in ways.items():
                # A tile is made once for each version of the data: only the first round finds none.
                if name == "ours, cold" and turn:
                    continue
                for tile in tiles:
                    begun = perf_counter()
                    sizes[name] += way(*tile)
                    took[name].append(perf_counter() - begun)
    for name, seconds in took.items():
        print(f"  {name:12} {said(seconds, took['bare SQL'])}; {sizes[name] / len(seconds) / 1000:.1f} kB a tile")


def columns_and_rows(z: int) -> list[tuple[int, int]]:
    """The tiles of a zoom that lie over the city."""
    west, south, east, north = BOUNDS

    def row(latitude: float) -> int:
        return int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**z)

    def column(longitude: float) -> int:
        return int((longitude + 180) / 360 * 2**z)

    return [(x, y) for x in range(column(west), column(east) + 1) for y in range(row(north), row(south) + 1)]


def of_tipg() -> dict[str, str]:
    """Which database and schema tipg serves."""
    from django.conf import settings  # noqa: PLC0415

    database = settings.DATABASES["default"]
    user = database["USER"] or getpass.getuser()
    # The host may be the folder of a socket.
    address = f"postgresql://{user}@{quote(database['HOST'], safe='')}/{database['NAME']}"
    return {"DATABASE_URL": address, "TIPG_DB_SCHEMAS": '["bench"]', "TIPG_CATALOG_TTL": "3600"}


if __name__ == "__main__":
    main()
