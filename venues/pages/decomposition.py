"""What makes up a coverage: named places and activities whose printed parts add up to the printed whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from venues.assessment.result import Contribution
from venues.pages.figures import percent_points_text
from venues.pages.icons import icon_of
from venues.reports.rounding import largest_remainder

DECIMALS = 3
"""Of a share: tenths of a percent."""
NAMED_AT_FIRST = 12
SMALL = 0.001
"""A coverage of 0.1%: what adds less might print as 0.0%, and is told as a number of places, not one by one."""


@dataclass(frozen=True)
class Part:
    """One place or activity and what it adds."""

    name: str
    at: str
    type_name: str
    icon: str
    venue_id: UUID | None
    text: str
    share_of_largest: float
    """Length of its bar, 0 to 100."""
    is_known: bool


@dataclass(frozen=True)
class Tail:
    """The many parts that add almost nothing each, together."""

    n: int
    amount: float
    """As printed, of the norm."""

    @property
    def text(self) -> str:
        """In percents of the norm."""
        return percent_points_text(self.amount)


@dataclass(frozen=True)
class Decomposition:
    """The parts, largest first: `named`, `others` and `tail` add up to `total`, all but `named` to `others_total`."""

    named: list[Part]
    others: list[Part]
    tail: Tail | None
    """Listed below the others; below the named ones where there are no others."""
    n_others: int
    others_total: str
    total: str


def printed_parts(contributions: Sequence[Contribution]) -> list[float]:
    """What each contribution adds, rounded so that the parts add up to the printed whole.

    Small ones are rounded as one, as they are told, and get their shares of that: each rounded by itself, many that
    add something together would print as nothing.
    """
    small = [row.coverage for row in contributions if row.coverage < SMALL]
    if len(small) < 2:
        return largest_remainder([row.coverage for row in contributions], DECIMALS)
    *large, together = largest_remainder(
        [*(row.coverage for row in contributions if row.coverage >= SMALL), sum(small)], DECIMALS
    )
    each, share = iter(large), together / (sum(small) or 1.0)
    return [next(each) if row.coverage >= SMALL else row.coverage * share for row in contributions]


def apart(rows: Sequence[tuple[Contribution, float]]) -> tuple[list[tuple[Contribution, float]], Tail | None]:
    """Split contributions with their printed parts in those to show one by one, and a tail; a tail of one is shown."""
    shown = [(row, part) for row, part in rows if row.coverage >= SMALL]
    small = [part for row, part in rows if row.coverage < SMALL]
    if len(small) < 2:
        return list(rows), None
    return shown, Tail(len(small), round(sum(small), DECIMALS))


def decompose(contributions: Sequence[Contribution], type_names: dict[str, str]) -> Decomposition | None:
    """Print contributions so that they re-add by hand.

    Args:
        contributions: Largest first.
        type_names: Name of each venue type, by code.

    Returns:
        None where there is nothing to add up.
    """
    if not contributions:
        return None
    printed = printed_parts(contributions)
    shown, tail = apart(list(zip(contributions, printed, strict=True)))
    largest = max(contributions[0].coverage, 1e-12)
    parts = [
        Part(
            name=row.name,
            at=row.venue_name if row.activity_name else "",
            type_name=type_names.get(row.type_code, ""),
            icon=icon_of(row.type_code),
            venue_id=row.venue_id,
            text=percent_points_text(figure),
            share_of_largest=round(100 * row.coverage / largest, 1),
            is_known=row.is_known,
        )
        for row, figure in shown
    ]
    # One row more is shorter than a line that says there is one more.
    cut = NAMED_AT_FIRST if len(parts) > NAMED_AT_FIRST + 1 else len(parts)
    return Decomposition(
        parts[:cut],
        parts[cut:],
        tail,
        len(printed) - cut,
        percent_points_text(round(sum(printed[cut:]), DECIMALS)),
        percent_points_text(round(sum(printed), DECIMALS)),
    )
