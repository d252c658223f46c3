"""The register around a municipality, read once for a span of dates and then asked what is on offer on each."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.contrib.gis.measure import D
from django.db.models import Q

from venues.assessment.named import each_of, facts_of
from venues.assessment.offers import Key, Offer, Supply
from venues.models import (
    Activity,
    Area,
    Audience,
    Closure,
    Level,
    Method,
    Municipality,
    Slot,
    Staffing,
    TypeDefault,
    Venue,
)
from venues.models.activity import OfferFact
from venues.models.dated import Dated
from venues.walking.kept import Reached, walks_of

F = TypeVar("F", bound=OfferFact)

NOT_COUNTED = (
    *("version", "created_at", "updated_at", "verified_on", "archived_at", "address", "postcode", "website"),
    *("location", "opening_hours", "wheelchair", "source", "source_key", "source_kind", "low_threshold"),
)
"""What is recorded of a venue and moves no figure: reading it takes half of the time."""


@dataclass(eq=False)
class Registered:
    """One offer with all that is recorded of it in a span of dates.

    Attributes:
        venue, activity, site, type_default, suitability: As of an `Offer`.
        place: The place that an activity is held in.
        held: The activities held inside this venue.
        slots: Those that hold on any day of the span.
        staffing: The same, and those that ended before it.
        closures: Whole ones and partial ones.
    """

    venue: Venue | None
    activity: Activity | None
    site: int
    type_default: TypeDefault | None
    place: "Registered | None" = None
    held: list["Registered"] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    staffing: list[Staffing] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    suitability: dict[str, float] = field(default_factory=dict)
    _eras: dict[int, Offer | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def key(self) -> Key:
        """The ids of the place and the activity."""
        return (self.venue.pk if self.venue else None, self.activity.pk if self.activity else None)

    @cached_property
    def turns(self) -> list[date]:
        """The days on which anything about it may change, in order: what begins, ends, closes or reopens."""
        around = [self, *([self.place] if self.place else []), *self.held]
        return sorted({day for each in around for day in each._own_turns()})

    def on(self, day: date) -> Offer | None:
        """What it offers on a date; None where it does not exist or is wholly closed. The same object in one era."""
        era = bisect_right(self.turns, day)
        if era not in self._eras:
            self._eras[era] = self._made(day) if self.is_open(day) else None
        return self._eras[era]

    def is_open(self, day: date) -> bool:
        """Whether it exists and is not wholly closed, nor the place that it is held in."""
        if self.activity:
            exists = self.activity.holds_on(day) and (self.place is None or self.place.is_open(day))
        else:
            exists = self.venue is not None and (self.venue.opened_on is None or self.venue.opened_on <= day)
        return exists and not any(_is_whole(closure) and _is_closed(closure, day) for closure in self.closures)

    def _made(self, day: date) -> Offer:
        held = [offer for offer in (each.on(day) for each in self.held) if offer]
        return Offer(
            self.venue,
            self.activity,
            self.site,
            self.type_default,
            slots=[slot for slot in self.slots if slot.holds_on(day)],
            staffing=[row for row in self.staffing if row.holds_on(day)],
            closures=[row for row in self.closures if not _is_whole(row) and _is_closed(row, day)],
            suitability=self.suitability,
            during=held,
            staffing_ended=any(row.ends_on is not None and row.ends_on <= day for row in self.staffing),
        )

    def _own_turns(self) -> Iterator[date]:
        dated: list[Dated] = [*self.slots, *self.staffing, *([self.activity] if self.activity else [])]
        for fact in dated:
            yield from (day for day in (fact.starts_on, fact.ends_on) if day)
        for closure in self.closures:
            yield from (day for day in (closure.starts_on, closure.reopens_on) if day)
        if self.venue and self.venue.opened_on and not self.activity:
            yield self.venue.opened_on


@dataclass(frozen=True)
class Register:
    """Everything on offer around a municipality in a span of dates.

    Attributes:
        first, last: The span.
        entries: Places first, then activities, each in order of id.
        walks: One a site: that of the place or activity with the door; None where it was not measured.
    """

    first: date
    last: date
    entries: list[Registered]
    walks: list[Reached | None]

    def on(self, day: date) -> Supply:
        """The offers that exist and are not wholly closed on a date.

        Raises:
            ValueError: If the date lies outside the span that was read.
        """
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} was not read: the register was read from {self.first} to {self.last}.")
        return Supply([offer for offer in (each.on(day) for each in self.entries) if offer], self.walks)

    @cached_property
    def ever(self) -> Supply:
        """All offers of the span, open or not, without the facts of any date."""
        bare = [Offer(e.venue, e.activity, e.site, e.type_default, suitability=e.suitability) for e in self.entries]
        return Supply(bare, self.walks)

    @cached_property
    def positions(self) -> dict[Key, int]:
        """Where each offer stands among the entries."""
        return {entry.key: k for k, entry in enumerate(self.entries)}


def supply_on(municipality: Municipality, day: date, method: Method, reach_m: float) -> Supply:
    """Read the offers within reach of a municipality that exist and are not wholly closed on a date.

    Args:
        municipality: Whose residents are served.
        day: As of which date.
        method: For the defaults of venue types.
        reach_m: Places up to so many metres outside the boundary count too.
    """
    return read_register(municipality, day, day, method, reach_m).on(day)


def read_register(municipality: Municipality, first: date, last: date, method: Method, reach_m: float) -> Register:
    """Read all offers within reach of a municipality that exist on any day of a span, with all facts of that span.

    Args:
        municipality: Whose residents are served.
        first: The first day.
        last: The last day, included.
        method: For the defaults of venue types.
        reach_m: Places up to so many metres outside the boundary count too.
    """
    boundary = Area.objects.active().get(edition__municipality=municipality, level=Level.MUNICIPALITY).boundary
    defaults = {each.venue_type_id: each for each in method.type_defaults.all()}
    # A fictional town may lie on the same ground as a real one; nobody walks from the one into the other.
    near = {"location__dwithin": (boundary, D(m=reach_m)), "municipality__is_fictional": municipality.is_fictional}
    shut = Closure.objects.filter(
        Q(reopens_on=None) | Q(reopens_on__gt=last), extent=Closure.Extent.WHOLE, starts_on__lte=first
    )
    venues = list(
        Venue.objects.existing(last)
        .exclude(pk__in=shut.filter(venue__isnull=False).values("venue"))
        .filter(**near)
        .defer(*NOT_COUNTED)
        .order_by("pk")
    )
    entries = [Registered(venue, None, site, defaults.get(venue.venue_type_id)) for site, venue in enumerate(venues)]
    at_venue = {entry.venue.pk: entry for entry in entries if entry.venue}
    kept = Activity.objects.filter(_overlaps(first, last)).exclude(
        pk__in=shut.filter(activity__isnull=False).values("activity")
    )
    for activity in kept.filter(venue__in=each_of(at_venue)).order_by("pk"):
        place = at_venue[activity.venue_id]  # type: ignore[index]  # these have a venue
        entry = Registered(place.venue, activity, place.site, place.type_default, place)
        place.held.append(entry)
        entries.append(entry)
    outside = kept.filter(venue=None).filter(**near).order_by("pk")
    entries.extend(Registered(None, activity, site, None) for site, activity in enumerate(outside, start=len(venues)))
    _attach_facts(entries, first, last)
    return Register(first, last, entries, _walks(entries))


def _overlaps(first: date, last: date, end: str = "ends_on") -> Q:
    """Facts that hold on any day of a span."""
    return (Q(starts_on=None) | Q(starts_on__lte=last)) & (Q(**{end: None}) | Q(**{f"{end}__gt": first}))


def _attach_facts(entries: Sequence[Registered], first: date, last: date) -> None:
    of_these = facts_of(
        [e.venue.pk for e in entries if e.venue and not e.activity], [e.activity.pk for e in entries if e.activity]
    )
    slots = _by_offer(Slot.objects.filter(of_these, _overlaps(first, last)))
    # Also those that ended before: whose hosts all left has none, and is not a place of which nothing is known.
    begun = Q(starts_on=None) | Q(starts_on__lte=last)
    staffing = _by_offer(Staffing.objects.filter(of_these, begun))
    closures = _by_offer(Closure.objects.filter(of_these, _overlaps(first, last, "reopens_on")))
    audiences = _by_offer(Audience.objects.filter(of_these))
    for entry in entries:
        own = (None, entry.activity.pk) if entry.activity else (entry.venue.pk if entry.venue else None, None)
        entry.slots = slots[own]
        entry.staffing = staffing[own]
        entry.closures = closures[own]
        entry.suitability = {audience.group_id: audience.suitability for audience in audiences[own]}


def _by_offer(facts: Iterable[F]) -> dict[Key, list[F]]:
    result: dict[Key, list[F]] = defaultdict(list)
    for fact in facts:
        result[fact.venue_id, fact.activity_id].append(fact)
    return result


def _walks(entries: Sequence[Registered]) -> list[Reached | None]:
    # The first offer at a site has the door: a place before what is held in it.
    doors = {entry.site: entry for entry in reversed(entries)}
    with_door = [doors[site] for site in sorted(doors)]
    measured = walks_of([e.venue.pk for e in with_door if e.venue], [e.activity.pk for e in with_door if e.activity])
    return [measured.get(entry.key) for entry in with_door]


def _is_whole(closure: Closure) -> bool:
    return closure.extent == Closure.Extent.WHOLE


def _is_closed(closure: Closure, day: date) -> bool:
    return closure.starts_on <= day and (closure.reopens_on is None or day < closure.reopens_on)
