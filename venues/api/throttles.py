"""How often one address or token may ask. The rates are settings; `Retry-After` says when to go on.

Reading is counted in the memory of each process of the web part: a count that all share is written to the database,
which costs more than most answers. Writing is rare and dear, and is counted there, for all processes together.
"""

import hashlib
import time
from abc import ABC, abstractmethod
from typing import Any

from django.conf import settings
from django.core.cache import caches
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from venues.models import Token

DEFAULT_TIMEOUT_S = 300
"""Of a key of Django's cache."""


class Throttle(BaseThrottle, ABC):
    """So many requests in a window that begins anew when it ends."""

    rate: str
    """Which of the rates in the settings."""
    counted_in = "process"
    """The cache that keeps the counts."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether this one is not too many; it is counted."""
        who = self.ident(request)
        rate: tuple[int, int] | None = settings.API_RATES[self.rate]
        if who is None or rate is None:
            return True
        most, window = rate
        now = time.time()
        self._seconds_left = max(window - now % window, 1.0)
        # A digest, as a header of a proxy may hold anything.
        key = hashlib.sha256(f"{self.rate} {who} {int(now // window)}".encode()).hexdigest()
        cache = caches[self.counted_in]
        if cache.add(key, 1, window):
            return True
        try:
            is_within = bool(cache.incr(key) <= most)
            if window > DEFAULT_TIMEOUT_S:
                # To count up in the database gives a key these again, and a window may be an hour.
                cache.touch(key, window)
            return is_within
        except ValueError:
            # It was thrown out of the cache just now.
            return True

    def wait(self) -> float:
        """Seconds until the window ends, at least one."""
        return self._seconds_left

    @abstractmethod
    def ident(self, request: Request) -> str | None:
        """Whose requests are counted together; None for those that are not counted."""


class AddressThrottle(Throttle):
    """All requests from one address, whether its tokens are good or guessed."""

    rate = "address"

    def ident(self, request: Request) -> str:
        """The address of the visitor, behind the proxies that are believed."""
        return str(self.get_ident(request))


class TokenThrottle(Throttle):
    """All requests with one token, from wherever."""

    rate = "token"

    def ident(self, request: Request) -> str | None:
        """The token."""
        return str(request.auth.pk) if isinstance(request.auth, Token) else None


class WriteThrottle(TokenThrottle):
    """Writing with one token."""

    rate = "write"
    counted_in = "default"

    def ident(self, request: Request) -> str | None:
        """The token, where it writes."""
        return None if request.method in SAFE_METHODS else super().ident(request)
