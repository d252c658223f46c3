"""What is on offer on a date: open places and activities with their hours, hosts, places and audience."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.contrib.gis.measure import D
from django.db.models import Q, QuerySet

from venues.models import (
    Activity,
    Area,
    Audience,
    Closure,
    DemandGroup,
    Level,
    Method,
    Municipality,
    Slot,
    Staffing,
    TypeDefault,
    Venue,
    Walk,
)
from venues.models.activity import OfferFact

Key = tuple[UUID | None, UUID | None]
"""Which offer: (venue, None) for a place's own opening, (venue or None, activity) for an activity."""

F = TypeVar("F", bound=OfferFact)


@dataclass
class Offer:
    """One offer with the facts that hold on the date.

    Attributes:
        venue: The place; None for an activity without a building.
        activity: The activity; None for the place's own opening.
        site: Position of the place with a door of its own, shared by all that is held in it.
        type_default: What the method assumes of the place's type.
        slots, staffing, closures: Those that hold on the date; closures are partial ones, as whole ones end an offer.
        suitability: By group code, where recorded.
        during: The activities held inside this venue (for a place's own opening).
    """

    venue: Venue | None
    activity: Activity | None
    site: int
    type_default: TypeDefault | None
    slots: list[Slot] = field(default_factory=list)
    staffing: list[Staffing] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    suitability: dict[str, float] = field(default_factory=dict)
    during: list["Offer"] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """The ids of the place and the activity."""
        return (self.venue.pk if self.venue else None, self.activity.pk if self.activity else None)

    def suits(self, groups: Sequence[DemandGroup], method: Method) -> list[float]:
        """a[k,g] in the order of the groups: recorded, else of the place's type, else the method's for activities."""
        by_type = self.type_default.suitability if self.type_default else {}
        if self.activity is None:
            return [self.suitability.get(group.code, by_type.get(group.code, 0.0)) for group in groups]
        if self.suitability:
            # Who an activity is for was recorded: it is not for the others.
            return [self.suitability.get(group.code, 0.0) for group in groups]
        return [by_type.get(group.code, method.activity_suitability) for group in groups]


@dataclass(frozen=True)
class Supply:
    """All offers around a municipality on a date, and the walks from their doors.

    Attributes:
        offers: Places first, then activities, each in order of id.
        walks: One a site: that of the place or activity with the door; None where it was not measured.
    """

    offers: list[Offer]
    walks: list[Walk | None]


def supply_on(municipality: Municipality, day: date, method: Method, reach_m: float) -> Supply:
    """Read the offers within reach of a municipality that exist and are not wholly closed on a date.

    Args:
        municipality: Whose residents are served.
        day: As of which date.
        method: For the defaults of venue types.
        reach_m: Places up to so many metres outside the boundary count too.
    """
    boundary = Area.objects.active().get(edition__municipality=municipality, level=Level.MUNICIPALITY).boundary
    defaults = {each.venue_type_id: each for each in method.type_defaults.all()}
    # A fictional town may lie on the same ground as a real one; nobody walks from the one into the other.
    near = {"location__dwithin": (boundary, D(m=reach_m)), "municipality__is_fictional": municipality.is_fictional}
    venues = list(Venue.objects.open(day).filter(**near).order_by("pk"))
    offers = [Offer(venue, None, site, defaults.get(venue.venue_type_id)) for site, venue in enumerate(venues)]
    at_venue = {offer.venue.pk: offer for offer in offers if offer.venue}
    held = Activity.objects.on(day).exclude(pk__in=_wholly_closed(day).values("activity"))
    inside = held.filter(venue__in=list(at_venue)).order_by("pk")
    outside = held.filter(venue=None).filter(**near).order_by("pk")
    for activity in inside:
        place = at_venue[activity.venue_id]  # type: ignore[index]  # these have a venue
        offer = Offer(place.venue, activity, place.site, place.type_default)
        place.during.append(offer)
        offers.append(offer)
    offers.extend(Offer(None, activity, site, None) for site, activity in enumerate(outside, start=len(venues)))
    _attach_facts(offers, day)
    return Supply(offers, _walks(offers))


def _wholly_closed(day: date) -> QuerySet[Closure]:
    return Closure.objects.on(day).filter(extent=Closure.Extent.WHOLE, activity__isnull=False)


def _attach_facts(offers: list[Offer], day: date) -> None:
    of_these = Q(venue__in=[o.venue for o in offers if o.venue and not o.activity]) | Q(
        activity__in=[o.activity for o in offers if o.activity]
    )
    slots = _by_offer(Slot.objects.on(day).filter(of_these))
    staffing = _by_offer(Staffing.objects.on(day).filter(of_these))
    closures = _by_offer(Closure.objects.on(day).filter(of_these, extent=Closure.Extent.PARTIAL))
    audiences = _by_offer(Audience.objects.filter(of_these))
    for offer in offers:
        own = (None, offer.activity.pk) if offer.activity else (offer.venue.pk if offer.venue else None, None)
        offer.slots = slots[own]
        offer.staffing = staffing[own]
        offer.closures = closures[own]
        offer.suitability = {audience.group_id: audience.suitability for audience in audiences[own]}


def _by_offer(facts: Iterable[F]) -> dict[Key, list[F]]:
    result: dict[Key, list[F]] = defaultdict(list)
    for fact in facts:
        result[fact.venue_id, fact.activity_id].append(fact)
    return result


def _walks(offers: list[Offer]) -> list[Walk | None]:
    # The first offer at a site has the door: a place before what is held in it.
    doors = {offer.site: offer for offer in reversed(offers)}
    with_door = [doors[site] for site in sorted(doors)]
    walks = Walk.objects.filter(
        Q(venue__in=[o.venue for o in with_door if o.venue])
        | Q(activity__in=[o.activity for o in with_door if o.activity])
    )
    measured = {(walk.venue_id, walk.activity_id): walk for walk in walks}
    return [measured.get(offer.key) for offer in with_door]
