"""Which policy sector carries an offer: by the hours of its hosts, else by the money, else not recorded."""

from collections.abc import Iterable, Sequence
from datetime import date

from venues.assessment.offers import Offer
from venues.models import Funding, Staffing

UNRECORDED = "unrecorded"
"""Where no sector is known, or only of a part: that part."""


def sectors_of(offers: Sequence[Offer], fundings: Iterable[Funding], day: date) -> list[dict[str, float]]:
    """The share of each sector in each offer, in their order; the shares of an offer add up to 1.

    An activity of which nothing is recorded is carried as the place that it is held in.

    Args:
        offers: With the staffing that holds on the day.
        fundings: Of these venues and activities.
        day: As of which date.
    """
    money: dict[object, list[Funding]] = {}
    for funding in fundings:
        if funding.holds_on(day):
            money.setdefault(funding.activity_id or funding.venue_id, []).append(funding)
    of_venue: dict[object, dict[str, float]] = {}
    result = []
    for offer in offers:
        thing = offer.activity or offer.venue
        shares = _by_hours(offer.staffing) or _by_money(money.get(thing.pk, []) if thing else [])
        if offer.venue and not offer.activity:
            of_venue[offer.venue.pk] = shares
        elif offer.venue:
            shares = shares or of_venue.get(offer.venue.pk, {})
        result.append(shares or {UNRECORDED: 1.0})
    return result


def _by_hours(staffing: Sequence[Staffing]) -> dict[str, float]:
    hosts = [row for row in staffing if row.kind != Staffing.Kind.VACANCY and row.hours_per_week]
    if not any(row.sector_id for row in hosts):
        return {}
    return _shares((row.sector_id or UNRECORDED, float(row.hours_per_week)) for row in hosts)


def _by_money(fundings: Sequence[Funding]) -> dict[str, float]:
    paid = [row for row in fundings if row.amount_eur]
    public = [row for row in paid if row.is_public]
    if not any(row.sector_id for row in paid):
        return {}
    if len(public) < len(paid):
        # Shares beside one public amount would tell the other: who pays may be known, not how much.
        return _shares((sector, 1.0) for sector in sorted({row.sector_id or UNRECORDED for row in paid}))
    return _shares((row.sector_id or UNRECORDED, float(row.amount_eur)) for row in paid)


def _shares(amounts: Iterable[tuple[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for sector, amount in amounts:
        total[sector] = total.get(sector, 0.0) + amount
    whole = sum(total.values())
    return {sector: amount / whole for sector, amount in total.items()}
