"""What if, on a whole city: server time of every single closure and of ten changes, held against scoring it anew.

Run: python -m benchmarks.what_if. It changes nothing in the configured database. Load Amsterdam first: make city.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import numpy as np

CITY = "GM0363"
SAMPLE, TENS = 25, 10
LIBRARY = "library"
"""What opens."""


def main(arguments: list[str] | None = None) -> None:
    """Time the answers; says so where the database does not hold the city."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
    import django  # noqa: PLC0415 (settings first)

    django.setup()
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415

    from venues.models import Run  # noqa: PLC0415

    try:
        is_there = Run.objects.filter(municipality=CITY, kind=Run.Kind.LIVE).exists()
    except (OperationalError, ProgrammingError) as error:
        print(f"no database with our tables: {str(error).splitlines()[0]}. Load the city with make city.")
        return
    if not is_there:
        print("Amsterdam is not in this database: load it with make city, then time it again")
        return
    _measure()


class _Web:
    """Asks as a client does, without the network: server time alone."""

    def __init__(self) -> None:
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.API_RATES = dict.fromkeys(settings.API_RATES)
        logging.disable(logging.WARNING)
        self.client = Client()

    def ask(self, body: dict[str, Any]) -> float:
        """Seconds that the answer took."""
        text = json.dumps(body)
        started = perf_counter()
        answer = self.client.post("/api/v1/what-if", text, content_type="application/json")
        took = perf_counter() - started
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
        return took


def _said(took: list[float]) -> str:
    late = quantiles(took, n=20)[-1]
    return f"median {1000 * median(took):.0f} ms, p95 {1000 * late:.0f} ms, most {1000 * max(took):.0f} ms"


def _resident_mb() -> float:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


@contextmanager
def _really(city: Any, day: Any, proposal: Any) -> Iterator[None]:
    """The register with the changes, taken back afterwards."""
    from django.contrib.gis.geos import Point  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from venues.assessment.arrays import bound_m  # noqa: PLC0415
    from venues.models import RD, Closure, Venue  # noqa: PLC0415
    from venues.walking.measure import measure_walks  # noqa: PLC0415

    with transaction.atomic():
        for venue in proposal.venues:
            Closure.objects.create(venue_id=venue, starts_on=day, extent="whole", reason="unknown")
        opened = [
            Venue.objects.create(
                municipality=city, venue_type_id=each.type_code, name="New", location=Point(each.x, each.y, srid=RD)
            )
            for each in proposal.openings
        ]
        if opened:
            measure_walks(city, bound_m=bound_m(city), offers=opened)
        yield
        transaction.set_rollback(True)


def _largest_difference(prepared: Any, proposal: Any, level: str) -> float:
    """Between the exact answer and a scoring of the changed register, over all areas and offers."""
    from venues.assessment.run import assess  # noqa: PLC0415
    from venues.assessment.what_if import what_if  # noqa: PLC0415

    answer = what_if(prepared, proposal, level, is_exact=True)
    before = assess(prepared.municipality, prepared.day)
    with _really(prepared.municipality, prepared.day, proposal):
        after = assess(prepared.municipality, prepared.day)
    rows = {(row.area.code, row.group.code): row.after for row in answer.areas}
    pressed = {(row.venue_id, row.activity_id): row.after for row in answer.offers if row.opening is None}
    now = {(offer.venue_id, offer.activity_id): offer.pressure for offer in after.offers}
    worst = 0.0
    for score in before.scores:
        if score.area.level == level and score.group_id and score.coverage is not None:
            then = after.score(score.area.code, score.group_id)
            found = rows.get((score.area.code, score.group_id), score.coverage)
            worst = max(worst, abs(found - then.coverage)) if then and then.coverage is not None else np.inf
    for offer in before.offers:
        key = offer.venue_id, offer.activity_id
        pressure, expected = pressed.get(key, offer.pressure), now.get(key)
        if (pressure is None) != (expected is None) and not (expected is None and offer.load_hours == 0):
            raise SystemExit(f"{key}: a pressure is there that a full scoring does not have, or the other way round")
        if pressure is not None and expected is not None:
            worst = max(worst, abs(pressure - expected))
    return worst


def _measure() -> None:
    from django.db import connection  # noqa: PLC0415

    from venues.assessment.prepared import prepared_for  # noqa: PLC0415
    from venues.assessment.what_if import Opening, Proposal  # noqa: PLC0415
    from venues.models import Municipality, Venue  # noqa: PLC0415

    web, chance, city = _Web(), np.random.default_rng(4), Municipality.objects.get(pk=CITY)
    memory, started = _resident_mb(), perf_counter()
    prepared = prepared_for(city)
    if prepared is None:
        raise SystemExit("nothing to ask about")
    print(f"made ready in {perf_counter() - started:.1f} s, {_resident_mb() - memory:.0f} MB more in memory")
    started = perf_counter()
    prepared.ground()
    print(f"with the streets in {perf_counter() - started:.1f} s, {_resident_mb() - memory:.0f} MB")
    open_now = [venue for venue, activity in prepared.keys if venue and activity is None]
    venues = list(Venue.objects.filter(pk__in=open_now, municipality=CITY).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ST_X(at), ST_Y(at) FROM (SELECT id, ST_Transform(location, 4326) AS at FROM venues_venue) v"
        )
        located = {row[0]: [row[1], row[2]] for row in cursor.fetchall()}
    web.ask({"close": [{"venue": str(venues[0].pk)}]})
    took = [web.ask({"close": [{"venue": str(venue.pk)}]}) for venue in venues]
    print(f"each of {len(took)} single closures: {_said(took)}")
    ten = []
    for _ in range(100):
        some = [venues[int(k)] for k in chance.choice(len(venues), TENS, replace=False)]
        ten.append(
            web.ask(
                {
                    "close": [{"venue": str(venue.pk)} for venue in some[:5]],
                    "open": [{"location": located[venue.pk], "venueType": LIBRARY} for venue in some[5:]],
                }
            )
        )
    print(f"100 × five closures and five openings: {_said(ten)}")
    worst = 0.0
    for number in range(SAMPLE):
        some = [venues[int(k)] for k in chance.choice(len(venues), TENS, replace=False)]
        closed, beside = (some[:1], []) if number % 2 else (some[:5], some[5:])
        proposal = Proposal(
            venues=frozenset(venue.pk for venue in closed),
            openings=tuple(Opening(each.location.x + 20, each.location.y - 30, LIBRARY) for each in beside),
        )
        worst = max(worst, _largest_difference(prepared, proposal, "neighbourhood"))
    print(f"{SAMPLE} of them against a full scoring of the changed register: largest difference {worst:.1e}")


if __name__ == "__main__":
    main(sys.argv[1:])
