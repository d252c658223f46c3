"""Weekly slots from the opening hours that a source gives as text, without touching what a person recorded."""

from collections.abc import Mapping, Sequence

from django.utils.translation import ngettext

from venues.importing.base import Report
from venues.importing.reading.opening_hours import weekly_hours
from venues.models import Municipality, Slot, Venue


def opening_texts(municipality: Municipality, source: str) -> dict[str, str]:
    """The opening hours that are stored as text, by source key; ask before the venues change."""
    venues = Venue.everything.filter(municipality=municipality, source=source)
    return dict(venues.values_list("source_key", "opening_hours"))


def store_hours(venues: Sequence[Venue], texts_before: Mapping[str, str], report: Report) -> None:
    """Make the slots of venues whose opening hours are new or changed; who hosts them stays unknown.

    A venue that a person verified, or of which a host is recorded, keeps its slots.

    Args:
        venues: Stored, with the text that the source gives now.
        texts_before: By source key, the text that was stored before.
        report: Gets a note where a text is no plain week.
    """
    changed = [venue for venue in venues if venue.opening_hours != texts_before.get(venue.source_key, "")]
    hosted = set(Slot.objects.filter(venue__in=changed).exclude(host="").values_list("venue_id", flat=True))
    touched = [venue for venue in changed if venue.verified_on is None and venue.pk not in hosted]
    slots: list[Slot] = []
    unreadable = 0
    for venue in touched:
        hours = weekly_hours(venue.opening_hours) if venue.opening_hours else ()
        if hours is None:
            unreadable += 1
            continue
        slots.extend(Slot(venue=venue, weekday=each.weekday, starts=each.starts, ends=each.ends) for each in hours)
    Slot.objects.filter(venue__in=touched).delete()
    Slot.objects.bulk_create(slots, batch_size=2000)
    if kept := len(changed) - len(touched):
        report.note(
            ngettext(
                "%(count)d venue has other opening hours now; a person recorded its hours, so they stay.",
                "%(count)d venues have other opening hours now; a person recorded their hours, so they stay.",
                kept,
            )
            % {"count": kept}
        )
    if unreadable:
        report.note(
            ngettext(
                "The opening hours of %(count)d venue say no plain week: kept as text, hours unknown.",
                "The opening hours of %(count)d venues say no plain week: kept as text, hours unknown.",
                unreadable,
            )
            % {"count": unreadable}
        )
