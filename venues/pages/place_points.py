"""Places and activities without a building as points on the map: what each is, how it stands and how pressed it is."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from venues.assessment.queries import assessment_on
from venues.models import Activity, Closure, Municipality, OfferScore, Venue
from venues.pages.figures import number_text
from venues.pages.icons import icon_of
from venues.pages.reliance import risks_text

PRESSURE_STEPS = (0.75, 1.25, 2.0)
"""Times the middle place: below the first is size 0, from the last on size 3."""

State = Literal["open", "risk", "closed", "activity"]


@dataclass(frozen=True)
class PlacePoint:
    """One point; its members are what the map reads.

    Attributes:
        xy: Where it is, metres in EPSG:28992.
        state: Its shape. An activity that is closed or at risk is drawn as that; its icon says that it is an activity.
        pressure: Its size, 0 to 3; None where the pressure is not known or not told.
        known: Whether its room is recorded; else the pressure is an estimate, and it is drawn hollow.
        told: State and pressure in words.
    """

    xy: tuple[float, float]
    name: str
    type: str
    icon: str
    state: State
    pressure: int | None
    known: bool
    told: str
    url: str

    def properties(self) -> dict[str, object]:
        """What the map reads of it beside its place."""
        return {name: value for name, value in vars(self).items() if name != "xy"}


def place_points(municipality: Municipality, day: date, as_of: date | None) -> Iterator[PlacePoint]:
    """The places with room of their own and the activities without a building.

    Args:
        municipality: Whose.
        day: On which day they exist, open or closed.
        as_of: Of which date the assessment is; None for the live one.
    """
    assessment = assessment_on(municipality, as_of)
    offers = {(offer.venue_id, offer.activity_id): offer for offer in assessment.offers} if assessment else {}
    venues = Venue.objects.existing(day).filter(municipality=municipality, venue_type__has_room=True)
    closed = set(venues.closed(day).values_list("pk", flat=True))
    for venue in venues.select_related("venue_type"):
        offer = offers.get((venue.pk, None))
        state = _state("open", offer, is_closed=venue.pk in closed)
        yield _point(venue, venue.venue_type.name, state, offer)
    activities = Activity.objects.on(day).filter(municipality=municipality, venue=None)
    closures = Closure.objects.filter(activity__in=activities, extent=Closure.Extent.WHOLE, starts_on__lte=day)
    shut = set(closures.exclude(reopens_on__lte=day).values_list("activity", flat=True))
    for activity in activities:
        offer = offers.get((None, activity.pk))
        state = _state("activity", offer, is_closed=activity.pk in shut)
        yield _point(activity, _("activity"), state, offer)


def _state(usual: State, offer: OfferScore | None, *, is_closed: bool) -> State:
    if is_closed:
        return "closed"
    return "risk" if offer and offer.risks else usual


def _point(place: Venue | Activity, kind: str, state: State, offer: OfferScore | None) -> PlacePoint:
    relative = offer.pressure_relative if offer and state != "closed" else None
    is_known = bool(offer and offer.is_known) and relative is not None
    return PlacePoint(
        xy=place.location.coords,  # type: ignore[union-attr, arg-type]  # what has no venue has a location
        name=place.name,
        type=kind,
        icon=icon_of(place.venue_type_id if isinstance(place, Venue) else None),
        state=state,
        pressure=None if relative is None else bisect_right(PRESSURE_STEPS, relative),
        known=is_known,
        told=_told(state, offer, relative, is_known=is_known),
        url=reverse("venue" if isinstance(place, Venue) else "activity", args=[place.pk]),
    )


def _told(state: State, offer: OfferScore | None, relative: float | None, *, is_known: bool) -> str:
    if state == "closed":
        return _("Closed.")
    words = {"open": _("Open."), "activity": _("Held without a building.")}
    said = words.get(state) or _("At risk: %(reasons)s.") % {"reasons": risks_text(offer.risks if offer else [])}
    if relative is None:
        pressed = _("How hard it is pressed is not known.")
    elif is_known:
        pressed = _("Pressed %(times)s times as hard as the middle place.")
    else:
        pressed = _("Pressed %(times)s times as hard as the middle place, by estimate.")
    times = {} if relative is None else {"times": number_text(relative, 1)}
    return f"{said} {pressed % times}"
