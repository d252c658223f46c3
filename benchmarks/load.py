"""Many clients at once: two web processes under 50 clients for a minute, and each list of the API beside bare SQL.

Run: python -m benchmarks.load [SECONDS] (Amsterdam loaded, tipg installed). Makes a schema of its own and drops it.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from operator import methodcaller
from time import perf_counter
from typing import Any

from benchmarks.serving import Client, said, site, started
from benchmarks.tiles import CITY, SAME_SHAPES, columns_and_rows, of_tipg

CLIENTS, SECONDS = 50, 60.0
PARALLEL, ASKED = 20, 15
"""Clients of one list at once, and how often each asks."""
PORT, PEER_PORT = 8143, 8144
TILES = [(12, x, y) for x, y in columns_and_rows(12)]

LISTS = {
    "/areas?municipality=GM0363&level=neighbourhood&pageSize=1000": """
        SELECT area.code, area.name, area.level, year, parent.code, is_active FROM venues_area area
        JOIN venues_edition edition ON edition.id = area.edition_id
        JOIN venues_area parent ON parent.id = area.parent_id
        WHERE edition.municipality_id = 'GM0363' AND is_active AND area.level = 'neighbourhood'
        ORDER BY area.code, area.id LIMIT 1001""",
    "/venues?area=GM0363&pageSize=1000": """
        SELECT venue.id, name, venue_type_id, organisation_id, version, updated_at,
            ST_AsGeoJSON(ST_Transform(location, 4326), 7, 0),
            (SELECT code FROM venues_area area JOIN venues_edition edition ON edition.id = area.edition_id
             WHERE is_active AND level = 'neighbourhood' AND ST_Covers(boundary, venue.location) ORDER BY code LIMIT 1),
            EXISTS (SELECT FROM venues_closure closure WHERE closure.venue_id = venue.id AND starts_on <= current_date
                AND (reopens_on IS NULL OR reopens_on > current_date))
        FROM venues_venue venue WHERE municipality_id = 'GM0363' AND archived_at IS NULL
        ORDER BY venue.id LIMIT 1001""",
    "/coverage?area=GM0363&group=youth": """
        SELECT area.code, area.name, area.level, score.* FROM venues_score score
        JOIN venues_run run ON run.sheet = score.run_id JOIN venues_area area ON area.id = score.area_id
        WHERE run.municipality_id = 'GM0363' AND run.kind = 'live' AND group_id = 'youth' AND level = 'neighbourhood'
        ORDER BY area.code""",
    "/pressure?area=GM0363&pageSize=1000": """
        SELECT offer.*, venue.name FROM venues_offerscore offer JOIN venues_run run ON run.sheet = offer.run_id
        LEFT JOIN venues_venue venue ON venue.id = offer.venue_id
        WHERE run.municipality_id = 'GM0363' AND run.kind = 'live' ORDER BY venue_id, activity_id LIMIT 1001""",
    "/demand-estimates?area=GM0363&group=youth&pageSize=1000": """
        SELECT DISTINCT ON (area.code) area.code, group_id, persons, persons_low, persons_high, estimate.reference_on
        FROM venues_demandestimate estimate JOIN venues_area area ON area.id = estimate.area_id
        JOIN venues_edition edition ON edition.id = area.edition_id
        WHERE edition.municipality_id = 'GM0363' AND is_active AND group_id = 'youth' AND area.level = 'neighbourhood'
        ORDER BY area.code, estimate.reference_on DESC LIMIT 1001""",
}

Ask = Callable[[Client, random.Random], int]


def main(arguments: list[str] | None = None) -> None:
    """Print throughput and latency; says so where the database does not hold the city."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
    import django  # noqa: PLC0415 (settings first)

    django.setup()
    from venues.models import Run, Venue  # noqa: PLC0415

    given = sys.argv[1:] if arguments is None else []
    seconds = float(given[0]) if given else SECONDS
    if not Run.objects.filter(municipality=CITY, kind=Run.Kind.LIVE).exists():
        print("Amsterdam is not in this database: load it with make city, then time it again")
        return
    venues = [str(pk) for pk in Venue.objects.filter(municipality=CITY).values_list("pk", flat=True)[:200]]
    _lists()
    _together(seconds, venues)


def _lists() -> None:
    """Each list under parallel clients, and the same rows by SQL under as many connections."""
    print(f"lists, {PARALLEL} clients at once, one process for each of 2 cores; the same rows by SQL")
    with site(PORT, workers=2) as port:
        for address, sql in LISTS.items():
            Client(port).get(f"/api/v1{address}")
            ours = _timed(lambda: Client(port), methodcaller("get", f"/api/v1{address}"))
            bare = _timed(_connection, partial(_rows, sql=sql))
            print(f"  {address.partition('?')[0]:18} ours {said(ours, bare)}; SQL {said(bare, bare)}")


def _rows(connection: Any, sql: str) -> int:
    return len(connection.execute(sql).fetchall())


def _timed(connect: Callable[[], Any], ask: Callable[[Any], int]) -> list[float]:
    def one(_number: int) -> list[float]:
        client, took = connect(), []
        for _time in range(ASKED):
            begun = perf_counter()
            ask(client)
            took.append(perf_counter() - begun)
        return took

    with ThreadPoolExecutor(PARALLEL) as pool:
        return [each for took in pool.map(one, range(PARALLEL)) for each in took]


def _connection() -> Any:
    import psycopg  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    database = settings.DATABASES["default"]
    named = {"host": database["HOST"], "dbname": database["NAME"], "user": database["USER"]}
    conninfo = psycopg.conninfo.make_conninfo(**{name: value for name, value in named.items() if value})
    return psycopg.connect(conninfo, autocommit=True)


def _together(seconds: float, venues: Sequence[str]) -> None:
    def what_if(client: Client, dice: random.Random) -> int:
        return client.ask("POST", "/api/v1/what-if", json.dumps({"close": [{"venue": dice.choice(venues)}]}).encode())

    def tile(client: Client, dice: random.Random) -> int:
        z, x, y = dice.choice(TILES)
        return client.get(f"/tiles/areas/{z}/{x}/{y}.mvt?municipality={CITY}")

    def peer_tile(client: Client, dice: random.Random) -> int:
        z, x, y = dice.choice(TILES)
        return client.get(f"/collections/bench.areas/tiles/WebMercatorQuad/{z}/{x}/{y}")

    visits: dict[str, Ask] = {
        "map page": lambda client, _dice: client.get(f"/?municipality={CITY}"),
        "coverage list": lambda client, _dice: client.get(f"/api/v1/coverage?area={CITY}&group=youth"),
        "tile": tile,
        "what-if": what_if,
    }
    features: Ask = lambda client, _dice: client.get("/ogc/collections/areas/items?limit=100")  # noqa: E731
    peer_features: Ask = lambda client, _dice: client.get("/collections/bench.areas/items?limit=100")  # noqa: E731
    peer = [sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(PEER_PORT), "--workers", "2"]
    with _same_shapes():
        with site(PORT, workers=2, threads=4) as port:
            _run("map page, coverage list, tile and what-if", port, visits, seconds)
            _run("ours, tiles and features", port, {"tile": tile, "features": features}, seconds / 2)
        with started([*peer, "--log-level", "error"], PEER_PORT, of_tipg()) as port:
            _run("tipg, tiles and features", port, {"tile": peer_tile, "features": peer_features}, seconds / 2)


def _run(name: str, port: int, visits: dict[str, Ask], seconds: float) -> None:
    """Clients that each ask one thing after the other, at random, until the time is up."""
    for ask in visits.values():
        ask(Client(port), random.Random(0))  # noqa: S311 (an order, no secret)
    until = perf_counter() + seconds

    def one(number: int) -> list[tuple[str, float, str]]:
        client, dice, seen = Client(port), random.Random(number), []  # noqa: S311
        while perf_counter() < until:
            what = dice.choice([*visits])
            begun, fault = perf_counter(), ""
            try:
                visits[what](client, dice)
            except (OSError, RuntimeError) as error:
                client, fault = Client(port), str(error)
            seen.append((what, perf_counter() - begun, fault))
        return seen

    with ThreadPoolExecutor(CLIENTS) as pool:
        seen = [each for some in pool.map(one, range(CLIENTS)) for each in some]
    faults = [fault for _what, _took, fault in seen if fault]
    print(
        f"{name}: {CLIENTS} clients, {seconds:.0f} s: {len(seen) / seconds:.0f} answers a second, {len(faults)} errors"
    )
    for fault in faults[:3]:
        print(f"  {fault}")
    for what in visits:
        took = [seconds for visited, seconds, _fault in seen if visited == what]
        print(f"  {what:14} {said(took, took)}, {len(took)} times")


@contextmanager
def _same_shapes() -> Iterator[None]:
    from django.db import connection  # noqa: PLC0415 (settings first)

    with connection.cursor() as cursor:
        cursor.execute(SAME_SHAPES)
        try:
            yield
        finally:
            cursor.execute("DROP SCHEMA bench CASCADE")


if __name__ == "__main__":
    main()
