"""What no coverage can be computed with, in words that name the value and what to write instead."""

from collections.abc import Sequence
from math import inf

from django.utils.translation import gettext as _

from venues.models.demand import DemandGroup

HOURS_IN_WEEK = 168


def norm_problem(norm_hours: float | None) -> str:
    """What is wrong with a norm in hours a person a week; empty if nothing is."""
    if norm_hours is None or 0 < norm_hours <= HOURS_IN_WEEK:
        return ""
    return _("A norm of %(norm)g hours a week is not possible: write more than 0, at most %(most)d.") % {
        "norm": norm_hours,
        "most": HOURS_IN_WEEK,
    }


def metres_problem(reach_m: Sequence[float]) -> str:
    """What is wrong with the metres of the steps; empty if nothing is."""
    before = 0.0
    for metres in reach_m:
        if not before < metres < inf:
            return _("A step of %(metres)g m after %(before)g m: the metres must rise, such as 400, 800, 1200.") % {
                "metres": metres,
                "before": before,
            }
        before = metres
    return ""


def weights_problem(weights: Sequence[float], steps: int) -> str:
    """What is wrong with the weights of so many steps; empty if nothing is."""
    if len(weights) != steps:
        return _("%(weights)d weights for %(steps)d steps: each step in metres needs one weight.") % {
            "weights": len(weights),
            "steps": steps,
        }
    before = 1.0
    for weight in weights:
        if not 0 < weight <= before:
            return _(
                "A weight of %(weight)g after %(before)g: the weights must lie above 0, be at most 1, and fall."
            ) % {"weight": weight, "before": before}
        before = weight
    return ""


def suitability_problem(suitability: object) -> str:
    """What is wrong with a suitability by group; empty if nothing is."""
    if not isinstance(suitability, dict):
        return _('Write the suitability by group, such as {"youth": 0.8}.')
    known = list(DemandGroup.objects.values_list("code", flat=True)) if suitability else []
    for code, value in suitability.items():
        if code not in known:
            return _("There is no group “%(code)s”. The groups are: %(known)s.") % {
                "code": code,
                "known": ", ".join(known),
            }
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            return _("The suitability for “%(code)s” is %(value)s: write a number from 0 to 1.") % {
                "code": code,
                "value": value,
            }
    return ""
