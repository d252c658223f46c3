"""The room of a place as a sum that re-adds, or as what it is where it is no plain sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from math import isclose

from django.utils.translation import gettext as _

from venues.models import Activity, Closure, OfferScore, Slot, Venue
from venues.pages.figures import number_text

HOSTED = {Slot.Host.PROFESSIONAL, Slot.Host.VOLUNTEER}


@dataclass(frozen=True)
class Held:
    """What a place has today: its own slots, the partial closures of the day, and the activities in it."""

    slots: Sequence[Slot]
    closures: Sequence[Closure]
    activities: Sequence[Activity]


def room_text(offer: OfferScore, venue: Venue, held: Held) -> str:
    """The room of a place in a sentence.

    Args:
        offer: The figures of the place itself.
        venue: The place.
        held: From the register, of the day of the figures.
    """
    if not offer.room_high:
        return _("No room of its own: no hours with a host.")
    if not offer.is_known or venue.places is None:
        return _(
            "%(room)s place-hours a week. What is not recorded is assumed from the kind of place, so it may be %(low)s "
            "to %(high)s."
        ) % {
            "room": number_text(offer.room),
            "low": number_text(offer.room_low),
            "high": number_text(offer.room_high),
        }
    hours, places = _hours(held), _places(venue.places, held)
    said = {
        "hours": exact_text(hours),
        "places": number_text(places),
        "room": exact_text(offer.room),
        "product": exact_text(hours * places),
    }
    if isclose(hours * places, offer.room, abs_tol=0.005):
        return _("%(hours)s hosted hours × %(places)s places = %(room)s place-hours a week, as recorded.") % said
    return _beside(held, offer.room, hours * places) % said


def exact_text(number: float) -> str:
    """A number with as many decimals as it has, two at most: “20”, “42.5”."""
    decimals = next((count for count in (0, 1) if abs(number - round(number, count)) < 0.0005), 2)
    return number_text(number, decimals)


def _beside(held: Held, room: float, product: float) -> str:
    is_taken = any(not activity.has_own_space for activity in held.activities)
    is_unhosted = any(slot.host == Slot.Host.NONE for slot in held.slots)
    if is_taken and is_unhosted:
        return _(
            "%(room)s place-hours a week, as recorded: %(hours)s hosted hours × %(places)s places is %(product)s; "
            "activities inside take places out of that, and hours without a host may count for a part."
        )
    if is_taken and room < product:
        return _(
            "%(room)s place-hours a week, as recorded: %(hours)s hosted hours × %(places)s places is %(product)s; "
            "activities inside take the rest."
        )
    if is_unhosted and room > product:
        return _(
            "%(room)s place-hours a week, as recorded: %(hours)s hosted hours × %(places)s places is %(product)s; "
            "hours without a host count for a part."
        )
    return _("%(room)s place-hours a week, as recorded.")


def _hours(held: Held) -> float:
    hosted = sum(_length(slot) / slot.every_weeks for slot in held.slots if slot.host in HOSTED)
    return min([hosted, *(float(row.hours_remaining) for row in held.closures if row.hours_remaining is not None)])


def _places(places: int, held: Held) -> int:
    return min([places, *(row.places_remaining for row in held.closures if row.places_remaining is not None)])


def _length(slot: Slot) -> float:
    until = 24 * 60 if slot.ends == time(0) else slot.ends.hour * 60 + slot.ends.minute
    return (until - slot.starts.hour * 60 - slot.starts.minute) / 60
