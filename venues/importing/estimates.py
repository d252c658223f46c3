"""From published figures to persons of each demand group, with an honest range. Plain arithmetic: no database.

Higher levels are sums of these estimates: only the finest areas are estimated (docs/data-sources.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.models import Indicator

AGES = (
    Indicator.AGE_0_15,
    Indicator.AGE_15_25,
    Indicator.AGE_25_45,
    Indicator.AGE_45_65,
    Indicator.AGE_65_PLUS,
)
COUNTS = (Indicator.RESIDENTS, *AGES)
"""Figures that count persons: what lies below an area adds up to it."""


@dataclass(frozen=True)
class Factor:
    """A share of persons, low, best and high, and where it was published."""

    low: float
    best: float
    high: float
    source: str


LONELY_65 = Factor(0.104, 0.495, 0.5445, "RIVM 2020, NL, 65+")
"""`ErnstigZeerErnstigEenzaam`, `Eenzaam` and 1.1 × `Eenzaam` of the national row: used without the health monitor."""

ANXIETY_DEPRESSION_18 = Factor(0.028, 0.097, 0.178, "RIVM")
"""The default of docs/scoring.md, used where not even a national row of the health monitor is loaded."""

NEWCOMERS = Factor(0.10, 0.25, 0.50, "assumed")
"""Of residents born outside Europe: our assumption, because decades-long residents are among them."""

MILD_INTELLECTUAL_DISABILITY = Factor(0.022, 0.04, 0.064, "SCP 2018")
"""Of residents: no register exists; SCP 2018 estimates 370 thousand to 1.1 million people in the Netherlands."""

MINORS_AMONG_15_25 = 0.3
"""Of ages 15–25, three of ten years are below 18."""

LONELY_HIGH = 1.1
RISK_LOW, RISK_HIGH = 0.8, 1.2
"""Around the modelled share of an area: our choice."""


@dataclass(frozen=True)
class Persons:
    """Persons with a range; `is_suppressed` where the source withheld a count that they rest on."""

    low: float
    best: float
    high: float
    is_suppressed: bool = False

    def times(self, low: float, best: float, high: float) -> "Persons":
        """A share of these persons; never more than all of them."""
        return Persons(
            self.low * min(low, best, 1),
            self.best * min(best, 1),
            self.high * min(max(high, best), 1),
            self.is_suppressed,
        )


@dataclass(frozen=True)
class Share:
    """A published percentage as a share, and where it came from."""

    value: float
    source: str
    is_withheld_here: bool = False
    """The area's own percentage is withheld; the value is that of the area above."""


@dataclass(frozen=True)
class Estimate:
    """Persons of a group in an area, and the text that says how they were counted."""

    group: str
    persons: Persons
    source: str


@dataclass(frozen=True)
class Place:
    """What is published of one area: counts (None = withheld, absent = not published)."""

    code: str
    counts: Mapping[Indicator, float | None]


Counted = dict[Indicator, Persons]


def infer_counts(places: Sequence[Place], above: Place | None, rates: Mapping[Indicator, float]) -> list[Counted]:
    """The counts of the areas below one area, with inferences where they were withheld.

    A withheld count is what the parent has left after the known siblings, spread by residents; where the parent's own
    count is unknown, residents × the rate of the municipality. Its low is 0, its high all residents (published counts
    are rounded, so what the parent has left is no bound). What nobody published stays absent.

    Args:
        places: All areas below `above`.
        above: The parent, or None where nothing is known of it.
        rates: Persons per resident in the municipality, by figure.

    Returns:
        For each place the counts that are known or could be inferred.
    """
    result: list[Counted] = [{} for _place in places]
    for indicator in COUNTS:
        for place, counted in zip(places, result, strict=True):
            value = place.counts.get(indicator)
            if value is None and indicator in place.counts and place.counts.get(Indicator.RESIDENTS) == 0:
                # Ages of nobody are withheld too, but nobody is known to be of that age.
                value = 0.0
            if value is not None:
                counted[indicator] = Persons(value, value, value)
        withheld = [
            counted
            for place, counted in zip(places, result, strict=True)
            if indicator in place.counts and indicator not in counted
        ]
        total = above.counts.get(indicator) if above else None
        if withheld and total is not None:
            known = sum(counted[indicator].best for counted in result if indicator in counted)
            _spread(indicator, max(total - known, 0.0), withheld)
        elif indicator in rates:
            for counted in withheld:
                if everyone := counted.get(Indicator.RESIDENTS):
                    counted[indicator] = Persons(0.0, everyone.best * rates[indicator], everyone.high, True)
    return result


def _spread(indicator: Indicator, left: float, withheld: Sequence[Counted]) -> None:
    """Give the persons that the parent has left to the areas whose count is withheld, by residents."""
    residents = [counted.get(Indicator.RESIDENTS) for counted in withheld]
    weights = [each.best if each else 0.0 for each in residents]
    if not sum(weights):
        weights = [1.0] * len(withheld)
    total = sum(weights)
    for counted, weight, everyone in zip(withheld, weights, residents, strict=True):
        high = everyone.high if everyone else left
        counted[indicator] = Persons(0.0, min(left * weight / total, high), high, True)


def estimate_groups(counted: Counted, shares: Mapping[Indicator, Share], cbs: str) -> list[Estimate]:
    """Persons of each demand group in one area.

    Args:
        counted: Persons by age, and residents.
        shares: Percentages as shares: the area's own, else of the area above.
        cbs: Name of the source of the counts, such as `CBS 2024`.

    Returns:
        An estimate for each group of which enough is known; for the others nothing: they are unknown, not zero.

    Source:
        The defaults table of docs/scoring.md.
    """
    made = [(group, rule(counted, shares, cbs)) for group, rule in RULES.items()]
    return [Estimate(group, persons, text[:200]) for group, outcome in made if outcome for persons, text in [outcome]]


Outcome = tuple[Persons, str] | None


def _residents(counted: Counted, _shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    persons = counted.get(Indicator.RESIDENTS)
    return (persons, _("%(cbs)s: residents") % {"cbs": cbs}) if persons else None


def _youth(counted: Counted, _shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    persons = counted.get(Indicator.AGE_15_25)
    return (persons, _("%(cbs)s: ages 15 to 25") % {"cbs": cbs}) if persons else None


def _older_lonely(counted: Counted, shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    persons = counted.get(Indicator.AGE_65_PLUS)
    if persons is None:
        return None
    lonely, severely = shares.get(Indicator.LONELY_65_PCT), shares.get(Indicator.VERY_LONELY_65_PCT)
    best = lonely.value if lonely else LONELY_65.best
    low = severely.value if severely else LONELY_65.low
    source = lonely.source if lonely else LONELY_65.source
    text = _("%(cbs)s: ages 65 and over × %(pct).1f %% lonely (%(source)s)")
    return persons.times(low, best, best * LONELY_HIGH), text % {"cbs": cbs, "pct": best * 100, "source": source}


def _mental_health(counted: Counted, shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    parts = [counted.get(each) for each in (Indicator.RESIDENTS, Indicator.AGE_0_15, Indicator.AGE_15_25)]
    if not all(parts):
        return None
    everyone, children, young = (part for part in parts if part)
    suppressed = everyone.is_suppressed or children.is_suppressed or young.is_suppressed
    best = max(everyone.best - children.best - MINORS_AMONG_15_25 * young.best, 0.0)
    adults = Persons(
        0.0 if suppressed else best,
        best,
        max(everyone.high - children.low - MINORS_AMONG_15_25 * young.low, best),
        suppressed,
    )
    share = shares.get(Indicator.ANXIETY_DEPRESSION_18_PCT)
    known = ANXIETY_DEPRESSION_18
    rates = (
        (share.value * RISK_LOW, share.value, share.value * RISK_HIGH) if share else (known.low, known.best, known.high)
    )
    text = _("%(cbs)s: adults × %(pct).1f %% at high risk of anxiety or depression (%(source)s)")
    source = share.source if share else known.source
    return adults.times(*rates), text % {"cbs": cbs, "pct": rates[1] * 100, "source": source}


def _newcomers(counted: Counted, shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    everyone, share = counted.get(Indicator.RESIDENTS), shares.get(Indicator.BORN_OUTSIDE_EUROPE_PCT)
    if everyone is None or share is None:
        return None
    factor = NEWCOMERS
    persons = everyone.times(share.value * factor.low, share.value * factor.best, share.value * factor.high)
    if share.is_withheld_here and everyone.best > 0:
        # The share of these few residents may be anything: the range says so.
        persons = Persons(0.0, persons.best, everyone.high * factor.high, True)
    text = _("%(cbs)s: residents × %(pct).0f %% born outside Europe (%(source)s) × %(factor).2f (%(assumed)s)")
    return persons, text % {
        "cbs": cbs,
        "pct": share.value * 100,
        "source": share.source,
        "factor": factor.best,
        "assumed": _("our assumption"),
    }


def _intellectual_disability(counted: Counted, _shares: Mapping[Indicator, Share], cbs: str) -> Outcome:
    everyone = counted.get(Indicator.RESIDENTS)
    if everyone is None:
        return None
    factor = MILD_INTELLECTUAL_DISABILITY
    text = _("%(cbs)s: residents × %(pct).0f %% (%(source)s); no register exists")
    persons = everyone.times(factor.low, factor.best, factor.high)
    return persons, text % {"cbs": cbs, "pct": factor.best * 100, "source": factor.source}


RULES: Mapping[str, Callable[[Counted, Mapping[Indicator, Share], str], Outcome]] = {
    "youth": _youth,
    "older-lonely": _older_lonely,
    "newcomers": _newcomers,
    "intellectual-disability": _intellectual_disability,
    "mental-health": _mental_health,
    "residents": _residents,
}
