"""Who may meet whom at the offers of an area, and who comes to one offer; never so that few people show."""

from collections.abc import Iterable, Sequence

import numpy as np

from scoring.bridging import meeting_matrix
from scoring.results import Bridging
from venues.assessment.result import Assessment, explanation_of
from venues.assessment.scores import FEWEST_PERSONS
from venues.models import Activity, Level, OfferScore, Score, Venue

Shares = dict[str, dict[str, float]]


def offers_met_at(assessment: Assessment, score: Score) -> list[OfferScore]:
    """The offers at which the people of an area may meet, whatever their group.

    Args:
        assessment: Of its municipality.
        score: Of all groups together in the area.

    Returns:
        Of the municipality its own offers; of another area those that its coverage is made of. None where the score
        has no figure.
    """
    if score.status != Score.Status.OK:
        return []
    if score.area.level == Level.MUNICIPALITY:
        code = assessment.run.municipality_id
        own = {
            *Venue.objects.filter(municipality=code).values_list("pk", flat=True),
            *Activity.objects.filter(municipality=code).values_list("pk", flat=True),
        }
        return [offer for offer in assessment.offers if (offer.activity_id or offer.venue_id) in own]
    explanation = explanation_of(score)
    if explanation is None:
        return []
    used = set(zip(explanation.venues, explanation.activities, strict=True))
    return [offer for offer in assessment.offers if (offer.venue_id, offer.activity_id) in used]


def who_may_meet(offers: Iterable[OfferScore], groups: Sequence[str]) -> Shares:
    """Of those whom a person of a group may meet at offers, the share of each group, the own one included.

    Args:
        offers: Where they may meet.
        groups: Codes in the order to show.

    Returns:
        For each group the share of each; shares of a group add up to 1. Left out are groups of which fewer than 10
        visitors are expected or counted at all of these offers, and offers of which the load is withheld. Empty where
        fewer than two groups are left: one meets nobody else.
    """
    met = [offer for offer in offers if may_tell_visitors(offer)]
    persons = np.array([[offer.visitors.get(code, 0.0) for code in groups] for offer in met], dtype=np.float64)
    persons = persons.reshape(len(met), len(groups))
    told = persons.sum(axis=0) >= FEWEST_PERSONS
    if told.sum() < 2:
        return {}
    persons[:, ~told] = np.nan
    bridging = Bridging(
        persons=persons,
        potential=np.full(len(met), np.nan),
        is_counted=np.array([offer.is_bridging_counted for offer in met], dtype=np.bool_),
    )
    matrix = meeting_matrix(bridging)
    shown = [(g, code) for g, code in enumerate(groups) if told[g]]
    return {code: {other: float(matrix[g, h]) for h, other in shown} for g, code in shown}


def visitor_shares(offer: OfferScore, groups: Sequence[str]) -> list[tuple[str | None, float]]:
    """The share of each group in the visitors of an offer.

    Groups with fewer than 10 visitors stand together as None; if that is a single one, the next smallest joins it, so
    that subtraction tells nothing.

    Args:
        offer: With its visitors.
        groups: Codes in the order to show.

    Returns:
        Shares that add up to 1; empty where there are no visitors, or too few to tell any group apart.
    """
    visitors = {code: offer.visitors[code] for code in groups if code in offer.visitors}
    whole = sum(visitors.values())
    if not whole or not may_tell_visitors(offer):
        return []
    rising = sorted(visitors, key=lambda code: visitors[code])
    few = [code for code in rising if visitors[code] < FEWEST_PERSONS]
    if len(few) == 1 and visitors[few[0]]:
        few = rising[:2]
    if len(few) == len(visitors):
        return []
    shares: list[tuple[str | None, float]] = [
        (code, persons / whole) for code, persons in visitors.items() if code not in few
    ]
    together = sum(visitors[code] for code in few) / whole
    return [*shares, (None, together)] if together else shares


def may_tell_visitors(offer: OfferScore) -> bool:
    """Whether who comes may be told: people were counted, or enough of them can reach it."""
    return offer.is_bridging_counted or offer.load_hours is not None
