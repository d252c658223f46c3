"""What is on offer on a date: open places and activities with their hours, hosts, places and audience."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from venues.models import Activity, Closure, DemandGroup, Method, Slot, Staffing, TypeDefault, Venue
from venues.walking.kept import Reached

Key = tuple[UUID | None, UUID | None]
"""Which offer: (venue, None) for a place's own opening, (venue or None, activity) for an activity."""


@dataclass(eq=False)
class Offer:
    """One offer with the facts that hold on the date. It stays the same object for as long as they do.

    Attributes:
        venue: The place; None for an activity without a building.
        activity: The activity; None for the place's own opening.
        site: Position of the place with a door of its own, shared by all that is held in it.
        type_default: What the method assumes of the place's type.
        slots, staffing, closures: Those that hold on the date; closures are partial ones, as whole ones end an offer.
        staffing_ended: Whether staffing was recorded that ended by the date: that it is known who left.
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
    staffing_ended: bool = False

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
    walks: list[Reached | None]
