"""Who may meet whom: the bridging of an area in words, and a table of groups against groups that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass

from venues.assessment.meeting import Shares, offers_met_at, who_may_meet
from venues.assessment.result import Assessment, Contribution
from venues.models import Activity, DemandGroup, Score
from venues.pages.figures import share_text
from venues.reports.rounding import largest_remainder

STEPS = 5
"""How many tints the cells of the table have."""


@dataclass(frozen=True)
class Cell:
    """The share of one group among those whom a person of another may meet."""

    text: str
    css: str


@dataclass(frozen=True)
class MeetingRow:
    """Whom a person of one group may meet."""

    group: str
    cells: list[Cell]


@dataclass(frozen=True)
class AreaMeeting:
    """The bridging of an area and what it rests on."""

    bridging: str
    counted_share: str
    is_counted: bool
    """Whether any of it was counted."""
    is_all_counted: bool
    columns: list[str]
    rows: list[MeetingRow]
    mixing: list[str]
    """Activities that make up the coverage and mix groups on purpose."""


def area_meeting(
    assessment: Assessment, score: Score, contributions: Sequence[Contribution], groups: Sequence[DemandGroup]
) -> AreaMeeting | None:
    """Who may meet at the places that make up a coverage; None where that is not known.

    Args:
        assessment: Of its municipality.
        score: The figure of a group, or of all together.
        contributions: That it is made of.
        groups: All of them, in their order.
    """
    together = assessment.score(score.area.code, None)
    if score.bridging is None or together is None:
        return None
    names = {group.code: group.name for group in groups if not group.is_everyone}
    shares = who_may_meet(offers_met_at(assessment, together), list(names))
    counted = score.bridging_counted_share or 0.0
    return AreaMeeting(
        bridging=share_text(score.bridging),
        counted_share=share_text(counted),
        is_counted=counted > 0,
        is_all_counted=counted > 1 - 1e-9,
        columns=[names[code] for code in shares],
        rows=_rows(shares, names),
        mixing=sorted(
            {row.name for row in contributions if row.mixing_aim == Activity.MixingAim.YES}, key=str.casefold
        ),
    )


def _rows(shares: Shares, names: dict[str, str]) -> list[MeetingRow]:
    result = []
    for code, row in shares.items():
        printed = largest_remainder(list(row.values()), 2)
        cells = [
            Cell(f"{figure * 100:.0f}%", f"meet-{min(int(share * STEPS * 2), STEPS)}{' own' if other == code else ''}")
            for (other, share), figure in zip(row.items(), printed, strict=True)
        ]
        result.append(MeetingRow(names[code], cells))
    return result
