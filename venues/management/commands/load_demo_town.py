"""Make and load the fictional demo town."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.city import CityRefused, load_demo_town


class Command(BaseCommand):
    help = "Make the fictional town Waardveen and load it; does nothing where it is loaded already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "demo_town", help="where its files go")
        parser.add_argument("--again", action="store_true", help="make and load it anew")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo_town(options["to"], self.stdout.write, again=options["again"])
        except CityRefused as error:
            raise CommandError(str(error)) from None
