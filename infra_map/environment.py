"""How settings are read from the environment."""

import os
import re

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool) -> bool:
    """A yes or no.

    Raises:
        ImproperlyConfigured: If it is neither.
    """
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0")
    return value in {"1", "true", "yes"}


def words(name: str, default: str) -> list[str]:
    """A list, written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


_SECONDS = {"s": 1, "m": 60, "h": 3600}


def rate(name: str, value: str) -> tuple[int, int] | None:
    """How often in how many seconds, written as `600/m`; empty for no limit.

    Raises:
        ImproperlyConfigured: If it is neither.
    """
    if not value:
        return None
    parts = re.fullmatch(r"([1-9]\d*)/([smh])", value)
    if parts is None:
        raise ImproperlyConfigured(f"{name}={value!r}: write a number and a time, such as 600/m (s, m or h)")
    return int(parts[1]), _SECONDS[parts[2]]
