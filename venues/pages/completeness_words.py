"""What is missing of a place in words, and what knowing it would do to the figures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from venues.pages.figures import number_text
from venues.register.completeness import ROOM, Completeness, Fact

_AT_RISK = (Fact.STAFFING, Fact.MONEY, Fact.CONDITION)
_FOR_VISITORS = (Fact.LOW_THRESHOLD, Fact.WHEELCHAIR, Fact.ADDRESS)


def missing_words(completeness: Completeness) -> list[tuple[str, str]]:
    """Facts that are missing, each group with what it would help; what helps most comes first."""
    missing = completeness.missing
    told = [
        (_among(missing, ROOM), _range_text(completeness.room)),
        (
            _among(missing, (Fact.AUDIENCES,)),
            _("Now taken from the kind of place. Knowing it moves the figures of those groups; it narrows no range."),
        ),
        (_among(missing, _AT_RISK), _("Without it nobody sees in time that the place is at risk.")),
        (
            _among(missing, (Fact.OPENED,)),
            _("Until then a look back counts it as always open."),
        ),
        (_among(missing, (Fact.ORGANISATION,)), _("Until then no organisation can keep it up to date.")),
        (_among(missing, _FOR_VISITORS), _("Good to know for visitors; the figures stay the same.")),
    ]
    return [(names, helps) for names, helps in told if names]


def _among(missing: Sequence[Fact], wanted: Sequence[Fact]) -> str:
    return ", ".join(str(fact.label) for fact in missing if fact in wanted)


def _range_text(room: tuple[float, float] | None) -> str:
    if room is None:
        return _("Until then its room is assumed, which widens the range of the areas around.")
    if room[0] == room[1]:
        # A closed place, or one of a kind that counts as nothing until a host is recorded.
        return _(
            "Its room now counts as %(room)s place-hours a week, without a range. Knowing this may change that number."
        ) % {"room": number_text(room[0])}
    return _(
        "Its room now counts as anything from %(low)s to %(high)s place-hours a week. Knowing this makes it one "
        "number, and narrows the range of the areas around."
    ) % {"low": number_text(room[0]), "high": number_text(room[1])}
