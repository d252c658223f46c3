"""Who was counted: a few houses and activities count their visitors by group in a week of October."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from venues.importing.demo_town.activities import GROUPS, Activity
from venues.importing.demo_town.operations import Operation

COUNTED_ON = (date(2023, 10, 15), date(2025, 10, 12))
COUNTING_KINDS = {
    "library": (0.3, 0.25, 0.2, 0.05, 0.1),
    "community-centre": (0.12, 0.35, 0.25, 0.1, 0.15),
    "living-room": (0.05, 0.45, 0.2, 0.12, 0.18),
}
"""Types of place of which some count, with the share of each group but everyone among their visitors."""
ONE_IN = 3
FIRST_ONLY = 4
"""Of so many that count, one counted its first group only."""


@dataclass(frozen=True)
class Count:
    """Persons of a group a week at a place or an activity, by their keys."""

    venue: str
    activity: str
    group: str
    persons_per_week: float
    counted_on: date


def count_visitors(operations: list[Operation], activities: list[Activity], rng: np.random.Generator) -> list[Count]:
    """Count at every third house of some kinds, and at the activities that mix groups on purpose, if open that week."""
    # Who was not open draws its numbers too, so that the counts of the others do not hang on it.
    houses = [each for each in operations if each.place.kind.type_code in COUNTING_KINDS and each.closed_on is None]
    counting = [
        (
            (each.place.key, ""),
            partial(_is_open, each),
            COUNTING_KINDS[each.place.kind.type_code],
            2.5 * (each.place.places or 30),
        )
        for each in houses[::ONE_IN]
    ]
    mixing = [each for each in activities if each.idea.mixes == "yes" and each.ends_on is None]
    counting += [
        (("", each.key), partial(_is_held, each), each.idea.suits[:-1], 0.9 * (each.places or 12))
        for each in mixing[::2]
    ]
    counts = []
    for number, (offer, takes_place, mix, visitors) in enumerate(counting):
        groups = GROUPS[:1] if number % FIRST_ONLY == FIRST_ONLY - 1 else GROUPS[:-1]
        for day in COUNTED_ON[number % 2 :]:
            shares = np.array(mix[: len(groups)]) * rng.lognormal(0, 0.35, len(groups))
            came = np.round(visitors * shares / sum(mix))
            if takes_place(day):
                counts += [Count(*offer, group, float(n), day) for group, n in zip(groups, came, strict=True)]
    return counts


def _is_open(operation: Operation, day: date) -> bool:
    opened_on = operation.place.opened_on
    return (opened_on is None or opened_on <= day) and not any(
        not closing.is_partial and closing.on <= day and (closing.reopens_on is None or day < closing.reopens_on)
        for closing in operation.closings
    )


def _is_held(activity: Activity, day: date) -> bool:
    """Whether it had begun, in a place that was open; of those that count none has ended."""
    begun = activity.starts_on is None or activity.starts_on <= day
    return begun and (activity.operation is None or _is_open(activity.operation, day))
