"""A change after which somebody could no longer put it right is refused while it still can be."""

from django.utils.translation import gettext as _

from venues.models import User
from venues.register.record import Place, Problem, Record, RecordRefused
from venues.register.rights import Action, may


def check_still_kept(place: Place, user: User, before: Record, after: Record) -> None:
    """Refuse a change that takes from its maker the right to change the place.

    Args:
        place: As stored after the change, in the transaction that is undone when this refuses.
        user: Who changed it.
        before: The record that was stored.
        after: The record that is stored now.

    Raises:
        RecordRefused: At the member that took the right away.
    """
    if may(user, Action.CHANGE, place):
        return
    if before["organisation"] != after["organisation"]:
        member, why = "organisation", _("Then you could no longer change this place: keep an organisation of your own.")
    else:
        member = "venue" if before.get("venue") != after.get("venue") else "location"
        why = _("Then you could no longer change this place: it would lie outside your area. Ask who keeps it there.")
    raise RecordRefused([Problem(member, None, "", why)])
