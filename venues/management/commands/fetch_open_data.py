"""Fill a folder with the open data of a municipality."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.importing.fetch.municipality import fetch_municipality
from venues.importing.fetch.web import FetchFailed


def municipality_code(text: str) -> str:
    """A CBS code of a municipality, for argparse.

    Raises:
        ValueError: If it is none.
    """
    if not re.fullmatch(r"GM\d{4}", text):
        raise ValueError
    return text


class Command(BaseCommand):
    help = (
        "Fetch boundaries, figures, squares and OpenStreetMap of a municipality from the live services into a folder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", type=municipality_code, required=True, help="CBS code, such as GM0363")
        parser.add_argument("--to", type=Path, required=True, help="the folder to fill")
        parser.add_argument("--year", type=int, default=2024, help="year of the boundaries and figures")
        parser.add_argument("--neighbours", type=municipality_code, nargs="*", default=[], help="codes of neighbours")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = fetch_municipality(
                options["municipality"],
                options["to"],
                year=options["year"],
                neighbours=options["neighbours"],
                say=self.stdout.write,
            )
        except FetchFailed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"manage.py load_city {manifest}")
