"""The real background worker, and the queue that it works on."""

import atexit
import os
import subprocess
import sys
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

READY_WORKER = """
import os, sys
import django
django.setup()
from django.core.management import call_command
import venues.tasks
for _asked in sys.stdin:
    child = os.fork()
    if not child:
        # What it prints is not the answer.
        os.dup2(2, 1)
        call_command("procrastinate", "worker", "--one-shot")
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Loads the program once; each worker is a process of its own that begins there."""


def work() -> None:
    """Run the worker, as `make demo` does, until the queue is empty."""
    ready = _ready(connection.settings_dict["NAME"], frozenset(_environment().items()))
    ready.stdin.write("work\n")
    ready.stdin.flush()
    status = ready.stdout.readline().strip()
    assert status == "0", f"the worker ended with {status or 'its parent'}"


@cache
def _ready(_database: str, _environment: frozenset[tuple[str, str]]) -> Any:
    command = [sys.executable, "-c", READY_WORKER]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **address())
    atexit.register(process.communicate)
    return process


def address() -> dict[str, Any]:
    """In which folder and with which settings another process finds the database of the tests."""
    here = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    url = "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**here)
    return {"cwd": settings.BASE_DIR, "env": _environment() | {"DATABASE_URL": url}}


def _environment() -> dict[str, str]:
    """What a test may set for the processes that it starts, and all else of this one."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


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
