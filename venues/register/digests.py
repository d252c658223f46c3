"""The weekly mail about what is to be done: who asked for it, whose turn it is, and what it says."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils import timezone

from venues.models import Activity, User, Venue
from venues.register.freshness import Choice, oldest_first, with_facts
from venues.register.suggestions import waiting_for

STALE_AFTER = timedelta(days=182)
"""A place that nobody checked for so long is named."""

NAMED = 10
"""So many places are named; all are counted."""

_signer = Signer(salt="venues.digest")


@dataclass(frozen=True)
class Digest:
    """What is to be done.

    Attributes:
        places: Those that nobody checked for longest.
        stale: How many nobody checked for half a year, these among them.
        suggestions: How many wait for a decision.
    """

    places: list[Venue | Activity]
    stale: int
    suggestions: int


def switch(user: User, wanted: bool, language: str) -> None:
    """Ask for the weekly mail, in a language, or for none any more. The first one comes in the week after."""
    if wanted:
        user.digest_language = language
        user.digest_week = user.digest_week or monday(timezone.localdate())
    user.wants_digest = wanted
    user.save(update_fields=["wants_digest", "digest_language", "digest_week"])


def stop_token(user: User) -> str:
    """What the link carries by which a mail is stopped without signing in: the account's key, signed. It never ends."""
    return _signer.sign(str(user.pk))


def stop(token: str) -> bool:
    """Stop the mails of whom a link is for; once more does no harm.

    Returns:
        False where the link is not ours.
    """
    user = _behind(token)
    if user and user.wants_digest:
        switch(user, False, user.digest_language)
    return user is not None


def is_whole(token: str) -> bool:
    """Whether a link to stop the mails is one of ours."""
    return _behind(token) is not None


def due(today: date) -> QuerySet[User]:
    """Whose turn it is: those who asked for it, and were not written to nor passed over this week."""
    waiting = User.objects.filter(Q(digest_week=None) | Q(digest_week__lt=monday(today)))
    return waiting.filter(wants_digest=True, is_active=True).order_by("pk")


def claim(user: User, today: date) -> bool:
    """Note that this week is done for somebody, before the mail leaves: after a crash it is not sent again.

    Returns:
        False where another worker did, or the person stopped it: then nothing is to be sent.
    """
    return bool(due(today).filter(pk=user.pk).update(digest_week=monday(today)))


def give_back(user: User, today: date) -> None:
    """Undo a claim where it is certain that nothing was sent, so that it is tried again."""
    User.objects.filter(pk=user.pk, digest_week=monday(today)).update(digest_week=monday(today) - timedelta(days=7))


def digest_of(user: User, today: date) -> Digest | None:
    """What somebody has to do; None where there is nothing."""
    stale = [row for row in oldest_first(user, Choice(), today) if row["checked"] <= today - STALE_AFTER]
    suggestions = waiting_for(user).count()
    if not stale and not suggestions:
        return None
    return Digest(with_facts(stale[:NAMED]), len(stale), suggestions)


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _behind(token: str) -> User | None:
    try:
        return User.objects.filter(pk=int(_signer.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
