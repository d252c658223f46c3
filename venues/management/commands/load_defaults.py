"""Add the default groups, sectors, venue types and method."""

from typing import Any

from django.core.management.base import BaseCommand

from venues.importing.defaults import load_defaults


class Command(BaseCommand):
    help = "Add the default groups, sectors, venue types and method. What is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Defaults: {load_defaults()} rows added")
