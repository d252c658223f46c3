"""Places and activities written by the API: the body is read, and the register's one door keeps it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request

from venues.api.authentication import reader, require_scope
from venues.api.bodies import printable
from venues.api.errors import Absent, BodyRefused, Conflict
from venues.api.preconditions import require_match, versions_named
from venues.api.record_bodies import ActivityBody, Fault, PlaceBody, VenueBody, fault, location_in_body, read_sent
from venues.models import RD, Activity, Scope, User, Venue
from venues.register import keep as door
from venues.register.duplicates import near_duplicates
from venues.register.merge import differences
from venues.register.record import Place, Record, RecordRefused, dump, facts_of, normalise, read_added
from venues.register.rights import Action, may, require, venues_to_add_in
from venues.register.visible import visible_record

BODIES: dict[type[Place], type[PlaceBody]] = {Venue: VenueBody, Activity: ActivityBody}
READ_ONLY = {
    "id", "status", "areaCode", "version", "updatedAt", "groups", "openingHoursOsm", "openingHoursSpecification",
}  # fmt: skip
"""Members of an answer that follow from others, or never change."""
SCOPES: dict[type[Place], Scope] = {Venue: Scope.WRITE_VENUES, Activity: Scope.WRITE_ACTIVITIES}


def sent_object(request: Request) -> dict[str, Any]:
    """The body.

    Raises:
        BodyRefused: If it is no object.
    """
    if not isinstance(request.data, dict):
        raise BodyRefused([fault("", "not_an_object", _("Send a JSON object with the members to write."))])
    return dict(request.data)


def add_place(request: Request, model: type[Place], query: Mapping[str, Any]) -> tuple[Place, bool]:
    """Add what the body says.

    Returns:
        The place, and whether it is new: sent twice with one `id`, it is still one.

    Raises:
        BodyRefused: Listing every problem.
        Conflict: If the same may be there already, or the id is taken.
        PermissionDenied: If the person may not add it there.
    """
    user = require_scope(request, SCOPES[model])
    body, sent = _body(model, query), sent_object(request)
    key, faults = _key(sent.pop("id", None))
    values, more = read_sent(body, sent, READ_ONLY)
    faults += more + _unheld(values, user, None) + _point_in_a_place(values, None)
    record = plain(values)
    with transaction.atomic():
        door.one_at_a_time(key)
        if known := model.everything.filter(pk=key).first():
            if faults:
                raise BodyRefused(faults)
            return _sent_again(known, record, user), False
        try:
            place = door.add(model, record, user, key, verifies=False)
        except RecordRefused as refused:
            raise BodyRefused(faults + _told(body, refused, faults)) from refused
        if faults:
            raise BodyRefused(faults)
        if query.get("duplicates") != "allow":
            _refuse_double(place, record.get("location"))
    return place, True


def change_place(request: Request, model: type[Place], key: str, shown: Any, query: Mapping[str, Any]) -> Place:
    """Change the members that the body names, those of them that differ from what was shown.

    Args:
        request: With `If-Match`.
        model: `Venue` or `Activity`.
        key: Its id in the address.
        shown: Gives the members that a GET shows, of a place and what this client may see of its record.
        query: The checked query.

    Raises:
        Absent: If there is none.
        BodyRefused: Listing every problem.
        PreconditionFailed: If it was changed since it was read.
        PermissionDenied: If the person may not.
    """
    user = require_scope(request, SCOPES[model])
    versions_named(request)
    body, sent = _body(model, query), sent_object(request)
    with transaction.atomic():
        place = held(request, model, key, user, Action.CHANGE)
        seen = visible_record(place, reader(request) or AnonymousUser())
        now = shown(place, seen)
        changes = {name: value for name, value in sent.items() if name not in now or value != now[name]}
        if "venueId" in changes and changes["venueId"] is None and "location" in sent:
            # It leaves its place, and may stay on the spot.
            changes["location"] = sent["location"]
        values, faults = read_sent(body, changes, READ_ONLY)
        faults += _unheld(values, user, place) + _point_in_a_place(values, place) + _strange_rows(body, values, seen)
        if not values and not faults:
            return place
        try:
            kept = door.keep(place, seen | plain(values), user, base=seen, since=query.get("since"), verifies=False)
        except RecordRefused as refused:
            raise BodyRefused(faults + _told(body, refused, faults)) from refused
        except door.EditConflict as conflict:
            if faults:
                raise BodyRefused(faults) from conflict
            raise Conflict(
                _("Somebody else changed the same. Get it again, and then change it."), "conflict"
            ) from conflict
        if faults:
            raise BodyRefused(faults)
    return kept


def archive_place(request: Request, model: type[Place], key: str) -> None:
    """Take a place out of the register; its history stays, and people can bring it back.

    Raises:
        Absent: If there is none.
        PreconditionFailed: If it was changed since it was read.
        PermissionDenied: If the person may not.
    """
    user = require_scope(request, SCOPES[model])
    versions_named(request)
    with transaction.atomic():
        door.archive(held(request, model, key, user, Action.ARCHIVE), user)


def held(request: Request, model: type[Place], key: str, user: User, action: Action) -> Place:
    """The place in the version that the client knows, which nobody else changes until the transaction ends.

    Raises:
        Absent: If there is none.
        PreconditionFailed: If it was changed since it was read.
        PermissionDenied: If the person may not.
    """
    found: Place | None = None
    if (wanted := _uuid(key)) is not None:
        found = model.objects.select_for_update(of=("self",)).filter(pk=wanted).first()
    if found is None:
        raise Absent("id", _("Nothing here has the id “%(id)s”.") % {"id": printable(key)})
    require(user, action, found)
    require_match(request, found.version)
    return found


def _body(model: type[Place], query: Mapping[str, Any]) -> PlaceBody:
    return BODIES[model](context={"crs": query["body_crs"], "terms": {}})


def plain(values: Mapping[str, Any]) -> Record:
    """Values that were read of a body, as a record has them."""
    record: Record = {}
    for name, value in values.items():
        is_rows = isinstance(value, list) and all(isinstance(row, dict) for row in value)
        record[name] = [{field: dump(each) for field, each in row.items()} for row in value] if is_rows else dump(value)
    return record


def _told(body: PlaceBody, refused: RecordRefused, faults: list[Fault]) -> list[Fault]:
    """What the register refused, by its place in the body; nothing of what could not even be read."""
    unread = {each["location"].partition("[")[0] for each in faults}
    if "venueId" in unread:
        # Where it lies follows from that.
        unread |= {"location", ""}
    found = []
    for problem in refused.problems:
        location = location_in_body(body, problem.member, problem.row, problem.field)
        if location.partition("[")[0] not in unread:
            found.append(fault(location, "refused", problem.message))
    return found


def _strange_rows(body: PlaceBody, values: Mapping[str, Any], seen: Record) -> list[Fault]:
    """Rows with an id that the client cannot have read, or that comes twice."""
    faults = []
    for member in facts_of(Venue):
        known = {row["id"] for row in seen.get(member, [])}
        for position, row in enumerate(values.get(member, [])):
            if "id" in row and row["id"] not in known:
                said = _("No row that is left has this id. Leave it out of a new row.")
                faults.append(fault(f"{location_in_body(body, member, position, '')}.id", "unknown_row", said))
            known.discard(row.get("id"))
    return faults


def _unheld(values: Mapping[str, Any], user: User, place: Place | None) -> list[Fault]:
    """An activity in a place where this person may hold none, or in one of another municipality than its own."""
    if not values.get("venue"):
        return []
    allowed = venues_to_add_in(user).filter(pk=values["venue"])
    if place:
        allowed = allowed.filter(municipality=place.municipality_id)
    if allowed.exists():
        return []
    return [fault("venueId", "no_right", _("You may not hold an activity in this place. Choose another place."))]


def _point_in_a_place(values: Mapping[str, Any], place: Place | None) -> list[Fault]:
    """A location of its own for an activity that is held in a place."""
    held_in = values["venue"] if "venue" in values else getattr(place, "venue_id", None)
    if not held_in or values.get("location") is None:
        return []
    said = _("An activity in a place lies where that lies. Leave its location out, or send null as venueId.")
    return [fault("location", "follows_place", said)]


def _key(sent: Any) -> tuple[UUID, list[Fault]]:
    if sent is None:
        return uuid4(), []
    key = _uuid(sent)
    if key is None:
        return uuid4(), [fault("id", "invalid", _("Write the id as a UUID, or leave it out."))]
    return key, []


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _sent_again(known: Place, record: Record, user: User) -> Place:
    """What was stored by the same request before, as it is now.

    Raises:
        Conflict: If it was another request.
    """
    added = read_added(type(known), known.pk)
    if added is not None and known.archived_at is None and may(user, Action.CHANGE, known):
        try:
            is_same = not differences(added, normalise(type(known), record))
        except RecordRefused:
            is_same = False
        if is_same:
            return known
    raise Conflict(_("This id is taken. Choose another one, or leave it out."), "id_taken")


def _refuse_double(place: Place, location: list[float] | None) -> None:
    if location is None:
        return
    found = near_duplicates(type(place), place.name, Point(location[0], location[1], srid=RD), place.pk)
    if found:
        said = _("The same may be there already: %(names)s. Change that one, or send duplicates=allow.")
        candidates = [{"id": str(each.pk), "name": each.name, "distanceM": round(each.distance.m)} for each in found]
        names = ", ".join(each.name for each in found)
        raise Conflict(said % {"names": names}, "duplicate", {"candidates": candidates})
