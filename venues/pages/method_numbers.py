"""The figures of a method as they are printed: norms, steps, defaults, and how people are estimated."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from venues.importing import estimates
from venues.importing.estimates import Factor
from venues.models import DemandGroup, GroupRule, Method, TypeDefault
from venues.pages.figures import norm_text

# Stored with the method that every installation starts with, in English; shown in the reader's language.
gettext_noop("Our assumption, used where nothing is recorded.")
gettext_noop("Step weights of E2SFCA (Luo & Qi 2009) and PySAL access; metres: our choice.")
gettext_noop(
    "Step weights of E2SFCA (Luo & Qi 2009) and PySAL access; metres × 0.625: older Dutch people walk about 500 m "
    "against 800 m on average."
)
gettext_noop("First version.")

WIDTH, HEIGHT = 200.0, 48.0
"""Of the drawing of the steps, in its own units."""


@dataclass(frozen=True)
class NormLine:
    """What a group is taken to need, and who is counted in it."""

    group: DemandGroup
    norm: str
    source: str
    counted: str


@dataclass(frozen=True)
class ReachLine:
    """How much a place counts by the metres to walk, for the groups that share these steps."""

    groups: str
    steps: list[tuple[str, str]]
    reach: str
    source: str
    path: str


@dataclass(frozen=True)
class TypeLine:
    """What is assumed of a venue type where nothing is recorded."""

    name: str
    hours: str
    places: str
    high_needs_host: bool
    suitability: list[str]
    source: str


@dataclass(frozen=True)
class Numbers:
    """All figures of one method."""

    norms: list[NormLine]
    reaches: list[ReachLine]
    types: list[TypeLine]
    without_room: list[str]
    sources: list[str]
    groups: list[DemandGroup]
    unhosted: str
    activity: dict[str, str]


def numbers_of(method: Method) -> Numbers:
    """Read the figures of a stored method: two queries."""
    rules = list(method.group_rules.select_related("group"))
    defaults = list(method.type_defaults.select_related("venue_type"))
    groups = [rule.group for rule in rules]
    with_room = [each for each in defaults if each.hosted_hours and each.places]
    return Numbers(
        norms=[
            NormLine(rule.group, norm_text(rule.norm_hours), translated(rule.norm_source), counted(rule.group_id))
            for rule in rules
        ],
        reaches=_reaches(rules),
        types=[_type(each, groups) for each in with_room],
        without_room=[each.venue_type.name for each in defaults if each not in with_room],
        sources=list(dict.fromkeys(translated(each.source) for each in with_room)),
        groups=groups,
        unhosted=norm_text(method.unhosted_weight),
        activity={
            "hours": norm_text(method.activity_hosted_hours),
            "places": norm_text(method.activity_places),
            "suitability": norm_text(method.activity_suitability),
        },
    )


def percent(share: float) -> str:
    """A share as “49.5%”, with at most one decimal."""
    return f"{norm_text(round(share * 100, 1))}%"


def translated(source: str) -> str:
    """A source in the reader's language, where it is one of ours."""
    return _(source) if source else ""


def _reaches(rules: Sequence[GroupRule]) -> list[ReachLine]:
    shared: dict[tuple[tuple[float, ...], tuple[float, ...], str], list[str]] = {}
    for rule in rules:
        key = tuple(rule.reach_m), tuple(rule.reach_weights), rule.reach_source
        shared.setdefault(key, []).append(rule.group.name)
    longest = max((metres[-1] for metres, _weights, _source in shared), default=1.0)
    return [
        ReachLine(
            groups=", ".join(names),
            steps=[(norm_text(up_to_m), percent(weight)) for up_to_m, weight in zip(metres, weights, strict=True)],
            reach=norm_text(metres[-1]),
            source=translated(source),
            path=_stairs(metres, weights, longest),
        )
        for (metres, weights, source), names in shared.items()
    ]


def _stairs(metres: Sequence[float], weights: Sequence[float], longest: float) -> str:
    """The steps as a closed SVG path: metres to the right, weight upwards."""
    path = f"M0 {HEIGHT:g}"
    for up_to_m, weight in zip(metres, weights, strict=True):
        path += f"V{HEIGHT * (1 - weight):.4g}H{WIDTH * up_to_m / longest:.4g}"
    return f"{path}V{HEIGHT:g}Z"


def _type(default: TypeDefault, groups: Sequence[DemandGroup]) -> TypeLine:
    return TypeLine(
        name=default.venue_type.name,
        hours=norm_text(default.hosted_hours),
        places=norm_text(default.places),
        high_needs_host=default.high_needs_host,
        suitability=[norm_text(default.suitability.get(group.code, 0)) for group in groups],
        source=translated(default.source),
    )


def counted(group_code: str) -> str:
    """How the persons of a group are estimated, with the factors in use; empty for a group that has no rule of ours."""
    ways = {
        "residents": lambda: _("All residents, as CBS counts them."),
        "youth": lambda: _("Residents aged 15 to 25, as CBS counts them."),
        "older-lonely": _older_lonely,
        "mental-health": _mental_health,
        "newcomers": _newcomers,
        "intellectual-disability": _intellectual_disability,
    }
    return ways[group_code]() if group_code in ways else ""


def _factors(factor: Factor) -> dict[str, str]:
    return {"low": percent(factor.low), "best": percent(factor.best), "high": percent(factor.high)}


def _older_lonely() -> str:
    return _(
        "Residents aged 65 and over (CBS) × the share of them who feel lonely in their area (RIVM health monitor, a "
        "model). Low: the share who are severely lonely; high: %(times)s times the share. Without the monitor: "
        "%(best)s (%(low)s to %(high)s; %(source)s)."
    ) % {
        **_factors(estimates.LONELY_65),
        "times": norm_text(estimates.LONELY_HIGH),
        "source": estimates.LONELY_65.source,
    }


def _mental_health() -> str:
    return _(
        "Adults (CBS; of those aged 15 to 25, %(minors)s are taken to be under 18) × the share of them at high risk of "
        "anxiety or depression (RIVM health monitor, a model). Low and high: %(low_times)s and %(high_times)s times "
        "the share. Without the monitor: %(best)s (%(low)s to %(high)s)."
    ) % {
        **_factors(estimates.ANXIETY_DEPRESSION_18),
        "minors": percent(estimates.MINORS_AMONG_15_25),
        "low_times": norm_text(estimates.RISK_LOW),
        "high_times": norm_text(estimates.RISK_HIGH),
    }


def _newcomers() -> str:
    return _(
        "Residents born outside Europe (CBS) × %(best)s (%(low)s to %(high)s). The factor is our assumption: among "
        "them are people who have lived here for decades."
    ) % _factors(estimates.NEWCOMERS)


def _intellectual_disability() -> str:
    return _("%(best)s of residents (%(low)s to %(high)s; %(source)s). No register exists.") % {
        **_factors(estimates.MILD_INTELLECTUAL_DISABILITY),
        "source": estimates.MILD_INTELLECTUAL_DISABILITY.source,
    }
