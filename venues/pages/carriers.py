"""Which policy sectors carry a coverage, and how much of it comes from commercial places."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.assessment.result import Contribution
from venues.assessment.sectors import UNRECORDED
from venues.pages.decomposition import DECIMALS
from venues.pages.figures import percent_points_text
from venues.reports.rounding import largest_remainder


@dataclass(frozen=True)
class Carrier:
    """One policy sector and what it carries."""

    name: str
    text: str
    length: float
    """Of its bar, in hundredths of the largest."""
    is_recorded: bool


@dataclass(frozen=True)
class Carried:
    """The printed parts of the sectors add up to `total`; `commercial` and `without_commercial` too."""

    sectors: list[Carrier]
    total: str
    commercial: str | None
    without_commercial: str
    is_nothing_recorded: bool


def carried(contributions: Sequence[Contribution], sector_names: dict[str, str]) -> Carried | None:
    """Split a coverage by the policy sectors that carry it.

    Args:
        contributions: That it is made of.
        sector_names: Name of each sector, by code, in the order to show where they carry alike.

    Returns:
        Sectors, largest first, what is not recorded last. None where there is nothing to split.
    """
    if not contributions:
        return None
    amounts = dict.fromkeys([*sector_names, UNRECORDED], 0.0)
    for row in contributions:
        for code, share in row.sectors:
            amounts[code] = amounts.get(code, 0.0) + row.coverage * share
    ordered = sorted(
        ((code, amount) for code, amount in amounts.items() if amount),
        key=lambda pair: (pair[0] == UNRECORDED, -pair[1]),
    )
    printed = largest_remainder([amount for _code, amount in ordered], DECIMALS)
    largest = max(amount for _code, amount in ordered)
    commercial = math.fsum(row.coverage for row in contributions if row.is_commercial)
    whole = math.fsum(row.coverage for row in contributions)
    rest, from_them = largest_remainder([max(whole - commercial, 0.0), commercial], DECIMALS)
    return Carried(
        sectors=[
            Carrier(
                name=_("not recorded") if code == UNRECORDED else sector_names.get(code, code),
                text=percent_points_text(figure),
                length=round(100 * amount / largest, 1),
                is_recorded=code != UNRECORDED,
            )
            for (code, amount), figure in zip(ordered, printed, strict=True)
        ],
        total=percent_points_text(sum(printed)),
        commercial=percent_points_text(from_them) if commercial else None,
        without_commercial=percent_points_text(rest),
        is_nothing_recorded=[code for code, _amount in ordered] == [UNRECORDED],
    )
