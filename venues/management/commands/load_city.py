"""Load a municipality from its manifest."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.city import CityRefused, load_city, try_city
from venues.importing.manifest import ManifestRefused


class Command(BaseCommand):
    help = "Import what a city manifest names, measure the walks and score the municipality."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("manifest", type=Path, help="the TOML file, such as cities/amsterdam.toml")
        parser.add_argument(
            "--data", type=Path, help="the folder its file names are relative to (default: beside the manifest)"
        )
        parser.add_argument("--dry-run", action="store_true", help="try everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest: Path = options["manifest"]
        load = try_city if options["dry_run"] else load_city
        try:
            load(manifest, options["data"] or manifest.parent, self.stdout.write)
        except (ManifestRefused, CityRefused) as error:
            raise CommandError(str(error)) from None
