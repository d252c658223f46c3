"""What is missing of a place in words, and what knowing it would do to the figures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.pages.figures import number_text
from venues.register.completeness import ROOM, Completeness, Fact

_ASSUMED = gettext_lazy("Until then its room is assumed, which widens the range of the areas around.")
_HELPS = {
    ROOM: _ASSUMED,
    (Fact.AUDIENCES,): gettext_lazy(
        "Now taken from the kind of place. Knowing it moves the figures of those groups; it narrows no range."
    ),
    (Fact.STAFFING, Fact.MONEY, Fact.CONDITION): gettext_lazy(
        "Without it nobody sees in time that the place is at risk."
    ),
    (Fact.OPENED,): gettext_lazy("Until then a look back counts it as always open."),
    (Fact.ORGANISATION,): gettext_lazy("Until then no organisation can keep it up to date."),
    (Fact.LOW_THRESHOLD, Fact.WHEELCHAIR, Fact.ADDRESS): gettext_lazy(
        "Good to know for visitors; the figures stay the same."
    ),
}
"""What it helps to know them; what helps most comes first."""


def missing_words(completeness: Completeness) -> list[tuple[str, str]]:
    """Facts that are missing, each group with what it would help; what helps most comes first."""
    missing = completeness.missing
    told = [
        (_among(missing, facts), _range_text(completeness.room) if facts == ROOM else str(text))
        for facts, text in _HELPS.items()
    ]
    return [(names, helps) for names, helps in told if names]


def help_of(fact: Fact) -> str:
    """What it helps to know a fact of a place, whichever place."""
    for facts, text in _HELPS.items():
        if fact in facts:
            return str(text)
    return ""


def _among(missing: Sequence[Fact], wanted: Sequence[Fact]) -> str:
    return ", ".join(str(fact.label) for fact in missing if fact in wanted)


def _range_text(room: tuple[float, float] | None) -> str:
    if room is None:
        return str(_ASSUMED)
    if room[0] == room[1]:
        # A closed place, or one of a kind that counts as nothing until a host is recorded.
        return _(
            "Its room now counts as %(room)s place-hours a week, without a range. Knowing this may change that number."
        ) % {"room": number_text(room[0])}
    return _(
        "Its room now counts as anything from %(low)s to %(high)s place-hours a week. Knowing this makes it one "
        "number, and narrows the range of the areas around."
    ) % {"low": number_text(room[0]), "high": number_text(room[1])}
