"""Make accounts to try the demo town with."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from venues.register.demo_accounts import make_demo_accounts


class Command(BaseCommand):
    help = "Make an account of each role in the fictional town and print how to sign in; the same ones each time."

    def add_arguments(self, parser: CommandParser) -> None:
        where = settings.VAR_DIR / "demo_password"
        parser.add_argument("--password-file", type=Path, default=where, help="where their password is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["password_file"]
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(12))
        password = file.read_text().strip()
        made = make_demo_accounts(password)
        if not made:
            self.stdout.write("No fictional town is loaded: no accounts were made.")
            return
        self.stdout.write(f"Sign in with the password {password} as")
        for email, membership in made:
            self.stdout.write(f"  {email}  ({membership.organisation or membership.municipality})")
        self.stdout.write("An administrator of the whole site: .venv/bin/python manage.py createsuperuser")
