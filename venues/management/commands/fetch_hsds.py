"""Fetch the services of another register into a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.importing.fetch.hsds import fetch_services
from venues.importing.fetch.web import FetchFailed


class Command(BaseCommand):
    help = "Fetch all services of an Open Referral HSDS 3 API into a file, for import_file hsds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="of the API, without /services")
        parser.add_argument("--to", type=Path, required=True, help="the file to write")
        parser.add_argument("--area", default="", help="CBS code, for an API that knows areas")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = fetch_services(options["address"], options["to"], area=options["area"])
        except FetchFailed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{count} services")
        self.stdout.write(f"manage.py import_file hsds {options['to']} --municipality GM… --dry-run")
