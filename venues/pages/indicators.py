"""The figures that a map can show, each with its name, classes, patterns and columns: all else follows these."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.models import Score
from venues.pages import area_figures
from venues.pages import indicator_classes as classes
from venues.pages.area_figures import AreaFigure, Asked
from venues.pages.classes import CLASSES, NO_FIGURE, NORM, PaintClass, class_among
from venues.pages.indicator_classes import Missing

Text = str | Promise


@dataclass(frozen=True)
class LegendEntry:
    """A class with the number of areas in it. `middle` names the boundary at which it begins, where that is special."""

    css: str
    label: Text
    tick: str
    count: int
    middle: Text = ""


@dataclass(frozen=True)
class Legend:
    """Every class in order, and every kind of missing figure."""

    scale: list[LegendEntry]
    without_figure: list[LegendEntry]


@dataclass(frozen=True)
class Indicator:
    """A figure of areas, and how it is shown.

    Attributes:
        key: In addresses, and the key of its own column to sort by.
        name: In the picker and over its column.
        title: Over the legend, with its unit.
        explanation: In one sentence what it tells.
        classes: From the lowest up; an area without a figure is never in one of them.
        missing: The patterns of areas without a figure, and what they stand for.
        measure: The figures of all areas of a level.
        columns: Key and name of what stands beside it in the table.
        is_low_bad: Whether the lowest stand first in the table.
        is_by_group: Whether it differs by the group that is chosen.
        middle: Of a scale around a norm: where it lies, and what it is called.
    """

    key: str
    name: Text
    title: Text
    explanation: Text
    classes: Sequence[PaintClass]
    measure: Callable[[Asked], list[AreaFigure]]
    columns: Sequence[tuple[str, Text]] = ()
    missing: Missing = field(default_factory=lambda: NO_FIGURE)
    is_low_bad: bool = True
    is_by_group: bool = True
    middle: tuple[float, Text] | None = None

    @property
    def sort(self) -> str:
        """How its table is sorted when nothing is asked."""
        return self.key if self.is_low_bad else f"-{self.key}"

    @property
    def looks(self) -> list[str]:
        """The CSS classes that areas may be painted in."""
        return [*(each.css for each in self.classes), *(each.css for each in self.missing.values())]

    def css(self, figure: AreaFigure) -> str:
        """The CSS class of an area, on the map, in the legend and in the table.

        Raises:
            ValueError: If the figure lies in no class.
        """
        try:
            return self.css_of(figure.status, figure.value)
        except ValueError as error:
            raise ValueError(f"{figure.area.code}: {error}") from error

    def css_of(self, status: Score.Status, value: float | None) -> str:
        """The CSS class of a figure; without one, of the reason why.

        Raises:
            ValueError: If the figure lies in no class.
        """
        if value is None:
            return self.missing[status].css
        found = class_among(self.classes, value)
        if found is None:
            raise ValueError(f"{self.key} lies in no class: {value}")
        return found.css

    def legend(self, figures: Sequence[AreaFigure]) -> Legend:
        """Count the areas in each class; classes without areas are listed too."""
        counts = Counter(self.css(figure) for figure in figures)
        at, called = self.middle or (None, "")
        scale = [
            LegendEntry(c.css, c.label, c.tick, counts[c.css], called if c.low == at else "") for c in self.classes
        ]
        return Legend(scale, [LegendEntry(n.css, n.label, "", counts[n.css]) for n in self.missing.values()])


INDICATORS = {
    indicator.key: indicator
    for indicator in (
        Indicator(
            "coverage",
            _("Coverage"),
            _("Coverage, share of the norm"),
            "",
            CLASSES,
            area_figures.coverage,
            (("hours", _("Hours per person")), ("known", _("Known"))),
            middle=(NORM, _("norm")),
        ),
        Indicator(
            "worst",
            _("Worst-served group"),
            _("Coverage of the worst-served group, share of the norm"),
            _("Of each area the lowest coverage of any group, and which group has it."),
            CLASSES,
            area_figures.worst,
            (("together", _("All groups together")), ("without", _("Groups without a figure"))),
            classes.WORST_MISSING,
            is_by_group=False,
            middle=(NORM, _("norm")),
        ),
        Indicator(
            "reach",
            _("Reach on foot"),
            _("People with a hosted place within reach"),
            _("The share of people who can walk to at least one hosted place that is meant for them."),
            classes.REACH,
            area_figures.reach,
            (("nearest", _("Metres to the nearest")),),
        ),
        Indicator(
            "pressure",
            _("Pressure on places"),
            _("Hours asked of each place-hour"),
            _("What would be asked of the places in an area if everyone in reach came up to the norm, by their room."),
            classes.PRESSURE,
            area_figures.pressure,
            (("load", _("Hours asked")), ("room", _("Room"))),
            classes.PRESSURE_MISSING,
            is_low_bad=False,
            is_by_group=False,
            middle=(classes.FULL, pgettext_lazy("places", "full")),
        ),
        Indicator(
            "fragility",
            _("Fragility"),
            _("Share of the coverage from places at risk"),
            _("Places at risk by their money, hosts or building. Only what is recorded can tell."),
            classes.FRAGILITY,
            area_figures.fragility,
            (("fragile-known", _("Known")), ("largest", _("Lost without the largest"))),
            classes.LOST_MISSING,
            is_low_bad=False,
        ),
        Indicator(
            "bridging",
            _("Bridging potential"),
            _("Bridging potential, share of the best mix"),
            _("How evenly groups may be expected in the same hosted hours. Potential, unless visitors were counted."),
            classes.BRIDGING,
            area_figures.bridging,
            (("counted", _("Counted")),),
            classes.BRIDGING_MISSING,
        ),
        Indicator(
            "change",
            _("Change of coverage"),
            _("Change of coverage, in percentage points"),
            _("Coverage on the later date less that on the earlier one, in percentage points."),
            classes.CHANGE,
            area_figures.change,
            (("before", _("Before")), ("after", _("After"))),
            classes.CHANGE_MISSING,
        ),
    )
}
COVERAGE = INDICATORS["coverage"]
SORTS = tuple(
    sign + key for each in INDICATORS.values() for key in ("name", each.key, *dict(each.columns)) for sign in ("", "-")
)
"""All that a table can be sorted by; a key that another figure has leads to the usual order."""
