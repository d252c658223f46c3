"""Organisations that the register does not have yet."""

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from venues.models import Municipality, Organisation, User
from venues.register.rights import Action, Person, may


def may_add_organisation(user: Person, municipality: Municipality) -> bool:
    """Whether somebody may add an organisation: who keeps the whole of its municipality."""
    return may(user, Action.CHANGE, municipality)


def add_organisation(name: str, municipality: Municipality, user: User) -> Organisation:
    """The organisation of a name, added where there is none.

    Raises:
        PermissionDenied: If the person may not add one.
    """
    if not may_add_organisation(user, municipality):
        raise PermissionDenied(_("You have no right to add organisations here."))
    with transaction.atomic(), pghistory.context(user=user.pk):
        # Of two at once the second finds what the first added.
        with connection.cursor() as cursor:
            key = f"organisation {municipality.pk} {name.casefold()}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        found = Organisation.objects.filter(municipality=municipality, name__iexact=name).order_by("name").first()
        return found or Organisation.objects.create(municipality=municipality, name=name)
