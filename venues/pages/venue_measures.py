"""What a place means to the people around it, in words: its room, how hard it is pressed, and who may meet there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from venues.assessment.meeting import may_tell_visitors, visitor_shares
from venues.assessment.result import Assessment
from venues.assessment.sectors import UNRECORDED
from venues.models import Activity, DemandGroup, OfferScore, Sector, Slot, Venue
from venues.pages.figures import number_text, share_text
from venues.pages.reliance import risks_text
from venues.pages.venue_room import Held, room_text
from venues.reports.rounding import largest_remainder


@dataclass(frozen=True)
class Share:
    """One group or sector and its share of the whole; printed shares add up to 100%."""

    name: str
    text: str
    length: float


@dataclass(frozen=True)
class Measures:
    """The figures of one offer as sentences."""

    room: str
    pressure: str
    closing: str
    risks: str
    sectors: str
    bridging: str
    is_counted: bool
    visitors: list[Share]
    visitors_withheld: bool


@dataclass(frozen=True)
class HeldHere:
    """An activity in a place, with its own figures."""

    activity: Activity
    times: str
    room: str
    pressure: str
    bridging: str
    risks: str


def measures_of(assessment: Assessment, venue: Venue, held: Held) -> Measures | None:
    """The figures of the place itself; None where it is not in the assessment, as when it is closed."""
    offer = next((o for o in assessment.offers if (o.venue_id, o.activity_id) == (venue.pk, None)), None)
    if offer is None:
        return None
    groups = list(DemandGroup.objects.all())
    visitors = visitor_shares(offer, [group.code for group in groups if not group.is_everyone])
    holds_more = any(other.venue_id == venue.pk and other.activity_id for other in assessment.offers)
    return Measures(
        room=room_text(offer, venue, held),
        pressure=_pressure(offer, venue.municipality.name),
        closing=_closing(offer, holds_more),
        risks=_risks(offer),
        sectors=_sectors(offer, {sector.code: sector.name for sector in Sector.objects.all()}),
        bridging=share_text(offer.bridging) if offer.bridging is not None and may_tell_visitors(offer) else "",
        is_counted=offer.is_bridging_counted,
        visitors=_shares(_named(visitors, groups)),
        visitors_withheld=not visitors and (offer.bridging is not None or _is_load_withheld(offer)),
    )


def held_here(assessment: Assessment | None, activities: Sequence[Activity], slots: Iterable[Slot]) -> list[HeldHere]:
    """Activities, each with its own times and figures; a dash where there are none."""
    times: dict[UUID | None, list[str]] = defaultdict(list)
    for slot in slots:
        hours = f"{time_format(slot.starts, 'H:i')}–{time_format(slot.ends, 'H:i')}"
        times[slot.activity_id].append(f"{WEEKDAYS[slot.weekday - 1]} {hours}")
    rows = []
    for activity in activities:
        offers = assessment.offers if assessment else ()
        offer = next((each for each in offers if each.activity_id == activity.pk), None)
        rows.append(
            HeldHere(
                activity=activity,
                times=", ".join(times[activity.pk]),
                room=_room_range(offer) if offer and offer.room_high else "–",
                pressure=_pressure_cell(offer),
                bridging=share_text(offer.bridging) if offer and may_tell_visitors(offer) else "–",
                risks=risks_text(offer.risks) if offer else "",
            )
        )
    return rows


def _is_load_withheld(offer: OfferScore) -> bool:
    return offer.room > 0 and offer.is_reached and offer.load_hours is None


def _room_range(offer: OfferScore) -> str:
    if offer.is_known or offer.room_low == offer.room_high:
        return number_text(offer.room)
    return f"{number_text(offer.room)} ({number_text(offer.room_low)}–{number_text(offer.room_high)})"


def _pressure(offer: OfferScore, municipality: str) -> str:
    if not offer.room:
        return _("Without room nothing can be asked of it.")
    if not offer.is_reached:
        return _("Nobody in need of it lives within reach.")
    if offer.pressure is None or offer.load_hours is None:
        return _("Of some group fewer than 10 people are within reach, so it is not told.")
    asked = {"load": number_text(offer.load_hours), "pressure": number_text(offer.pressure, 1)}
    if not offer.is_known:
        # Beside the middle place an assumption would read as a finding about this one.
        return (
            _(
                "If everyone in reach came up to the norm, %(load)s hours a week would be asked of it: by estimate "
                "%(pressure)s for every place-hour that there is. Its room is not fully recorded, so this is uncertain."
            )
            % asked
        )
    said = (
        _(
            "If everyone in reach came up to the norm, %(load)s hours a week would be asked of it: %(pressure)s for "
            "every place-hour that there is."
        )
        % asked
    )
    if offer.pressure_relative is None:
        return said
    beside = _("That is %(times)s times the middle place of %(municipality)s.") % {
        "times": number_text(offer.pressure_relative, 1),
        "municipality": municipality,
    }
    return f"{said} {beside}"


def _pressure_cell(offer: OfferScore | None) -> str:
    if offer is None or offer.pressure is None:
        return "–"
    figure = number_text(offer.pressure, 1)
    return figure if offer.is_known else _("about %(figure)s") % {"figure": figure}


def _closing(offer: OfferScore, holds_more: bool) -> str:
    """What would move and what would be left, as a what-if: it is no proposal."""
    if offer.moved_hours is None or offer.stranded_hours is None:
        if offer.load_hours is None or not offer.is_reached:
            return ""
        return _("What would move and what would be left is not told: of some group it is about fewer than 10 people.")
    moved, stranded = largest_remainder([offer.moved_hours, offer.stranded_hours])
    hours = {"load": number_text(moved + stranded), "moved": number_text(moved), "stranded": number_text(stranded)}
    asked = (
        _("At the norm, %(load)s hours a week would be asked of it and of all that is held in it.")
        if holds_more
        else _("At the norm, %(load)s hours a week would be asked of it.")
    )
    if not offer.stranded_hours:
        then = _("In this sum other places within reach can take that over; whether people do so, it does not tell.")
    else:
        then = _(
            "In this sum other places within reach can take over %(moved)s of these, and %(stranded)s are left with no "
            "place; whether people go there, it does not tell."
        )
    return f"{asked % hours} {then % hours}"


def _sectors(offer: OfferScore, names: dict[str, str]) -> str:
    """The sectors with their shares, as far as there are several; largest first, what is not recorded last."""
    shares = sorted(
        zip(offer.sectors, offer.sector_shares, strict=True), key=lambda pair: (pair[0] == UNRECORDED, -pair[1])
    )
    named = _shares(
        [(_("not recorded") if code == UNRECORDED else names.get(code, code), share) for code, share in shares]
    )
    if not named:
        return _("not recorded")
    return named[0].name if len(named) == 1 else ", ".join(f"{share.name} {share.text}" for share in named)


def _risks(offer: OfferScore) -> str:
    if not offer.is_risk_recorded:
        return _("Not known: neither funding, staffing nor the state of the building is recorded.")
    return risks_text(offer.risks) or _("None of the reasons holds, by what is recorded and public.")


def _named(visitors: Sequence[tuple[str | None, float]], groups: Sequence[DemandGroup]) -> list[tuple[str, float]]:
    names = {group.code: group.name for group in groups}
    return [(names[code] if code else _("other groups together"), share) for code, share in visitors]


def _shares(named: Sequence[tuple[str, float]]) -> list[Share]:
    printed = largest_remainder([share for _name, share in named], 2)
    return [
        Share(name, f"{figure * 100:.0f}%", round(100 * share, 1))
        for (name, share), figure in zip(named, printed, strict=True)
    ]
