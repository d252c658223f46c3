"""A hundred random edits of a whole city with a real worker: from the save to the new coverage in the API.

Run: python -m benchmarks.following. It works on a copy of the configured database, which it drops afterwards. Load
Amsterdam first: make city. Every edit is held against an assessment from nothing.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

import numpy as np

CITY = "GM0363"
EDITS, WARM_UP = 100, 3
QUIET = 5
"""Each so many edits one comes after a pause, in which it was worked out how sure the figures are."""
PATIENCE_S = 60
ROOT = Path(__file__).resolve().parent.parent
COPY = "infra_map_bench_following"
_IN_THE_QUEUE = """
    WITH steps AS (
        SELECT job.id, max(at) FILTER (WHERE type = 'deferred') AS asked,
            max(at) FILTER (WHERE type = 'started') AS began, max(at) FILTER (WHERE type = 'succeeded') AS ended
        FROM procrastinate_events event JOIN procrastinate_jobs job ON job.id = event.job_id
        WHERE job.task_name = 'venues.follow' GROUP BY job.id ORDER BY job.id DESC LIMIT %s
    )
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM began - asked)),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM began - asked)),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended - began)) FROM steps
"""


def main(arguments: list[str] | None = None) -> None:
    """Time the edits; says so where the database does not hold the city."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
    import django  # noqa: PLC0415 (settings first)

    django.setup()
    if os.environ.get("FOLLOWING_COPY"):
        _measure()
        return
    from django.db import OperationalError, ProgrammingError, connections  # noqa: PLC0415

    from venues.models import Run  # noqa: PLC0415

    try:
        is_there = Run.objects.filter(municipality=CITY, kind=Run.Kind.LIVE).exists()
    except (OperationalError, ProgrammingError) as error:
        print(f"no database with our tables: {str(error).splitlines()[0]}. Load the city with make city.")
        return
    if not is_there:
        print("Amsterdam is not in this database: load it with make city, then time it again")
        return
    settings = connections["default"].settings_dict
    connections.close_all()
    with _copy(settings) as url:
        command = [sys.executable, "-m", "benchmarks.following"]
        port = _free_port()
        environment = os.environ | {"DATABASE_URL": url, "FOLLOWING_COPY": str(port)}
        worker = [sys.executable, "manage.py", "procrastinate", "worker", "--queues", "figures"]
        servers = [
            subprocess.Popen(each, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
            for each in (worker, [str(ROOT / "bin" / "web"), f"127.0.0.1:{port}"])
        ]
        try:
            subprocess.run(command, check=True, cwd=ROOT, env=environment)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def _copy(settings: dict[str, Any]) -> Iterator[str]:
    """A copy of the database for as long as it is needed, and its address."""
    import psycopg  # noqa: PLC0415
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    parts: dict[str, str] = {name: str(settings[name] or "") for name in ("USER", "PASSWORD", "HOST", "PORT")}
    given: dict[str, Any] = {name.lower(): value for name, value in parts.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(COPY)))
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(COPY), Identifier(settings["NAME"])))
        try:
            quoted = {name: quote(value, safe="") for name, value in parts.items()}
            yield "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**quoted) + COPY
        finally:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(COPY)))


class _Editor:
    """Somebody who opens, moves, staffs, closes and reopens places at random, the same each time."""

    def __init__(self) -> None:
        from venues.models import Municipality, Venue  # noqa: PLC0415

        self.city = Municipality.objects.get(pk=CITY)
        self.chance = np.random.default_rng(4)
        self.venues = list(Venue.objects.filter(municipality=CITY).order_by("pk"))

    def edit(self) -> tuple[str, Any]:
        """Change one place; what was done, and the place."""
        from datetime import time  # noqa: PLC0415

        from django.utils import timezone  # noqa: PLC0415

        from venues.models import Closure, Slot, Staffing, Venue  # noqa: PLC0415

        venue = self.venues[int(self.chance.integers(len(self.venues)))]
        kind = ("open", "move", "staff", "hours", "close", "reopen")[int(self.chance.integers(6))]
        elsewhere = self.venues[int(self.chance.integers(len(self.venues)))].location.clone()
        if kind == "open":
            venue = Venue.objects.create(
                municipality=self.city, venue_type=venue.venue_type, name="New", location=elsewhere, places=20
            )
            self.venues.append(venue)
        elif kind == "move":
            Venue.objects.filter(pk=venue.pk).update(location=elsewhere)
        elif kind == "staff":
            hours = int(self.chance.integers(1, 40))
            Staffing.objects.create(venue=venue, kind="professional", role="host", hours_per_week=hours)
        elif kind == "hours":
            day = int(self.chance.integers(1, 8))
            Slot.objects.create(venue=venue, weekday=day, starts=time(10), ends=time(16), host="volunteer")
        elif kind == "close":
            Closure.objects.create(venue=venue, starts_on=timezone.localdate(), extent="whole", reason="funding")
        else:
            Closure.objects.filter(venue=venue).delete()
            Venue.objects.filter(pk=venue.pk).update(places=int(self.chance.integers(5, 60)))
        return kind, venue


def _pairs(stored: Any, whole: Any) -> Iterator[tuple[float | None, float | None]]:
    """Every figure of a row beside that of a full run, but for what the draws say."""
    for field in stored._meta.concrete_fields:
        if field.get_internal_type() == "FloatField" and not field.name.startswith("interval"):
            yield getattr(stored, field.name), getattr(whole, field.name)


def _largest_difference(live: Any, whole: Any) -> float:
    """Between the stored figures of a run and those of a full one; ends where one has what the other has not."""
    stored: dict[Any, Any] = {(score.area_id, score.group_id): score for score in live.scores.all()}
    stored |= {(offer.venue_id, offer.activity_id): offer for offer in live.offer_scores.all()}
    pairs = [
        *(pair for score in whole.scores for pair in _pairs(stored.pop((score.area_id, score.group_id)), score)),
        *(pair for offer in whole.offers for pair in _pairs(stored.pop((offer.venue_id, offer.activity_id)), offer)),
    ]
    if stored:
        raise SystemExit(f"{len(stored)} rows are there that a full run does not have")
    if any((one is None) != (other is None) for one, other in pairs):
        raise SystemExit("a figure is there that a full run does not have, or the other way round")
    return max(abs(one - other) for one, other in pairs if one is not None and other is not None)


def _said(took: list[float], quiet: list[bool] | None = None, is_quiet: bool = True) -> str:
    times = took if quiet is None else [time for time, was in zip(took, quiet, strict=True) if was == is_quiet]
    return f"median {median(times):.2f} s, p95 {quantiles(times, n=20)[-1]:.2f} s"


def _wait_for_appraisal() -> None:
    from venues.models import Run  # noqa: PLC0415

    started = perf_counter()
    while not Run.objects.get(municipality=CITY, kind=Run.Kind.LIVE).draws:
        sleep(0.1)
        if perf_counter() - started > PATIENCE_S:
            raise SystemExit("the worker did not say how sure the figures are")


def _measure() -> None:
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from venues.assessment.arrays import bound_m  # noqa: PLC0415
    from venues.assessment.run import assess  # noqa: PLC0415
    from venues.city import score_again  # noqa: PLC0415
    from venues.models import RegisterChange, Run  # noqa: PLC0415
    from venues.register.following import follow  # noqa: PLC0415
    from venues.walking.measure import measure_walks  # noqa: PLC0415

    editor, took, worst = _Editor(), [], 0.0
    quiet: list[bool] = []
    coverage = f"http://127.0.0.1:{os.environ['FOLLOWING_COPY']}/api/v1/coverage?area={CITY}&group=residents"
    # Never through a proxy: this is our own machine.
    web = build_opener(ProxyHandler({}))
    today = timezone.localdate()
    full = []
    for _round in range(3):
        started = perf_counter()
        score_again(editor.city, today)
        full.append(perf_counter() - started)
    for number in range(WARM_UP + EDITS):
        if number % QUIET == 0:
            _wait_for_appraisal()
        with transaction.atomic():
            editor.edit()
            follow(CITY)
        started = perf_counter()
        while RegisterChange.objects.filter(municipality_code=CITY).exists():
            sleep(0.005)
            if perf_counter() - started > PATIENCE_S:
                raise SystemExit("the worker did not answer")
        with web.open(coverage) as response:
            answer = json.load(response)
        if number >= WARM_UP:
            took.append(perf_counter() - started)
            quiet.append(number % QUIET == 0)
        # Taken back: all walks measured anew would be new to the worker too, once, which no save of anybody does.
        with transaction.atomic():
            if number % 10 == 9:
                measure_walks(editor.city, bound_m=bound_m(editor.city), again=True)
            whole = assess(editor.city, today)
            transaction.set_rollback(True)
        live = Run.objects.get(municipality=CITY, kind=Run.Kind.LIVE)
        worst = max(worst, _largest_difference(live, whole))
        if answer["items"][0]["run"] != live.pk:
            raise SystemExit("the API did not answer by the newest run")
    with connection.cursor() as cursor:
        cursor.execute(_IN_THE_QUEUE, [EDITS])
        waited, waited_p95, worked = cursor.fetchone()
    usual = median(took)
    print(f"{EDITS} edits, save to coverage in the API: {_said(took)}, most {max(took):.2f} s")
    print(f"  after a pause {_said(took, quiet, True)}; in a row {_said(took, quiet, False)}")
    print(f"of which {waited:.3f} s until the worker began (p95 {waited_p95:.3f} s), {worked:.2f} s at work (medians)")
    print(f"a full run takes {median(full):.2f} s: × {median(full) / usual:.1f}")
    print(f"after each edit every figure of every area and offer is that of a full run; largest difference {worst:.1e}")


if __name__ == "__main__":
    main()
