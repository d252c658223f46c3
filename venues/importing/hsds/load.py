"""Load services of HSDS: each new one is added, a changed one follows, what a person checked stays."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import ngettext

from venues.importing.base import Report, RowRefused, Source
from venues.importing.hsds.offers import ACTIVE, Ground, Read, read_offer
from venues.importing.hsds.record import Given, object_of, read_records, text_of
from venues.importing.hsds.store import store_offers
from venues.importing.reading.checked import Once, check_fields
from venues.models import Activity, Organisation, Venue

NAMES_TOLD = 10
UUID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def load_hsds(source: Source, report: Report) -> None:
    """Load services, or services at locations, of HSDS 3 from JSON.

    A service with a venue type is a venue; any other is an activity, held in the venue of the same file that has its
    location, else at a point. Options: `source_name` (default “hsds”), and `types` and `groups`, which map terms of
    the file's taxonomies (by code, else by name) to our venue types and demand groups.

    What is not active is not added; where it is here already that is said. What a person checked, and what this
    register itself gave out, stays as it is.

    Raises:
        FileRefused: If the file cannot be used.
    """
    ground, once = Ground.of(source), Once(["id"])
    read: list[Read] = []
    bodies: dict[str, Organisation] = {}
    ended: list[Given] = []
    for given in read_records(source.path):
        report.read += 1
        try:
            if isinstance(given, RowRefused):
                raise given
            if text_of(given.service, "status") not in ("", ACTIVE):
                ended.append(given)
                continue
            once.check(given.key, given.place)
            read.append(read_offer(given, ground))
            _note_body(given, ground, bodies)
        except RowRefused as error:
            report.refuse(error if isinstance(given, RowRefused) else _placed(error, given))
    if report.refused and not source.partial:
        return
    _tell_ended(ended, ground, report)
    store_offers(_not_ours(read, source, report), bodies, ground, report)
    _tell_irregular(read, report)


def _placed(error: RowRefused, given: Given) -> RowRefused:
    kept = error.refusal
    return RowRefused(f"{given.place}: {kept.problem}", kept.remedy, kept.column, kept.value)


def _note_body(given: Given, ground: Ground, bodies: dict[str, Organisation]) -> None:
    body = object_of(given.service, "organization")
    if (key := text_of(body, "id")) and text_of(body, "name") and key not in bodies:
        made = Organisation(
            municipality=ground.source.municipality,
            name=text_of(body, "name"),
            website=text_of(body, "website"),
            source=ground.name,
            source_key=key,
        )
        check_fields(made, {each: f"organization.{each}" for each in ("name", "website", "source_key")})
        bodies[key] = made


def _tell_ended(ended: Sequence[Given], ground: Ground, report: Report) -> None:
    """What closed by the file is not added, and not closed here: the file does not say since when."""
    report.skipped += len(ended)
    keys = {each.key for each in ended}
    here = [
        place.name
        for model in (Venue, Activity)
        for place in model.objects.filter(
            municipality=ground.source.municipality, source=ground.name, source_key__in=keys
        )
    ]
    if here:
        report.note(
            ngettext(
                "%(count)d is not active any more by the file: %(names)s. Record a closure if it closed.",
                "%(count)d are not active any more by the file: %(names)s. Record a closure where one closed.",
                len(here),
            )
            % {"count": len(here), "names": _some(here)}
        )


def _not_ours(read: Sequence[Read], source: Source, report: Report) -> list[Read]:
    """Without those that this register itself gave out, by their id."""
    keys = [UUID(each.offer.source_key) for each in read if UUID_FORM.fullmatch(each.offer.source_key)]
    ours = {
        str(pk)
        for model in (Venue, Activity)
        for pk in model.everything.filter(municipality=source.municipality, pk__in=keys).values_list("pk", flat=True)
    }
    kept = [each for each in read if each.offer.source_key.lower() not in ours]
    if left := len(read) - len(kept):
        report.skipped += left
        report.note(
            ngettext(
                "%(count)d is of this register itself, by its id, and stays as it is here.",
                "%(count)d are of this register itself, by their ids, and stay as they are here.",
                left,
            )
            % {"count": left}
        )
    return kept


def _tell_irregular(read: Sequence[Read], report: Report) -> None:
    if irregular := [each.offer.name for each in read if not each.hours.is_whole]:
        report.note(
            ngettext(
                "Hours of %(count)d service are no plain week and were left out: %(names)s.",
                "Hours of %(count)d services are no plain week and were left out: %(names)s.",
                len(irregular),
            )
            % {"count": len(irregular), "names": _some(irregular)}
        )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMES_TOLD]) + (" …" if len(names) > NAMES_TOLD else "")
