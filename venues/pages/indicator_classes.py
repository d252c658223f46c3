"""The classes of the other figures: fixed around a norm or zero, or over a share. Colours are in indicators.css."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.models import Score
from venues.pages.classes import NO_FIGURE, NoFigure, PaintClass

Missing = Mapping[Score.Status, NoFigure]
ENDLESS = float("inf")
UNKNOWN, SUPPRESSED, NO_NEED = Score.Status.UNKNOWN, Score.Status.SUPPRESSED, Score.Status.NO_NEED

REACH = (
    PaintClass("reach-1", 0.0, 0.25, _("below 25%"), "0%"),
    PaintClass("reach-2", 0.25, 0.5, _("25 to 50%"), "25%"),
    PaintClass("reach-3", 0.5, 0.75, _("50 to 75%"), "50%"),
    PaintClass("reach-4", 0.75, 0.95, _("75 to 95%"), "75%"),
    PaintClass("reach-5", 0.95, ENDLESS, _("95% and more"), "95%"),
)
FULL = 1.0
"""As much is asked as there is room for."""
PRESSURE = (
    PaintClass("pressure-1", 0.0, 0.5, _("below 0.5"), "0"),
    PaintClass("pressure-2", 0.5, FULL, _("0.5 to 1"), "½"),
    PaintClass("pressure-3", FULL, 1.5, _("1 to 1.5, more is asked than there is room for"), "1"),
    PaintClass("pressure-4", 1.5, 2.0, _("1.5 to 2"), "1½"),
    PaintClass("pressure-5", 2.0, 4.0, _("2 to 4"), "2"),
    PaintClass("pressure-6", 4.0, ENDLESS, _("4 and more"), "4"),
)
FRAGILITY = (
    PaintClass("fragility-1", 0.0, 0.1, _("below 10%"), "0%"),
    PaintClass("fragility-2", 0.1, 0.25, _("10 to 25%"), "10%"),
    PaintClass("fragility-3", 0.25, 0.5, _("25 to 50%"), "25%"),
    PaintClass("fragility-4", 0.5, 0.75, _("50 to 75%"), "50%"),
    PaintClass("fragility-5", 0.75, ENDLESS, _("75% and more"), "75%"),
)
BRIDGING = (
    PaintClass("bridging-1", 0.0, 0.5, _("below 50%"), "0%"),
    PaintClass("bridging-2", 0.5, 0.7, _("50 to 70%"), "50%"),
    PaintClass("bridging-3", 0.7, 0.8, _("70 to 80%"), "70%"),
    PaintClass("bridging-4", 0.8, 0.9, _("80 to 90%"), "80%"),
    PaintClass("bridging-5", 0.9, ENDLESS, _("90% and more"), "90%"),
)
CHANGE = (
    PaintClass("change-1", -ENDLESS, -0.5, _("more than 50 lower"), ""),
    PaintClass("change-2", -0.5, -0.25, _("25 to 50 lower"), "−50"),
    PaintClass("change-3", -0.25, -0.05, _("5 to 25 lower"), "−25"),
    PaintClass("change-4", -0.05, 0.05, _("hardly changed: less than 5 lower or higher"), "−5"),
    PaintClass("change-5", 0.05, 0.25, _("5 to 25 higher"), "+5"),
    PaintClass("change-6", 0.25, 0.5, _("25 to 50 higher"), "+25"),
    PaintClass("change-7", 0.5, ENDLESS, _("50 higher and more"), "+50"),
)


def _missing(unknown: object, suppressed: object, no_need: object) -> Missing:
    """The three patterns are the same on every map; what they stand for is not."""
    labels = {UNKNOWN: unknown, SUPPRESSED: suppressed, NO_NEED: no_need}
    return {
        status: NoFigure(usual.css, labels[status] or usual.label, usual.words)  # type: ignore[arg-type]
        for status, usual in NO_FIGURE.items()
    }


WORST_MISSING = _missing(None, _("fewer than 10 people of each group"), _("nobody of any group"))
LOST_MISSING = _missing(_("nothing is recorded that tells"), None, _("nobody of this group, or no coverage"))
BRIDGING_MISSING = _missing(None, None, _("nobody of this group, or no coverage"))
PRESSURE_MISSING = {
    UNKNOWN: NO_FIGURE[UNKNOWN],
    SUPPRESSED: NoFigure(NO_FIGURE[SUPPRESSED].css, _("fewer than 10 people in reach of a place"), _("fewer than 10")),
    NO_NEED: NoFigure(NO_FIGURE[NO_NEED].css, _("no hosted place here"), pgettext_lazy("places", "none")),
}
CHANGE_MISSING = _missing(
    _("unknown on one of the dates, or nothing dated is recorded"),
    _("fewer than 10 people on one of the dates"),
    _("nobody of this group on one of the dates"),
)
