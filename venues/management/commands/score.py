"""Score municipalities as of a date, or month after month, and keep what came out."""

import re
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from venues.assessment.arrays import NothingToScore
from venues.city import score_again, score_history
from venues.models import Municipality

MOST_MONTHS = 600


class Command(BaseCommand):
    help = (
        "Score municipalities as of a date and keep the run: sealed, or in place of the live one with --live. "
        "With --from and --to: store the figures of each month, in place of those stored before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--municipality", action="append", help="CBS code such as GM0363; all scored ones without it"
        )
        parser.add_argument("--date", help="as of this date, such as 2026-01-01; today without it")
        parser.add_argument("--live", action="store_true", help="replace the live run")
        parser.add_argument("--from", dest="first", type=_month, help="first month of a series, such as 2016-01")
        parser.add_argument("--to", dest="last", type=_month, help="its last month, such as 2026-12")

    def handle(self, *args: Any, **options: Any) -> None:
        municipalities = self._municipalities(options["municipality"])
        first, last = options["first"], options["last"]
        if first or last:
            if not (first and last):
                raise CommandError("A series needs both months: --from 2016-01 --to 2026-12.")
            if options["date"] or options["live"]:
                raise CommandError("A series has months of its own: leave --date and --live out.")
            self._months(municipalities, first, last)
        else:
            self._day(municipalities, _day(options["date"]), seal=not options["live"])

    def _municipalities(self, codes: list[str] | None) -> QuerySet[Municipality]:
        municipalities = Municipality.objects.filter(is_scored=True)
        if codes:
            municipalities = municipalities.filter(code__in=codes)
            if missing := set(codes) - {each.code for each in municipalities}:
                raise CommandError(
                    f"No scored municipality {', '.join(sorted(missing))} here. Load it with load_city first."
                )
        return municipalities

    def _day(self, municipalities: QuerySet[Municipality], day: date, *, seal: bool) -> None:
        for municipality in municipalities:
            try:
                run = score_again(municipality, day, seal=seal)
            except NothingToScore as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"{municipality.name} as of {day}: run {run.pk} in {run.seconds:.1f} s")

    def _months(self, municipalities: QuerySet[Municipality], first: date, last: date) -> None:
        n_months = 12 * (last.year - first.year) + last.month - first.month + 1
        if not 1 <= n_months <= MOST_MONTHS:
            raise CommandError(
                f"From {first:%Y-%m} to {last:%Y-%m} is {n_months} months: give from 1 to {MOST_MONTHS}, "
                "the first month first."
            )
        for municipality in municipalities:
            try:
                history = score_history(municipality, first, last)
            except NothingToScore as error:
                raise CommandError(str(error)) from None
            self.stdout.write(
                f"{municipality.name} from {first:%Y-%m} to {last:%Y-%m}: {history.months} months "
                f"in {history.seconds:.1f} s"
            )


def _day(text: str | None) -> date:
    try:
        day = parse_date(text) if text else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"“{text}” is not a date. Write it as 2026-01-01.")
    return day


def _month(text: str) -> date:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2200:
        raise ArgumentTypeError(f"“{text}” is not a month. Write it as 2016-01.")
    return date(int(found[1]), int(found[2]), 1)
