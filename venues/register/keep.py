"""Writing a record: one transaction, one check, one new version, and figures that follow."""

from datetime import date
from uuid import UUID

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Municipality, Organisation, User
from venues.register.checks import check_border, check_record, every_problem, instance, location_of, municipality_of
from venues.register.dating import DATED, agreed, changed_since, in_sequence
from venues.register.following import follow
from venues.register.lockout import check_still_kept
from venues.register.merge import Merge, differences, merge
from venues.register.record import (
    FACTS,
    FIELDS,
    Place,
    Problem,
    Record,
    RecordRefused,
    attname,
    events_of,
    facts_of,
    load,
    normalise,
    read,
)
from venues.register.rights import Action, keeps_any, may_add, organisations_to_add_for, require


class EditConflict(Exception):
    """Somebody else changed the same; the merge says what goes together and what must be chosen."""

    def __init__(self, merged: Merge, version: int, since: date | None = None) -> None:
        self.merged, self.version, self.since = merged, version, since
        super().__init__("; ".join(each.member for each in merged.conflicts))


def add(  # noqa: PLR0913 - each says another thing about one act
    model: type[Place],
    record: Record,
    user: User,
    key: UUID,
    *,
    municipality: Municipality | None = None,
    verifies: bool = True,
) -> Place:
    """Add a place or activity.

    Args:
        model: `Venue` or `Activity`.
        record: What is known of it.
        user: Who adds it.
        key: Its id, made with the form: sent twice, the form still adds one place.
        municipality: Where it is said to be, for people who keep several on one ground; else by its location.
        verifies: Whether a person looked at it, so that it counts as checked; off for a program.

    Raises:
        RecordRefused: If the record cannot be kept.
        PermissionDenied: If the person may not add it there, or the key is that of a place that was deleted and the
            person may not restore it.
    """
    record = normalise(model, record)
    with transaction.atomic(), pghistory.context(user=user.pk):
        one_at_a_time(key)
        known: Place | None = model.everything.filter(pk=str(key)).first()
        if known:
            return known
        former = events_of(model).filter(pgh_obj_id=key).last()
        if former:
            require(user, Action.RESTORE, Municipality.objects.get(pk=former.municipality_id))
        place: Place = model(pk=key)
        _set_fields(place, record)
        every_problem(lambda: _put(place, municipality), lambda: check_record(place, record))
        named = place.organisation_id
        organisation = Organisation.objects.filter(pk=named).first() if named else None
        _require_adding(place, user, organisation)
        if verifies:
            _verified(place, user)
        place.save(force_insert=True)
        _keep_facts(place, record)
        follow(place.municipality_id)
    return place


def one_at_a_time(key: UUID) -> None:
    """Of two at once that add with one key the second waits here, and then finds what the first added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def keep(  # noqa: PLR0913 - each says another thing about one act
    place: Place,
    record: Record,
    user: User,
    *,
    base: Record | None = None,
    since: date | None = None,
    verifies: bool = True,
) -> Place:
    """Make a record that of a stored place; what others changed meanwhile stays, where the two do not conflict.

    Args:
        place: The place or activity.
        record: As it is to become.
        user: Who changes it.
        base: The record that the person saw; None overwrites whatever is stored.
        since: The first day on which changed hours, staffing and funding hold, so that those of the days before stay
            as they were; None corrects them for all days.
        verifies: Whether the person looked at all of it, so that it counts as checked; off for a single fact.

    Returns:
        The place as stored, with its next version where anything changed.

    Raises:
        RecordRefused: If the record cannot be kept.
        EditConflict: If somebody else changed the same members in another way.
        PermissionDenied: If the person may not change it.
    """
    model = type(place)
    record = normalise(model, record)
    with transaction.atomic(), pghistory.context(user=user.pk):
        place = model.everything.select_for_update(of=("self",)).get(pk=place.pk)
        require(user, Action.CHANGE, place)
        # An import may have given an activity a place and a point.
        current = normalise(model, read(place))
        if base is not None:
            record = _merged(normalise(model, base), current, record, since, place.version)
        if since is not None:
            # After merging: of a row that two changed there would else be two that both hold.
            record |= {name: changed_since(current[name], record[name], since) for name in DATED}
        if base is not None:
            record |= {name: in_sequence(current[name], record[name], same) for name, same in DATED.items()}
        changed = bool(differences(current, record))
        if changed:
            _set_fields(place, record)
            place.version += 1
        is_moved = record["location"] != current["location"]
        every_problem(*([lambda: check_border(place)] if is_moved else []), lambda: check_record(place, record))
        if verifies:
            _verified(place, user)
        place.save()
        if changed:
            check_still_kept(place, user, current, record)
            _keep_facts(place, record)
            follow(place.municipality_id)
    return place


def confirm(place: Place, user: User, day: date | None = None) -> Place:
    """Note that a person found everything about a place unchanged.

    Raises:
        PermissionDenied: If the person may not change it.
    """
    with transaction.atomic(), pghistory.context(user=user.pk):
        place = type(place).everything.select_for_update(of=("self",)).get(pk=place.pk)
        require(user, Action.CHANGE, place)
        _verified(place, user, day)
        place.save(update_fields=["verified_on", "verified_by", "updated_at"])
    return place


def archive(place: Place, user: User, *, back: bool = False) -> Place:
    """Take a place out of the register, or bring it back; its history stays.

    Raises:
        PermissionDenied: If the person may not.
    """
    with transaction.atomic(), pghistory.context(user=user.pk):
        place = type(place).everything.select_for_update(of=("self",)).get(pk=place.pk)
        require(user, Action.ARCHIVE, place)
        if (place.archived_at is None) != back:
            place.archived_at = None if back else timezone.now()
            place.version += 1
            place.save(update_fields=["archived_at", "version", "updated_at"])
            follow(place.municipality_id)
    return place


def _put(place: Place, municipality: Municipality | None) -> None:
    """Give a new place its municipality."""
    place.municipality = municipality or municipality_of(place)
    check_border(place)


def _require_adding(place: Place, user: User, organisation: Organisation | None) -> None:
    if may_add(user, place.municipality, organisation, location_of(place)):
        return
    if not organisations_to_add_for(user, place.municipality).exists() and not keeps_any(user, place.municipality):
        raise PermissionDenied(_("You have no right to add places here."))
    raise RecordRefused(
        [Problem("organisation", None, "", _("You may not add this here: choose your own organisation and area."))]
    )


def _merged(base: Record, current: Record, record: Record, since: date | None, version: int) -> Record:
    if since is not None:
        record = record | {name: agreed(base[name], current[name], record[name], since) for name in DATED}
    merged = merge(base, current, record)
    if merged.conflicts:
        raise EditConflict(merged, version, since)
    return merged.record


def _verified(place: Place, user: User, day: date | None = None) -> None:
    place.verified_on, place.verified_by = day or timezone.localdate(), user


def _set_fields(place: Place, record: Record) -> None:
    model = type(place)
    for name in FIELDS[model]:
        setattr(place, attname(model, name), load(model, name, record[name]))


def _keep_facts(place: Place, record: Record) -> None:
    """Make the rows of each list those of the record: what is the same is left alone, so that history shows changes."""
    for name in facts_of(type(place)):
        table, fields = FACTS[name]
        names = [attname(table, each) for each in fields]
        stored = {row.pk: row for row in getattr(place, name).all()}
        changed, new = [], []
        for row in record[name]:
            made = instance(place, name, row)
            old = stored.pop(made.pk, None)
            if old is None:
                # An earlier state may name rows that are gone.
                made.pk = None
                new.append(made)
            elif any(getattr(old, each) != getattr(made, each) for each in names):
                changed.append(made)
        table._base_manager.filter(pk__in=stored).delete()
        # In one statement, so that two rows may swap what only one of them can have.
        table._base_manager.bulk_update(changed, fields)
        table._base_manager.bulk_create(new)
