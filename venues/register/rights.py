"""Who may do what: the one place that pages, API and files ask.

| role | where | may |
|---|---|---|
| (no account) | | read what is public |
| reader | an organisation, or a municipality | see amounts that are not public |
| worker | an organisation | also add, change, confirm and close its own places, and bring in its files |
| editor | a municipality, or one area of it | the same for all places there; archive them and bring them back |
| administrator | a municipality | the same in the whole of it; restore what was deleted; roles; the boundaries |

Everybody with an account may suggest. A superuser may do everything.
"""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from venues.models import Activity, Area, Membership, Municipality, Organisation, Role, User, Venue

Person = User | AnonymousUser
Place = Venue | Activity
Target = Place | Organisation | Municipality


class Action(StrEnum):
    """What somebody may want to do with a place or activity, an organisation or a municipality."""

    SUGGEST = "suggest"
    """Propose a correction of a place."""
    CHANGE = "change"
    """Change, confirm, close or reopen a place, bring back an earlier state, and decide on suggestions about it."""
    ARCHIVE = "archive"
    """Take a place out of the register, and bring it back."""
    RESTORE = "restore"
    """Put a place back that was deleted from the register, or use its number again."""
    SEE_MONEY = "see-money"
    """See amounts of a place that are not public."""
    IMPORT = "import"
    """Bring in files for an organisation, or for a whole municipality."""
    INVITE = "invite"
    """Invite members of an organisation or a municipality, and change their roles."""
    BOUNDARIES = "boundaries"
    """Bring in another edition of the boundaries of a municipality, and choose which is in use."""


_KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)


def may(user: Person, action: Action, target: Target) -> bool:
    """Whether somebody may do something with a stored place, organisation or municipality."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if action == Action.SUGGEST:
        return isinstance(target, Venue | Activity)
    if isinstance(target, Venue | Activity):
        return _places(user, action, type(target)).filter(pk=target.pk).exists()
    if isinstance(target, Organisation):
        return _of_organisation(user, action, target)
    return _of_municipality(user, action, target)


def require(user: Person, action: Action, target: Target) -> None:
    """Refuse what somebody may not do.

    Raises:
        PermissionDenied: With the reason in words.
    """
    if not may(user, action, target):
        raise PermissionDenied(
            _("You have no right to do this with “%(name)s”. Ask an administrator of the municipality for it.")
            % {"name": target}
        )


def may_add(
    user: Person, municipality: Municipality, organisation: Organisation | None = None, location: Point | None = None
) -> bool:
    """Whether somebody may add a place or activity.

    Args:
        user: Who.
        municipality: Where.
        organisation: Whose it will be; workers add for their own only.
        location: Where exactly; an editor of one area adds there only. None asks whether anywhere would do.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if (
        organisation
        and organisation.municipality_id == municipality.pk
        and user.memberships.filter(role=Role.WORKER, organisation=organisation).exists()
    ):
        return True
    keeping = user.memberships.filter(role__in=_KEEPERS, municipality=municipality)
    if location is None:
        return keeping.exists()
    inside = Area.objects.active().filter(code=OuterRef("area_code"), boundary__covers=location)
    return keeping.filter(Q(area_code="") | Exists(inside)).exists()


def keeps_any(user: Person, municipality: Municipality) -> bool:
    """Whether somebody keeps a municipality or an area of it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.memberships.filter(role__in=_KEEPERS, municipality=municipality).exists()


def kept_by(user: Person) -> QuerySet[Municipality]:
    """The municipalities that somebody keeps, or of which an area."""
    if not isinstance(user, User) or not user.is_active:
        return Municipality.objects.none()
    if user.is_superuser:
        return Municipality.objects.filter(is_scored=True).order_by("name")
    return Municipality.objects.filter(memberships__in=user.memberships.filter(role__in=_KEEPERS)).distinct()


def organisations_to_add_for(user: Person, municipality: Municipality | None = None) -> QuerySet[Organisation]:
    """The organisations for which somebody may add places, an editor of one area within that area."""
    rows = (
        Organisation.objects.all() if municipality is None else Organisation.objects.filter(municipality=municipality)
    )
    if not isinstance(user, User) or not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows
    own = user.memberships.filter(role=Role.WORKER).values("organisation")
    kept = user.memberships.filter(role__in=_KEEPERS).values("municipality")
    return rows.filter(Q(pk__in=own) | Q(municipality__in=kept))


def venues_to_add_in(user: Person) -> QuerySet[Venue]:
    """The places in which somebody may add activities: what `may_add` says of them, for one organisation at least."""
    if not isinstance(user, User) or not user.is_active:
        return Venue.objects.none()
    if user.is_superuser:
        return Venue.objects.all()
    own = user.memberships.filter(role=Role.WORKER).values("organisation__municipality")
    return Venue.objects.filter(_kept_by(user, Venue, _KEEPERS) | Q(municipality__in=own))


def changeable(user: Person, model: type[Any]) -> QuerySet[Any]:
    """The places (`Venue`) or activities (`Activity`) that somebody may change, the archive included."""
    if not isinstance(user, User) or not user.is_active:
        return model.everything.none()  # type: ignore[no-any-return]
    return model.everything.all() if user.is_superuser else _places(user, Action.CHANGE, model)


def archivable(user: Person, model: type[Any]) -> QuerySet[Any]:
    """The places (`Venue`) or activities (`Activity`) that somebody may archive and bring back."""
    if not isinstance(user, User) or not user.is_active:
        return model.everything.none()  # type: ignore[no-any-return]
    return model.everything.all() if user.is_superuser else _places(user, Action.ARCHIVE, model)


def money_seen(user: Person, model: type[Any]) -> QuerySet[Any]:
    """The places, activities or organisations (by `model`) of which somebody may see amounts that are not public."""
    if not isinstance(user, User) or not user.is_active:
        return model._base_manager.none()  # type: ignore[no-any-return]
    if user.is_superuser:
        return model._base_manager.all()  # type: ignore[no-any-return]
    if model is not Organisation:
        return _places(user, Action.SEE_MONEY, model)
    kept = user.memberships.filter(area_code="").exclude(municipality=None).values("municipality")
    own = user.memberships.exclude(organisation=None).values("organisation")
    return Organisation._base_manager.filter(Q(pk__in=own) | Q(municipality__in=kept))


def _places(user: User, action: Action, model: type[Any]) -> QuerySet[Any]:
    allowed = _kept_by(user, model, _KEEPERS)
    if action == Action.CHANGE:
        allowed |= _owned_by(user, model, (Role.WORKER,))
    if action == Action.SEE_MONEY:
        allowed |= _kept_by(user, model, (Role.READER,)) | _owned_by(user, model, (Role.WORKER, Role.READER))
    elif action not in {Action.CHANGE, Action.ARCHIVE}:
        return model.everything.none()  # type: ignore[no-any-return]
    return model.everything.filter(allowed)  # type: ignore[no-any-return]


def _kept_by(user: User, model: type[Any], roles: tuple[Role, ...]) -> Q:
    """What lies in the municipality or area of somebody with such a role."""
    held = Membership.objects.filter(user=user, role__in=roles, municipality=OuterRef("municipality"))
    here = Q(Exists(held.filter(area_code="")))
    areas = list(Membership.objects.filter(user=user, role__in=roles).exclude(area_code="").values_list("area_code"))
    for (code,) in areas:
        area = Area.objects.active().filter(code=code, edition__municipality=OuterRef("municipality"))
        if model is Venue:
            here |= Q(Exists(area.filter(boundary__covers=OuterRef("location"))))
        else:
            here |= Q(Exists(area.filter(boundary__covers=OuterRef("venue__location"))))
            here |= Q(venue=None) & Q(Exists(area.filter(boundary__covers=OuterRef("location"))))
    return here


def _owned_by(user: User, model: type[Any], roles: tuple[Role, ...]) -> Q:
    """What belongs to an organisation of somebody with such a role; an activity of nobody belongs to its venue's."""
    own = user.memberships.filter(role__in=roles).exclude(organisation=None).values("organisation")
    owned = Q(organisation__in=own)
    return owned if model is Venue else owned | Q(organisation=None, venue__organisation__in=own)


def _of_organisation(user: User, action: Action, organisation: Organisation) -> bool:
    roles = user.memberships.filter(area_code="", municipality=organisation.municipality_id)
    if action == Action.INVITE:
        return roles.filter(role=Role.ADMINISTRATOR).exists()
    own = user.memberships.filter(organisation=organisation)
    if action == Action.SEE_MONEY:
        return own.exists() or roles.exists()
    if action in {Action.IMPORT, Action.CHANGE}:
        return own.filter(role=Role.WORKER).exists() or roles.filter(role__in=_KEEPERS).exists()
    return False


def _of_municipality(user: User, action: Action, municipality: Municipality) -> bool:
    roles = user.memberships.filter(area_code="", municipality=municipality)
    if action in {Action.INVITE, Action.BOUNDARIES, Action.RESTORE}:
        return roles.filter(role=Role.ADMINISTRATOR).exists()
    if action == Action.SEE_MONEY:
        return roles.exists()
    return action in {Action.IMPORT, Action.CHANGE, Action.ARCHIVE} and roles.filter(role__in=_KEEPERS).exists()
