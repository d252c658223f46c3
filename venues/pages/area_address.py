"""Which area an address names: by its code, and the year of its boundaries, else of those in use."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from venues.models import Area


def find_area(asked: Mapping[str, str], code: str) -> Area:
    """The area of an address.

    Args:
        asked: The parameters, with `year` or without.
        code: CBS code.

    Returns:
        The area; without a year and where those in use have no such code any more, that of the last that had it.

    Raises:
        Http404: If no boundaries that are or were in use have this code, or not those of the year.
    """
    used = Q(edition__is_active=True) | Q(edition__activated_at__isnull=False)
    rows = (
        Area.objects.filter(used, code=code, edition__municipality__is_scored=True)
        .select_related("edition__municipality", "parent__parent")
        .defer("parent__boundary", "parent__parent__boundary")
    )
    year = asked.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:
        rows = rows.filter(edition__year=int(year))
    found = rows.order_by("-edition__is_active", "-edition__year").first()
    if found is None:
        raise Http404(_("There is no area with code “%(code)s” in the boundaries in use.") % {"code": code})
    return found
