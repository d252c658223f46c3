"""Figures as they are printed: in words, in the reader's notation, and never in another class than they are painted."""

import math
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from venues.pages.classes import CLASSES, PaintClass, class_among

PRINTED_UP_TO = 2.0
"""Above twice the norm the exact figure says nothing more to a reader."""


def whole_percent(share: float) -> int:
    """A coverage in whole percents, rounded down where rounding up would cross into another class."""
    return percent_within(CLASSES, share)


def percent_within(classes: Sequence[PaintClass], share: float) -> int:
    """A share in whole percents, rounded down where rounding up would cross into another class.

    Args:
        classes: Whose boundaries are whole percents.
        share: Of a whole, or of the norm.
    """
    return round(_within(classes, share, 0.01) * 100)


def pressure_text(classes: Sequence[PaintClass], pressure: float) -> str:
    """Hours asked of each place-hour, with one decimal, never in another class than it is painted."""
    return _notation(f"{_within(classes, pressure, 0.1):.1f}")


def points_text(classes: Sequence[PaintClass], change: float) -> str:
    """A change of coverage in percentage points, with its sign."""
    points = percent_within(classes, change)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def _within(classes: Sequence[PaintClass], value: float, step: float) -> float:
    """The nearest multiple of a step that lies in the same class."""
    nearest = round(math.floor(value / step + 0.5) * step, 6)
    if class_among(classes, nearest) == class_among(classes, value):
        return nearest
    return round(math.floor(value / step) * step, 6)


def coverage_text(coverage: float | None) -> str:
    """A coverage as “62%”, or “more than 200%”; a dash where there is none."""
    if coverage is None:
        return "–"
    if coverage > PRINTED_UP_TO:
        return _("more than 200%")
    return f"{whole_percent(coverage)}%"


def rounded_text(coverage: float | None) -> str:
    """How a coverage in tenths of a percent becomes the whole percents of a headline; empty above twice the norm.

    Of 49.46% the tenth, 49.5%, reads as 50%: there the hundredths say why the headline has 49%.
    """
    if coverage is None or coverage > PRINTED_UP_TO:
        return ""
    whole = whole_percent(coverage)
    tenths = math.floor(coverage * 1000 + 0.5)
    if (tenths + 5) // 10 == whole:
        return _("rounded: %(whole)d%%") % {"whole": whole}
    hundredths = math.floor(coverage * 10_000) / 100
    return _("rounded: %(whole)d%%, from %(exact)s%%") % {"whole": whole, "exact": _notation(f"{hundredths:.2f}")}


def range_text(low: float | None, high: float | None) -> str:
    """From low to high as “41–88%” or “41–>200%”; one figure where they print alike, empty where unknown."""
    if low is None or high is None:
        return ""
    if high > PRINTED_UP_TO:
        return f"{whole_percent(low)}–>200%" if low <= PRINTED_UP_TO else coverage_text(low)
    if whole_percent(low) == whole_percent(high):
        return coverage_text(low)
    return f"{whole_percent(low)}–{whole_percent(high)}%"


def range_words(low: float | None, high: float | None) -> str:
    """A range where there is room for words: “41–88%”, or “41% to more than 200%”."""
    if low is None or high is None or not low <= PRINTED_UP_TO < high:
        return range_text(low, high)
    return _("%(low)s to %(high)s") % {"low": coverage_text(low), "high": coverage_text(high)}


def share_text(share: float | None) -> str:
    """A share of a whole as “54%”; shares that are almost nothing or almost all are not rounded to 0 or 100."""
    if share is None:
        return "–"
    percent = min(max(share, 0.0), 1.0) * 100
    if 0 < percent < 0.5:
        return "<1%"
    if 99.5 <= percent < 100:
        return "99%"
    return f"{math.floor(percent + 0.5)}%"


def hours_text(hours: float | None) -> str:
    """Hours with one decimal, and two below one hour, so that little does not read as nothing."""
    if hours is None:
        return "–"
    if 0 < hours < 0.005:
        return f"<{_notation('0.01')}"
    return _notation(f"{hours:.2f}" if 0 < hours < 0.995 else f"{hours:.1f}")


def norm_text(norm_hours: float) -> str:
    """A norm in hours, without decimals that say nothing: “2”, “0,25”."""
    return _notation(f"{norm_hours:g}")


def metres_text(metres: float | None) -> str:
    """Metres rounded to tens: a walk is not known better."""
    return "–" if metres is None else _notation(f"{round(metres, -1):.0f}")


def persons_text(persons: float | None) -> str:
    """People rounded to tens, and to fives below 100: estimates are not known better."""
    if persons is None:
        return "–"
    step = 10 if persons >= 100 else 5
    return _notation(f"{max(round(persons / step) * step, 10):.0f}")


def percent_points_text(share: float) -> str:
    """A part of a coverage in percents with one decimal, as “12.3%”."""
    return f"{_notation(f'{share * 100:.1f}')}%"


def number_text(number: float, decimals: int = 0) -> str:
    """A number with so many decimals, as “1,860” or “4.6”; what is almost nothing is not rounded to 0."""
    least = 10.0**-decimals
    if 0 < number < least / 2:
        return f"<{_notation(f'{least:.{decimals}f}')}"
    return _notation(f"{number:.{decimals}f}")


def _notation(number: str) -> str:
    # Django cuts a float off where it should round it, so numbers come here rounded.
    return str(number_format(number, decimal_pos=None))
