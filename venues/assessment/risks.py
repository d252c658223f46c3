"""What puts a place at risk, by the facts that hold on a day. What is not recorded is unknown, not a risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from venues.assessment.offers import Offer
from venues.models import Funding, Inspection, OfferScore, Staffing

Risk = OfferScore.Risk
Own = tuple[set[str], bool]
KINDS = tuple(Staffing.Kind)
RISKS = tuple(Risk.values)

FEWEST_STRUCTURAL = Decimal("0.5")
"""Share of what a place needs (else of all its funding) that should be structural."""
MOST_VACANT = Decimal("0.2")
"""Share of the hosting hours, filled and vacant, from which vacancies are a risk."""
WORST_CONDITION = 4
"""NEN 2767: from this condition on the building is a risk."""


@dataclass(frozen=True)
class Exposure:
    """What is known of the risks of one offer.

    Attributes:
        risks: The reasons that hold, in the order of `OfferScore.Risk`.
        is_recorded: Whether funding, staffing or condition is recorded, so that a risk could be known.
    """

    risks: tuple[str, ...]
    is_recorded: bool


def exposures(
    offers: Sequence[Offer], fundings: Iterable[Funding], inspections: Iterable[Inspection], day: date
) -> list[Exposure]:
    """Find the reasons of each offer, in their order.

    What is held in a venue shares its risks: an activity ends with the place that it is in.

    Args:
        offers: With the staffing that holds on the day.
        fundings: Of these venues and activities, also those that start later: they may follow on what ends.
        inspections: Of these venues, up to the day.
        day: As of which date.
    """
    money: dict[object, list[Funding]] = {}
    for funding in fundings:
        money.setdefault(funding.activity_id or funding.venue_id, []).append(funding)
    conditions: dict[object, Inspection] = {}
    for inspection in sorted(inspections, key=lambda row: row.inspected_on):
        conditions[inspection.venue_id] = inspection
    own: dict[object, Own] = {}
    for offer in offers:
        thing = offer.activity or offer.venue
        if thing is None:
            continue
        budget = None if offer.activity or not offer.venue else offer.venue.budget_needed_eur
        inspection_of = None if offer.activity else conditions.get(thing.pk)
        own[thing.pk] = _own(offer.staffing, money.get(thing.pk, []), budget, inspection_of, day)
    return [_exposure(offer, own) for offer in offers]


def _exposure(offer: Offer, own: dict[object, Own]) -> Exposure:
    of_these = [own[thing.pk] for thing in (offer.venue, offer.activity) if thing is not None]
    found = set().union(*(risks for risks, _is_recorded in of_these))
    return Exposure(
        tuple(risk for risk in RISKS if risk in found), any(is_recorded for _risks, is_recorded in of_these)
    )


def _own(
    staffing: Sequence[Staffing],
    fundings: Sequence[Funding],
    budget_needed_eur: Decimal | None,
    inspection: Inspection | None,
    day: date,
) -> Own:
    """The reasons of one place or activity by itself, and whether anything is recorded of it."""
    held = [funding for funding in fundings if funding.holds_on(day)]
    # Money that is not public tells neither its end nor its size, not even by a risk.
    is_public = all(funding.is_public for funding in held)
    found: set[str] = set()
    if any(funding.is_public and _ends_soon(funding, fundings, day) for funding in held):
        found.add(Risk.FUNDING_ENDS)
    if is_public and _is_underfunded(held, budget_needed_eur):
        found.add(Risk.UNDERFUNDED)
    hours = {kind: sum((row.hours_per_week for row in staffing if row.kind == kind), Decimal(0)) for kind in KINDS}
    vacant, hosting = hours[Staffing.Kind.VACANCY], sum(hours.values())
    if hosting and vacant >= MOST_VACANT * hosting:
        found.add(Risk.VACANCIES)
    if staffing and not hours[Staffing.Kind.PROFESSIONAL]:
        found.add(Risk.UNPAID)
    if inspection and inspection.condition >= WORST_CONDITION:
        found.add(Risk.CONDITION)
    return found, bool(held or staffing or inspection)


def _ends_soon(funding: Funding, fundings: Sequence[Funding], day: date) -> bool:
    """Whether it ends within twelve months, and the same funder is not known to go on."""
    if funding.ends_on is None or funding.ends_on > _a_year_after(day):
        return False
    return not any(other.funder == funding.funder and other.holds_on(funding.ends_on) for other in fundings)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def _is_underfunded(held: Sequence[Funding], budget_needed_eur: Decimal | None) -> bool:
    """Whether even with all of which that is unknown, less than half of what it needs is structural."""
    if not held:
        return False
    needed = budget_needed_eur if budget_needed_eur is not None else sum(row.amount_eur for row in held)
    perhaps = sum(row.amount_eur for row in held if row.is_structural is not False)
    return perhaps < FEWEST_STRUCTURAL * needed
