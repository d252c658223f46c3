"""How hard the places in an area are pressed together: what is asked of them beside the room that they have."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from venues.assessment.result import Assessment
from venues.models import Activity, Area, OfferScore, Venue


@dataclass(frozen=True)
class Crowding:
    """The offers with room that lie in an area.

    Attributes:
        room: Place-hours a week, more than 0.
        load_hours: Hours a week that would be asked of them; None where that of one of them may not be told.
    """

    room: float
    load_hours: float | None

    @property
    def pressure(self) -> float | None:
        """Hours asked of each place-hour; None where the load may not be told."""
        return None if self.load_hours is None else self.load_hours / self.room


def crowding_by_area(assessment: Assessment, level: str) -> dict[str, Crowding]:
    """The load and the room of the offers in each area; areas without room are left out.

    Args:
        assessment: Whose offers.
        level: A value of `Level`; the areas are those of the boundaries that it was scored by.
    """
    offers = [offer for offer in assessment.offers if offer.room > 0]
    areas = _areas_of(offers, assessment.run.edition_id, level)
    held: dict[str, list[OfferScore]] = defaultdict(list)
    for offer in offers:
        code = areas.get(offer.activity_id or offer.venue_id)
        if code:
            held[code].append(offer)
    return {code: _together(inside) for code, inside in held.items()}


def _together(offers: Sequence[OfferScore]) -> Crowding:
    # What nobody in need can reach is asked for nothing; a load that is missing elsewhere is withheld.
    loads = [offer.load_hours if offer.is_reached else 0.0 for offer in offers]
    told = [load for load in loads if load is not None]
    return Crowding(sum(offer.room for offer in offers), sum(told) if len(told) == len(loads) else None)


def _areas_of(offers: Sequence[OfferScore], edition_id: int, level: str) -> dict[UUID | None, str | None]:
    inside = Area.objects.filter(edition=edition_id, level=level, boundary__covers=OuterRef("at"))
    area = Subquery(inside.order_by("code").values("code")[:1])
    venues = {offer.venue_id for offer in offers if offer.venue_id and offer.activity_id is None}
    activities = {offer.activity_id for offer in offers if offer.activity_id}
    asked: list[QuerySet[Any]] = []
    if venues:
        asked.append(Venue.everything.filter(pk__in=venues).annotate(at=F("location")))
    if activities:
        held_at = Coalesce(F("venue__location"), F("location"))
        asked.append(Activity.everything.filter(pk__in=activities).annotate(at=held_at))
    return {key: code for rows in asked for key, code in rows.annotate(area_code=area).values_list("pk", "area_code")}
