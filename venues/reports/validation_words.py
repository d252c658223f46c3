"""A stored comparison in words, line by line: for the command and for who reads the page on the method."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from venues.models import Level, Validation

Line = tuple[str, str]
"""What it is, and the figures."""


def lines(validation: Validation) -> list[Line]:
    """The comparison in lines of a label and its figures, in the language in use."""
    told = _detours if validation.subject == Validation.Subject.STRAIGHT_LINE else _beside
    return list(told(validation.figures))


def cause_label(code: str) -> str:
    """What a cause of a difference is called."""
    return {
        "edge": _("the border is nearer than our nearest place"),
        "no-streets": _("no streets on file: straight line × 1.3"),
        "piece": _("on a piece of network of its own"),
        "nearer-place": _("the reference must know a nearer place"),
        "few-persons": _("fewer than 100 residents"),
        "unmatched": _("our nearest place seems none to the reference"),
    }[code]


def _beside(figures: dict[str, Any]) -> Iterator[Line]:
    yield (
        _("areas"),
        _("%(areas)s (%(level)s), %(persons)s residents, %(places)s places")
        % {
            "areas": _number(figures["areas"]),
            "level": Level(figures["level"]).label,
            "persons": _number(figures["persons"]),
            "places": _number(figures["places"]),
        },
    )
    yield (
        _("correlation (Pearson)"),
        _("%(r)s; by resident %(by_person)s")
        % {
            "r": _number(figures["pearson"], 2),
            "by_person": _number(figures["pearsonByPerson"], 2),
        },
    )
    for label, ours, theirs in (
        (_("median"), "medianM", "referenceMedianM"),
        (_("mean, by resident"), "meanByPersonM", "referenceMeanByPersonM"),
    ):
        yield (
            label,
            _("%(ours)s m; reference %(theirs)s m")
            % {
                "ours": _number(figures[ours]),
                "theirs": _number(figures[theirs]),
            },
        )
    for label, name in ((_("mean error"), "meanError"), (_("mean absolute error"), "meanAbsoluteError")):
        yield (
            label,
            _("%(error)s m; by resident %(by_person)s m")
            % {
                "error": _number(figures[f"{name}M"]),
                "by_person": _number(figures[f"{name}ByPersonM"]),
            },
        )
    yield _("with one point an area"), _agreement(figures["onePoint"])
    yield _("ours rounded to 100 m"), _agreement(figures["rounded"])
    if names := figures["unmatched"]["places"]:
        label = _("without places that the reference seems not to count")
        yield label, f"{_agreement(figures['unmatched'])} ({', '.join(names)})"
    for cause in figures["causes"]:
        if cause["areas"]:
            yield cause_label(cause["cause"]), _cause(cause)
    yield _("where none of these holds"), _agreement(figures["remainder"])
    for area in figures["largest"]:
        reasons = "; ".join(cause_label(code) for code in area["causes"])
        figures_of_area = _("%(ours)s m; reference %(theirs)s m") % {
            "ours": _number(area["walkM"]),
            "theirs": _number(area["referenceM"]),
        }
        yield f"{area['areaCode']} {area['areaName']}", figures_of_area + (f" ({reasons})" if reasons else "")


def _agreement(figures: dict[str, Any]) -> str:
    return _("n = %(areas)s; correlation %(r)s, mean absolute error %(error)s m") % {
        "areas": _number(figures["areas"]),
        "r": _number(figures["pearson"], 2),
        "error": _number(figures["meanAbsoluteErrorM"]),
    }


def _cause(figures: dict[str, Any]) -> str:
    return _(
        "n = %(areas)s; mean error %(mean)s m, absolute %(error)s m, %(share)s %% of the squared error; "
        "without them correlation %(r)s, mean absolute error %(rest)s m"
    ) % {
        "areas": _number(figures["areas"]),
        "mean": _number(figures["meanErrorM"]),
        "error": _number(figures["meanAbsoluteErrorM"]),
        "share": _percent(figures["squaredErrorShare"]),
        "r": _number(figures["without"]["pearson"], 2),
        "rest": _number(figures["without"]["meanAbsoluteErrorM"]),
    }


def _detours(figures: dict[str, Any]) -> Iterator[Line]:
    yield (
        _("pairs of homes"),
        _("%(pairs)s, at most %(up_to)s m apart; %(unreached)s without a path")
        % {
            "pairs": _number(figures["pairs"]),
            "up_to": _number(figures["upToM"]),
            "unreached": _number(figures["pairsUnreached"]),
        },
    )
    yield (
        _("left out: off the network"),
        _("%(points)s points, %(persons)s residents")
        % {
            "points": _number(figures["pointsOffNetwork"]),
            "persons": _number(figures["personsOffNetwork"]),
        },
    )
    yield _("straight line × %(factor)s") % {"factor": _number(figures["factor"], 1)}, _sample(figures)
    yield (
        _("mean error"),
        _("%(error)s m; absolute %(absolute)s m")
        % {
            "error": _number(figures["meanErrorM"]),
            "absolute": _number(figures["meanAbsoluteErrorM"]),
        },
    )
    for band in figures["bands"]:
        span = {"low": _number(band["fromM"]), "high": _number(band["toM"])}
        yield _("%(low)s to %(high)s m apart") % span, _sample(band)
    if figures["acrossOpenGround"]["pairs"]:
        share = {
            "pairs": _percent(figures["acrossOpenGround"]["pairShare"]),
            "error": _percent(figures["acrossOpenGround"]["squaredErrorShare"]),
        }
        yield (
            _("across open ground"),
            _("%(pairs)s %% of the pairs, %(error)s %% of the squared error; ") % share
            + _sample(figures["acrossOpenGround"]),
        )
    if figures["elsewhere"]["pairs"]:
        yield _("elsewhere"), _sample(figures["elsewhere"])


def _sample(figures: dict[str, Any]) -> str:
    return _(
        "n = %(pairs)s; correlation %(r)s, median detour %(detour)s, %(off)s %% off by more than 20 %% "
        "(%(short)s %% too short), best factor %(best)s"
    ) % {
        "pairs": _number(figures["pairs"]),
        "r": _number(figures["pearson"], 2),
        "detour": _number(figures["medianDetour"], 2),
        "off": _percent(figures["shareOff"]),
        "short": _percent(figures["shareTooShort"]),
        "best": _number(figures["bestFactor"], 2),
    }


def _percent(share: float | None) -> str:
    return _number(None if share is None else 100 * share)


def _number(value: float | None, decimals: int = 0) -> str:
    if value is None:
        return _("unknown")
    # Adding 0 turns −0.0 into 0.
    text = number_format(round(value, decimals) + 0.0, decimal_pos=decimals, force_grouping=True)
    return str(text).replace("-", "−")
