"""Store what the services of a file became: organisations, then venues, then activities, then hours and audiences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.importing.base import Report, RowRefused
from venues.importing.hsds.offers import Ground, Read
from venues.importing.storing.keyed_store import store_keyed
from venues.models import Activity, Audience, Organisation, Slot, Venue

OF_VENUE = [
    "name", "venue_type_id", "organisation_id", "location", "address", "postcode", "website", "places", "opening_hours",
    "wheelchair", "low_threshold",
]  # fmt: skip
OF_ACTIVITY = ["name", "venue_id", "organisation_id", "location", "places"]
OF_SLOT = ["weekday", "starts", "ends", "host", "every_weeks", "in_school_holidays", "starts_on", "ends_on"]


def store_offers(read: Sequence[Read], bodies: Mapping[str, Organisation], ground: Ground, report: Report) -> None:
    """Store the services of a file; what a person checked since it came is left as it is.

    Args:
        read: What they became.
        bodies: Unsaved organisations by their key in the file.
        ground: Whose register it is, and the name under which the keys are kept.
        report: Gets counts, notes, and activities that are nowhere.
    """
    municipality, name = ground.source.municipality, ground.name
    existing = Organisation.objects.filter(municipality=municipality, source=name)
    used = [bodies[key] for key in sorted({each.organization for each in read} & set(bodies))]
    store_keyed(municipality, existing, used, ["name", "website"], report)
    body_of = dict(existing.values_list("source_key", "pk"))
    for each in read:
        each.offer.organisation_id = body_of.get(each.organization)
    places = [each for each in read if isinstance(each.offer, Venue)]
    stored = _store_kind(Venue, places, OF_VENUE, ground, report)
    place_of = {each.location: stored[each.offer.source_key] for each in places}
    activities = []
    for each in read:
        if isinstance(each.offer, Activity):
            try:
                _place(each.offer, place_of.get(each.location))
            except RowRefused as error:
                report.refuse(error)
                continue
            activities.append(each)
    _store_kind(Activity, activities, OF_ACTIVITY, ground, report)


def _place(activity: Activity, venue: Venue | None) -> None:
    """Where an activity is held."""
    if venue is not None:
        activity.venue_id, activity.location = venue.pk, None
    elif activity.location is None:
        raise RowRefused(
            _("this activity is held nowhere."),
            _("Give its location latitude and longitude, or put the place with that location in the file too."),
            "location",
            activity.name,
        )


def _store_kind(
    model: type[Any], read: Sequence[Read], carried: Sequence[str], ground: Ground, report: Report
) -> dict[str, Any]:
    """Store the venues, or the activities; by key what is stored of each."""
    municipality = ground.source.municipality
    existing = model.everything.filter(municipality=municipality, source=ground.name)
    keys = {each.offer.source_key for each in read}
    checked = existing.filter(verified_on__isnull=False)
    kept = {place.source_key: place for place in checked if place.source_key in keys}
    changing = [each for each in read if each.offer.source_key not in kept]
    free = existing.filter(verified_on=None)
    stored = store_keyed(municipality, free, [each.offer for each in changing], carried, report)
    owner = "venue" if model is Venue else "activity"
    _store_hours(owner, stored, changing)
    _store_audiences(owner, stored, changing)
    if kept:
        report.unchanged += len(kept)
        report.note(
            ngettext(
                "%(count)d was checked by a person and stays as it is.",
                "%(count)d were checked by a person and stay as they are.",
                len(kept),
            )
            % {"count": len(kept)}
        )
    return kept | {each.source_key: each for each in stored}


def _store_hours(owner: str, stored: Sequence[Any], read: Sequence[Read]) -> None:
    """Make the slots those of the file, where it gives a whole week; else they stay as recorded."""
    given = {
        offer.pk: each.hours.slots
        for offer, each in zip(stored, read, strict=True)
        if each.hours.is_whole and each.hours.slots
    }
    known: dict[Any, Counter[Any]] = {key: Counter() for key in given}
    for key, *values in Slot.objects.filter(**{f"{owner}__in": given}).values_list(owner, *OF_SLOT):
        known[key][tuple(values)] += 1
    changed = {
        key: slots
        for key, slots in given.items()
        if known[key] != Counter(tuple(getattr(slot, name) for name in OF_SLOT) for slot in slots)
    }
    Slot.objects.filter(**{f"{owner}__in": changed}).delete()
    for key, slots in changed.items():
        for slot in slots:
            setattr(slot, f"{owner}_id", key)
    Slot.objects.bulk_create([slot for slots in changed.values() for slot in slots], batch_size=2000)


def _store_audiences(owner: str, stored: Sequence[Any], read: Sequence[Read]) -> None:
    """Make the audiences those of the file, where it names any."""
    given = {offer.pk: each.audiences for offer, each in zip(stored, read, strict=True) if each.audiences}
    known: dict[Any, dict[str, float]] = {key: {} for key in given}
    rows = Audience.objects.filter(**{f"{owner}__in": given})
    for key, group, suitability in rows.values_list(owner, "group", "suitability"):
        known[key][group] = suitability
    changed = {key: audiences for key, audiences in given.items() if known[key] != audiences}
    Audience.objects.filter(**{f"{owner}__in": changed}).delete()
    Audience.objects.bulk_create(
        [
            Audience(**{f"{owner}_id": key}, group_id=group, suitability=suitability)
            for key, audiences in changed.items()
            for group, suitability in audiences.items()
        ],
        batch_size=2000,
    )
