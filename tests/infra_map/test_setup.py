"""bin/setup brings an empty database up to date, and an up-to-date one through unharmed."""

import os
import subprocess
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_becomes_one_that_serves_and_stays_so():
    server = connection.settings_dict
    name = f"{server['NAME']}_setup"
    login = f"{quote(server['USER'])}:{quote(server['PASSWORD'])}@" if server["USER"] else ""
    port = f":{server['PORT']}" if server["PORT"] else ""
    address = f"postgis://{login}{quote(server['HOST'], safe='')}{port}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        for added in ("rows added", "Defaults: 0 rows added"):
            done = subprocess.run(
                ["bin/setup", "load_defaults"],
                cwd=settings.BASE_DIR,
                env=os.environ | {"DATABASE_URL": address},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert added in done.stdout
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
