"""Invitations: a role that waits for a person, behind a signed link that works once and ends by itself."""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from venues.models import Invitation, Membership, Municipality, Organisation, User
from venues.register.members import Body, check_role, where
from venues.register.rights import Action, may, require

logger = logging.getLogger(__name__)
LASTS = timedelta(days=14)

MOST_A_DAY = 50
"""So many invitations of one person leave in 24 hours: a stolen account is no way to mail the world."""

_signer = Signer(salt="venues.invitation")


class Unusable(Exception):
    """An invitation that cannot be accepted; says why."""


def invite(  # noqa: PLR0913, PLR0917
    by: User, body: Body, email: str, role: str, address: Callable[[str], str], area_code: str = ""
) -> Invitation:
    """Invite a person into an organisation or a municipality, and mail the link in the language of the site.

    Args:
        by: Who invites.
        body: Into what.
        email: Whom.
        role: As what.
        address: Makes the full address of the page that accepts a token.
        area_code: For an editor, the one area; empty for the whole municipality.

    Raises:
        PermissionDenied: If `by` may not.
        ValidationError: If the role does not exist here, the person has it or is invited already, or `by` invited too
            many today.
    """
    require(by, Action.INVITE, body)
    check_role(body, role, area_code)
    spot = where(body) | {"area_code": area_code}
    if Membership.objects.filter(user__email__iexact=email, **spot).exists():
        raise ValidationError(_("%(email)s is a member already: change the role in the list.") % {"email": email})
    # One that ended by itself makes way for the new one.
    ended = Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None, **spot)
    ended.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    try:
        # A mail that cannot leave takes the invitation with it.
        with transaction.atomic():
            _count(by)
            invitation = Invitation.objects.create(
                email=email, role=role, invited_by=by, expires_at=timezone.now() + LASTS, **spot
            )
            _mail(invitation, body, address(token_of(invitation)))
    except IntegrityError:
        raise ValidationError(
            _("%(email)s is invited already: withdraw that invitation first.") % {"email": email}
        ) from None
    except (OSError, SMTPException) as error:
        logger.exception("An invitation could not be mailed")
        raise ValidationError(_("The mail could not be sent. Try again later.")) from error
    return invitation


def _count(by: User) -> None:
    # Of two at once one waits for the other, and is counted after it.
    User.objects.select_for_update().get(pk=by.pk)
    day = timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, created_at__gt=timezone.now() - day).count() >= MOST_A_DAY:
        raise ValidationError(
            _("You sent %(count)d invitations in the last 24 hours. Send the next ones tomorrow.")
            % {"count": MOST_A_DAY}
        )


def withdraw(by: User, invitation: Invitation) -> None:
    """End an invitation that nobody accepted yet.

    Raises:
        PermissionDenied: If `by` may not.
    """
    require(by, Action.INVITE, body_of(invitation))
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=timezone.now())


def token_of(invitation: Invitation) -> str:
    """What the link carries: the invitation's key, signed."""
    return _signer.sign(str(invitation.pk))


def read(token: str) -> Invitation:
    """The open invitation behind a link.

    Raises:
        Unusable: If the link is not ours, or the invitation was used, withdrawn or has ended.
    """
    try:
        key = _signer.unsign(token)
    except BadSignature:
        raise Unusable(_("This link is not whole. Copy it from the mail in one piece.")) from None
    invitation = (
        Invitation.objects.select_related("organisation__municipality", "municipality", "invited_by")
        .filter(pk=key)
        .first()
    )
    if invitation is None or invitation.withdrawn_at:
        raise Unusable(_("This invitation was withdrawn. Ask who invited you for a new one."))
    if invitation.accepted_at:
        raise Unusable(_("This invitation was used already. Sign in with the account that you made then."))
    if not invitation.is_open:
        raise Unusable(_("This invitation has ended: it lasted 14 days. Ask who invited you for a new one."))
    # The right to invite may have ended since: a role that nobody could give now is not given.
    if invitation.invited_by is None or not may(invitation.invited_by, Action.INVITE, body_of(invitation)):
        raise Unusable(_("Who invited you has no right to do so any more. Ask an administrator for a new invitation."))
    return invitation


def body_of(invitation: Invitation) -> Organisation | Municipality:
    """Into what it invites."""
    body = invitation.organisation or invitation.municipality
    if body is None:
        raise ValueError(f"Invitation {invitation.pk} is into nothing.")
    return body


def accept(token: str, user: User | None = None, password: str = "") -> User:
    """Take the role, with the signed-in account, or with a new one of the invited address.

    Args:
        token: From the link.
        user: The signed-in account; its address must be the invited one.
        password: For a new account.

    Returns:
        The account that has the role now.

    Raises:
        Unusable: If the link cannot be used, or by somebody else.
    """
    with transaction.atomic():
        found = read(token)
        # Again, under a lock: of two clicks at once, one wins.
        Invitation.objects.select_for_update().get(pk=found.pk)
        invitation = read(token)
        if user is None:
            if has_account(invitation):
                raise Unusable(_("There is an account with this address already: sign in, and open the link again."))
            user = User.objects.create_user(invitation.email, password)
            # Who opens the link reads the mail of that address.
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        elif user.email.lower() != invitation.email.lower():
            raise Unusable(_("This invitation is for another address. Sign out, and open the link again."))
        spot = where(body_of(invitation)) | {"area_code": invitation.area_code}
        # A role that was given in the meantime stays.
        Membership.objects.get_or_create(user=user, **spot, defaults={"role": invitation.role})
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return user


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def _mail(invitation: Invitation, body: Body, address: str) -> None:
    context = {"invitation": invitation, "body": body, "address": address}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Invitation for %(name)s") % {"name": body}
        # A name with a line break would end the header.
        subject = " ".join(subject.split())
        text = render_to_string("members/invitation.txt", context)
    send_mail(subject, text, None, [invitation.email])
