"""Single facts of a place written by the API: closures, staffing and funding, each a row of the record of its place."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from venues.api.authentication import require_scope
from venues.api.bodies import Body, printable
from venues.api.errors import Absent, BodyRefused
from venues.api.place_writing import plain, sent_object
from venues.api.preconditions import require_match, versions_named
from venues.api.record_bodies import Fault, fault, read_sent
from venues.models import Activity, Closure, Funding, Scope, Staffing, User, Venue
from venues.register.closures import check_closures
from venues.register.record import Place, RecordRefused
from venues.register.rights import Action, require
from venues.register.rows import Check, add_row, change_row, remove_row

Fact = Closure | Staffing | Funding
LISTS: dict[type[Fact], str] = {Closure: "closures", Staffing: "staffings", Funding: "fundings"}
CHECKS: dict[type[Fact], Check] = {Closure: check_closures}
READ_ONLY = {"id", "organisationId", "policyField"}


def add_fact(request: Request, model: type[Fact], body: Body) -> int:
    """Add what the body says to the place or activity that it names. Sent twice, it is still one.

    Returns:
        The key of the fact.

    Raises:
        BodyRefused: Listing every problem.
        PermissionDenied: If the person may not change that place.
    """
    user = require_scope(request, Scope.WRITE_FACTS)
    values, faults = read_sent(body, sent_object(request), READ_ONLY)
    owner = _owner(values)
    if owner is None:
        if not any(each["location"] in {"venueId", "activityId"} for each in faults):
            said = _("Name one: the place (venueId) or the activity (activityId).")
            faults.append(fault("venueId", "one_owner", said))
        raise BodyRefused(faults)
    row = {name: value for name, value in plain(values).items() if name not in {"venue", "activity"}}
    with transaction.atomic():
        require(user, Action.CHANGE, owner)
        try:
            _place, key = add_row(owner, LISTS[model], row, user, CHECKS.get(model))
        except RecordRefused as refused:
            raise BodyRefused(faults + _told(body, refused, LISTS[model], faults)) from refused
        if faults:
            raise BodyRefused(faults)
    return key


def change_fact(request: Request, model: type[Fact], key: str, body: Body, shown: Mapping[str, Any]) -> None:
    """Change the members that the body names, those that differ from what was shown.

    Raises:
        Absent: If there is no such fact.
        BodyRefused: Listing every problem.
        PreconditionFailed: If its place was changed since it was read.
        PermissionDenied: If the person may not change that place.
    """
    user = require_scope(request, Scope.WRITE_FACTS)
    versions_named(request)
    sent = sent_object(request)
    with transaction.atomic():
        place, found = _held(request, model, key, user)
        changes = {name: value for name, value in sent.items() if name not in shown or value != shown[name]}
        values, faults = read_sent(body, changes, READ_ONLY | {"venueId", "activityId"})
        try:
            change_row(place, LISTS[model], found.pk, plain(values), user, check=CHECKS.get(model))
        except RecordRefused as refused:
            raise BodyRefused(faults + _told(body, refused, LISTS[model], faults)) from refused
        if faults:
            raise BodyRefused(faults)


def remove_fact(request: Request, model: type[Fact], key: str) -> None:
    """Take back a fact that was recorded by mistake; history keeps that it was.

    Raises:
        Absent: If there is no such fact.
        PreconditionFailed: If its place was changed since it was read.
        PermissionDenied: If the person may not change that place.
    """
    user = require_scope(request, Scope.WRITE_FACTS)
    versions_named(request)
    with transaction.atomic():
        place, found = _held(request, model, key, user)
        remove_row(place, LISTS[model], found.pk, user)


def find_fact(model: type[Fact], key: str) -> Any:
    """A fact of a place or activity that is in use, or of an organisation.

    Raises:
        Absent: If there is none.
    """
    rows: Any = model._default_manager.select_related("venue", "activity__venue")
    found = rows.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 19 else None
    place = found and (found.venue or found.activity)
    around = found and found.activity and found.activity.venue
    if found is None or any(each and each.archived_at for each in (place, around)):
        raise Absent("id", _("Nothing here has the id “%(id)s”.") % {"id": printable(key)})
    return found


def _held(request: Request, model: type[Fact], key: str, user: User) -> tuple[Place, Any]:
    """The place of a fact in the version that the client knows, and the fact; nobody else changes them meanwhile."""
    found = find_fact(model, key)
    owner: Place | None = found.venue or found.activity
    if owner is None:
        raise PermissionDenied(_("Money of an organisation as a whole is not written here."), "of_organisation")
    place: Any = type(owner).everything.select_for_update(of=("self",)).get(pk=owner.pk)
    require(user, Action.CHANGE, place)
    require_match(request, place.version)
    try:
        # Before the lock somebody else may have taken it back.
        found.refresh_from_db()
    except ObjectDoesNotExist as gone:
        raise Absent("id", _("Nothing here has the id “%(id)s”.") % {"id": printable(key)}) from gone
    return place, found


def _owner(values: Mapping[str, Any]) -> Place | None:
    named = [(model, values[name]) for model, name in ((Venue, "venue"), (Activity, "activity")) if values.get(name)]
    if len(named) != 1:
        return None
    model, key = named[0]
    found: Place | None = model.objects.filter(pk=key).first()
    # Nor in what is archived itself.
    is_around = found is not None and (isinstance(found, Venue) or not found.venue or not found.venue.archived_at)
    return found if is_around else None


def _told(body: Body, refused: RecordRefused, member: str, faults: list[Fault]) -> list[Fault]:
    """What the register refused of the row, by its member; of the rest of the place, as a whole."""
    unread = {each["location"] for each in faults}
    names = {str(field.source): name for name, field in body.fields.items()}
    found = [
        fault(names.get(problem.field, "") if problem.member == member else "", "refused", problem.message)
        for problem in refused.problems
    ]
    return [each for each in found if each["location"] not in unread]
