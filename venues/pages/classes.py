"""The classes that coverage is painted in: fixed, so that maps of two groups or dates can be compared.

Their boundaries live here and nowhere else; their colours are `--infra-coverage-*` in static/css/tokens.css. Map,
legend and table all take the name of the class from here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from venues.models import Score


@dataclass(frozen=True)
class CoverageClass:
    """A class of the choropleth: coverage in `[low, high)`, as a share of the norm."""

    css: str
    low: float
    high: float
    label: str | Promise
    tick: str


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
    CoverageClass("coverage-1", 0.0, 0.25, _("below 25%"), "0"),
    CoverageClass("coverage-2", 0.25, 0.5, _("25 to 50%"), "25"),
    CoverageClass("coverage-3", 0.5, 0.75, _("50 to 75%"), "50"),
    CoverageClass("coverage-4", 0.75, NORM, _("75 to 100%"), "75"),
    CoverageClass("coverage-5", NORM, 1.5, _("100 to 150%, norm met"), "100"),
    CoverageClass("coverage-6", 1.5, float("inf"), _("150% and more, surplus"), "150"),
)
NO_FIGURE = {
    Score.Status.UNKNOWN: NoFigure("coverage-unknown", _("unknown"), _("unknown")),
    Score.Status.SUPPRESSED: NoFigure("coverage-suppressed", _("fewer than 10 people"), _("fewer than 10")),
    Score.Status.NO_NEED: NoFigure("coverage-no-need", _("nobody of this group"), _("nobody")),
}


def class_of(coverage: float) -> CoverageClass:
    """The class of a coverage.

    Args:
        coverage: Share of the norm, 0 or more.

    Raises:
        ValueError: If it is negative or not a number.
    """
    for candidate in CLASSES:
        if candidate.low <= coverage < candidate.high:
            return candidate
    raise ValueError(f"coverage must be 0 or more: {coverage}")


def css_class(score: Score) -> str:
    """The CSS class in which a score is painted, on the map, in the legend and in the table."""
    if score.coverage is None:
        return NO_FIGURE[Score.Status(score.status)].css
    return class_of(score.coverage).css


@dataclass(frozen=True)
class LegendEntry:
    """A class with the number of areas in it."""

    css: str
    label: str | Promise
    tick: str
    count: int


@dataclass(frozen=True)
class Legend:
    """Every class around the norm, and every kind of missing figure."""

    shortage: list[LegendEntry]
    met: list[LegendEntry]
    without_figure: list[LegendEntry]


def legend(scores: Iterable[Score]) -> Legend:
    """Count the scores in each class; classes without areas are listed too."""
    counts = Counter(css_class(score) for score in scores)
    classes = [LegendEntry(c.css, c.label, c.tick, counts[c.css]) for c in CLASSES]
    below = sum(c.low < NORM for c in CLASSES)
    return Legend(
        classes[:below],
        classes[below:],
        [LegendEntry(n.css, n.label, "", counts[n.css]) for n in NO_FIGURE.values()],
    )
