"""The real background worker, and the queue that it works on."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def work() -> None:
    """Run the worker, as `make demo` does, until the queue is empty."""
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
    subprocess.run(command, check=True, timeout=60, **address())


def address() -> dict[str, Any]:
    """In which folder and with which settings another process finds the database of the tests."""
    here = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    url = "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**here)
    return {"cwd": settings.BASE_DIR, "env": os.environ | {"DATABASE_URL": url}}


def jobs_waiting() -> int:
    """How many jobs nobody took up yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def kill_worker_at_work() -> None:
    """Leave the jobs in the queue as a worker does that was killed while it worked on them."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


def forget_jobs() -> None:
    """Empty the queue: its tables are not Django's, so they outlive the flush between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
