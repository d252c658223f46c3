"""The tables of the register, column by column."""

from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import RowRefused
from venues.importing.reading.row import Row
from venues.importing.register_tables import columns as read
from venues.importing.register_tables.columns import Column, Table
from venues.models import (
    Activity,
    Attendance,
    Audience,
    Closure,
    Funding,
    Inspection,
    Organisation,
    Slot,
    Staffing,
    Venue,
)


def _ends_after_start(row: Row, fact: Any) -> None:
    if fact.starts_on and fact.ends_on and fact.ends_on <= fact.starts_on:
        raise RowRefused(
            _("this ends before it starts."),
            _("Write the first day on which it no longer holds, after %(start)s.") % {"start": fact.starts_on},
            "ends_on",
            row.text("ends_on"),
        )


def _of_one_thing(row: Row, fact: Any) -> None:
    names = [name for name in ("venue", "activity", "organisation") if hasattr(fact, f"{name}_id")]
    if len(given := [name for name in names if getattr(fact, f"{name}_id") is not None]) != 1:
        raise RowRefused(
            _("a row is about exactly one thing."),
            _("Fill in one of these columns: %(columns)s.") % {"columns": ", ".join(names)},
            ", ".join(given or names),
        )


def _has_a_place(_row: Row, activity: Any) -> None:
    if activity.venue_id is None and activity.location is None:
        raise RowRefused(
            _("an activity needs a venue or a location."), _("Fill in venue, or lon and lat."), "venue, lon, lat"
        )


def _to_after_from(row: Row, slot: Any) -> None:
    if slot.ends <= slot.starts and slot.ends.isoformat() != "00:00:00":
        raise RowRefused(
            _("this slot ends before it starts."),
            _("Split a slot past midnight in two: until 24:00, and from 00:00 on the next day."),
            "ends",
            row.text("ends"),
        )


def _reopens_after_start(row: Row, closure: Any) -> None:
    if closure.reopens_on and closure.reopens_on <= closure.starts_on:
        raise RowRefused(
            _("this reopens before it closes."),
            _("Write a day after %(start)s.") % {"start": closure.starts_on},
            "reopens_on",
            row.text("reopens_on"),
        )


def _says_what_remains(_row: Row, closure: Any) -> None:
    remains = closure.hours_remaining is not None or closure.places_remaining is not None
    if remains != (closure.extent == Closure.Extent.PARTIAL):
        raise RowRefused(
            _("a partial closure says what remains, a whole one leaves nothing."),
            _("Fill in hours_remaining or places_remaining for “partial”, neither for “whole”."),
            "extent",
            closure.extent,
        )


OFFER = (Column("venue", "venue_id", read.key, is_needed=True), Column("activity", "activity_id", read.key))
DATES = (Column("starts_on", "starts_on", read.day), Column("ends_on", "ends_on", read.day))

KEYED = {
    "organisations": Table(
        Organisation,
        (
            Column("key", "source_key", read.needed_text, is_needed=True),
            Column("name", "name", read.needed_text, is_needed=True),
            Column("website", "website", read.text),
        ),
        once=("key",),
    ),
    "venues": Table(
        Venue,
        (
            Column("key", "source_key", read.needed_text, is_needed=True),
            Column("name", "name", read.needed_text, is_needed=True),
            Column("type", "venue_type_id", read.needed_code, is_needed=True),
            Column("organisation", "organisation_id", read.key),
            Column("lon", "location", read.needed_location, is_needed=True),
            Column("address", "address", read.text),
            Column("postcode", "postcode", read.text),
            Column("website", "website", read.text),
            Column("places", "places", read.whole),
            Column("opening_hours", "opening_hours", read.text),
            Column("wheelchair", "wheelchair", read.one_of(Venue.Wheelchair)),
            Column("budget_needed_eur", "budget_needed_eur", read.exact),
            Column("opened_on", "opened_on", read.day),
        ),
        once=("key",),
    ),
    "activities": Table(
        Activity,
        (
            Column("key", "source_key", read.needed_text, is_needed=True),
            Column("name", "name", read.needed_text, is_needed=True),
            Column("venue", "venue_id", read.key),
            Column("organisation", "organisation_id", read.key),
            Column("lon", "location", read.location),
            Column("places", "places", read.whole),
            Column("has_own_space", "has_own_space", read.unless_empty(read.yes_or_no, False)),
            Column("mixing_aim", "mixing_aim", read.one_of(Activity.MixingAim)),
            *DATES,
        ),
        (_has_a_place, _ends_after_start),
        once=("key",),
    ),
}
"""Tables whose rows have a key that others refer to."""

FACTS = {
    "slots": Table(
        Slot,
        (
            *OFFER,
            Column("weekday", "weekday", read.needed_whole, is_needed=True),
            Column("starts", "starts", read.needed_clock, is_needed=True),
            Column("ends", "ends", read.needed_clock, is_needed=True),
            Column("host", "host", read.one_of(Slot.Host)),
            Column("every_weeks", "every_weeks", read.unless_empty(read.whole, 1)),
            Column("in_school_holidays", "in_school_holidays", read.yes_or_no),
            *DATES,
        ),
        (_of_one_thing, _to_after_from, _ends_after_start),
        once=("venue", "activity", "weekday", "starts", "ends", "host", "every_weeks", "starts_on", "ends_on"),
    ),
    "audiences": Table(
        Audience,
        (
            *OFFER,
            Column("group", "group_id", read.needed_code, is_needed=True),
            Column("suitability", "suitability", read.needed_number, is_needed=True),
        ),
        (_of_one_thing,),
        once=("venue", "activity", "group"),
    ),
    "staffing": Table(
        Staffing,
        (
            *OFFER,
            Column("kind", "kind", read.one_of(Staffing.Kind, is_needed=True), is_needed=True),
            Column("role", "role", read.text),
            Column("hours_per_week", "hours_per_week", read.needed_exact, is_needed=True),
            Column("sector", "sector_id", read.code),
            *DATES,
        ),
        (_of_one_thing, _ends_after_start),
    ),
    "funding": Table(
        Funding,
        (
            *OFFER,
            Column("organisation", "organisation_id", read.key),
            Column("funder", "funder", read.needed_text, is_needed=True),
            Column("sector", "sector_id", read.code),
            Column("amount_eur", "amount_eur", read.needed_exact, is_needed=True),
            Column("is_structural", "is_structural", read.yes_or_no),
            Column("is_public", "is_public", read.unless_empty(read.yes_or_no, True)),
            *DATES,
        ),
        (_of_one_thing, _ends_after_start),
    ),
    "closures": Table(
        Closure,
        (
            *OFFER,
            Column("extent", "extent", read.unless_empty(read.one_of(Closure.Extent), Closure.Extent.WHOLE.value)),
            Column("reason", "reason", read.unless_empty(read.one_of(Closure.Reason), Closure.Reason.UNKNOWN.value)),
            Column("starts_on", "starts_on", read.needed_day, is_needed=True),
            Column("reopens_on", "reopens_on", read.day),
            Column("hours_remaining", "hours_remaining", read.exact),
            Column("places_remaining", "places_remaining", read.whole),
            Column("note", "note", read.text),
        ),
        (_of_one_thing, _reopens_after_start, _says_what_remains),
        once=("venue", "activity", "starts_on", "extent"),
    ),
    "inspections": Table(
        Inspection,
        (
            Column("venue", "venue_id", read.key, is_needed=True),
            Column("condition", "condition", read.needed_whole, is_needed=True),
            Column("inspected_on", "inspected_on", read.needed_day, is_needed=True),
        ),
        (_of_one_thing,),
        once=("venue", "inspected_on"),
    ),
    "attendance": Table(
        Attendance,
        (
            *OFFER,
            Column("group", "group_id", read.needed_code, is_needed=True),
            Column("persons_per_week", "persons_per_week", read.needed_number, is_needed=True),
            Column("counted_on", "counted_on", read.needed_day, is_needed=True),
        ),
        (_of_one_thing,),
        once=("venue", "activity", "group", "counted_on"),
    ),
}
"""Tables whose rows say something about a venue, an activity or an organisation."""
