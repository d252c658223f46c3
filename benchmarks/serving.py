"""The site and its peers as real servers on loopback, and a client that keeps its connection."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter, sleep


class Client:
    """One connection to one server."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str) -> int:
        """Ask for something.

        Returns:
            Bytes of the answer.

        Raises:
            RuntimeError: If it is no good answer.
        """
        return self.ask("GET", address)

    def ask(self, method: str, address: str, body: bytes | None = None) -> int:
        """The same with any method; a body is JSON."""
        headers = {"Accept-Encoding": "gzip"} | ({"Content-Type": "application/json"} if body else {})
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {address}: {answer.status} {content[:300]!r}")
        return len(content)


def site(port: int, workers: int, threads: int = 4) -> AbstractContextManager[int]:
    """Our own site, as `bin/web` serves it, without limits."""
    rates = dict.fromkeys(("API_RATE", "API_TOKEN_RATE", "API_WRITE_RATE"), "")
    command = [
        *(sys.executable, "-m", "gunicorn", "infra_map.wsgi", "--bind", f"127.0.0.1:{port}", "--preload"),
        *("--workers", str(workers), "--threads", str(threads), "--worker-tmp-dir", "/dev/shm"),  # noqa: S108 (memory, as bin/web has it)
        *("--no-control-socket", "--log-level", "warning", "--keep-alive", "30"),
    ]
    return started(command, port, rates)


@contextmanager
def started(command: Sequence[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server while it is needed.

    Raises:
        RuntimeError: If it does not come up within a minute.
    """
    server = subprocess.Popen(command, env=os.environ | environment)
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def said(seconds: Sequence[float], beside: Sequence[float]) -> str:
    """Median and p95 in ms, each with its ratio to those of another way."""
    (middle, late), (other, other_late) = (_median_and_p95(each) for each in (seconds, beside))
    told = f"median {1000 * middle:7.2f} ms (x {middle / other:.2f})"
    return f"{told}, p95 {1000 * late:7.2f} ms (x {late / other_late:.2f})"


def _median_and_p95(seconds: Sequence[float]) -> tuple[float, float]:
    return median(seconds), quantiles(seconds, n=20)[-1]


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = perf_counter() + 60
    while perf_counter() < until:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode}")
        try:
            HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            sleep(0.2)
        else:
            return
    raise RuntimeError(f"{server.args!r} does not answer on port {port}")
