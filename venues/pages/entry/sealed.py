"""Records that travel in a form and back: signed, so that nobody can send another than was shown."""

from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

SALT = "venues.pages.entry"


def seal(purpose: str, content: Any) -> str:
    """Content of plain JSON as a hidden field holds it.

    Args:
        purpose: What it is for, with the key of the place: a seal for one thing opens no other.
        content: What was shown.
    """
    return signing.dumps(content, salt=f"{SALT} {purpose}", compress=True)


def unseal(purpose: str, text: str) -> Any:
    """What was sealed for this purpose.

    Raises:
        BadRequest: If the text is not what `seal` gave.
    """
    try:
        return signing.loads(text, salt=f"{SALT} {purpose}")
    except signing.BadSignature:
        raise BadRequest(_("This form was not made by this site, or was cut off. Open it anew.")) from None
