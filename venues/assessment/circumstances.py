"""What surrounds the offers of a day and moves no coverage: risks, who pays, and who was counted there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q

from scoring.arrays import BoolArray, FloatArray
from venues.assessment.named import each_of, facts_of
from venues.assessment.offers import Offer
from venues.assessment.risks import Exposure, exposures
from venues.assessment.scores import FEWEST_PERSONS
from venues.assessment.sectors import sectors_of
from venues.models import Attendance, DemandGroup, Funding, Inspection, OfferScore

FEW = FEWEST_PERSONS / 2
"""What a count of some, but fewer than may be told, counts for: then no figure can tell which it was."""


@dataclass(frozen=True)
class Circumstances:
    """Aligned with the offers.

    Attributes:
        exposures: What puts each offer at risk.
        sectors: The share of each policy sector in each offer; they add up to 1.
        attendance: Counted persons a week, shape (K, G); NaN = not counted.
    """

    exposures: list[Exposure]
    sectors: list[dict[str, float]]
    attendance: FloatArray

    @property
    def at_risk(self) -> list[BoolArray]:
        """For each reason, in the order of `OfferScore.Risk`, the offers at risk for it."""
        return [
            np.array([risk in exposure.risks for exposure in self.exposures], dtype=np.bool_)
            for risk in OfferScore.Risk.values
        ]

    @property
    def is_risk_recorded(self) -> BoolArray:
        """Offers of which a risk could be known, shape (K,)."""
        return np.array([exposure.is_recorded for exposure in self.exposures], dtype=np.bool_)

    def told(self) -> str:
        """All of it as text, for a fingerprint."""
        return repr(([(each.risks, each.is_recorded) for each in self.exposures], self.sectors))


def circumstances_of(offers: Sequence[Offer], groups: Sequence[DemandGroup], day: date) -> Circumstances:
    """Read the money, inspections and counts of the offers as of a day."""
    venues = {offer.venue.pk for offer in offers if offer.venue}
    activities = {offer.activity.pk for offer in offers if offer.activity}
    of_these = facts_of(venues, activities)
    # What starts later counts too: it may follow on what ends.
    fundings = list(Funding.objects.filter(of_these, Q(ends_on=None) | Q(ends_on__gt=day)))
    inspections = Inspection.objects.filter(venue__in=each_of(venues), inspected_on__lte=day)
    return Circumstances(
        exposures=exposures(offers, fundings, inspections, day),
        sectors=sectors_of(offers, fundings, day),
        attendance=_attendance(offers, groups, Attendance.objects.counted_by(day).filter(of_these)),
    )


def _attendance(offers: Sequence[Offer], groups: Sequence[DemandGroup], counts: Iterable[Attendance]) -> FloatArray:
    row_of = {offer.key[1] or offer.key[0]: k for k, offer in enumerate(offers)}
    column_of = {group.code: g for g, group in enumerate(groups)}
    result = np.full((len(offers), len(groups)), np.nan)
    for count in counts:
        k, g = row_of.get(count.activity_id or count.venue_id), column_of.get(count.group_id)
        if k is not None and g is not None:
            few = 0 < count.persons_per_week < FEWEST_PERSONS
            result[k, g] = FEW if few else count.persons_per_week
    return result
