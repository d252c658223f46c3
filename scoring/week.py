"""Slots of a week: how long is something open, hosted, or perhaps hosted, when slots overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

MINUTES_IN_WEEK = 7 * 24 * 60


class Host(StrEnum):
    """Whether a professional or a volunteer receives people; several in one slot add nothing."""

    HOSTED = "hosted"
    UNHOSTED = "unhosted"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Interval:
    """A slot in the week.

    Args:
        start_min: Minutes since Monday 00:00.
        end_min: Minutes since Monday 00:00, after the start; Sunday 24:00 is 10080, and what goes on is a second slot.
        host: Whether it is hosted, as recorded.
        every_weeks: 1 = weekly, 2 = fortnightly …

    Raises:
        ValueError: If it does not lie in the week, ends before it starts, or repeats less than every week.
    """

    start_min: int
    end_min: int
    host: Host
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < self.end_min <= MINUTES_IN_WEEK:
            raise ValueError(
                f"A slot from minute {self.start_min} to {self.end_min}: it must end after it starts, "
                f"within the {MINUTES_IN_WEEK} minutes of the week."
            )
        if self.every_weeks < 1:
            raise ValueError(f"A slot every {self.every_weeks} weeks: it must be every week (1) or more.")


class Stretch(NamedTuple):
    """A part of the week in which nothing starts or ends. Shares are the share of weeks, 0..1.

    Attributes:
        hours: Its length.
        hosted: Share of weeks that it is hosted, as recorded.
        perhaps: Share of weeks that it is hosted, or open with the host not recorded; at least `hosted`.
        open: Share of weeks that it is open; at least `perhaps`.
        others: For each of the other lists of slots, the share of weeks that it is held.
    """

    hours: float
    hosted: float
    perhaps: float
    open: float
    others: tuple[float, ...]


def stretches(slots: Sequence[Interval], others: Sequence[Sequence[Interval]] = ()) -> list[Stretch]:
    """Cut the week where a slot starts or ends.

    Where slots overlap, the most frequent counts: a fortnightly slot inside a weekly one adds nothing, and two
    fortnightly slots at the same time are taken to fall in the same weeks, since the record does not say otherwise.

    Args:
        slots: Slots of one offer.
        others: Slots of the offers held inside it.

    Returns:
        The parts of the week in which the offer is open.
    """
    cuts = sorted({minute for row in (slots, *others) for slot in row for minute in (slot.start_min, slot.end_min)})
    found = []
    for start, end in pairwise(cuts):
        on = [slot for slot in slots if slot.start_min <= start < slot.end_min]
        if on:
            found.append(
                Stretch(
                    hours=(end - start) / 60,
                    hosted=_share([slot for slot in on if slot.host == Host.HOSTED]),
                    perhaps=_share([slot for slot in on if slot.host != Host.UNHOSTED]),
                    open=_share(on),
                    others=tuple(_share([s for s in row if s.start_min <= start < s.end_min]) for row in others),
                )
            )
    return found


def _share(slots: Sequence[Interval]) -> float:
    return max((1 / slot.every_weeks for slot in slots), default=0.0)
