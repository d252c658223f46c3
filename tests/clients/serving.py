"""A live server that sees what a test has not committed."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the library's
        """Say nothing."""


class _Server(WSGIServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves before it has all is no fault of the server's."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a server that shares the database connection of this thread.

    It answers in a thread of this process: a client that does not let other threads go on belongs in another process.
    """
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
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        shared.dec_thread_sharing()
