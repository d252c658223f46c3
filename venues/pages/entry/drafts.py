"""The names of drafts, by which a device knows which of them arrived."""

from typing import Any


def draft_of(user: Any, address: str) -> str:
    """The draft of one person in one form.

    Args:
        user: Who fills it in.
        address: Where the form is.
    """
    return f"{user.pk} {address}"
