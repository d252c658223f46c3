"""Accounts to try the site with, in a fictional town only: one of each role."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Count

from venues.models import Membership, Municipality, Organisation, Role, User

DOMAIN = "waardveen.example"


@transaction.atomic
def make_demo_accounts(password: str) -> list[tuple[str, Membership]]:
    """Make one account of each role in the fictional town, or give those that are there the password.

    Args:
        password: Of all of them.

    Returns:
        Address and membership of each; empty where no fictional town is loaded.
    """
    town = Municipality.objects.filter(is_fictional=True, is_scored=True).order_by("code").first()
    if town is None:
        return []
    # The one with most places: its worker has something to keep.
    organisation = (
        Organisation.objects.filter(municipality=town)
        .annotate(places=Count("venues"))
        .filter(places__gt=0)
        .order_by("-places", "name")
        .first()
    )
    made = [_account(Role.READER, password, municipality=town)]
    if organisation:
        made.append(_account(Role.WORKER, password, organisation=organisation))
    made += [_account(role, password, municipality=town) for role in (Role.EDITOR, Role.ADMINISTRATOR)]
    return made


def _account(role: Role, password: str, **where: Municipality | Organisation) -> tuple[str, Membership]:
    email = f"{role.value}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    membership = user.memberships.first() or Membership.objects.create(user=user, role=role, **where)
    return email, membership
