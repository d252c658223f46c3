"""Tokens of the API: made, recognised and revoked. The secret leaves this module once, when it is made."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Token, User

MARK = "imt_"
"""What every secret begins with, so that scanners for leaked secrets can know it."""
RANDOM_BYTES = 40
"""The part that lists show leaves more than 256 random bits untold."""
SHOWN = len(MARK) + 6
MOST = 20
"""So many tokens of one person may work at a time."""
NOTED_EVERY = timedelta(minutes=1)
"""Reading a list page by page writes the last use once, not with each page."""


def issue(user: User, name: str, scopes: Collection[str], life: timedelta) -> tuple[Token, str]:
    """Make a token.

    Args:
        user: Whose it is.
        name: What it is for, in the words of its owner.
        scopes: What it may be used for.
        life: How long it works, at most a year.

    Returns:
        The token, and its secret, which nobody can show again.

    Raises:
        ValidationError: If one of that name still works, or too many do.
    """
    secret, now = MARK + secrets.token_urlsafe(RANDOM_BYTES), timezone.now()
    with transaction.atomic():
        # Of two sent at once one waits for the other.
        User.objects.select_for_update().get(pk=user.pk)
        mine = Token.objects.filter(user=user, revoked_at=None)
        # One that has expired makes room for its successor.
        mine.filter(name=name, expires_at__lte=now).update(revoked_at=now)
        if mine.filter(name=name).exists():
            raise ValidationError(
                {"name": _("You have a token of this name already. Revoke that one, or choose another.")}
            )
        if mine.usable().count() >= MOST:
            raise ValidationError(_("Twenty of your tokens work already. Revoke one first."))
        token = Token.objects.create(
            user=user,
            name=name,
            digest=_digest(secret),
            prefix=secret[:SHOWN],
            scopes=sorted(scopes),
            created_at=now,
            expires_at=now + life,
        )
    return token, secret


def recognise(secret: str) -> Token | None:
    """The token of a secret, with its owner, also where it works no more; None where there is none."""
    return Token.objects.select_related("user").filter(digest=_digest(secret)).first()


def note_use(token: Token) -> None:
    """Note that a token was used just now, to the minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def revoke(token: Token) -> None:
    """End a token for good; it stays in the list of its owner."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
