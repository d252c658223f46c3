"""Tiles that were made lately, in the memory of a process."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

MOST = 2000
"""Some kilobytes each."""

_kept: OrderedDict[Hashable, bytes] = OrderedDict()
_lock = Lock()


def kept(key: Hashable) -> bytes | None:
    """The tile of a key, which holds the version of its data; None where it has to be made."""
    with _lock:
        body = _kept.get(key)
        if body is not None:
            _kept.move_to_end(key)
        return body


def keep(key: Hashable, body: bytes) -> bytes:
    """Keep a tile; those that were not asked for longest make room."""
    with _lock:
        _kept[key] = body
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return body
