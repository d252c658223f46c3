"""The fictional town, scored, on a live server: loaded once for all clients."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections, transaction
from django.utils import translation

from venues.city import load_demo_town
from venues.importing.defaults import load_defaults

CLIENTS = [pytest.mark.django_db, pytest.mark.xdist_group("clients")]
"""Marks of every module here: one process has the town."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the library's
        """Say nothing."""


class _Server(WSGIServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves before it has all is no fault of the server's."""


@pytest.fixture(scope="package")
def demo_town(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Path]:
    """The files of the town, loaded once and undone after the last client."""
    folder = tmp_path_factory.mktemp("demo_town")
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            load_defaults()
            load_demo_town(folder, lambda _line: None)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def site(demo_town, django_db_blocker) -> Iterator[str]:
    """The address of a server that sees the town, although it is never committed: it shares this connection."""
    # One request at a time, each over a connection of its own: the database connection is one.
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    shared: Any = connections["default"]
    shared.inc_thread_sharing()

    def serve() -> None:
        connections["default"] = shared
        server.serve_forever(poll_interval=0.05)

    thread = Thread(target=serve, daemon=True)
    # Inside a transaction, Django takes a connection for broken after each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shared.dec_thread_sharing()
