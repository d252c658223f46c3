"""Answers that were made lately, in the memory of a process; their keys hold the version of what they are made from."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

_BESIDE = 500
"""What a key and its place take, bytes: bodies may be empty."""


class Kept:
    """Bodies up to so many bytes together; those that were not asked for longest make room."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._bodies: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        """The body of a key; None where it has to be made."""
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def keep(self, key: Hashable, body: bytes) -> bytes:
        """Keep a body, unless it would leave room for few others."""
        if len(body) > self._most_bytes / 8:
            return body
        with self._lock:
            self._drop(self._bodies.pop(key, None))
            self._bodies[key] = body
            self._bytes += len(body) + _BESIDE
            while self._bytes > self._most_bytes:
                self._drop(self._bodies.popitem(last=False)[1])
        return body

    def _drop(self, body: bytes | None) -> None:
        if body is not None:
            self._bytes -= len(body) + _BESIDE
