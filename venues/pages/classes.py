"""The classes that coverage is painted in: fixed, so that maps of two groups or dates can be compared.

Their boundaries live here and nowhere else; their colours are `--infra-coverage-*` in static/css/tokens.css. Map,
legend and table all take the name of the class from here. Those of other figures are in indicator_classes.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from venues.models import Score


@dataclass(frozen=True)
class PaintClass:
    """A class of the choropleth: figures in `[low, high)`."""

    css: str
    low: float
    high: float
    label: str | Promise
    tick: str
    """At its lower boundary, in the scale of the legend; empty where it has none."""


@dataclass(frozen=True)
class NoFigure:
    """How an area without a figure is painted and named."""

    css: str
    label: str | Promise
    """In the legend."""
    words: str | Promise
    """In the place of a figure."""


NORM = 1.0
CLASSES = (
    PaintClass("coverage-1", 0.0, 0.25, _("below 25%"), "0%"),
    PaintClass("coverage-2", 0.25, 0.5, _("25 to 50%"), "25%"),
    PaintClass("coverage-3", 0.5, 0.75, _("50 to 75%"), "50%"),
    PaintClass("coverage-4", 0.75, NORM, _("75 to 100%"), "75%"),
    PaintClass("coverage-5", NORM, 1.5, _("100 to 150%, norm met"), "100%"),
    PaintClass("coverage-6", 1.5, float("inf"), _("150% and more, surplus"), "150%"),
)
NO_FIGURE = {
    Score.Status.UNKNOWN: NoFigure("coverage-unknown", _("unknown"), _("unknown")),
    Score.Status.SUPPRESSED: NoFigure("coverage-suppressed", _("fewer than 10 people"), _("fewer than 10")),
    Score.Status.NO_NEED: NoFigure("coverage-no-need", _("nobody of this group"), _("nobody")),
}


def class_of(coverage: float) -> PaintClass:
    """The class of a coverage.

    Args:
        coverage: Share of the norm, 0 or more.

    Raises:
        ValueError: If it is negative or not a number.
    """
    found = class_among(CLASSES, coverage)
    if found is None:
        raise ValueError(f"coverage must be 0 or more: {coverage}")
    return found


def class_among(classes: Sequence[PaintClass], value: float) -> PaintClass | None:
    """The class that a figure lies in; None where it lies in none, as what is not a number does."""
    return next((each for each in classes if each.low <= value < each.high), None)


def css_class(score: Score) -> str:
    """The CSS class in which a score is painted, on the map, in the legend and in the table."""
    if score.coverage is None:
        return NO_FIGURE[Score.Status(score.status)].css
    return class_of(score.coverage).css
