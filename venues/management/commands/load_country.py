"""Load the outlines of all municipalities, or try it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.city import outcome
from venues.importing.base import CountrySource, Refusal, run_import
from venues.importing.country import load_country
from venues.models import ImportRun


class Command(BaseCommand):
    help = "Load the outlines of all municipalities, for the map of the country. Boundaries that are there stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON or GeoPackage, one feature a municipality")
        parser.add_argument("--year", type=int, required=True, help="from which year on these boundaries hold")
        parser.add_argument(
            "--code", default="gemeentecode", help="the property with the CBS code (default: %(default)s)"
        )
        parser.add_argument("--name", default="gemeentenaam", help="the property with the name (default: %(default)s)")
        parser.add_argument("--residents", default="", help="the property with the number of residents (default: none)")
        parser.add_argument(
            "--attribution",
            default="Bron: CBS (CC BY 4.0)",
            help="whom the map names as its source (default: %(default)s)",
        )
        parser.add_argument("--dry-run", action="store_true", help="try everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1900 <= options["year"] <= 2200:
            raise CommandError(f"--year {options['year']} is no year of boundaries: write it as 2024.")
        named = {name: options[name] for name in ("code", "name", "residents", "attribution")}
        source = CountrySource("country", options["file"], options["year"], named)
        run = run_import(source, load_country, dry_run=options["dry_run"])
        self.stdout.write(outcome(run))
        for line in [*(str(Refusal(**refusal)) for refusal in run.refusals[:20]), *run.notes]:
            self.stdout.write(f"    {line}")
        if run.status == ImportRun.Status.FAILED:
            raise CommandError("Nothing was stored.")
        self.stdout.write(run.get_status_display())
