"""Bringing back: an earlier state of a place, a place from the archive, and one that was deleted."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from venues.models import Activity, Municipality, User, Venue
from venues.register.keep import add, keep
from venues.register.record import Place, Problem, Record, RecordRefused, events_of, read_at
from venues.register.rights import Action, archivable, require
from venues.register.timeline import timeline


class NothingThere(LookupError):
    """There was no such place at that moment."""


class ChangedMeanwhile(Exception):
    """Somebody changed the place after the person looked at it."""


def restore(model: type[Place], key: UUID, moment: datetime, user: User, *, seen: datetime | None = None) -> Place:
    """Make a place what it was after a moment. It is no check: nobody looked at the place itself.

    Args:
        model: `Venue` or `Activity`.
        key: Its primary key; a place that was deleted comes back under it.
        moment: Of the state.
        user: Who brings it back.
        seen: The last change that the person knew of; None overwrites whatever came after.

    Raises:
        NothingThere: If there was no such place then.
        ChangedMeanwhile: If it was changed after `seen`.
        RecordRefused: If that state cannot be kept any more, as when its type is gone.
        PermissionDenied: If the person may not change it, or may not restore what was deleted.
    """
    record = read_at(model, key, moment)
    if record is None:
        raise NothingThere
    with transaction.atomic(), pghistory.context(restored=moment.isoformat()):
        place: Place | None = model.everything.select_for_update(of=("self",)).filter(pk=key).first()
        if seen and timeline(model, key)[-1].at > seen:
            raise ChangedMeanwhile
        if place:
            return keep(place, record, user, verifies=False)
        happened = events_of(model).filter(pgh_obj_id=key)
        last, then = happened.last(), happened.filter(pgh_created_at__lte=moment).last()
        municipality = Municipality.objects.get(pk=last.municipality_id)
        require(user, Action.RESTORE, municipality)
        _refuse_double(model, last)
        _refuse_without_its_place(record)
        return _as_it_was(add(model, record, user, key, municipality=municipality), then, last)


def archived(user: User, municipality: Municipality) -> list[Place]:
    """The places and activities in the archive that somebody may bring back, the latest first."""
    found: list[Place] = []
    for model in (Venue, Activity):
        found.extend(archivable(user, model).filter(municipality=municipality).exclude(archived_at=None))
    return sorted(found, key=lambda place: (place.archived_at, place.name), reverse=True)


def deleted(municipality: Municipality) -> list[tuple[type[Place], Any]]:
    """What was deleted from the register of a municipality: kind and last event of each, the latest first."""
    found: list[tuple[type[Place], Any]] = []
    for model in (Venue, Activity):
        alive = model.everything.filter(pk=OuterRef("pgh_obj_id"))
        gone = events_of(model).filter(municipality_id=municipality.pk, pgh_label="delete").exclude(Exists(alive))
        found.extend((model, event) for event in gone.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"))
    return sorted(found, key=lambda each: each[1].pgh_created_at, reverse=True)


def _refuse_double(model: type[Place], last: Any) -> None:
    """An import brings in again what its source still has, under a new number."""
    same = model.everything.filter(
        municipality=last.municipality_id, source=last.source, source_key=last.source_key
    ).exclude(source_key="")
    if same.exists():
        raise RecordRefused(
            [Problem("name", None, "", _("An import brought this place in again since; it would be there twice."))]
        )


def _refuse_without_its_place(record: Record) -> None:
    """An activity that was deleted with the place that it is held in comes back after it."""
    if record.get("venue") and not Venue.everything.filter(pk=record["venue"]).exists():
        raise RecordRefused(
            [Problem("venue", None, "", _("The place that it is held in was deleted too: bring that back first."))]
        )


def _as_it_was(place: Place, then: Any, last: Any) -> Place:
    """Take over what no record says: who had checked it then, where it came from, and its versions so far."""
    names = ["source", "source_key", *(["source_kind"] if isinstance(place, Venue) else [])]
    for name in names:
        setattr(place, name, getattr(last, name))
    place.verified_on, place.verified_by = then.verified_on, User.objects.filter(pk=then.verified_by_id).first()
    place.version = last.version + 1
    place.save(update_fields=[*names, "verified_on", "verified_by", "version", "updated_at"])
    return place
