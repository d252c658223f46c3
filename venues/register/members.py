"""Members of organisations and municipalities: who they are, what their role is, and the end of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from venues.models import Area, Membership, Municipality, Organisation, Role, User
from venues.register.rights import Action, require

Body = Organisation | Municipality

_ROLES: dict[type[Body], list[Role]] = {
    Organisation: [Role.READER, Role.WORKER],
    Municipality: [Role.READER, Role.EDITOR, Role.ADMINISTRATOR],
}


def roles_in(body: Body) -> list[Role]:
    """The roles that exist in an organisation, or in a municipality."""
    return _ROLES[type(body)]


def where(body: Body) -> dict[str, Any]:
    """The fields of a membership or invitation that say where."""
    return {"organisation": body} if isinstance(body, Organisation) else {"municipality": body}


def members_of(body: Body) -> QuerySet[Membership]:
    """Those with a role here, by address."""
    return Membership.objects.filter(**where(body)).select_related("user").order_by("user__email", "area_code")


def places_to_lead(user: User) -> tuple[QuerySet[Organisation], QuerySet[Municipality]]:
    """The organisations and municipalities whose members somebody may invite and change.

    A superuser leads every municipality that is kept here, and finds the organisations by them.
    """
    if user.is_superuser:
        municipalities = Municipality.objects.filter(is_scored=True)
    else:
        led = user.memberships.filter(role=Role.ADMINISTRATOR, area_code="").values("municipality")
        municipalities = Municipality.objects.filter(pk__in=led)
    return Organisation.objects.filter(municipality__in=municipalities), municipalities


def check_role(body: Body, role: str, area_code: str = "") -> None:
    """Refuse a role that does not exist here.

    Raises:
        ValidationError: In words.
    """
    if role not in roles_in(body):
        raise ValidationError(_("This role does not exist here: choose one from the list."))
    if not area_code:
        return
    if role != Role.EDITOR:
        raise ValidationError(_("Only an editor can be of one area: choose “editor”, or the whole municipality."))
    if not Area.objects.active().filter(edition__municipality_id=body.pk, code=area_code).exists():
        raise ValidationError(_("This area does not exist: choose one from the list."))


def change_role(by: User, membership: Membership, role: str, area_code: str = "") -> None:
    """Give a member another role.

    Raises:
        PermissionDenied: If `by` may not.
        ValidationError: If the role does not exist here, or nobody would be left to administer the municipality.
    """
    body = _body(membership)
    require(by, Action.INVITE, body)
    check_role(body, role, area_code)
    with transaction.atomic():
        if role != Role.ADMINISTRATOR:
            _keep_an_administrator(by, membership)
        twin = Membership.objects.filter(user=membership.user_id, area_code=area_code, **where(body))
        if twin.exclude(pk=membership.pk).exists():
            raise ValidationError(_("This person has a role for that area already: change that one."))
        membership.role, membership.area_code = role, area_code
        membership.save(update_fields=["role", "area_code"])


def remove(by: User, membership: Membership) -> None:
    """End a membership; the account stays.

    Raises:
        PermissionDenied: If `by` may not.
        ValidationError: If nobody would be left to administer the municipality.
    """
    require(by, Action.INVITE, _body(membership))
    with transaction.atomic():
        _keep_an_administrator(by, membership)
        membership.delete()


def _body(membership: Membership) -> Body:
    body = membership.organisation or membership.municipality
    if body is None:
        raise ValueError(f"Membership {membership.pk} is of nothing.")
    return body


def _keep_an_administrator(by: User, membership: Membership) -> None:
    """Hold the last administrator of a municipality; a superuser can put another in place."""
    if membership.role != Role.ADMINISTRATOR or by.is_superuser:
        return
    # Two who remove each other at once would both see one left.
    Municipality.objects.select_for_update().get(pk=membership.municipality_id)
    others = Membership.objects.filter(municipality=membership.municipality_id, role=Role.ADMINISTRATOR)
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(_("This is the last administrator: make somebody else administrator first."))
