"""Score municipalities as of a date and keep the run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from venues.assessment.arrays import NothingToScore
from venues.city import score_again
from venues.models import Municipality


class Command(BaseCommand):
    help = "Score municipalities as of a date and keep the run: sealed, or in place of the live one with --live."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--municipality", action="append", help="CBS code such as GM0363; all scored ones without it"
        )
        parser.add_argument("--date", help="as of this date, such as 2026-01-01; today without it")
        parser.add_argument("--live", action="store_true", help="replace the live run")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day = parse_date(options["date"]) if options["date"] else timezone.localdate()
        except ValueError:
            day = None
        if day is None:
            raise CommandError(f"“{options['date']}” is not a date. Write it as 2026-01-01.")
        municipalities = Municipality.objects.filter(is_scored=True)
        if codes := options["municipality"]:
            municipalities = municipalities.filter(code__in=codes)
            if missing := set(codes) - {each.code for each in municipalities}:
                raise CommandError(
                    f"No scored municipality {', '.join(sorted(missing))} here. Load it with load_city first."
                )
        for municipality in municipalities:
            try:
                run = score_again(municipality, day, seal=not options["live"])
            except NothingToScore as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"{municipality.name} as of {day}: run {run.pk} in {run.seconds:.1f} s")
