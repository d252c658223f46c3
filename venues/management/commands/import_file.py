"""Import one file, or try it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.city import outcome
from venues.importing.base import FileRefused, Refusal
from venues.importing.loaders import LOADERS
from venues.importing.osm import count_osm
from venues.importing.single_file import import_file, read_options
from venues.models import ImportRun


class Command(BaseCommand):
    help = "Import one file into a municipality; an OpenStreetMap extract can be counted without one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("loader", choices=sorted(LOADERS), help="what the file holds")
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", help="CBS code, such as GM0363; without it: osm --dry-run only")
        parser.add_argument(
            "--option", action="append", default=[], help="name=value as in a manifest; may be repeated"
        )
        parser.add_argument("--dry-run", action="store_true", help="try everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["municipality"] is None:
                self._count(options)
            else:
                self._import(options)
        except (FileRefused, OSError) as error:
            raise CommandError(str(error)) from None

    def _count(self, options: dict[str, Any]) -> None:
        if options["loader"] != "osm" or not options["dry_run"]:
            raise CommandError("Say which municipality it is for: --municipality GM….")
        for line in count_osm(options["file"]):
            self.stdout.write(line)

    def _import(self, options: dict[str, Any]) -> None:
        given = read_options(options["option"])
        run = import_file(
            options["loader"], options["file"], options["municipality"], given, dry_run=options["dry_run"]
        )
        self.stdout.write(outcome(run))
        for line in [*(str(Refusal(**refusal)) for refusal in run.refusals), *run.notes]:
            self.stdout.write(f"    {line}")
        if run.status == ImportRun.Status.FAILED:
            raise CommandError("Nothing was stored.")
        self.stdout.write(run.get_status_display())
