"""Corrections that people without the right to make them propose, and what those who have it decide."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Activity, Suggestion, User, Venue
from venues.register.keep import keep
from venues.register.merge import differences
from venues.register.record import Place, Record, normalise
from venues.register.rights import Action, changeable, require

MOST_WAITING = 50
"""So many suggestions of one person may wait; more would bury those who decide."""


def suggest(  # noqa: PLR0913 - each says another thing about one proposal
    place: Place, seen: Record, proposed: Record, user: User, note: str = "", *, since: date | None = None
) -> Suggestion:
    """Propose another record of a place.

    Args:
        place: Of what.
        seen: The record as this person saw it.
        proposed: As it should be.
        user: Who proposes it.
        note: Why, or what the form does not ask.
        since: The first day on which the proposed hours, staffing and funding hold; None where a mistake is corrected.

    Raises:
        RecordRefused: If a value cannot be read.
        ValidationError: If nothing differs and nothing is noted, or too many of this person wait.
        PermissionDenied: Without an account.
    """
    require(user, Action.SUGGEST, place)
    model = type(place)
    seen, proposed = normalise(model, seen), normalise(model, proposed)
    if not differences(seen, proposed) and not note.strip():
        raise ValidationError(_("Nothing differs yet. Change what is wrong, or write it in the note."))
    with transaction.atomic():
        # Of two sent at once one waits for the other.
        User.objects.select_for_update().get(pk=user.pk)
        mine = Suggestion.objects.waiting().filter(made_by=user)
        of: dict[str, Any] = {"venue" if isinstance(place, Venue) else "activity": place}
        same = mine.filter(**of, seen=seen, proposed=proposed, since=since, note=note.strip()).first()
        if same:
            return same
        if mine.count() >= MOST_WAITING:
            raise ValidationError(_("Fifty of your suggestions wait already. Wait until some are decided on."))
        return Suggestion.objects.create(
            **of, seen=seen, proposed=proposed, since=since, note=note.strip(), made_by=user
        )


def waiting_for(user: User) -> QuerySet[Suggestion]:
    """The suggestions that somebody may decide on, oldest first."""
    rows = Suggestion.objects.waiting().select_related("venue", "activity", "made_by")
    return rows.filter(
        Q(venue__in=changeable(user, Venue).values("pk")) | Q(activity__in=changeable(user, Activity).values("pk"))
    )


def accept(suggestion: Suggestion, user: User) -> bool:
    """Make a suggestion true, beside what changed since it was made.

    Returns:
        False where somebody decided on it already.

    Raises:
        EditConflict: If the same was changed otherwise since; the suggestion still waits.
        RecordRefused: If the register does not take it.
        PermissionDenied: If the person may not change the place.
    """
    with transaction.atomic():
        kept = _waiting(suggestion, user)
        if kept is None:
            return False
        if differences(kept.seen, kept.proposed):
            # Who takes a suggestion over did not check the rest of the place.
            keep(place_of(kept), kept.proposed, user, base=kept.seen, since=kept.since, verifies=False)
        _decide(kept, user, Suggestion.Status.ACCEPTED)
    return True


def decline(suggestion: Suggestion, user: User) -> bool:
    """Leave the place as it is.

    Returns:
        False where somebody decided on it already.

    Raises:
        PermissionDenied: If the person may not change the place.
    """
    with transaction.atomic():
        kept = _waiting(suggestion, user)
        if kept is None:
            return False
        _decide(kept, user, Suggestion.Status.DECLINED)
    return True


def take_over(suggestion: Suggestion, record: Record, user: User, base: Record) -> bool:
    """Keep what somebody chose where a suggestion conflicted, and note the suggestion as accepted: both or neither.

    Args:
        suggestion: What was chosen about.
        record: As the place is to become.
        user: Who chose.
        base: The record that this person saw.

    Returns:
        False where somebody decided on it already; then nothing changes.

    Raises:
        EditConflict: If the same was changed otherwise meanwhile; the suggestion still waits.
        RecordRefused: If the register does not take it.
        PermissionDenied: If the person may not change the place.
    """
    with transaction.atomic():
        kept = _waiting(suggestion, user)
        if kept is None:
            return False
        keep(place_of(kept), record, user, base=base, since=kept.since, verifies=False)
        _decide(kept, user, Suggestion.Status.ACCEPTED)
    return True


def place_of(suggestion: Suggestion) -> Place:
    """What it is about."""
    place: Place | None = suggestion.venue or suggestion.activity
    assert place is not None, "the table holds that one of the two is there"  # noqa: S101
    return place


def _waiting(suggestion: Suggestion, user: User) -> Suggestion | None:
    kept = Suggestion.objects.select_for_update(of=("self",)).waiting().filter(pk=suggestion.pk).first()
    require(user, Action.CHANGE, place_of(suggestion))
    return kept


def _decide(suggestion: Suggestion, user: User, status: Suggestion.Status) -> None:
    suggestion.status, suggestion.decided_by, suggestion.decided_at = status, user, timezone.now()
    suggestion.save(update_fields=["status", "decided_by", "decided_at"])
