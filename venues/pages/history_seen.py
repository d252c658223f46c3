"""How much of a place's history a reader sees: the same on its own page as in the summary on the page of the place."""

from dataclasses import dataclass

from venues.pages.history_words import Circumstances, moment_text
from venues.pages.record_words import RecordWords
from venues.register.rights import Action, Person, Place, may
from venues.register.timeline import Moment, Sight, timeline

SUMMED_UP = 3
"""How many changes the summary tells."""


@dataclass(frozen=True)
class Told:
    """One change in a line: when and by whom, what was done, and the names of what changed."""

    at: str
    when: str
    who: str
    how: str
    acts: list[str]
    changed: list[str]


def seen_by(user: Person, place: Place, *, may_change: bool) -> list[Moment]:
    """The changes of a place as a reader may see them, the oldest first."""
    return timeline(type(place), place.pk, Sight(may(user, Action.SEE_MONEY, place), may_change))


def latest_changes(user: Person, place: Place, *, may_change: bool) -> list[Told]:
    """The last changes of a place in short, the latest first; empty where none is recorded."""
    latest = seen_by(user, place, may_change=may_change)[: -SUMMED_UP - 1 : -1]
    circumstances, words = Circumstances(latest, by_name=may_change), RecordWords(type(place))
    return [
        Told(
            at=moment.at.isoformat(),
            when=moment_text(moment),
            who=circumstances.who(moment),
            how=circumstances.how(moment),
            acts=circumstances.acts(moment),
            changed=[words.label(each.member).lower() for each in moment.changes],
        )
        for moment in latest
    ]
