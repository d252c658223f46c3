"""Slots as schedules: repeating events in the words of RFC 5545."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from venues.api.hsds.terms import Json, Terms
from venues.models import Slot
from venues.register.opening_text import DAYS, osm_text
from venues.register.vocabulary import Taxonomy, derived_id


def schedules(offer: UUID, slots: Sequence[Slot], text: str, terms: Terms, day: date) -> list[Json]:
    """The schedules of one offer.

    Slots that differ only in their weekday are one schedule. Hours that are only known as text are one without a rule.

    Args:
        offer: Id of the service.
        slots: Those that hold on the day or later.
        text: The opening hours as text, for where there is no slot.
        terms: To name hosts.
        day: Whose offset from UTC the times are given in.
    """
    if not slots:
        return [{"id": str(derived_id("schedule", offer, text)), "description": text}] if text else []
    alike: dict[tuple[Any, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        key = (slot.starts, slot.ends, slot.every_weeks, slot.starts_on, slot.ends_on, slot.in_school_holidays)
        alike[*key, slot.host].append(slot)
    return [_schedule(offer, same, terms, day) for same in alike.values()]


def _schedule(offer: UUID, slots: Sequence[Slot], terms: Terms, day: date) -> Json:
    first = slots[0]
    weekdays = sorted({slot.weekday for slot in slots})
    byday = ",".join(DAYS[weekday - 1].upper() for weekday in weekdays)
    own = derived_id(
        "schedule", offer, byday, first.starts, first.ends, first.every_weeks, first.starts_on, first.ends_on,
        first.in_school_holidays, first.host,
    )  # fmt: skip
    offset = timezone.make_aware(datetime.combine(day, time(12))).utcoffset() or timedelta()
    made: Json = {
        "id": str(own),
        "service_id": str(offer),
        "freq": "WEEKLY",
        "interval": first.every_weeks,
        "wkst": "MO",
        "byday": byday,
        "opens_at": _with_offset(first.starts, offset),
        "closes_at": _with_offset(first.ends, offset),
        "timezone": offset / timedelta(hours=1),
        "description": osm_text(slots),
        **_validity(first, weekdays),
    }
    attributes = []
    if first.host:
        attributes.append(terms.attribute("schedule", own, Taxonomy.HOST, first.host))
    if first.in_school_holidays is not None:
        code = "yes" if first.in_school_holidays else "no"
        attributes.append(terms.attribute("schedule", own, Taxonomy.SCHOOL_HOLIDAYS, code))
    return made | ({"attributes": attributes} if attributes else {})


def _with_offset(clock: time, offset: timedelta) -> str:
    return f"{clock:%H:%M}+{int(offset / timedelta(hours=1)):02}:00"


def _validity(slot: Slot, weekdays: Sequence[int]) -> Json:
    made: Json = {}
    if slot.starts_on:
        made["valid_from"] = slot.starts_on.isoformat()
        if slot.every_weeks > 1:
            ahead = min((weekday - slot.starts_on.isoweekday()) % 7 for weekday in weekdays)
            made["dtstart"] = (slot.starts_on + timedelta(days=ahead)).isoformat()
    elif slot.every_weeks > 1:
        made["notes"] = _("It is not recorded in which of the weeks.")
    if slot.ends_on:
        # Ours is the first day without it, theirs the last day with it.
        made["valid_to"] = (slot.ends_on - timedelta(days=1)).isoformat()
    return made
