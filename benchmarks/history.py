"""120 months of the demo town, from its register in the database to stored series, timed stage by stage.

Run: python -m benchmarks.history. It reads the town from the configured database and leaves nothing behind.
"""

import os
from datetime import date
from statistics import median
from time import perf_counter

ROUNDS = 3
FIRST, LAST = date(2016, 1, 1), date(2025, 12, 1)


def main(arguments: list[str] | None = None) -> None:
    """Time ten years of the demo town; says so where the database does not hold it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
    import django  # noqa: PLC0415 (settings first)

    django.setup()
    from django.db import OperationalError, ProgrammingError, transaction  # noqa: PLC0415

    from venues.assessment.history import months_of, score_months, store_history  # noqa: PLC0415
    from venues.assessment.span import read_span  # noqa: PLC0415
    from venues.models import Municipality, Run  # noqa: PLC0415

    try:
        run = Run.objects.filter(municipality="GM9999", kind=Run.Kind.LIVE).first()
    except (OperationalError, ProgrammingError) as error:
        print(f"no database with our tables: {str(error).splitlines()[0]}. Start it with make demo.")
        return
    if run is None:
        print("the demo town is not in this database: load it with make demo, then time it again")
        return
    town = Municipality.objects.get(pk="GM9999")
    months = months_of(FIRST, LAST)
    whole, reading, scoring = [], [], []
    for _round in range(ROUNDS):
        started = perf_counter()
        span = read_span(town, months[0], months[-1])
        read_at = perf_counter()
        score_months(span, months)
        scored_at = perf_counter()
        with transaction.atomic():
            history = store_history(town, FIRST, LAST)
            whole.append(perf_counter() - scored_at)
            n_series = history.series.count()
            transaction.set_rollback(True)
        reading.append(read_at - started)
        scoring.append(scored_at - read_at)
    per_month_ms = 1000 * median(whole) / len(months)
    print(f"{len(months)} months, {len(span.register.entries)} offers, {len(span.population.point_ids):,} points")
    print(
        f"{median(whole):.2f} s in all, {per_month_ms:.1f} ms a month: reading {median(reading):.2f} s, "
        f"scoring {median(scoring):.2f} s, the rest storing {n_series} series"
    )


if __name__ == "__main__":
    main()
