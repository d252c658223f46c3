"""How much of a coverage hangs on one place, and how much on places at risk: shares with the places behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from venues.assessment.result import Contribution
from venues.models import OfferScore, Score
from venues.pages.decomposition import DECIMALS, Tail, apart
from venues.pages.figures import coverage_text, percent_points_text, share_text

Risk = OfferScore.Risk
NEGLIGIBLE_SHARE = 0.005
"""Of a coverage: what rounds to less than 1%."""


@dataclass(frozen=True)
class LargestPlace:
    """The place that most of the coverage hangs on, with all that is held in it."""

    name: str
    venue_id: UUID | None
    share: str
    before: str
    after: str
    weighs: bool
    """Whether without it at least 1%, rounded, would be missing."""


@dataclass(frozen=True)
class Reason:
    """The share of the coverage that is at risk for one reason."""

    name: str
    share: str
    length: float
    n_places: int


@dataclass(frozen=True)
class PlaceAtRisk:
    """A place or activity at risk, with all its reasons."""

    name: str
    at: str
    venue_id: UUID | None
    adds: str
    reasons: str


@dataclass(frozen=True)
class Reliance:
    """What a coverage rests on. `share` is None where no risk could be known of anything."""

    largest: LargestPlace | None
    share: str | None
    known_share: str
    is_all_known: bool
    reasons: list[Reason]
    n_places: int
    places: list[PlaceAtRisk]
    """Without those in `tail`."""
    tail: Tail | None
    total: str
    """What the places at risk add, in percents of the norm: their printed parts add up to it."""


def reliance(score: Score, contributions: Sequence[Contribution], printed: Sequence[float]) -> Reliance | None:
    """Tell what a coverage rests on.

    Args:
        score: The figure.
        contributions: That it is made of, largest first.
        printed: Of each contribution, as it is printed elsewhere on the page.

    Returns:
        None where there is no coverage, or where the assessment is of before these were measured.
    """
    if not score.coverage or score.n_minus_one is None or score.fragile_known_share is None:
        return None
    whole = sum(row.coverage for row in contributions)
    at_risk = [(row, part) for row, part in zip(contributions, printed, strict=True) if row.risks]
    shown, tail = apart(at_risk)
    return Reliance(
        largest=_largest(contributions, score.coverage, score.n_minus_one),
        share=None if score.fragile_share is None else share_text(score.fragile_share),
        known_share=share_text(score.fragile_known_share),
        is_all_known=score.fragile_known_share > 1 - 1e-9,
        reasons=[
            _reason(risk, share, sum(risk in row.risks for row, _part in at_risk))
            for risk in Risk
            if (share := sum(row.coverage for row, _part in at_risk if risk in row.risks) / whole)
        ],
        places=[
            PlaceAtRisk(
                name=row.name,
                at=row.venue_name if row.activity_name else "",
                venue_id=row.venue_id,
                adds=percent_points_text(part),
                reasons=risks_text(row.risks),
            )
            for row, part in shown
        ],
        n_places=len(at_risk),
        tail=tail,
        total=percent_points_text(sum(round(part, DECIMALS) for _row, part in shown) + (tail.amount if tail else 0.0)),
    )


def risks_text(risks: Sequence[str]) -> str:
    """Reasons of risk as a list in words, in their fixed order."""
    return ", ".join(str(risk.label) for risk in Risk if risk in risks)


def _reason(risk: OfferScore.Risk, share: float, n_places: int) -> Reason:
    return Reason(str(risk.label), share_text(share), round(100 * share, 1), n_places)


def _largest(contributions: Sequence[Contribution], coverage: float, share: float) -> LargestPlace | None:
    by_site: dict[UUID | None, float] = {}
    for row in contributions:
        by_site[row.site] = by_site.get(row.site, 0.0) + row.coverage
    if not by_site:
        return None
    site = max(by_site, key=lambda key: by_site[key])
    named = next(row for row in contributions if row.site == site)
    return LargestPlace(
        name=named.venue_name or named.activity_name,
        venue_id=named.venue_id,
        share=share_text(share),
        before=coverage_text(coverage),
        after=coverage_text(coverage * (1 - share)),
        weighs=share >= NEGLIGIBLE_SHARE,
    )
